/** Opens what a project costs and returns. */
import { chooseProject } from './chooseProject.ts';
import { done, offerStart } from './command.ts';
import type { Command } from './command.ts';
import { readSpecArgument } from './commandArguments.ts';

export const openCosts: Command = {
  id: 'plumbline.cost.open',
  needs: 'server',
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: async (context, args) => {
    const choice = await chooseProject(context, readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    context.panels.openCosts(choice.project.specUri);
    return done;
  },
};
