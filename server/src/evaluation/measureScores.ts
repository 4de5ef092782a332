/** Metrics of scores: how they rank rows, and how honest they are. */
import { scoresOf } from './answers.ts';
import type { ClassAnswers } from './answers.ts';
import { expectedCalibrationError, reliabilityBins } from './classification/calibration.ts';
import { averageAgainstRest, indicatorsOf } from './classification/oneAgainstRest.ts';
import { rankScores } from './classification/rankedScores.ts';
import type { RankedScores } from './classification/rankedScores.ts';
import { averagePrecision, rocAuc } from './classification/rankingMetrics.ts';
import { countsInterval } from './intervals/countIntervals.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { rocAucInterval } from './intervals/rocAucInterval.ts';
import { rowsInterval } from './intervals/rowBootstrap.ts';
import type { Measure } from './measure.ts';
import { averagingOf, noScores } from './measureClasses.ts';
import { knownMetric, undefinedMetric, withInterval } from './metricValue.ts';
import type { Interval, MetricValue } from './metricValue.ts';

/** Above so many rows, intervals are drawn from bins of scores instead of rows. */
const mostDrawnRows = 100_000;
const scoreBins = 500;
/** Draws of rows are slow, and a percentile of 2.5 % needs no more. */
const mostRowDraws = 400;

export function measureRanking(wanted: Measure, answers: ClassAnswers, resampling: Resampling): MetricValue {
  const { probabilities, classes, truth } = answers;
  if (probabilities === undefined) return noScores();
  const averaging = averagingOf(wanted, answers);
  const metric = wanted.metric === 'roc-auc' ? rocAuc : averagePrecision;
  switch (averaging.kind) {
    case 'undefined':
      return undefinedMetric(averaging.because);
    case 'average': {
      const indicators = indicatorsOf(truth, classes.length);
      return averageAgainstRest(metric, probabilities, indicators, classes, averaging.averaging);
    }
    case 'class': {
      const given = scoresOf(answers, averaging.index);
      if (given === undefined) return noScores();
      const { scores, isPositive } = given;
      const ranked = rankScores(scores, isPositive);
      const value = metric(ranked);
      if (value.state === 'undefined') return value;
      const interval =
        wanted.metric === 'roc-auc'
          ? rocAucInterval(ranked, resampling.confidence)
          : precisionInterval(ranked, scores, isPositive, resampling);
      return withInterval(value, interval);
    }
  }
}

function precisionInterval(
  ranked: RankedScores,
  scores: Float64Array,
  isPositive: Uint8Array,
  resampling: Resampling,
): Interval | undefined {
  if (scores.length <= mostDrawnRows) {
    const metric = (rows: Uint32Array): MetricValue =>
      averagePrecision(
        rankScores(
          Float64Array.from(rows, (row) => scores[row] ?? 0),
          Uint8Array.from(rows, (row) => isPositive[row] ?? 0),
        ),
      );
    return rowsInterval(scores.length, metric, drawsOfRows(resampling));
  }
  const binned = binRanked(ranked);
  return countsInterval(binned, (counts) => averagePrecision(unbinRanked(counts)), 'score bins', resampling);
}

function drawsOfRows(resampling: Resampling): Resampling {
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
    while (group < scores.length && (positivesFrom[group] ?? 0) + (negativesFrom[group] ?? 0) < until) group += 1;
    const positivesHere = positivesFrom[Math.min(group, scores.length - 1)] ?? 0;
    const negativesHere = negativesFrom[Math.min(group, scores.length - 1)] ?? 0;
    binned[2 * bin] = positivesHere - positivesBefore;
    binned[2 * bin + 1] = negativesHere - negativesBefore;
    [positivesBefore, negativesBefore] = [positivesHere, negativesHere];
  }
  return binned;
}

function unbinRanked(counts: Float64Array): RankedScores {
  const bins = counts.length / 2;
  const positivesFrom = new Float64Array(bins);
  const negativesFrom = new Float64Array(bins);
  let [positives, negatives] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    positives += counts[2 * bin] ?? 0;
    negatives += counts[2 * bin + 1] ?? 0;
    positivesFrom[bin] = positives;
    negativesFrom[bin] = negatives;
  }
  const scores = Float64Array.from({ length: bins }, (_, bin) => bins - bin);
  return { scores, positivesFrom, negativesFrom, positives, negatives };
}

const standardBins = 10;

/** Calibration of the class that the metric names, else of the positive one; of the winner where there are several. */
export function measureCalibration(wanted: Measure, answers: ClassAnswers, resampling: Resampling): MetricValue {
  const given = calibrated(wanted, answers);
  if ('because' in given) return undefinedMetric(given.because);
  const { scores, isPositive } = given;
  const improper = scores.findIndex((score) => !(score >= 0 && score <= 1));
  if (improper !== -1) {
    return undefinedMetric(`row ${improper} has the score ${scores[improper] ?? NaN}, which is no probability`);
  }
  const bins = wanted.bins ?? standardBins;
  const value = expectedCalibrationError(reliabilityBins(scores, isPositive, bins));
  if (value.state === 'undefined') return value;
  const metric = (rows: Uint32Array): MetricValue =>
    expectedCalibrationError(
      reliabilityBins(
        Float64Array.from(rows, (row) => scores[row] ?? 0),
        Uint8Array.from(rows, (row) => isPositive[row] ?? 0),
        bins,
      ),
    );
  const interval =
    scores.length <= mostDrawnRows
      ? rowsInterval(scores.length, metric, drawsOfRows(resampling))
      : calibrationInterval(scores, isPositive, bins, resampling);
  return withInterval(value, interval);
}

function calibrated(
  wanted: Measure,
  answers: ClassAnswers,
): { readonly scores: Float64Array; readonly isPositive: Uint8Array } | { readonly because: string } {
  const { probabilities, positive, classes, truth } = answers;
  if (probabilities === undefined) return { because: 'the model gives classes without scores' };
  const index = wanted.class === undefined ? positive : classes.indexOf(wanted.class);
  if (index === -1) return { because: `${wanted.class ?? ''} is none of the classes ${classes.join(', ')}` };
  if (index !== undefined) return scoresOf(answers, index) ?? { because: 'the model gives classes without scores' };
  // The confidence of the answer against whether it is right: Guo et al. 2017, ICML 34, 1321-1330.
  const width = probabilities.classes;
  const winners = Int32Array.from(truth, (_, row) => {
    const given = probabilities.values.subarray(row * width, (row + 1) * width);
    return given.indexOf(given.reduce((most, one) => Math.max(most, one), -Infinity));
  });
  return {
    scores: Float64Array.from(winners, (winner, row) => probabilities.values[row * width + winner] ?? 0),
    isPositive: Uint8Array.from(winners, (winner, row) => (winner === truth[row] ? 1 : 0)),
  };
}

/** From fine bins, each with the mean score of its rows. */
function calibrationInterval(
  scores: Float64Array,
  isPositive: Uint8Array,
  bins: number,
  resampling: Resampling,
): Interval | undefined {
  const perBin = Math.max(1, Math.floor(scoreBins / bins));
  const fine = reliabilityBins(scores, isPositive, bins * perBin);
  const counts = Float64Array.from(fine.flatMap(({ rows, positives }) => [positives, rows - positives]));
  const metric = (drawn: Float64Array): MetricValue => {
    let total = 0;
    let sum = 0;
    for (let bin = 0; bin < bins; bin++) {
      let [rows, positives, score] = [0, 0, 0];
      for (let at = bin * perBin; at < (bin + 1) * perBin; at++) {
        const here = (drawn[2 * at] ?? 0) + (drawn[2 * at + 1] ?? 0);
        positives += drawn[2 * at] ?? 0;
        rows += here;
        score += here * (fine[at]?.meanScore ?? 0);
      }
      sum += Math.abs(score - positives);
      total += rows;
    }
    return total === 0 ? undefinedMetric('there is no row') : knownMetric(sum / total, total);
  };
  return countsInterval(counts, metric, 'score bins', resampling);
}
