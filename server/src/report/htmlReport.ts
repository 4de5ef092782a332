/** Pages of the panels as one HTML file that needs nothing else: no server, no editor, no network. */
import type { ReadinessReport } from '../../../schemas/readiness.ts';
import { plainText } from '../text/plainText.ts';

export interface ReportPage {
  /** Name of the panel. */
  readonly id: string;
  readonly title: string;
  /** The page as a whole document, compressed with gzip, in base 64. */
  readonly packed: string;
}

export interface HtmlReport {
  readonly project: string;
  /** ISO 8601. */
  readonly at: string;
  readonly version: string;
  /** At least one; the first one is shown. */
  readonly pages: readonly ReportPage[];
  readonly readiness: ReadinessReport;
  /** Letters and digits; the only thing that lets a script run, in the report and in its pages. */
  readonly nonce: string;
}

/** Text of a user as text of HTML. */
function escapeHtml(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/**
 * The document of one page, as the editor shows it but with its view model inside.
 *
 * @param page script and style sheet as they were built
 */
export function pageDocument(
  page: { readonly script: string; readonly style: string },
  modelId: string,
  viewModel: unknown,
  nonce: string,
): string {
  // No text of a view model can end the element that holds it.
  const json = JSON.stringify(viewModel).replaceAll('<', '\\u003c');
  const script = page.script.replaceAll('</script', '<\\/script').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '');
  const style = page.style.replace(/\n\/\*# sourceMappingURL=.*\*\/\s*$/, '');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head><body><div id="page"></div><script type="application/json" id="${modelId}">${json}</script><script type="module" nonce="${nonce}">${script}</script></body></html>`;
}

/** Pages are unpacked when they are first looked at, each in a frame that can reach nothing. */
export function htmlReport({ project, at, version, pages, readiness, nonce }: HtmlReport): string {
  const title = `Plumbline report: ${escapeHtml(project)}`;
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'unsafe-inline'; img-src data:; frame-src 'self' about:; base-uri 'none'; form-action 'none'`;
  const tabs = [...pages, { id: 'readiness', title: 'Readiness' }];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header><h1>${escapeHtml(project)}</h1><p>${escapeHtml(at.slice(0, 16).replace('T', ' '))} UTC, Plumbline ${escapeHtml(version)}</p></header>
<div role="tablist" aria-label="Pages">${tabs
    .map(
      ({ id, title: name }, index) =>
        `<button type="button" role="tab" id="tab-${id}" aria-controls="panel-${id}" aria-selected="${index === 0}" tabindex="${index === 0 ? 0 : -1}">${escapeHtml(name)}</button>`,
    )
    .join('')}</div>
<noscript><p>The pages need JavaScript; readiness is below.</p></noscript>
${pages
  .map(
    ({ id, title: name, packed }) =>
      `<section role="tabpanel" id="panel-${id}" aria-labelledby="tab-${id}" hidden><iframe title="${escapeHtml(name)}" sandbox="allow-scripts"></iframe><script type="text/plain" class="packed">${packed}</script></section>`,
  )
  .join('\n')}
<section role="tabpanel" id="panel-readiness" aria-labelledby="tab-readiness" class="readiness">${readinessHtml(readiness)}</section>
<script nonce="${nonce}">${script}</script>
</body>
</html>
`;
}

function readinessHtml({ projects }: ReadinessReport): string {
  return projects
    .map(({ score, verdict, sections }) =>
      [
        `<h2>Readiness: ${score} of 7, ${escapeHtml(verdict)}</h2>`,
        ...sections.map(
          ({ title, points, tests }) =>
            `<h3>${escapeHtml(title)}: ${points} of ${tests.length}</h3><table><thead><tr><th>Points</th><th>Test</th><th>Found</th></tr></thead><tbody>${tests
              .map(
                ({ state, points: earned, title: test, sentence }) =>
                  `<tr><td>${state === 'earned' ? earned : escapeHtml(state.replace('-', ' '))}</td><th scope="row">${escapeHtml(test)}</th><td>${sentenceHtml(sentence)}</td></tr>`,
              )
              .join('')}</tbody></table>`,
        ),
      ].join(''),
    )
    .join('');
}

/** A sentence whose names stand between backticks. */
function sentenceHtml(sentence: string): string {
  return escapeHtml(sentence).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

const style = `:root{color-scheme:light dark;--line:light-dark(#e5e5e5,#3a3a3a);--text:light-dark(#3b3b3b,#cccccc);--quiet:light-dark(#5f5f5f,#9d9d9d);--link:light-dark(#005fb8,#4daafc)}
*{box-sizing:border-box}body{margin:0;font:13px/1.45 system-ui,'Segoe UI',sans-serif;color:var(--text);background:light-dark(#ffffff,#1f1f1f);display:flex;flex-direction:column;min-height:100vh}
header{display:flex;flex-wrap:wrap;gap:4px 16px;align-items:baseline;padding:12px 24px 4px}h1{font-size:1.3em;margin:0}header p{margin:0;color:var(--quiet)}
[role=tablist]{display:flex;flex-wrap:wrap;gap:4px;padding:4px 20px 0;border-bottom:1px solid var(--line)}[role=tab]{font:inherit;color:inherit;background:none;border:0;border-bottom:2px solid transparent;padding:6px 10px;cursor:pointer}[role=tab][aria-selected=true]{border-color:var(--link);font-weight:600}[role=tab]:focus-visible{outline:2px solid var(--link)}
section{flex:1;display:flex}section[hidden]{display:none}iframe{flex:1;border:0;min-height:calc(100vh - 90px)}
.readiness{display:block;padding:8px 24px 40px}.readiness[hidden]{display:none}table{border-collapse:collapse;width:100%}th,td{text-align:start;vertical-align:top;padding:4px 14px 4px 0;border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:anywhere}thead th{color:var(--quiet)}td:first-child{white-space:nowrap}
@media print{[role=tablist]{display:none}}`;

const script = `const tabs=[...document.querySelectorAll('[role=tab]')];
const unpack=async(text)=>{const bytes=Uint8Array.from(atob(text),(c)=>c.charCodeAt(0));return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();};
const choose=async(tab,focus)=>{for(const one of tabs){const isChosen=one===tab;one.setAttribute('aria-selected',String(isChosen));one.tabIndex=isChosen?0:-1;document.getElementById(one.getAttribute('aria-controls')).hidden=!isChosen;}
if(focus)tab.focus();const panel=document.getElementById(tab.getAttribute('aria-controls'));const frame=panel.querySelector('iframe');const packed=panel.querySelector('.packed');if(frame&&packed){packed.remove();frame.srcdoc=await unpack(packed.textContent);}};
tabs.forEach((tab,at)=>{tab.addEventListener('click',()=>choose(tab,false));tab.addEventListener('keydown',(event)=>{const step=event.key==='ArrowRight'?1:event.key==='ArrowLeft'?-1:0;if(step!==0)choose(tabs[(at+step+tabs.length)%tabs.length],true);});});
choose(tabs[0],false);`;
