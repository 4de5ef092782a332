/** The one way in which every command is run: trust first, then the server, then the command, and one boundary for errors. */
import { connect } from '../server/connect.ts';
import { cancelled, fail, refuse, type Command, type CommandContext, type CommandResult } from './command.ts';

/** Runs a command; never rejects. */
export async function runCommand(
  command: Command,
  context: CommandContext,
  args: readonly unknown[],
): Promise<CommandResult> {
  const { editor, l10n, log } = context;
  if (command.whenUntrusted !== 'runs' && !editor.isTrusted()) {
    return refuse(context, command.whenUntrusted(l10n), [
      { title: l10n.t('Manage Workspace Trust'), run: () => editor.execute('workbench.trust.manage') },
    ]);
  }
  try {
    if (command.needs === 'nothing') return await command.run(context, args);
    const client = await connect(context.server);
    return await (client === undefined ? command.whenDown(context) : command.run({ ...context, client }, args));
  } catch (error) {
    if (isCancellation(error)) return cancelled;
    log.error(`${command.id} failed.`, error);
    const reason = error instanceof Error ? error.message : String(error);
    return fail(context, l10n.t('Plumbline could not finish this: {0}', reason));
  }
}

/** The editor's CancellationError, known by its name because this file does not load the editor. */
function isCancellation(error: unknown): boolean {
  return error instanceof Error && error.name === 'Canceled';
}
