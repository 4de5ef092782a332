/** A command that opens a panel of a project. */
import { chooseProject } from './chooseProject.ts';
import { done, offerStart } from './command.ts';
import type { Command, RunningContext } from './command.ts';
import { readSpecArgument } from './commandArguments.ts';

/** @param open shows the panel of the spec that was named, or chosen where there are several */
export function openPanelCommand(
  id: Command['id'],
  open: (panels: RunningContext['panels'], specUri: string) => void,
): Command {
  return {
    id,
    needs: 'server',
    whenUntrusted: 'runs',
    whenDown: offerStart,
    run: async (context, args) => {
      const choice = await chooseProject(context, readSpecArgument(args));
      if (choice.kind === 'ended') return choice.result;
      open(context.panels, choice.project.specUri);
      return done;
    },
  };
}
