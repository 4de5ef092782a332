/** Metrics of probabilities: how much of the truth they gave away. */
import { sumStable } from '../../statistics/stableSum.ts';
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';

/** A table of probabilities, row by row, one column for each class. */
export interface Probabilities {
  readonly values: Float64Array;
  /** Columns. */
  readonly classes: number;
}

/** Probabilities whose losses are asked for. */
export interface JudgedProbabilities extends Probabilities {
  /** The one of two columns that is read, as if it were alone; a copy of it would take as much memory as the rows. */
  readonly only?: 1;
}

/** How far a row of probabilities may be from adding up to 1. */
const sumTolerance = 1e-4;

/**
 * Why numbers are no probabilities: the end of "undefined because …"; undefined when they are.
 *
 * One column holds the probability of the positive class; several must add up to 1.
 */
export function findImproper({ values, classes, only }: JudgedProbabilities): string | undefined {
  const step = only === undefined ? 1 : classes;
  for (let at = only ?? 0; at < values.length; at += step) {
    const value = values[at] ?? 0;
    if (!(value >= 0 && value <= 1)) {
      return `row ${Math.floor(at / classes) + 1} has the score ${value}, which is no probability`;
    }
  }
  if (classes === 1 || only !== undefined) return undefined;
  for (let row = 0; row * classes < values.length; row++) {
    let sum = 0;
    for (let column = 0; column < classes; column++) sum += values[row * classes + column] ?? 0;
    if (Math.abs(sum - 1) > sumTolerance) {
      return `the probabilities of row ${row + 1} add up to ${sum.toPrecision(6)}, not to 1`;
    }
  }
  return undefined;
}

/** Loss of each row: the negative log of the probability that the truth was given, in nats. */
export function logLosses({ values, classes, only }: JudgedProbabilities, truth: Int32Array): Float64Array {
  const losses = new Float64Array(truth.length);
  const isOne = classes === 1 || only !== undefined;
  for (let row = 0; row < losses.length; row++) {
    const trueClass = truth[row] ?? 0;
    const score = values[row * classes + (isOne ? (only ?? 0) : trueClass)] ?? 0;
    const given = isOne && trueClass !== 1 ? 1 - score : score;
    losses[row] = -Math.log(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, given)));
  }
  return losses;
}

/**
 * Mean negative log of the probability given to the truth.
 *
 * @param truth index of the true class; with one column, 1 for the positive class
 * @source equals scikit-learn log_loss: clipped by the precision of a float64
 */
export function logLoss(probabilities: Probabilities, truth: Int32Array): MetricValue {
  return meanLoss(probabilities, truth, logLosses);
}

/** Loss of each row: squared error, summed over the classes when there are several columns. */
export function brierLosses({ values, classes, only }: JudgedProbabilities, truth: Int32Array): Float64Array {
  const losses = new Float64Array(truth.length);
  const isOne = classes === 1 || only !== undefined;
  for (let row = 0; row < losses.length; row++) {
    const trueClass = truth[row] ?? 0;
    if (isOne) {
      losses[row] = ((values[row * classes + (only ?? 0)] ?? 0) - (trueClass === 1 ? 1 : 0)) ** 2;
      continue;
    }
    let loss = 0;
    for (let column = 0; column < classes; column++) {
      loss += ((values[row * classes + column] ?? 0) - (column === trueClass ? 1 : 0)) ** 2;
    }
    losses[row] = loss;
  }
  return losses;
}

/**
 * Mean squared error of probabilities: 0 to 1 with one column, 0 to 2 summed over several.
 *
 * @source Brier 1950, Monthly Weather Review 78, 1-3; equals scikit-learn brier_score_loss, with
 *   `scale_by_half=False` for more than two classes
 */
export function brierScore(probabilities: Probabilities, truth: Int32Array): MetricValue {
  return meanLoss(probabilities, truth, brierLosses);
}

/** Losses of rows, such as `logLosses`. */
export type RowLosses = (probabilities: JudgedProbabilities, truth: Int32Array) => Float64Array;

function meanLoss(probabilities: Probabilities, truth: Int32Array, losses: RowLosses): MetricValue {
  return measureLosses(probabilities, truth, losses).value;
}

/** The mean loss together with the losses that it is the mean of; none where it is undefined. */
export function measureLosses(
  probabilities: JudgedProbabilities,
  truth: Int32Array,
  losses: RowLosses,
): { readonly value: MetricValue; readonly losses: Float64Array } {
  const because = truth.length === 0 ? 'there is no row' : findImproper(probabilities);
  if (because !== undefined) return { value: undefinedMetric(because), losses: new Float64Array() };
  const own = losses(probabilities, truth);
  return { value: knownMetric(sumStable(own) / truth.length, truth.length), losses: own };
}

/**
 * Share of rows whose class is among the `k` highest scores.
 *
 * Of equal scores the later class counts as higher.
 *
 * @param k at least 1
 * @source equals scikit-learn top_k_accuracy_score
 */
export function topKAccuracy({ values, classes }: Probabilities, truth: Int32Array, k: number): MetricValue {
  if (truth.length === 0) return undefinedMetric('there is no row');
  let hits = 0;
  truth.forEach((trueClass, row) => {
    const score = values[row * classes + trueClass] ?? 0;
    let higher = 0;
    for (let column = 0; column < classes; column++) {
      const other = values[row * classes + column] ?? 0;
      if (other > score || (other === score && column > trueClass)) higher += 1;
    }
    if (higher < k) hits += 1;
  });
  return knownMetric(hits / truth.length, truth.length);
}
