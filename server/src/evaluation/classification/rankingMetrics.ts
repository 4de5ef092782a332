/** Metrics of the order in which scores put rows. */
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import type { RankedScores } from './rankedScores.ts';

/** Why an area needs both classes. */
function lackOf({ positives, negatives }: RankedScores): string | undefined {
  if (positives + negatives === 0) return 'there is no row';
  if (positives === 0) return `no positive row occurs in ${negatives} rows`;
  if (negatives === 0) return `only positive rows occur in ${positives} rows`;
  return undefined;
}

/**
 * Chance that a positive row scores higher than a negative one; a tie counts half.
 *
 * @source Mann and Whitney 1947, Annals of Mathematical Statistics 18, 50-60; equals scikit-learn roc_auc_score
 */
export function rocAuc(ranked: RankedScores): MetricValue {
  const lack = lackOf(ranked);
  if (lack !== undefined) return undefinedMetric(lack);
  return knownMetric(
    countOrderedPairs(ranked) / ranked.positives / ranked.negatives,
    ranked.positives + ranked.negatives,
  );
}

/** Pairs of a positive and a lower negative row, ties counted half. */
function countOrderedPairs({ scores, positivesFrom, negativesFrom, negatives }: RankedScores): number {
  let pairs = 0;
  let [positivesBefore, negativesBefore] = [0, 0];
  for (let group = 0; group < scores.length; group++) {
    const positivesHere = positivesFrom[group] ?? 0;
    const negativesHere = negativesFrom[group] ?? 0;
    pairs += (positivesHere - positivesBefore) * (negatives - negativesHere + (negativesHere - negativesBefore) / 2);
    positivesBefore = positivesHere;
    negativesBefore = negativesHere;
  }
  return pairs;
}

/**
 * Area below the precision-recall curve as a step sum.
 *
 * @returns undefined without a positive row, where scikit-learn gives 0
 * @source Σ (R_n − R_{n−1}) P_n; equals scikit-learn average_precision_score
 */
export function averagePrecision(ranked: RankedScores): MetricValue {
  const { scores, positivesFrom, negativesFrom, positives, negatives } = ranked;
  if (positives === 0) return undefinedMetric(lackOf(ranked) ?? 'there is no positive row');
  let sum = 0;
  let foundBefore = 0;
  for (let group = 0; group < scores.length; group++) {
    const found = positivesFrom[group] ?? 0;
    // Groups without a positive add nothing, and asking first takes longer.
    sum += ((found - foundBefore) * found) / (found + (negativesFrom[group] ?? 0));
    foundBefore = found;
  }
  return knownMetric(sum / positives, positives + negatives);
}

/**
 * Variance of the area under the ROC curve.
 *
 * @returns undefined when a class has fewer than two rows
 * @source DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44, 837-845, by the mid-ranks of Sun and Xu 2014
 */
export function varianceOfRocAuc(ranked: RankedScores): number | undefined {
  const { scores, positivesFrom, negativesFrom, positives, negatives } = ranked;
  if (positives < 2 || negatives < 2) return undefined;
  const area = countOrderedPairs(ranked) / positives / negatives;
  let positiveSquares = 0;
  let negativeSquares = 0;
  let [positivesBefore, negativesBefore] = [0, 0];
  for (let group = 0; group < scores.length; group++) {
    const positivesHere = positivesFrom[group] ?? 0;
    const negativesHere = negativesFrom[group] ?? 0;
    const tiedPositives = positivesHere - positivesBefore;
    const tiedNegatives = negativesHere - negativesBefore;
    const beaten = (negatives - negativesHere + tiedNegatives / 2) / negatives;
    const beating = (positivesHere - tiedPositives / 2) / positives;
    positiveSquares += tiedPositives * (beaten - area) ** 2;
    negativeSquares += tiedNegatives * (beating - area) ** 2;
    positivesBefore = positivesHere;
    negativesBefore = negativesHere;
  }
  return positiveSquares / (positives - 1) / positives + negativeSquares / (negatives - 1) / negatives;
}

/**
 * Largest distance of the share of positives found from the share of negatives raised.
 *
 * @source Kolmogorov 1933, Smirnov 1948; equals the statistic of scipy ks_2samp on the scores of both classes
 */
export function kolmogorovSmirnov(ranked: RankedScores): MetricValue {
  const lack = lackOf(ranked);
  if (lack !== undefined) return undefinedMetric(lack);
  const { positivesFrom, negativesFrom, positives, negatives } = ranked;
  let largest = 0;
  for (let group = 0; group < positivesFrom.length; group++) {
    const distance = (positivesFrom[group] ?? 0) / positives - (negativesFrom[group] ?? 0) / negatives;
    largest = Math.max(largest, Math.abs(distance));
  }
  return knownMetric(largest, positives + negatives);
}
