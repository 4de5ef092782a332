/** Rules about what a test split can show: differences smaller than its sampling error cannot be seen. */
import { decimal } from '../spec/decimal.ts';
import { readShare } from '../spec/economicsInputs.ts';
import { lacks } from '../spec/located.ts';
import { formatNumber } from '../spec/quantityFormat.ts';
import { counted } from '../spec/words.ts';
import { computeSampleSize, computeWilsonInterval, reachesTolerance } from '../statistics/proportion.ts';
import { isAboutPositive, operatingGoalsOf, pointAt } from './economicsView.ts';
import { fillKey } from './fillKey.ts';
import { goalOf } from './metricView.ts';
import type { MetricView } from './metricView.ts';
import { oncePer } from './oncePer.ts';
import { perMetric } from './perMetric.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

const confidence = 0.95;
/** Half of the interval that is accepted when the spec does not say: 1 % of the unit. */
const standardTolerance = 0.01;
/** Below it, the rows that would be needed are more than anybody has; keeps arithmetic in range. */
const leastTolerance = 1e-6;

/** The independent trials behind a share. */
export interface Sample {
  /** Whole number, at least 1. */
  readonly trials: number;
  /** What one trial is. */
  readonly noun: 'positive' | 'negative' | 'alert' | 'row';
  /** Rows of the split for each trial. */
  readonly rowsPerTrial: number;
  readonly splitId: string;
}

/** Rows and positives of a split: counted if they are known, else as the spec expects them. */
export function countsOf(
  { spec, facts, know }: Pick<RuleContext, 'spec' | 'facts' | 'know'>,
  splitId: string,
): { readonly rows: number; readonly positives: number | undefined } | undefined {
  const split = spec.fields.splits?.entries.get(splitId);
  if (split === undefined) return undefined;
  const fact = facts.split(splitId);
  if (fact.state === 'known') return { rows: fact.value.rows, positives: fact.value.positives };
  const rows = split.fields.rows?.value;
  if (rows !== undefined) return { rows, positives: split.fields.positives?.value };
  return know(fact);
}

/** The goals of each model, by the id of its precision. */
const goalsByPrecision = oncePer(
  (spec: RuleContext['spec']) => new Map(operatingGoalsOf(spec).map((goals) => [goals.precision.id, goals])),
);

/**
 * The trials that the split of a metric gives.
 *
 * @param goal at which alerts are counted, which are the trials of a precision
 * @returns undefined when the measure is no share of independent trials, or the counts are not known
 */
export function sampleOf(
  context: Pick<RuleContext, 'spec' | 'facts' | 'know'>,
  metric: MetricView,
  goal: 'target' | 'limit' = 'target',
): Sample | undefined {
  const { spec } = context;
  const measure = metric.name?.name;
  const splitId = metric.node.fields.split?.id;
  if (splitId === undefined || (measure !== 'accuracy' && !isAboutPositive(spec, metric))) return undefined;
  const sample = (noun: Sample['noun'], trials: number | undefined, rows: number): Sample | undefined =>
    trials === undefined || Math.round(trials) < 1
      ? undefined
      : { trials: Math.round(trials), noun, rowsPerTrial: rows / trials, splitId };
  switch (measure) {
    case 'accuracy': {
      const counts = countsOf(context, splitId);
      return counts === undefined ? undefined : sample('row', counts.rows, counts.rows);
    }
    case 'recall':
    case 'specificity': {
      const counts = countsOf(context, splitId);
      if (counts?.positives === undefined) return undefined;
      return measure === 'recall'
        ? sample('positive', counts.positives, counts.rows)
        : sample('negative', counts.rows - counts.positives, counts.rows);
    }
    case 'precision': {
      const goals = goalsByPrecision(spec).get(metric.id);
      const point = goals === undefined ? undefined : pointAt(goals, goal);
      if (point?.kind !== 'known' || point.value.precision.lte(0)) return undefined;
      const counts = countsOf(context, splitId);
      if (counts?.positives === undefined) return undefined;
      const alerts = (counts.positives * point.value.recall.toNumber()) / point.value.precision.toNumber();
      return sample('alert', Math.min(alerts, counts.rows), counts.rows);
    }
    default:
      return undefined;
  }
}

/** Half of the interval at a share. */
function halfWidth(share: number, { trials }: Sample): number {
  const interval = computeWilsonInterval(Math.round(share * trials), trials, confidence);
  return interval.kind === 'undefined' ? 1 : (interval.high - interval.low) / 2;
}

/** "8,064 positives, about 38,400 rows" */
function describeNeed(share: number, tolerance: number, { noun, rowsPerTrial }: Sample): string {
  const trials = computeSampleSize(share, Math.max(tolerance, leastTolerance), confidence);
  const rows = Math.ceil(trials * rowsPerTrial);
  return noun === 'row' ? counted(trials, noun) : `${counted(trials, noun)}, about ${counted(rows, 'row')},`;
}

interface SampledGoal {
  readonly metric: MetricView;
  readonly sample: Sample;
  readonly target: number;
  /** Distance of target and limit; 0 when they are equal. */
  readonly gain: number | undefined;
}

function sampledGoal(metric: MetricView, context: RuleContext): SampledGoal | undefined {
  const target = metric.kind === 'model' ? shareOf(metric, 'target') : undefined;
  const sample = target === undefined ? undefined : sampleOf(context, metric);
  if (target === undefined || sample === undefined) return undefined;
  const limit = shareOf(metric, 'limit');
  return { metric, sample, target, gain: limit === undefined ? undefined : Math.abs(target - limit) };
}

function shareOf(metric: MetricView, goal: 'target' | 'limit'): number | undefined {
  const share = readShare(goal, goalOf(metric, goal)?.quantity);
  if (share.kind === 'undefined') return undefined;
  const value = share.value.toNumber();
  return value >= 0 && value <= 1 ? value : undefined;
}

function isGainHidden({ gain, target, sample }: SampledGoal): boolean {
  return gain !== undefined && gain > 0 && gain <= halfWidth(target, sample);
}

function show(value: number): string {
  return formatNumber(decimal(value), 2);
}

const findHiddenGains = perMetric(function* find(metric, context): Generator<Finding> {
  const goal = sampledGoal(metric, context);
  const { target: node, limit } = metric.node.fields;
  if (goal?.gain === undefined || node === undefined || limit === undefined || !isGainHidden(goal)) return;
  const { sample, target, gain } = goal;
  yield {
    place: node.place,
    message: `Target and limit of \`${metric.id}\` are ${show(gain)} apart, and the ${counted(sample.trials, sample.noun)} of \`${sample.splitId}\` show it to ± ${show(halfWidth(target, sample))} only: ${describeNeed(target, gain, sample)} would tell them apart.`,
    related: [{ place: limit.place, message: `The limit is ${limit.text}.` }],
  };
});

const findSmallTests = perMetric(function* find(metric, context): Generator<Finding> {
  const goal = sampledGoal(metric, context);
  const { tolerance, split } = metric.node.fields;
  // Too few rows even for the distance of target and limit is the worse finding of the same cause.
  if (goal === undefined || split === undefined || isGainHidden(goal)) return;
  if (tolerance === undefined && !lacks(metric.node, 'tolerance')) return;
  const { sample, target } = goal;
  const accepted = tolerance?.quantity.value.toNumber() ?? standardTolerance;
  const kind = tolerance?.quantity.dimension.of.kind ?? 'ratio';
  if (accepted <= 0 || (kind !== 'ratio' && kind !== 'difference')) return;
  if (reachesTolerance(target, sample.trials, Math.max(accepted, leastTolerance), confidence)) return;
  const reached = reachedTolerance(target, sample);
  yield {
    place: tolerance?.place ?? split.place,
    message: `The ${counted(sample.trials, sample.noun)} of \`${sample.splitId}\` show \`${metric.id}\` to ± ${reached}, and ± ${tolerance?.text ?? `${standardTolerance} (the default)`} is asked for: ${describeNeed(target, accepted, sample)} would do.`,
    fixes: [{ title: `Accept a tolerance of ${reached}`, changes: [fillKey(metric.node, 'tolerance', reached)] }],
  };
});

/** The tolerance that a sample reaches, with two digits, rounded up so that it does. */
function reachedTolerance(share: number, sample: Sample): string {
  const half = halfWidth(share, sample);
  const digits = Math.max(2, 1 - Math.floor(Math.log10(half)));
  const step = 10 ** -digits;
  let steps = Math.ceil(half / step);
  // The half-width at the nearest whole count may lie a little below that of the share itself.
  while (computeSampleSize(share, steps * step, confidence) > sample.trials && steps * step < 1) steps += 1;
  return (steps * step).toFixed(digits);
}

export const metricSamplingRules: readonly Rule[] = [
  {
    id: 'metric/gain-below-noise',
    severity: 'I/W/W',
    finds: 'a target and a limit that the test split cannot tell apart',
    why: 'Every measurement on a sample has an error. When it is as large as the distance of target and limit, a run may pass today and fail tomorrow without any change. The message says how many rows would do.',
    check: findHiddenGains,
  },
  {
    id: 'metric/test-too-small',
    severity: 'I/W/W',
    finds: 'a test split whose sampling error is larger than the tolerance of a metric',
    why: 'The 95 % interval of a share follows from the number of trials: positives for recall, alerts for precision, rows for accuracy. Take more rows, or accept a wider interval; without a `tolerance`, 0.01 is asked for.',
    hasFix: true,
    check: findSmallTests,
  },
];
