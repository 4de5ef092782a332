/** Compares what the checks of a project watch with what is normal, and says which columns drift. */
import { mostQueuedRows } from '../../../schemas/driftJob.ts';
import { compareDriftRequest, driftViewRequest } from '../../../schemas/driftRequests.ts';
import type { CompareDriftAnswer } from '../../../schemas/driftRequests.ts';
import { chooseProject } from './chooseProject.ts';
import { cancelled, done, endUndone, fail, offerStart, refuse } from './command.ts';
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

/** Rows that are proposed; a person labels so many in an hour or two. */
const usualRows = 60;

export const pickRowsToLabel: Command = {
  id: 'plumbline.drift.label',
  needs: 'server',
  whenUntrusted: (l10n) => l10n.t('Picking rows reads data of this folder, so it waits until you trust the workspace.'),
  whenDown: offerStart,
  run: async (context, args) => {
    const choice = await chooseProject(context, readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const { client, editor, l10n } = context;
    const view = await client.request(driftViewRequest, { specUri });
    if (view.kind !== 'done') return endUndone(context, view);
    const checks = view.value.state === 'checks' ? view.value.checks.map(({ id }) => id) : [];
    if (checks.length === 0) {
      return refuse(context, l10n.t('Rows are picked where columns have changed; look for drift first.'), [
        { title: l10n.t('Look for drift'), run: () => editor.execute('plumbline.drift.compare', { specUri }) },
      ]);
    }
    const ids = [...new Set(checks)].map((id) => ({ label: id, value: id }));
    const checkId = ids.length === 1 ? checks[0] : await editor.choose(ids, l10n.t('Of which check?'));
    if (checkId === undefined) return cancelled;
    const typed = await editor.ask(l10n.t('How many rows to label?'), String(usualRows));
    if (typed === undefined) return cancelled;
    const rows = typed.trim() === '' ? usualRows : Number(typed);
    if (!Number.isInteger(rows) || rows < 1 || rows > mostQueuedRows) {
      return refuse(context, l10n.t('{0} is no number of rows from 1 to {1}.', typed, mostQueuedRows));
    }
    const outcome = await client.request(compareDriftRequest, { specUri, checkId, queueRows: rows });
    if (outcome.kind !== 'done') return endUndone(context, outcome);
    const { compared, problems } = outcome.value;
    const [problem] = problems;
    if (problem !== undefined) return fail(context, problem);
    const queue = compared.flatMap((one) => one.queue ?? [])[0];
    if (queue === undefined) return fail(context, l10n.t('{0} compares no rows, so none were picked.', checkId));
    const file = decodeURIComponent(queue.uri.slice(queue.uri.lastIndexOf('/') + 1));
    editor.tell(
      'information',
      l10n.t('{0} rows of {1} were picked for labelling, in {2}.', queue.rows, checkId, file),
      [{ title: l10n.t('Open'), run: () => editor.openFile(queue.uri) }],
    );
    return done;
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
