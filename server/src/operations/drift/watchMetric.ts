/** A metric of the rows that come in, window by window, once their labels are there. */
import type { EvaluatedValue } from '../../../../schemas/evaluationJob.ts';
import type { WatchedCheck, WatchedWindow } from '../../../../schemas/driftReport.ts';
import type { JobRequest } from '../../../../schemas/jobs.ts';
import { tooFew, unknown } from '../../drift/watch/judgeWindows.ts';
import { rankWatched } from '../../drift/watch/rankWatched.ts';
import { windowsBetween } from '../../drift/watch/windowsBetween.ts';
import type { TimeWindow } from '../../drift/watch/windowsBetween.ts';
import { goalOf, metricsOf } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import type { CheckView } from '../../rules/monitorView.ts';
import type { Project } from '../../spec/project.ts';
import { formatNumber } from '../../spec/quantityFormat.ts';
import { decimal } from '../../spec/decimal.ts';
import { filesOf } from '../evaluate/evaluate.ts';
import { metricRequest, planEvaluation } from '../evaluate/evaluationPlan.ts';
import { judgeValue, unitOf } from '../evaluate/judgeValues.ts';
import { chunksOf, currentOf, cutByTime } from './planCheck.ts';
import type { Sentence } from './planCheck.ts';
import type { DriftWishes } from './driftWishes.ts';
import { leastRowsOf, resultOf, settle, watched } from './watchCheck.ts';
import type { WatchedPlace, WatchOptions, WatchPorts } from './watchCheck.ts';

/** Each window is a slice of the evaluation. */
const mostWindows = 100;
/** The interval of each window, for itself. */
const perWindow = 0.05;

export async function watchMetric(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  place: WatchedPlace,
  { files, jobs, clock }: WatchPorts,
  options: WatchOptions,
): Promise<WatchedCheck | Sentence | 'cancelled'> {
  const { metric: named, model: own } = check.node.fields;
  const metric = metricsOf(project.spec).find(({ id }) => id === named?.id);
  if (metric === undefined) return { sentence: `The check ${check.id} names no metric that is watched.` };
  const modelId = own?.id ?? metric.node.fields.model?.id;
  if (modelId === undefined) {
    return {
      sentence: `The metric ${metric.id} names no model, so nothing answers the rows of the check ${check.id}.`,
    };
  }
  const limit = goalOf(metric, 'limit');
  if (limit === undefined || metric.direction === undefined) {
    return { sentence: `The metric ${metric.id} has no limit that the check ${check.id} could watch; state one.` };
  }
  const current = currentOf(project, check);
  const splitId = typeof current === 'object' ? current.id : current;
  if (splitId === undefined) {
    return { sentence: `The check ${check.id} names no \`current\`, and no split has the role production.` };
  }
  const plan = planEvaluation(project.spec, { modelId, splitId });
  if ('sentence' in plan) return plan;
  const found = await filesOf(project, plan, files);
  if ('sentence' in found) return found;
  const cut = await cutSplit(project, check, wishes, plan.dataId, found.job, { jobs }, options);
  if (cut === 'cancelled' || 'sentence' in cut) return cut;
  const { inputs, outputs, task, truth, positive, threshold } = plan.wish;
  const slices = cut.windows.map(({ label, where }) => ({ id: label, where }));
  const outcome = await jobs.run(
    'evaluateModel',
    {
      ...found.job,
      inputs,
      outputs,
      task,
      truth,
      ...(positive === undefined ? {} : { positive }),
      ...(threshold === undefined ? {} : { threshold }),
      metrics: [{ ...metricRequest(metric), slices }],
    },
    options,
  );
  const done = settle(outcome);
  if ('sentence' in done || done.value === 'cancelled') return 'sentence' in done ? done : 'cancelled';
  const { metrics, unlabelled, rows, notes } = done.value;
  const value = metrics[0];
  const least = leastRowsOf(check, wishes);
  const windows =
    slices.length === 0
      ? [windowOf(metric, 'all rows', rows - unlabelled, value?.value, least)]
      : cut.windows.map(({ label }) => {
          const slice = value?.slices[label];
          return windowOf(metric, label, slice?.rows ?? 0, slice, least);
        });
  const bound = quantityOf(Number(limit.quantity.value.toString()), { value: 0, unit: unitOf(metric) }, limit.quantity);
  const number = bound === undefined ? null : Number(limit.quantity.value.toString());
  return {
    ...watched(check, 'metric', place, clock),
    reference: `its limit of ${limit.text}`,
    current: splitId,
    falseAlarm: perWindow,
    correction: 'none',
    normal: metric.direction === 'maximize' ? { low: number, high: null } : { low: null, high: number },
    isShare: false,
    ranking: [
      rankWatched(windows, {
        name: metric.id,
        say: (window) => `${window.text}, ${placeWords[window.answer]} its limit of ${limit.text}`,
        distance: (window) => (window.value ?? 0) * (metric.direction === 'maximize' ? -1 : 1),
      }),
    ],
    result: resultOf(windows, [
      ...notes,
      ...(unlabelled === 0 ? [] : [`${unlabelled.toLocaleString('en')} rows have no label yet, and count in nothing.`]),
      ...(windows.length > 1 ? ['The interval of 95 % is that of each window for itself.'] : []),
    ]),
  };
}

const placeWords: Readonly<Record<WatchedWindow['answer'], string>> = {
  drift: 'surely worse than',
  'cannot-tell': 'too close to tell from',
  stable: 'surely not worse than',
  'not-judged': 'not judged against',
};

function windowOf(
  metric: MetricView,
  label: string,
  rows: number,
  value: EvaluatedValue | undefined,
  least: number,
): WatchedWindow {
  const shown = { label, rows, isIncomplete: false };
  const few = tooFew(rows, least);
  if (few !== undefined) return { ...shown, ...unknown(few) };
  if (value === undefined || rows === 0) return { ...shown, ...unknown('It has no labelled rows.') };
  if (value.state === 'undefined') return { ...shown, ...unknown(`It is undefined because ${value.because}.`) };
  const goals = { target: undefined, limit: goalOf(metric, 'limit') };
  const { verdict, isSettled } = judgeValue(metric, value, unitOf(metric), goals);
  const answer =
    verdict === 'not-known'
      ? 'not-judged'
      : isSettled !== true
        ? 'cannot-tell'
        : verdict === 'limit-missed'
          ? 'drift'
          : 'stable';
  const [low, high] = [value.interval?.low ?? null, value.interval?.high ?? null];
  const range = low === null || high === null ? '' : ` (${short(low)} to ${short(high)})`;
  return { ...shown, value: value.value, low, high, text: `${short(value.value)}${range}`, answer };
}

function short(value: number): string {
  return formatNumber(decimal(value), 3);
}

interface CutSplit {
  /** Empty for all rows together. */
  readonly windows: readonly (TimeWindow & { readonly where: string })[];
}

/** The windows of the rows of a split, as conditions on their time. */
async function cutSplit(
  project: Project,
  check: CheckView,
  wishes: DriftWishes,
  dataId: string,
  job: Pick<JobRequest<'evaluateModel'>, 'source' | 'splits' | 'split'>,
  { jobs }: Pick<WatchPorts, 'jobs'>,
  options: WatchOptions,
): Promise<CutSplit | Sentence | 'cancelled'> {
  const chunks = chunksOf(check, wishes);
  if ('sentence' in chunks) return chunks;
  const cut = cutByTime(project, check, chunks, dataId);
  if ('sentence' in cut) return cut;
  if (cut.kind === 'whole') return { windows: [] };
  if (cut.kind !== 'period') {
    return { sentence: `A metric is watched in periods; cut the check ${check.id} with --every.` };
  }
  const { source, splits, split } = job;
  const wanted = splits.filter(({ id }) => id === split);
  const request = { source, splits: wanted, time: cut.column };
  const done = settle(
    await jobs.run('countSplits', request, options.signal === undefined ? {} : { signal: options.signal }),
  );
  if ('sentence' in done || done.value === 'cancelled') return 'sentence' in done ? done : 'cancelled';
  const { first, last } = done.value.splits[0] ?? {};
  if (first === undefined || last === undefined) {
    return { sentence: `No row of ${split} has a time in ${cut.column}, so the check ${check.id} has no window.` };
  }
  const windows = windowsBetween(first, last, cut.length, { latestOnly: cut.latestOnly === true, most: mostWindows });
  if (windows === undefined) {
    return {
      sentence: `The windows of the check ${check.id} are more than ${mostWindows}, or its times cannot be read; take longer ones.`,
    };
  }
  return {
    windows: windows.map((window) => ({
      ...window,
      where: `${cut.column} >= '${window.from}' and ${cut.column} < '${window.to}'`,
    })),
  };
}
