/** A metric of two runs on the same rows: the difference, its interval, and whether it is more than chance. */
import { resampleCounts } from '../../statistics/binomial.ts';
import { normalProbability, normalQuantile } from '../../statistics/normal.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import { pickRows, scoresOf } from '../answers.ts';
import type { Answers, ClassAnswers } from '../answers.ts';
import { brierLosses, findImproper, logLosses } from '../classification/probabilityMetrics.ts';
import type { Confusion } from '../classification/confusion.ts';
import { percentileInterval } from '../intervals/percentileInterval.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { measure } from '../measure.ts';
import type { Measure } from '../measure.ts';
import { averagingOf, confusionMetric, forTwoClasses } from '../measureClasses.ts';
import type { MetricValue } from '../metricValue.ts';
import * as regression from '../regression/regressionMetrics.ts';
import { compareLosses, compareRocAuc, exactMcNemar } from './compareRuns.ts';
import type { PairedComparison } from './compareRuns.ts';
import type { PairedAnswers } from './pairAnswers.ts';

export interface ComparedMetric {
  readonly first: MetricValue;
  readonly second: MetricValue;
  /** Undefined when one of the values is, or nothing can be drawn. */
  readonly comparison: PairedComparison | undefined;
}

export function compareMetric(wanted: Measure, paired: PairedAnswers, resampling: Resampling): ComparedMetric {
  const withoutInterval = { ...resampling, resamples: 0 };
  const [first, second] = [paired.first, paired.second].map((one) =>
    withoutRange(measure(wanted, one, withoutInterval)),
  );
  if (first?.state !== 'known' || second?.state !== 'known') {
    return { first: first ?? noValue, second: second ?? noValue, comparison: undefined };
  }
  const difference = second.value - first.value;
  const found = compareKind(wanted, paired, difference, resampling);
  // The test decides how sure it is; the difference is that of the values that are shown.
  return { first, second, comparison: found === undefined ? undefined : { ...found, difference } };
}

const noValue: MetricValue = { state: 'undefined', because: 'there is no row' };

function withoutRange(value: MetricValue): MetricValue {
  if (value.state === 'undefined') return value;
  const { state, n, notes } = value;
  return { state, value: value.value, n, ...(notes === undefined ? {} : { notes }) };
}

function compareKind(
  wanted: Measure,
  paired: PairedAnswers,
  difference: number,
  resampling: Resampling,
): PairedComparison | undefined {
  const { first, second } = paired;
  if (first.kind === 'classes' && second.kind === 'classes') {
    return compareClasses(wanted, first, second, resampling) ?? compareDrawn(wanted, paired, difference, resampling);
  }
  if (first.kind === 'numbers' && second.kind === 'numbers') {
    const loss = lossOf(wanted);
    if (loss === undefined) return compareDrawn(wanted, paired, difference, resampling);
    return compareLosses(regression.lossesOf(first, loss), regression.lossesOf(second, loss), resampling);
  }
  return compareDrawn(wanted, paired, difference, resampling);
}

type Loss = Parameters<typeof regression.lossesOf>[1];

/** The loss whose mean a metric is. */
function lossOf({ metric, quantile }: Measure): Loss | undefined {
  switch (metric) {
    case 'mae':
      return regression.absoluteError;
    case 'mse':
      return regression.squaredError;
    case 'pinball':
      return quantile === undefined ? undefined : regression.pinballError(quantile);
    case 'mape':
      return (truth, answer) => Math.abs((truth - answer) / truth);
    case 'msle':
      return (truth, answer) => (Math.log1p(truth) - Math.log1p(answer)) ** 2;
    default:
      return undefined;
  }
}

/** @returns undefined when rows have to be drawn */
function compareClasses(
  wanted: Measure,
  first: ClassAnswers,
  second: ClassAnswers,
  resampling: Resampling,
): PairedComparison | undefined {
  switch (wanted.metric) {
    case 'accuracy':
      return compareRight(first, second, () => true, resampling);
    case 'recall':
    case 'specificity': {
      const averaging = averagingOf(wanted, first);
      if (averaging.kind !== 'class') return compareCounts(wanted, first, second, resampling);
      const isWanted = wanted.metric === 'recall';
      return compareRight(
        asDecision(first, averaging.index),
        asDecision(second, averaging.index),
        (truth) => (truth === 1) === isWanted,
        resampling,
      );
    }
    case 'roc-auc': {
      const averaging = averagingOf(wanted, first);
      const one = averaging.kind === 'class' ? scoresOf(first, averaging.index) : undefined;
      const other = averaging.kind === 'class' ? scoresOf(second, averaging.index) : undefined;
      if (one === undefined || other === undefined) return undefined;
      return compareRocAuc(one.scores, other.scores, one.isPositive, resampling.confidence);
    }
    case 'log-loss':
      return compareProbabilities(first, second, logLosses, resampling);
    case 'brier':
      return compareProbabilities(first, second, brierLosses, resampling);
    default:
      return compareCounts(wanted, first, second, resampling);
  }
}

/** Truth and answers as 1 for one class and 0 for the others. */
function asDecision({ truth, answers }: ClassAnswers, index: number): Pick<ClassAnswers, 'truth' | 'answers'> {
  const flag = (value: number): number => (value === index ? 1 : 0);
  return { truth: truth.map(flag), answers: answers.map(flag) };
}

/** By the rows on which one alone is right. */
function compareRight(
  first: Pick<ClassAnswers, 'truth' | 'answers'>,
  second: Pick<ClassAnswers, 'answers'>,
  isCounted: (truth: number) => boolean,
  resampling: Resampling,
): PairedComparison {
  let [alike, firstAlone, secondAlone] = [0, 0, 0];
  first.truth.forEach((truth, row) => {
    if (!isCounted(truth)) return;
    const one = first.answers[row] === truth;
    const other = second.answers[row] === truth;
    if (one === other) alike += 1;
    else if (one) firstAlone += 1;
    else secondAlone += 1;
  });
  const counts = Float64Array.of(alike, firstAlone, secondAlone);
  const rows = alike + firstAlone + secondAlone;
  const random = createRandomStream(resampling.seed);
  const draws = Array.from({ length: resampling.resamples }, () => {
    const [, lost = 0, won = 0] = resampleCounts(random, counts);
    return (won - lost) / rows;
  });
  return {
    difference: (secondAlone - firstAlone) / rows,
    interval: percentileInterval(draws, 'the rows', resampling),
    p: exactMcNemar(firstAlone, secondAlone),
    method: 'exact McNemar',
  };
}

function compareProbabilities(
  first: ClassAnswers,
  second: ClassAnswers,
  losses: typeof logLosses,
  resampling: Resampling,
): PairedComparison | undefined {
  if (first.probabilities === undefined || second.probabilities === undefined) return undefined;
  if (findImproper(first.probabilities) !== undefined || findImproper(second.probabilities) !== undefined)
    return undefined;
  const [one, other] = [first, second].map((answers) =>
    answers.probabilities === undefined
      ? new Float64Array()
      : losses(forTwoClasses(answers.probabilities), answers.truth),
  );
  return one === undefined || other === undefined ? undefined : compareLosses(one, other, resampling);
}

/** By drawing the cells of truth, first and second answer anew, which is the same as drawing rows. */
function compareCounts(
  wanted: Measure,
  first: ClassAnswers,
  second: ClassAnswers,
  resampling: Resampling,
): PairedComparison | undefined {
  const metric = confusionMetric(wanted, first);
  if (metric === undefined) return undefined;
  const { classes } = first;
  const size = classes.length;
  const places = new Map<number, number>();
  first.truth.forEach((truth, row) => {
    const cell = (truth * size + (first.answers[row] ?? 0)) * size + (second.answers[row] ?? 0);
    places.set(cell, (places.get(cell) ?? 0) + 1);
  });
  const cells = [...places.keys()];
  const counts = Float64Array.from(places.values());
  const valueOf = (drawn: Float64Array, placeOf: (cell: number) => number): MetricValue => {
    const confusion: Confusion = { classes, counts: new Float64Array(size * size) };
    cells.forEach((cell, at) => {
      const place = placeOf(cell);
      confusion.counts[place] = (confusion.counts[place] ?? 0) + (drawn[at] ?? 0);
    });
    return metric(confusion);
  };
  const random = createRandomStream(resampling.seed);
  const draws = Array.from({ length: resampling.resamples }, () => {
    const drawn = resampleCounts(random, counts);
    const one = valueOf(drawn, (cell) => Math.floor(cell / size));
    const other = valueOf(drawn, (cell) => Math.floor(cell / size / size) * size + (cell % size));
    return one.state === 'known' && other.state === 'known' ? other.value - one.value : undefined;
  });
  return fromDraws(draws, 'the rows', resampling);
}

/** Above so many rows groups of rows are compared instead of drawing rows again and again. */
const mostDrawnRows = 20_000;
const drawnTimes = 400;
const groups = 50;

/** Any metric: both on the same drawn rows. */
function compareDrawn(
  wanted: Measure,
  { first, second, rows }: PairedAnswers,
  difference: number,
  resampling: Resampling,
): PairedComparison | undefined {
  if (rows < 2) return undefined;
  const differenceOn = (drawn: Uint32Array): number | undefined => {
    const [one, other] = [first, second].map((answers: Answers) =>
      measure(wanted, pickRows(answers, drawn), { ...resampling, resamples: 0 }),
    );
    return one?.state === 'known' && other?.state === 'known' ? other.value - one.value : undefined;
  };
  if (rows > mostDrawnRows) return compareGroups(rows, differenceOn, difference, resampling);
  const random = createRandomStream(resampling.seed);
  const draws = Array.from({ length: Math.min(drawnTimes, resampling.resamples) }, () =>
    differenceOn(Uint32Array.from({ length: rows }, () => random.nextBelow(rows))),
  );
  return fromDraws(draws, 'the rows', resampling);
}

/**
 * From the spread of the difference over disjoint groups of rows, each a fair sample of the whole.
 *
 * @source batch means: the variance of a mean over g groups is that of the groups divided by g
 */
function compareGroups(
  rows: number,
  differenceOn: (rows: Uint32Array) => number | undefined,
  difference: number,
  { confidence }: Resampling,
): PairedComparison | undefined {
  const found = Array.from({ length: groups }, (_, group) =>
    differenceOn(Uint32Array.from({ length: Math.ceil((rows - group) / groups) }, (__, at) => at * groups + group)),
  ).filter((one) => one !== undefined);
  if (found.length < groups / 2) return undefined;
  const values = Float64Array.from(found);
  const mean = sumStable(values) / values.length;
  const spread = sumStable(values.map((one) => (one - mean) ** 2)) / (values.length - 1);
  const deviation = Math.sqrt(spread / values.length);
  const method = `normal test over ${values.length} groups of rows`;
  const half = normalQuantile((1 + confidence) / 2) * deviation;
  const none = difference === 0 ? 1 : 0;
  return {
    difference,
    interval: { low: difference - half, high: difference + half, confidence, method },
    p: deviation === 0 ? none : Math.min(1, 2 * normalProbability(-Math.abs(difference) / deviation)),
    method,
  };
}

/** Two-sided: how rarely the drawn difference lies on the other side of 0. */
function fromDraws(
  draws: readonly (number | undefined)[],
  what: string,
  resampling: Resampling,
): PairedComparison | undefined {
  const interval = percentileInterval(draws, what, resampling);
  if (interval === undefined) return undefined;
  const known = draws.filter((draw) => draw !== undefined);
  const below = known.filter((draw) => draw <= 0).length;
  const above = known.filter((draw) => draw >= 0).length;
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (known.length + 1));
  return { difference: 0, interval, p, method: `paired ${interval.method}` };
}
