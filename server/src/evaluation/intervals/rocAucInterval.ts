/** Interval of the area under the ROC curve. */
import { normalQuantile } from '../../statistics/normal.ts';
import { rocAuc, varianceOfRocAuc } from '../classification/rankingMetrics.ts';
import type { RankedScores } from '../classification/rankedScores.ts';
import type { Interval } from '../metricValue.ts';

/**
 * DeLong's interval on the logit scale, which stays inside (0, 1).
 *
 * An area of 0 or 1 has no variance: the bound then is that of as many trials without an error as the rarer class has
 * rows.
 *
 * @returns undefined when a class has fewer than two rows
 * @source DeLong 1988; the logit transformation as in Pepe 2003, The Statistical Evaluation of Medical Tests, 5.2
 */
export function rocAucInterval(ranked: RankedScores, confidence: number): Interval | undefined {
  const area = rocAuc(ranked);
  const variance = varianceOfRocAuc(ranked);
  if (area.state === 'undefined' || variance === undefined) return undefined;
  const { value } = area;
  if (value === 0 || value === 1 || variance === 0) {
    const trials = Math.min(ranked.positives, ranked.negatives);
    const bound = ((1 - confidence) / 2) ** (1 / trials);
    const method = 'exact bound of no error';
    if (value === 1) return { low: bound, high: 1, confidence, method };
    if (value === 0) return { low: 0, high: 1 - bound, confidence, method };
    return undefined;
  }
  const logit = Math.log(value / (1 - value));
  const half = (normalQuantile((1 + confidence) / 2) * Math.sqrt(variance)) / (value * (1 - value));
  const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
  return { low: logistic(logit - half), high: logistic(logit + half), confidence, method: 'DeLong, logit scale' };
}
