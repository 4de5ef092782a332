/** What a yes-or-no model earns at each threshold, and the three thresholds that belong side by side. */
import type { RankedScores } from '../classification/rankedScores.ts';

/** Money of one answer, all in one currency. */
export interface OutcomeValues {
  readonly truePositive: number;
  readonly falsePositive: number;
  readonly falseNegative: number;
  readonly trueNegative: number;
}

/** A threshold with the rows that it puts where. */
export interface OperatingCounts {
  /** An answer is positive when its score is at least this; infinite when none is. */
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly trueNegatives: number;
}

/** Counts at a threshold. */
export function countsAt(ranked: RankedScores, threshold: number): OperatingCounts {
  return countsOfGroup(ranked, groupAt(ranked.scores, threshold), threshold);
}

/** The last group whose score reaches a threshold; −1 when none does. */
function groupAt(scores: Float64Array, threshold: number): number {
  let low = 0;
  let high = scores.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((scores[middle] ?? 0) >= threshold) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function countsOfGroup(ranked: RankedScores, group: number, threshold: number): OperatingCounts {
  const truePositives = ranked.positivesFrom[group] ?? 0;
  const falsePositives = ranked.negativesFrom[group] ?? 0;
  return {
    threshold,
    truePositives,
    falsePositives,
    falseNegatives: ranked.positives - truePositives,
    trueNegatives: ranked.negatives - falsePositives,
  };
}

/** Money of all rows together. */
export function totalValue(counts: Omit<OperatingCounts, 'threshold'>, values: OutcomeValues): number {
  return (
    counts.truePositives * values.truePositive +
    counts.falsePositives * values.falsePositive +
    counts.falseNegatives * values.falseNegative +
    counts.trueNegatives * values.trueNegative
  );
}

/**
 * Money of one answer on average if positives were as common as in production.
 *
 * @param prevalence share of positives in production, in [0, 1]
 * @returns undefined when a class is missing, so that its rates are not known
 * @source π (TPR V_TP + (1 − TPR) V_FN) + (1 − π)(FPR V_FP + (1 − FPR) V_TN)
 */
export function valueAtPrevalence(
  counts: Omit<OperatingCounts, 'threshold'>,
  values: OutcomeValues,
  prevalence: number,
): number | undefined {
  const positives = counts.truePositives + counts.falseNegatives;
  const negatives = counts.falsePositives + counts.trueNegatives;
  if (positives === 0 || negatives === 0) return undefined;
  const found = counts.truePositives / positives;
  const raised = counts.falsePositives / negatives;
  return (
    prevalence * (found * values.truePositive + (1 - found) * values.falseNegative) +
    (1 - prevalence) * (raised * values.falsePositive + (1 - raised) * values.trueNegative)
  );
}

/** Where a calibrated model should turn positive. */
export type BayesThreshold =
  | { readonly kind: 'threshold'; readonly value: number }
  /** One answer to everything is best, or low scores should be raised rather than high ones. */
  | { readonly kind: 'always' | 'never' | 'inverted'; readonly because: string };

/**
 * The best threshold of scores that are honest probabilities.
 *
 * @source Elkan 2001, IJCAI 17, 973-978: t* = (V_TN − V_FP) / ((V_TN − V_FP) + (V_TP − V_FN))
 */
export function bayesThreshold(values: OutcomeValues): BayesThreshold {
  const lost = values.trueNegative - values.falsePositive;
  const gained = values.truePositive - values.falseNegative;
  if (lost + gained > 0) {
    const value = lost / (lost + gained);
    if (value <= 0) return { kind: 'always', because: 'a false alarm costs nothing' };
    if (value >= 1) return { kind: 'never', because: 'a found case gains nothing' };
    return { kind: 'threshold', value };
  }
  if (lost <= 0 && gained >= 0) return { kind: 'always', because: 'an alarm never costs anything' };
  if (lost >= 0 && gained <= 0) return { kind: 'never', because: 'an alarm never gains anything' };
  return { kind: 'inverted', because: 'finding a case loses more than a false alarm gains' };
}

/**
 * The threshold with the most money on these rows, among all distinct scores and "never".
 *
 * Judged on the rows on which it was chosen it is optimistic: choose it on one split, judge it on another.
 *
 * @returns the middle of the plateau when several in a row are equally good; undefined when there is no row
 */
export function searchThreshold(ranked: RankedScores, values: OutcomeValues): OperatingCounts | undefined {
  const groups = ranked.scores.length;
  if (groups === 0) return undefined;
  const valueOf = (group: number): number => totalValue(countsOfGroup(ranked, group, 0), values);
  let best = -1;
  let most = valueOf(-1);
  for (let group = 0; group < groups; group++) {
    const value = valueOf(group);
    if (value > most) {
      most = value;
      best = group;
    }
  }
  let last = best;
  while (last + 1 < groups && valueOf(last + 1) === most) last += 1;
  const middle = best === -1 ? -1 : Math.floor((best + last) / 2);
  return countsOfGroup(ranked, middle, middle === -1 ? Infinity : (ranked.scores[middle] ?? Infinity));
}

/** A point of the value curve. */
export interface ValuePoint {
  readonly threshold: number;
  readonly value: number;
}

/** Money of all rows at every distinct score, from the highest down; "never" comes first. */
export function valueCurve(ranked: RankedScores, values: OutcomeValues): readonly ValuePoint[] {
  return Array.from({ length: ranked.scores.length + 1 }, (_, index) => {
    const group = index - 1;
    const threshold = group === -1 ? Infinity : (ranked.scores[group] ?? 0);
    return { threshold, value: totalValue(countsOfGroup(ranked, group, threshold), values) };
  });
}

/**
 * The score that a row would have if positives were as common as in production.
 *
 * @param score in [0, 1], of a model trained where positives had the share `from`
 * @param from strictly between 0 and 1, as is `to`
 * @source Saerens, Latinne and Decaestecker 2002, Neural Computation 14, 21-41
 */
export function rebaseScore(score: number, from: number, to: number): number {
  const factor = to / (1 - to) / (from / (1 - from));
  return (score * factor) / (score * factor + 1 - score);
}
