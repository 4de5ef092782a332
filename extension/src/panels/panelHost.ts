/** One panel in the editor: its document, its life, and the session behind it. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { saveFile } from '../editor/saveFile.ts';
import { panelHtml } from './panelHtml.ts';
import { createPanelSession, type PanelSession } from './panelSession.ts';
import type { PanelDescription } from './panelTable.ts';
import type { PanelPorts } from './panelRegistry.ts';

/** Longer than any view model takes; a page that waits longer is told so. */
const requestTimeoutMs = 30_000;

/** Folder that pages may load from, and nothing wider. */
export function pagesFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webviews');
}

export interface PanelHost {
  readonly panel: vscode.WebviewPanel;
  readonly refresh: () => void;
  readonly lookAtRuns: PanelSession['lookAtRuns'];
  /** Closes the panel. */
  readonly dispose: () => void;
}

/**
 * Fills a panel, new or revived, with its page. The host ends with the panel.
 *
 * @param resource URI of the spec that the panel is about
 */
export function createPanelHost(
  panel: vscode.WebviewPanel,
  description: PanelDescription,
  resource: vscode.Uri,
  extensionUri: vscode.Uri,
  ports: PanelPorts,
): PanelHost {
  const { webview } = panel;
  const specUri = resource.toString();
  const session = createPanelSession(
    { resource: specUri, result: description.request.result, timeoutMs: requestTimeoutMs },
    {
      // A page that is hidden or closed takes no message, and that is no error: it asks again when it is back.
      post: (message) => void webview.postMessage(message),
      request: (signal) => withToken(signal, (token) => ports.getViewModel(description.request, specUri, token)),
      openLocation: (uri, range) =>
        ports.openLocation(
          vscode.Uri.parse(uri, true),
          new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character),
        ),
      runProfile: (dataId) => ports.runProfile(specUri, dataId),
      evaluate: () => ports.evaluate(specUri),
      applyThreshold: (model, threshold) => ports.applyThreshold(specUri, model, threshold),
      compareRuns: (first, second) => ports.compareRuns(specUri, first, second),
      showRuns: (runs) => ports.showRuns(specUri, runs),
      showErrors: (wish) => ports.showErrors(specUri, wish),
      compareDrift: () => ports.compareDrift(specUri),
      cancelDrift: () => ports.cancelDrift(specUri),
      acceptReference: (wish) => ports.acceptReference(specUri, wish),
      addMonitor: (wanted) => ports.addMonitor(specUri, wanted),
      applyWhatIf: (change) => ports.applyWhatIf(specUri, change),
      exportCosts: (format) => ports.exportCosts(specUri, format),
      moveStatement: (move) => ports.moveStatement(specUri, move),
      promote: () => ports.promote(specUri),
      verify: () => ports.verify(specUri),
      saveText: (name, text) => saveFile(resource, name, new TextEncoder().encode(text)),
      savePicture: (name, base64) => saveFile(resource, name, Buffer.from(base64, 'base64')),
      showProblems: ports.showProblems,
      manageTrust: ports.manageTrust,
      log: {
        warn: (sentence) => ports.log.warn(sentence),
        error: (sentence) => ports.log.error(sentence),
      },
    },
  );

  const subscriptions = [
    webview.onDidReceiveMessage((message: unknown) => void session.receive(message)),
    panel.onDidChangeViewState(() => {
      if (!panel.visible) session.hide();
    }),
    ports.onDidChange((specUris) => {
      if (specUris.length === 0 || specUris.includes(specUri)) session.refresh();
    }),
  ];

  panel.iconPath = {
    light: vscode.Uri.joinPath(extensionUri, 'media/language-light.svg'),
    dark: vscode.Uri.joinPath(extensionUri, 'media/language-dark.svg'),
  };
  const folder = pagesFolder(extensionUri);
  const asset = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  webview.options = { enableScripts: true, enableForms: false, enableCommandUris: false, localResourceRoots: [folder] };
  webview.html = panelHtml({
    cspSource: webview.cspSource,
    nonce: randomBytes(18).toString('base64'),
    scriptUri: asset(`${description.page}.js`),
    styleUri: asset(`${description.page}.css`),
    title: panel.title,
    language: vscode.env.language,
    texts: vscode.l10n.bundle,
  });

  const dispose = (): void => {
    session.dispose();
    for (const subscription of subscriptions) subscription.dispose();
  };
  panel.onDidDispose(dispose);
  return {
    panel,
    refresh: () => session.refresh(),
    lookAtRuns: (runs) => session.lookAtRuns(runs),
    dispose: () => {
      panel.dispose();
    },
  };
}

/** Runs something that takes the editor's cancellation token, and cancels it when the signal is aborted. */
async function withToken<Result>(
  signal: AbortSignal,
  run: (token: vscode.CancellationToken) => Promise<Result>,
): Promise<Result> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await run(source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
