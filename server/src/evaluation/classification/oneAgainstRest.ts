/** Metrics of scores with several classes: each class against the rest, and one number of them. */
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import { columnOf } from './columnOf.ts';
import type { Probabilities } from './probabilityMetrics.ts';
import { rankScores } from './rankedScores.ts';
import type { RankedScores } from './rankedScores.ts';
import type { ClassAveraging } from './classMetrics.ts';

/** Which rows have a class: 1 or 0, row by row, one column for each class. */
export interface Indicators {
  readonly values: Uint8Array;
  readonly classes: number;
}

/** Indicators by the truth that they were made of, which every metric of scores asks for. */
const indicators = new WeakMap<Int32Array, Indicators>();

/** Indicators of rows that have one class each; shared by all who ask for them, and changed by none. */
export function indicatorsOf(truth: Int32Array, classes: number): Indicators {
  const known = indicators.get(truth);
  if (known?.classes === classes) return known;
  const made = markClasses(truth, classes);
  indicators.set(truth, made);
  return made;
}

function markClasses(truth: Int32Array, classes: number): Indicators {
  const values = new Uint8Array(truth.length * classes);
  for (let row = 0; row < truth.length; row++) values[row * classes + (truth[row] ?? 0)] = 1;
  return { values, classes };
}

/** Rankings by their scores and column: sorting millions of rows takes longer than what is then read of them. */
const rankings = new WeakMap<Probabilities, Map<number, RankedScores>>();

/**
 * The rows of one class against the rest, ranked once for the same scores.
 *
 * @param truth of the rows that `probabilities` were given for, always the same one
 */
export function rankClass(probabilities: Probabilities, truth: Indicators, column: number): RankedScores {
  const known = rankings.get(probabilities) ?? new Map<number, RankedScores>();
  const ranked = known.get(column) ?? rankRows(probabilities, truth, column);
  rankings.set(probabilities, known.set(column, ranked));
  return ranked;
}

function rankRows(probabilities: Probabilities, { values, classes }: Indicators, column: number): RankedScores {
  const scores = columnOf(probabilities, column);
  const isPositive = new Uint8Array(scores.length);
  // A plain loop: a callback for each of millions of rows takes longer than sorting them.
  for (let row = 0; row < isPositive.length; row++) isPositive[row] = values[row * classes + column] ?? 0;
  return rankScores(scores, isPositive);
}

/**
 * One number of several classes.
 *
 * A class without a value, such as one that no row has, is left out of the mean and named.
 *
 * @param metric of one class against the rest
 * @param names of the classes, in the order of the columns
 * @source equals scikit-learn roc_auc_score with multi_class="ovr", and average_precision_score
 */
export function averageAgainstRest(
  metric: (ranked: RankedScores) => MetricValue,
  probabilities: Probabilities,
  truth: Indicators,
  names: readonly string[],
  averaging: ClassAveraging,
): MetricValue {
  if (averaging === 'micro') return metric(rankScores(probabilities.values, truth.values));
  const parts = names.map((name, column) => {
    const ranked = rankClass(probabilities, truth, column);
    return { name, value: metric(ranked), support: ranked.positives };
  });
  const known = parts.flatMap(({ name, value, support }) =>
    value.state === 'known' ? [{ name, value: value.value, support }] : [],
  );
  const skipped = parts.flatMap(({ name, value }) =>
    value.state === 'undefined' ? [`${name} (${value.because})`] : [],
  );
  const rows = names.length === 0 ? 0 : probabilities.values.length / names.length;
  const notes = skipped.length === 0 ? [] : [`Left out of the mean: ${skipped.join(', ')}.`];
  if (known.length === 0) return undefinedMetric(skipped[0] ?? 'there is no class');
  switch (averaging) {
    case 'macro':
      return knownMetric(known.reduce((sum, { value }) => sum + value, 0) / known.length, rows, notes);
    case 'weighted': {
      const weight = known.reduce((sum, { support }) => sum + support, 0);
      if (weight === 0) return undefinedMetric('no class with a value occurs in the truth');
      return knownMetric(known.reduce((sum, { value, support }) => sum + value * support, 0) / weight, rows, notes);
    }
    case 'worst': {
      const worst = known.reduce((least, part) => (part.value < least.value ? part : least));
      return knownMetric(worst.value, rows, [`The worst class is ${worst.name}.`, ...notes]);
    }
  }
}
