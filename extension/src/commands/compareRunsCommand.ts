/** Compares two recorded runs of a project, and says what is surely better or worse. */
import { compareRunsRequest } from '../../../schemas/requests.ts';
import type { CompareRunsAnswer } from '../../../schemas/requests.ts';
import { chooseProject } from './chooseProject.ts';
import { listRuns } from './chooseRun.ts';
import { cancelled, done, endUndone, offerStart, refuse } from './command.ts';
import type { Command, CommandResult, RunningContext } from './command.ts';
import { readRunPairArgument, readSpecArgument } from './commandArguments.ts';

export const compareRuns: Command = {
  id: 'plumbline.run.compare',
  needs: 'server',
  // Records are compared by their intervals where nothing may be run; rows wait for trust, and the panel says so.
  whenUntrusted: 'runs',
  whenDown: offerStart,
  run: async (context, args) => {
    const named = readRunPairArgument(args);
    const choice = await chooseProject(context, named?.specUri ?? readSpecArgument(args));
    if (choice.kind === 'ended') return choice.result;
    const { specUri } = choice.project;
    const pair = named ?? (await choosePair(context, specUri));
    if ('kind' in pair) return pair;
    const { first, second } = pair;
    const outcome = await context.client.request(compareRunsRequest, { specUri, first, second });
    if (outcome.kind !== 'done') return endUndone(context, outcome);
    return named?.isShown === true ? done : tell(context, outcome.value, specUri);
  },
};

interface RunPair {
  readonly first: string;
  readonly second: string;
}

/** Asks for two runs, the older one first, whatever the order in which they are chosen. */
async function choosePair(context: RunningContext, specUri: string): Promise<RunPair | CommandResult> {
  const { editor, l10n } = context;
  const choices = await listRuns(context, specUri);
  if ('kind' in choices) return choices;
  if (choices.length < 2) {
    return refuse(context, l10n.t('This project has fewer than two recorded runs; evaluate its models first.'), [
      { title: l10n.t('Evaluate'), run: () => editor.execute('plumbline.model.evaluate', { specUri }) },
    ]);
  }
  const one = await editor.choose(choices, l10n.t('Which run?'));
  if (one === undefined) return cancelled;
  const others = choices.filter(({ value }) => value.id !== one.id);
  const other = await editor.choose(others, l10n.t('Compared with which run?'));
  if (other === undefined) return cancelled;
  // The runs come newest first.
  const [newer, older] = one.order < other.order ? [one, other] : [other, one];
  return { first: older.id, second: newer.id };
}

function tell(
  { editor, l10n, panels }: RunningContext,
  { rows, metrics, better, worse }: CompareRunsAnswer,
  specUri: string,
): CommandResult {
  const actions = [{ title: l10n.t('Show'), run: () => panels.openEvaluation(specUri) }];
  const how =
    rows === null
      ? l10n.t('Rows are not paired, so intervals were compared.')
      : l10n.t('{0} rows were compared one by one.', rows.toLocaleString('en'));
  if (worse.length > 0) {
    editor.tell('warning', `${l10n.t('Surely worse: {0}.', worse.slice(0, 3).join(', '))} ${how}`, actions);
  } else if (better.length > 0) {
    editor.tell('information', `${l10n.t('Surely better: {0}.', better.slice(0, 3).join(', '))} ${how}`, actions);
  } else {
    editor.tell('information', `${l10n.t('None of {0} metrics surely differs.', metrics)} ${how}`, actions);
  }
  return done;
}
