/** Metrics of the confusion matrix as a whole. */
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import { countAnswers, countAt, countRows, countTruths } from './confusion.ts';
import type { Confusion } from './confusion.ts';

const noRows = (): MetricValue => undefinedMetric('there is no row');

/** @source equals scikit-learn accuracy_score */
export function accuracy(confusion: Confusion): MetricValue {
  const rows = countRows(confusion);
  return rows === 0 ? noRows() : knownMetric(countRight(confusion) / rows, rows);
}

function countRight(confusion: Confusion): number {
  return confusion.classes.reduce((sum, _, index) => sum + countAt(confusion, index, index), 0);
}

/**
 * Mean recall over the classes that occur in the truth.
 *
 * @source equals scikit-learn balanced_accuracy_score
 */
export function balancedAccuracy(confusion: Confusion): MetricValue {
  const truths = countTruths(confusion);
  const present = confusion.classes.flatMap((_, index) => ((truths[index] ?? 0) > 0 ? [index] : []));
  if (present.length === 0) return noRows();
  const recalls = present.map((index) => countAt(confusion, index, index) / (truths[index] ?? 1));
  const absent = confusion.classes.filter((_, index) => !present.includes(index));
  const notes =
    absent.length === 0 ? [] : [`Left out of the mean, as they do not occur in the truth: ${absent.join(', ')}.`];
  return knownMetric(recalls.reduce((sum, recall) => sum + recall, 0) / present.length, countRows(confusion), notes);
}

/**
 * Correlation of truth and answer.
 *
 * @returns undefined when truth or answers are constant, where scikit-learn gives 0
 * @source Gorodkin 2004, Computational Biology and Chemistry 28, 367-374; equals scikit-learn matthews_corrcoef
 */
export function matthewsCorrelation(confusion: Confusion): MetricValue {
  const rows = countRows(confusion);
  if (rows === 0) return noRows();
  const truths = countTruths(confusion);
  const answers = countAnswers(confusion);
  const dot = (left: Float64Array, right: Float64Array): number =>
    left.reduce((sum, value, index) => sum + value * (right[index] ?? 0), 0);
  const spreadOfTruth = rows * rows - dot(truths, truths);
  const spreadOfAnswers = rows * rows - dot(answers, answers);
  if (spreadOfTruth === 0) return undefinedMetric(`only the class ${onlyClass(confusion, truths)} occurs in the truth`);
  if (spreadOfAnswers === 0) return undefinedMetric(`only the class ${onlyClass(confusion, answers)} is answered`);
  const covariance = countRight(confusion) * rows - dot(truths, answers);
  return knownMetric(covariance / Math.sqrt(spreadOfTruth) / Math.sqrt(spreadOfAnswers), rows);
}

function onlyClass({ classes }: Confusion, counts: Float64Array): string {
  return classes.find((_, index) => (counts[index] ?? 0) > 0) ?? '';
}

/**
 * Agreement of truth and answer beyond chance.
 *
 * @returns undefined when truth and answers are one and the same class
 * @source Cohen 1960, Educational and Psychological Measurement 20, 37-46; equals scikit-learn cohen_kappa_score
 */
export function cohenKappa(confusion: Confusion): MetricValue {
  const rows = countRows(confusion);
  if (rows === 0) return noRows();
  const truths = countTruths(confusion);
  const answers = countAnswers(confusion);
  let disagreements = 0;
  let expected = 0;
  confusion.classes.forEach((_, trueClass) => {
    confusion.classes.forEach((_name, answer) => {
      if (trueClass === answer) return;
      disagreements += countAt(confusion, trueClass, answer);
      expected += ((truths[trueClass] ?? 0) * (answers[answer] ?? 0)) / rows;
    });
  });
  if (expected === 0) return undefinedMetric('truth and answers are one and the same class');
  return knownMetric(1 - disagreements / expected, rows);
}
