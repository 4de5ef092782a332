/** Finds out which data source a command is about. */
import { chooseProject } from './chooseProject.ts';
import { refuse, type CommandResult, type RunningContext } from './command.ts';
import { readDataArgument, readSpecArgument } from './commandArguments.ts';

/** The data source, or how the command ends without one. */
export type DataChoice =
  | { readonly kind: 'chosen'; readonly specUri: string; readonly dataId: string }
  | { readonly kind: 'ended'; readonly result: CommandResult };

/** Takes the source that the caller names, else the only one of the project, else asks. */
export async function chooseData(context: RunningContext, args: readonly unknown[]): Promise<DataChoice> {
  const { editor, l10n } = context;
  const named = readDataArgument(args);
  const choice = await chooseProject(context, named?.specUri ?? readSpecArgument(args));
  if (choice.kind === 'ended') return choice;
  const { specUri, dataIds } = choice.project;
  if (dataIds.length === 0) {
    const sentence = l10n.t('This project has no data source yet; add one under `data:` in its spec.');
    return { kind: 'ended', result: refuse(context, sentence) };
  }
  const dataId =
    named?.dataId ??
    (dataIds.length === 1
      ? dataIds[0]
      : await editor.choose(
          dataIds.map((id) => ({ label: id, value: id })),
          l10n.t('Which data source?'),
        ));
  return dataId === undefined ? { kind: 'ended', result: { kind: 'cancelled' } } : { kind: 'chosen', specUri, dataId };
}
