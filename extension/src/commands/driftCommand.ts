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
  const [first] = compared;
  if (first !== undefined) {
    const isDrifting = compared.some(({ drifting }) => drifting.length > 0);
    const sentence = compared.length === 1 ? sayCheck(first, l10n) : sayChecks(compared, l10n);
    editor.tell(isDrifting ? 'warning' : 'information', sentence, actions);
  }
  const [problem] = problems;
  if (problem === undefined) return done;
  const others = problems.length - 1;
  return fail(
    context,
    others === 0 ? problem : l10n.t('{0} Not compared for a reason of their own: {1} more.', problem, others),
  );
}

type Compared = CompareDriftAnswer['compared'];

function sayCheck({ check, columns, drifting, open }: Compared[number], l10n: RunningContext['l10n']): string {
  if (drifting.length > 0) {
    const names = drifting.slice(0, 3).join(', ');
    return l10n.t('{0}: {1} of {2} columns drift, {3} first.', check, drifting.length, columns, names);
  }
  return open > 0
    ? l10n.t('{0}: no column surely drifts; of {1} of {2} it cannot be told.', check, open, columns)
    : l10n.t('{0}: all {1} columns are stable.', check, columns);
}

/** All checks in one message: what drifts, else what cannot be told. */
function sayChecks(compared: Compared, l10n: RunningContext['l10n']): string {
  const drifting = compared.filter((one) => one.drifting.length > 0);
  if (drifting.length > 0) {
    const named = drifting.map((one) => `${one.check} (${one.drifting.slice(0, 3).join(', ')})`).join('; ');
    return l10n.t('{0} of {1} checks drift: {2}.', drifting.length, compared.length, named);
  }
  const open = compared.filter((one) => one.open > 0).length;
  return open > 0
    ? l10n.t('No check surely drifts; of {0} of {1} it cannot be told.', open, compared.length)
    : l10n.t('All {0} checks are stable.', compared.length);
}
