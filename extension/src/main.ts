/** The extension's entry. VS Code does not tell anyone when activation fails, so this says it. */
import { l10n, window, type ExtensionContext } from 'vscode';
import * as z from 'zod';
import { compose, type Composition } from './compose.ts';

/** VS Code ends the extension without handing over anything, so what must end is kept here. */
let composition: Composition | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Plumbline', { log: true });
  context.subscriptions.push(log);
  // Compiling schemas would touch `navigator`, at which the extension host logs an error, and evaluate made-up code.
  z.config({ jitless: true });
  try {
    composition = compose(context, log);
  } catch (error) {
    log.error('Plumbline did not start.', error instanceof Error ? error : String(error));
    const showLog = l10n.t('Show Log');
    void window
      .showErrorMessage(l10n.t('Plumbline did not start; the log says why.'), showLog)
      .then((chosen) => (chosen === showLog ? log.show() : undefined));
  }
}

/** Resolves when the language server has ended. */
export async function deactivate(): Promise<void> {
  await composition?.end();
}
