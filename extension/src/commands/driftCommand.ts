/** Compares what the checks of a project watch with what is normal, and says which columns drift. */
import { compareDriftRequest } from '../../../schemas/driftRequests.ts';
import type { CompareDriftAnswer } from '../../../schemas/driftRequests.ts';
import { chooseProject } from './chooseProject.ts';
import { done, endUndone, fail, offerStart } from './command.ts';
import type { Command, CommandResult, RunningContext } from './command.ts';
import { readCheckArgument, readSpecArgument } from './commandArguments.ts';
import { openPanelCommand } from './openPanelCommand.ts';

export const compareDrift: Command = {
  id: 'plumbline.drift.compare',
  needs: 'server',
  whenUntrusted: (l10n) => l10n.t('Comparing reads data of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const named = readCheckArgument(args);
    const choice = await chooseProject(context, named?.specUri ?? readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const outcome = await context.client.request(compareDriftRequest, { specUri, checkId: named?.checkId ?? null });
    return outcome.kind === 'done' ? tell(context, outcome.value, specUri) : endUndone(context, outcome);
  },
};

export const openDrift = openPanelCommand('plumbline.drift.open', (panels, specUri) => {
  panels.openDrift(specUri);
});

function tell(context: RunningContext, { compared, problems }: CompareDriftAnswer, specUri: string): CommandResult {
  const { editor, l10n } = context;
  const actions = [{ title: l10n.t('Show'), run: () => context.panels.openDrift(specUri) }];
  for (const { check, columns, drifting, open } of compared) {
    if (drifting.length > 0) {
      const names = drifting.slice(0, 3).join(', ');
      const sentence = l10n.t('{0}: {1} of {2} columns drift, {3} first.', check, drifting.length, columns, names);
      editor.tell('warning', sentence, actions);
    } else if (open > 0) {
      const sentence = l10n.t('{0}: no column surely drifts; of {1} of {2} it cannot be told.', check, open, columns);
      editor.tell('information', sentence, actions);
    } else {
      editor.tell('information', l10n.t('{0}: all {1} columns are stable.', check, columns), actions);
    }
  }
  const [problem] = problems;
  return problem === undefined ? done : fail(context, problem);
}
