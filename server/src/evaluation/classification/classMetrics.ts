/** Precision, recall and their like: a ratio of counts per class, and one number of several classes. */
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import type { ClassCounts } from './confusion.ts';

/** What is counted above and below the line of a ratio. */
export interface Ratio {
  readonly above: number;
  readonly below: number;
}

/** A metric that is a ratio of counts of one class. */
export interface ClassMetric {
  readonly ratio: (counts: ClassCounts) => Ratio;
  /** Why there is nothing to divide by, of a class: the end of "undefined because …". */
  readonly nothing: (className: string) => string;
}

/** @source equals scikit-learn precision_score */
export const precision: ClassMetric = {
  ratio: ({ truePositives, falsePositives }) => ({ above: truePositives, below: truePositives + falsePositives }),
  nothing: (name) => `${name} is never answered`,
};

/** @source equals scikit-learn recall_score */
export const recall: ClassMetric = {
  ratio: ({ truePositives, falseNegatives }) => ({ above: truePositives, below: truePositives + falseNegatives }),
  nothing: (name) => `${name} does not occur in the truth`,
};

/** Recall of the other classes together: equals scikit-learn recall_score with the labels turned round. */
export const specificity: ClassMetric = {
  ratio: ({ trueNegatives, falsePositives }) => ({ above: trueNegatives, below: trueNegatives + falsePositives }),
  nothing: (name) => `nothing but ${name} occurs in the truth`,
};

/**
 * Mean of precision and recall.
 *
 * @param beta how many times as much recall weighs, above 0
 * @source van Rijsbergen 1979; equals scikit-learn fbeta_score
 */
export function fBeta(beta: number): ClassMetric {
  const square = beta * beta;
  return {
    ratio: ({ truePositives, falsePositives, falseNegatives }) => ({
      above: (1 + square) * truePositives,
      below: (1 + square) * truePositives + square * falseNegatives + falsePositives,
    }),
    nothing: (name) => `${name} neither occurs nor is answered`,
  };
}

/** @source Jaccard 1901; equals scikit-learn jaccard_score */
export const jaccard: ClassMetric = {
  ratio: ({ truePositives, falsePositives, falseNegatives }) => ({
    above: truePositives,
    below: truePositives + falsePositives + falseNegatives,
  }),
  nothing: (name) => `${name} neither occurs nor is answered`,
};

/** What a ratio is when nothing is there to divide by; `nan` leaves the class out of means without a word. */
export type ZeroDivision = 'undefined' | 'nan' | 0 | 1;

/** How the values of several classes become one. */
export type ClassAveraging = 'macro' | 'micro' | 'weighted' | 'worst';

/** The metric of one class. */
export function classValue(
  metric: ClassMetric,
  counts: ClassCounts,
  name: string,
  zeroDivision: ZeroDivision = 'undefined',
): MetricValue {
  const { above, below } = metric.ratio(counts);
  if (below > 0) return knownMetric(above / below, below);
  if (typeof zeroDivision === 'number') return knownMetric(zeroDivision, 0, [`Set, because ${metric.nothing(name)}.`]);
  return undefinedMetric(metric.nothing(name));
}

/**
 * One number of several classes.
 *
 * Classes without a value are left out of means and named; a class that no row has weighs nothing in a weighted mean.
 *
 * @param classes names, in the order of `counts`
 * @source the averages of scikit-learn precision_recall_fscore_support; `worst` is ours
 */
export function averageClasses(
  metric: ClassMetric,
  counts: readonly ClassCounts[],
  classes: readonly string[],
  averaging: ClassAveraging,
  zeroDivision: ZeroDivision = 'undefined',
): MetricValue {
  if (averaging === 'micro') return classValue(metric, sumCounts(counts), 'any class', zeroDivision);
  const values = counts.map((one, index) => classValue(metric, one, classes[index] ?? '', zeroDivision));
  const supports = counts.map(({ truePositives, falseNegatives }) => truePositives + falseNegatives);
  const parts = values.flatMap((value, index) =>
    value.state === 'known' ? [{ value: value.value, support: supports[index] ?? 0, index }] : [],
  );
  const rows = supports.reduce((sum, support) => sum + support, 0);
  const skipped = values.flatMap((value) => (value.state === 'undefined' ? [value.because] : []));
  const notes = skipped.length === 0 || zeroDivision === 'nan' ? [] : [skippedNote(skipped)];
  if (parts.length === 0) return undefinedMetric(skipped[0] ?? 'there is no class');
  switch (averaging) {
    case 'macro':
      return knownMetric(parts.reduce((sum, { value }) => sum + value, 0) / parts.length, rows, notes);
    case 'weighted': {
      const weight = parts.reduce((sum, { support }) => sum + support, 0);
      if (weight === 0 && typeof zeroDivision === 'number') return knownMetric(zeroDivision, rows, notes);
      if (weight === 0) return undefinedMetric('no class with a value occurs in the truth');
      return knownMetric(parts.reduce((sum, { value, support }) => sum + value * support, 0) / weight, rows, notes);
    }
    case 'worst': {
      const worst = parts.reduce((least, part) => (part.value < least.value ? part : least));
      return knownMetric(worst.value, rows, [`The worst class is ${classes[worst.index] ?? ''}.`, ...notes]);
    }
  }
}

function skippedNote(skipped: readonly string[]): string {
  const [first = ''] = skipped;
  const more = skipped.length === 1 ? '' : `, and ${skipped.length - 1} more`;
  return `Left out of the mean: ${first}${more}.`;
}

/** Counts of several classes together. */
export function sumCounts(counts: readonly ClassCounts[]): ClassCounts {
  return counts.reduce<ClassCounts>(
    (sum, one) => ({
      truePositives: sum.truePositives + one.truePositives,
      falsePositives: sum.falsePositives + one.falsePositives,
      falseNegatives: sum.falseNegatives + one.falseNegatives,
      trueNegatives: sum.trueNegatives + one.trueNegatives,
    }),
    { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 },
  );
}
