/** Metrics of scores: how they rank rows, and how honest they are. */
import { scoresOf } from './answers.ts';
import type { ClassAnswers } from './answers.ts';
import { expectedCalibrationError, reliabilityBins } from './classification/calibration.ts';
import { findImproper } from './classification/probabilityMetrics.ts';
import { indicatorsOf } from './classification/oneAgainstRest.ts';
import { countsInterval } from './intervals/countIntervals.ts';
import type { Resampling } from './intervals/percentileInterval.ts';
import { rowsInterval } from './intervals/rowBootstrap.ts';
import type { Measure } from './measure.ts';
import { drawsOfRows, measureAreas, mostDrawnRows, noScores, scoreBins } from './measureAreas.ts';
import { averagingOf } from './measureClasses.ts';
import { pickFlags, pickFloats } from './pickPlaces.ts';
import { knownMetric, undefinedMetric, withInterval } from './metricValue.ts';
import type { Interval, MetricValue } from './metricValue.ts';

export function measureRanking(wanted: Measure, answers: ClassAnswers, resampling: Resampling): MetricValue {
  const { probabilities, classes, truth } = answers;
  if (probabilities === undefined) return noScores();
  const averaging = averagingOf(wanted, answers);
  if (averaging.kind === 'undefined') return undefinedMetric(averaging.because);
  const rows = { probabilities, classes, truth: indicatorsOf(truth, classes.length) };
  return measureAreas(wanted.metric === 'roc-auc' ? 'roc-auc' : 'average-precision', averaging, rows, resampling);
}

const standardBins = 10;

/** Calibration of the class that the metric names, else of the positive one; of the winner where there are several. */
export function measureCalibration(wanted: Measure, answers: ClassAnswers, resampling: Resampling): MetricValue {
  const given = calibrated(wanted, answers);
  if ('because' in given) return undefinedMetric(given.because);
  return calibrationOf(given.scores, given.isPositive, wanted.bins, resampling);
}

/** How far scores of a yes-or-no question and what then happens lie apart. */
export function calibrationOf(
  scores: Float64Array,
  isPositive: Uint8Array,
  statedBins: number | undefined,
  resampling: Resampling,
): MetricValue {
  const bins = statedBins ?? standardBins;
  const improper = findImproper({ values: scores, classes: 1 });
  if (improper !== undefined) return undefinedMetric(improper);
  const value = expectedCalibrationError(reliabilityBins(scores, isPositive, bins));
  if (value.state === 'undefined') return value;
  const metric = (rows: Uint32Array): MetricValue =>
    expectedCalibrationError(reliabilityBins(pickFloats(scores, rows), pickFlags(isPositive, rows), bins));
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
