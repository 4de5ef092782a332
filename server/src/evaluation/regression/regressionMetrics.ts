/** Metrics of answers that are numbers. */
import { sumStable } from '../../statistics/stableSum.ts';
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';

/** True and answered numbers, by row; finite, and of one length. */
export interface Answers {
  readonly truth: Float64Array;
  readonly answers: Float64Array;
}

type Loss = (truth: number, answer: number) => number;

/** Loss of each row. */
export function lossesOf({ truth, answers }: Answers, loss: Loss): Float64Array {
  return truth.map((value, row) => loss(value, answers[row] ?? 0));
}

function meanOf(values: Float64Array): number {
  return sumStable(values) / values.length;
}

function meanLoss(pairs: Answers, loss: Loss): MetricValue {
  const rows = pairs.truth.length;
  return rows === 0 ? noRows() : knownMetric(meanOf(lossesOf(pairs, loss)), rows);
}

const noRows = (): MetricValue => undefinedMetric('there is no row');

export const absoluteError: Loss = (truth, answer) => Math.abs(truth - answer);
export const squaredError: Loss = (truth, answer) => (truth - answer) ** 2;
/** @param quantile strictly between 0 and 1 */
export function pinballError(quantile: number): Loss {
  return (truth, answer) => Math.max(quantile * (truth - answer), (quantile - 1) * (truth - answer));
}

/** @source equals scikit-learn mean_absolute_error */
export function meanAbsoluteError(pairs: Answers): MetricValue {
  return meanLoss(pairs, absoluteError);
}

/** @source equals scikit-learn mean_squared_error */
export function meanSquaredError(pairs: Answers): MetricValue {
  return meanLoss(pairs, squaredError);
}

/** @source equals scikit-learn root_mean_squared_error */
export function rootMeanSquaredError(pairs: Answers): MetricValue {
  const squared = meanSquaredError(pairs);
  return squared.state === 'undefined' ? squared : knownMetric(Math.sqrt(squared.value), squared.n);
}

/** @source Koenker and Bassett 1978; equals scikit-learn mean_pinball_loss */
export function pinballLoss(pairs: Answers, quantile: number): MetricValue {
  return meanLoss(pairs, pinballError(quantile));
}

/** @source equals scikit-learn median_absolute_error */
export function medianAbsoluteError(pairs: Answers): MetricValue {
  const losses = lossesOf(pairs, absoluteError).sort();
  const rows = losses.length;
  if (rows === 0) return noRows();
  const upper = losses[Math.floor(rows / 2)] ?? 0;
  const lower = losses[Math.floor((rows - 1) / 2)] ?? 0;
  return knownMetric((lower + upper) / 2, rows);
}

/** @source equals scikit-learn max_error */
export function largestError(pairs: Answers): MetricValue {
  const losses = lossesOf(pairs, absoluteError);
  if (losses.length === 0) return noRows();
  return knownMetric(
    losses.reduce((most, loss) => Math.max(most, loss), 0),
    losses.length,
  );
}

/**
 * Mean absolute error as a share of the truth.
 *
 * @returns undefined when a true value is 0, where scikit-learn divides by the smallest number instead
 * @source equals scikit-learn mean_absolute_percentage_error
 */
export function meanAbsolutePercentageError(pairs: Answers): MetricValue {
  const zeros = pairs.truth.reduce((count, value) => count + (value === 0 ? 1 : 0), 0);
  if (zeros > 0) {
    return undefinedMetric(`${zeros} of ${pairs.truth.length} true values are 0; take mae instead`);
  }
  return meanLoss(pairs, (truth, answer) => Math.abs((truth - answer) / truth));
}

/**
 * Mean squared error of log(1 + value).
 *
 * @returns undefined when a value is −1 or less, where scikit-learn raises an error
 * @source equals scikit-learn mean_squared_log_error
 */
export function meanSquaredLogError(pairs: Answers): MetricValue {
  const isTooLow = (value: number): boolean => value <= -1;
  if (pairs.truth.some(isTooLow) || pairs.answers.some(isTooLow)) {
    return undefinedMetric('a true or answered value is −1 or less, which has no logarithm of 1 + value');
  }
  return meanLoss(pairs, (truth, answer) => (Math.log1p(truth) - Math.log1p(answer)) ** 2);
}

/**
 * Share of the variance that is explained.
 *
 * @returns undefined when the truth is constant, where scikit-learn gives 0 or 1
 * @source equals scikit-learn r2_score
 */
export function explainedShare(pairs: Answers): MetricValue {
  return shareOf(pairs, 0);
}

/**
 * As `explainedShare`, but a constant offset of the answers is forgiven.
 *
 * @source equals scikit-learn explained_variance_score
 */
export function explainedVariance(pairs: Answers): MetricValue {
  const errors = lossesOf(pairs, (truth, answer) => truth - answer);
  return shareOf(pairs, errors.length === 0 ? 0 : meanOf(errors));
}

function shareOf(pairs: Answers, offset: number): MetricValue {
  const rows = pairs.truth.length;
  if (rows < 2) return undefinedMetric(rows === 0 ? 'there is no row' : 'one row has no variance');
  const mean = meanOf(pairs.truth);
  const total = sumStable(pairs.truth.map((value) => (value - mean) ** 2));
  if (total === 0) return undefinedMetric(`every true value is ${pairs.truth[0] ?? 0}`);
  const left = sumStable(lossesOf(pairs, (truth, answer) => (truth - answer - offset) ** 2));
  return knownMetric(1 - left / total, rows);
}
