/**
 * The extension's entry. Activation registers what the editor must know of at once, and nothing else: what commands,
 * panels and the server are made of is a second bundle, loaded when one of them is wanted or there is a spec.
 */
import { commands, l10n, window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { commandIds } from './commands/commandIds.ts';
import type { Composition } from './compose.ts';
import { createUriHandler } from './editor/uriHandler.ts';
import { onFirstSpec } from './editor/specPresence.ts';
import { panelIds, viewTypeOf } from './panels/panelIds.ts';

/** VS Code ends the extension without handing over anything, so what must end is kept here. */
let composition: Promise<Composition | undefined> | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Plumbline', { log: true });
  const composed = () => (composition ??= compose(context, log));
  const explain = async (ruleId: string) => (await composed())?.run('plumbline.rule.explain', [ruleId]);
  const start = async () => (await composed())?.start();
  context.subscriptions.push(
    log,
    ...commandIds.map((id) =>
      commands.registerCommand(id, async (...args: unknown[]) => (await composed())?.run(id, args)),
    ),
    ...panelIds.map((id) =>
      window.registerWebviewPanelSerializer(viewTypeOf(id), {
        deserializeWebviewPanel: async (panel, state: unknown) => (await composed())?.revivePanel(id, panel, state),
      }),
    ),
    window.registerUriHandler(
      createUriHandler(
        (ruleId) => void explain(ruleId),
        (path) => log.warn(`Nothing of Plumbline has the address ${path}.`),
      ),
    ),
    onFirstSpec(
      () => void start(),
      (error) => log.error('The workspace could not be searched for specs.', error),
    ),
  );
}

/** Resolves when the language server has ended. */
export async function deactivate(): Promise<void> {
  await (await composition)?.end();
}

/** Loads the second bundle. VS Code does not tell anyone when that fails, so this says it; undefined then. */
async function compose(context: ExtensionContext, log: LogOutputChannel): Promise<Composition | undefined> {
  try {
    const bundle = await import('./compose.ts');
    return bundle.compose(context, log);
  } catch (error) {
    log.error('Plumbline did not start.', error instanceof Error ? error : String(error));
    const showLog = l10n.t('Show Log');
    void window
      .showErrorMessage(l10n.t('Plumbline did not start; the log says why.'), showLog)
      .then((chosen) => (chosen === showLog ? log.show() : undefined));
    return undefined;
  }
}
