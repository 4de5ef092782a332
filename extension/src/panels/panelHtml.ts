/** The document of a panel: an empty page, its script, its style sheet, and a policy that allows nothing else. */
import { pageTextsId } from '../../../schemas/pageTexts.ts';

export interface PanelDocument {
  /** Where the editor serves files of the extension from: `webview.cspSource`. */
  readonly cspSource: string;
  /** Random for every document; the only thing that lets a script run. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly title: string;
  /** Language of the editor, such as `en`. */
  readonly language: string;
  /** English text → text in that language; undefined where the extension has none in it. */
  readonly texts?: Readonly<Record<string, string>> | undefined;
}

/**
 * Content policy of every panel. Styles alone may be inline, because the component library writes them; a nonce or a
 * hash for styles would take that permission away again.
 */
export function contentPolicy(cspSource: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'unsafe-inline'`,
    `img-src ${cspSource} data:`,
    `font-src ${cspSource}`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}

export function panelHtml(document: PanelDocument): string {
  const { cspSource, nonce, scriptUri, styleUri, title, language, texts } = document;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(contentPolicy(cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="stylesheet" href="${escapeHtml(styleUri)}">
</head>
<body>
<div id="page"></div>
${texts === undefined ? '' : `<script type="application/json" id="${pageTextsId}">${jsonInHtml(texts)}</script>\n`}<script type="module" nonce="${escapeHtml(nonce)}" src="${escapeHtml(scriptUri)}"></script>
</body>
</html>
`;
}

/** JSON that no text can end early. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
