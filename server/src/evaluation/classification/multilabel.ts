/** Rows with any number of classes at once. */
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import type { ClassMetric, ZeroDivision } from './classMetrics.ts';
import type { ClassCounts } from './confusion.ts';

/** Which classes a row has: 1 or 0, row by row, one column for each class. */
export interface LabelTable {
  readonly values: Uint8Array;
  readonly classes: readonly string[];
}

/** How many rows each row stands for; one when absent. */
type Weights = Float64Array | undefined;

function rowsOf({ values, classes }: LabelTable): number {
  return classes.length === 0 ? 0 : values.length / classes.length;
}

/** Counts of the cells from one place on, in steps. */
function countCells(
  truth: LabelTable,
  answers: LabelTable,
  [from, until, step]: readonly [number, number, number],
  weights?: Weights,
): ClassCounts {
  let truePositives = 0;
  let falsePositives = 0;
  let falseNegatives = 0;
  let trueNegatives = 0;
  const width = truth.classes.length;
  for (let at = from; at < until; at += step) {
    const isTrue = truth.values[at] !== 0;
    const isAnswered = answers.values[at] !== 0;
    const weight = weights === undefined ? 1 : (weights[Math.floor(at / width)] ?? 0);
    if (isTrue && isAnswered) truePositives += weight;
    else if (isAnswered) falsePositives += weight;
    else if (isTrue) falseNegatives += weight;
    else trueNegatives += weight;
  }
  return { truePositives, falsePositives, falseNegatives, trueNegatives };
}

/** What each class sees, in the order of the classes. */
export function labelCounts(truth: LabelTable, answers: LabelTable, weights?: Weights): readonly ClassCounts[] {
  const width = truth.classes.length;
  return truth.classes.map((_, column) => countCells(truth, answers, [column, truth.values.length, width], weights));
}

/**
 * Share of rows whose classes are all right.
 *
 * @source equals scikit-learn accuracy_score on indicator arrays
 */
export function subsetAccuracy(truth: LabelTable, answers: LabelTable): MetricValue {
  const rows = rowsOf(truth);
  if (rows === 0) return undefinedMetric('there is no row');
  const width = truth.classes.length;
  let right = 0;
  for (let row = 0; row < rows; row++) {
    const { falsePositives, falseNegatives } = countCells(truth, answers, [row * width, (row + 1) * width, 1]);
    if (falsePositives + falseNegatives === 0) right += 1;
  }
  return knownMetric(right / rows, rows);
}

/**
 * Mean over rows of what the metric is among the classes of a row.
 *
 * Rows without a value are left out and counted, unless `zeroDivision` says what they are.
 *
 * @source equals scikit-learn precision_recall_fscore_support with average="samples" for a numeric zero_division
 */
export function averageRows(
  metric: ClassMetric,
  truth: LabelTable,
  answers: LabelTable,
  zeroDivision: ZeroDivision = 'undefined',
  weights?: Weights,
): MetricValue {
  const width = truth.classes.length;
  let sum = 0;
  let counted = 0;
  let rows = 0;
  for (let row = 0; row < rowsOf(truth); row++) {
    const weight = weights === undefined ? 1 : (weights[row] ?? 0);
    rows += weight;
    const { above, below } = metric.ratio(countCells(truth, answers, [row * width, (row + 1) * width, 1]));
    if (below === 0 && typeof zeroDivision !== 'number') continue;
    sum += weight * (below === 0 ? Number(zeroDivision) : above / below);
    counted += weight;
  }
  if (counted === 0) return undefinedMetric('no row has anything to divide by');
  const notes =
    counted === rows || zeroDivision === 'nan'
      ? []
      : [`Left out of the mean: ${rows - counted} rows that have nothing to divide by.`];
  return knownMetric(sum / counted, counted, notes);
}
