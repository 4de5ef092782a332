/** Areas under the curves of scores: of one class, or one number of several. */
import { createRandomStream } from '../statistics/seededRandom.ts';
import type { ClassAveraging } from './classification/classMetrics.ts';
import { averageAgainstRest, rankClass } from './classification/oneAgainstRest.ts';
import type { Indicators } from './classification/oneAgainstRest.ts';
import type { Probabilities } from './classification/probabilityMetrics.ts';
import { rankScores } from './classification/rankedScores.ts';
import type { RankedScores } from './classification/rankedScores.ts';
import { averagePrecision, rocAuc } from './classification/rankingMetrics.ts';
import { countsInterval } from './intervals/countIntervals.ts';
import { percentileInterval } from './intervals/percentileInterval.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { rocAucInterval } from './intervals/rocAucInterval.ts';
import { rowsInterval } from './intervals/rowBootstrap.ts';
import { pickFlags, pickFloats } from './pickPlaces.ts';
import { undefinedMetric, withInterval } from './metricValue.ts';
import type { Interval, MetricValue } from './metricValue.ts';

/** Above so many rows, intervals are drawn from bins of scores instead of rows. */
export const mostDrawnRows = 100_000;
export const scoreBins = 500;
/** Draws of rows are slow, and a percentile of 2.5 % needs no more. */
const mostRowDraws = 400;
/** Scores that are walked over in all draws of an average. */
const mostWalked = 4e8;
const fewestDraws = 100;

export const noScores = (): MetricValue => undefinedMetric('the model gives classes without scores');

/** Scores of rows with the classes that each row has. */
interface ScoredRows {
  readonly probabilities: Probabilities;
  readonly classes: readonly string[];
  readonly truth: Indicators;
}

/** One class, or an average over them. */
type Averaged =
  { readonly kind: 'class'; readonly index: number } | { readonly kind: 'average'; readonly averaging: ClassAveraging };

const areas = { 'roc-auc': rocAuc, 'average-precision': averagePrecision } as const;

/** The area of one class against the rest, or one number of several classes. */
export function measureAreas(
  name: keyof typeof areas,
  averaging: Averaged,
  rows: ScoredRows,
  resampling: Resampling,
): MetricValue {
  const metric = areas[name];
  const { probabilities, truth, classes } = rows;
  if (averaging.kind === 'average') {
    const value = averageAgainstRest(metric, probabilities, truth, classes, averaging.averaging);
    if (value.state === 'undefined') return value;
    return withInterval(value, averageInterval(metric, averaging.averaging, rows, resampling));
  }
  const ranked = rankClass(probabilities, truth, averaging.index);
  const value = metric(ranked);
  if (value.state === 'undefined') return value;
  if (name === 'roc-auc') return withInterval(value, rocAucInterval(ranked, resampling.confidence));
  return withInterval(value, precisionInterval(ranked, rows, averaging.index, resampling));
}

function precisionInterval(
  ranked: RankedScores,
  { probabilities, truth }: ScoredRows,
  index: number,
  resampling: Resampling,
): Interval | undefined {
  const width = truth.classes;
  const count = truth.values.length / width;
  if (count <= mostDrawnRows) {
    const scores = Float64Array.from({ length: count }, (_, row) => probabilities.values[row * width + index] ?? 0);
    const isPositive = Uint8Array.from({ length: count }, (_, row) => truth.values[row * width + index] ?? 0);
    const metric = (rows: Uint32Array): MetricValue =>
      averagePrecision(rankScores(pickFloats(scores, rows), pickFlags(isPositive, rows)));
    return rowsInterval(count, metric, drawsOfRows(resampling));
  }
  const binned = binRanked(ranked);
  return countsInterval(binned, (counts) => averagePrecision(unbinRanked(counts)), 'score bins', resampling);
}

export function drawsOfRows(resampling: Resampling): Resampling {
  return { ...resampling, resamples: Math.min(resampling.resamples, mostRowDraws) };
}

/** Positives and negatives of bins with about equally many rows, the highest scores first. */
function binRanked({ positivesFrom, negativesFrom, positives, negatives, scores }: RankedScores): Float64Array {
  const binned = new Float64Array(2 * scoreBins);
  const rows = positives + negatives;
  let group = 0;
  let [positivesBefore, negativesBefore] = [0, 0];
  for (let bin = 0; bin < scoreBins; bin++) {
    const until = ((bin + 1) * rows) / scoreBins;
    // The first group at or after the last one that reaches the end of the bin: counts only rise.
    let beyond = scores.length;
    while (group < beyond) {
      const middle = (group + beyond) >>> 1;
      if ((positivesFrom[middle] ?? 0) + (negativesFrom[middle] ?? 0) < until) group = middle + 1;
      else beyond = middle;
    }
    const positivesHere = positivesFrom[Math.min(group, scores.length - 1)] ?? 0;
    const negativesHere = negativesFrom[Math.min(group, scores.length - 1)] ?? 0;
    binned[2 * bin] = positivesHere - positivesBefore;
    binned[2 * bin + 1] = negativesHere - negativesBefore;
    [positivesBefore, negativesBefore] = [positivesHere, negativesHere];
  }
  return binned;
}

/** Scores that tell bins apart, the highest first; which ones they are, no area asks. */
const scoresOfBins = new Float64Array(scoreBins).map((_, bin) => scoreBins - bin);

/** @param counts as {@link binRanked} gives them */
function unbinRanked(counts: Float64Array): RankedScores {
  const positivesFrom = new Uint32Array(scoreBins);
  const negativesFrom = new Uint32Array(scoreBins);
  let [positives, negatives] = [0, 0];
  for (let bin = 0; bin < scoreBins; bin++) {
    positives += counts[2 * bin] ?? 0;
    negatives += counts[2 * bin + 1] ?? 0;
    positivesFrom[bin] = positives;
    negativesFrom[bin] = negatives;
  }
  return { scores: scoresOfBins, positivesFrom, negativesFrom, positives, negatives };
}

/** Cells of a table in the order of their scores, sorted once, so that a draw is one walk. */
interface SortedCells {
  /** Row of each cell, the highest score first. */
  readonly rows: Uint32Array;
  readonly isPositive: Uint8Array;
  /** 1 where the score of the next cell is lower. */
  readonly endsGroup: Uint8Array;
}

function sortCells({ values, classes }: Probabilities, truth: Indicators, column: number | undefined): SortedCells {
  const count = column === undefined ? values.length : values.length / classes;
  const placeOf = (at: number): number => (column === undefined ? at : at * classes + column);
  const order = Uint32Array.from({ length: count }, (_, at) => placeOf(at)).sort(
    (left, right) => (values[right] ?? 0) - (values[left] ?? 0),
  );
  return {
    rows: order.map((place) => Math.floor(place / classes)),
    isPositive: Uint8Array.from(order, (place) => truth.values[place] ?? 0),
    endsGroup: Uint8Array.from(order, (place, at) => (values[order[at + 1] ?? -1] === values[place] ? 0 : 1)),
  };
}

/** The ranking of rows that each count as often as their weight says. */
function rankWeighted({ rows, isPositive, endsGroup }: SortedCells, weights: Float64Array): RankedScores {
  const positivesFrom: number[] = [];
  const negativesFrom: number[] = [];
  let [positives, negatives] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const weight = weights[rows[at] ?? 0] ?? 0;
    if (isPositive[at] === 0) negatives += weight;
    else positives += weight;
    // Groups that nobody drew have no place on a curve.
    if (endsGroup[at] === 1 && positives + negatives > (positivesFrom.at(-1) ?? 0) + (negativesFrom.at(-1) ?? 0)) {
      positivesFrom.push(positives);
      negativesFrom.push(negatives);
    }
  }
  return {
    scores: Float64Array.from(positivesFrom, (_, at) => -at),
    positivesFrom: Uint32Array.from(positivesFrom),
    negativesFrom: Uint32Array.from(negativesFrom),
    positives,
    negatives,
  };
}

/** Interval of an average over classes: whole rows are drawn, so that the classes of a row stay together. */
function averageInterval(
  metric: (ranked: RankedScores) => MetricValue,
  averaging: ClassAveraging,
  { probabilities, truth, classes }: ScoredRows,
  { seed, resamples, confidence }: Resampling,
): Interval | undefined {
  const width = truth.classes;
  const rows = truth.values.length / width;
  if (rows < 2) return undefined;
  const draws = Math.max(fewestDraws, Math.min(resamples, mostRowDraws, Math.floor(mostWalked / (rows * width))));
  const cells =
    averaging === 'micro'
      ? [sortCells(probabilities, truth, undefined)]
      : classes.map((_, column) => sortCells(probabilities, truth, column));
  const random = createRandomStream(seed);
  const drawn = Array.from({ length: draws }, () => {
    const weights = new Float64Array(rows);
    for (let draw = 0; draw < rows; draw++) {
      const row = random.nextBelow(rows);
      weights[row] = (weights[row] ?? 0) + 1;
    }
    const parts = cells.flatMap((one) => {
      const ranked = rankWeighted(one, weights);
      const value = metric(ranked);
      return value.state === 'known' ? [{ value: value.value, support: ranked.positives }] : [];
    });
    return averageOf(parts, averaging);
  });
  return percentileInterval(drawn, 'the rows', { seed, resamples: draws, confidence });
}

function averageOf(
  parts: readonly { readonly value: number; readonly support: number }[],
  averaging: ClassAveraging,
): number | undefined {
  if (parts.length === 0) return undefined;
  switch (averaging) {
    case 'micro':
    case 'worst':
      return Math.min(...parts.map(({ value }) => value));
    case 'macro':
      return parts.reduce((sum, { value }) => sum + value, 0) / parts.length;
    case 'weighted': {
      const support = parts.reduce((sum, part) => sum + part.support, 0);
      return parts.reduce((sum, part) => sum + part.value * part.support, 0) / support;
    }
  }
}
