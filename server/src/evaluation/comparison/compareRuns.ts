/** Whether two models differ on the same rows. */
import { fairCoinTail } from '../../statistics/binomial.ts';
import { normalProbability, normalQuantile } from '../../statistics/normal.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import { meanInterval } from '../intervals/meanInterval.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import type { Interval } from '../metricValue.ts';

/** A difference, second minus first, with how surely it is one. */
export interface PairedComparison {
  readonly difference: number;
  readonly interval: Interval | undefined;
  /** Chance of a difference at least as large if there were none; two-sided. */
  readonly p: number;
  readonly method: string;
}

/**
 * Compares two answers to the same rows by the rows on which one alone is right.
 *
 * @param firstAlone rows that only the first model answers rightly
 * @param secondAlone rows that only the second one does
 * @returns the probability; 1 when they never differ
 * @source McNemar 1947, Psychometrika 12, 153-157, exact; equals statsmodels mcnemar(exact=True)
 */
export function exactMcNemar(firstAlone: number, secondAlone: number): number {
  const trials = firstAlone + secondAlone;
  return trials === 0 ? 1 : Math.min(1, 2 * fairCoinTail(Math.min(firstAlone, secondAlone), trials));
}

/** Random signs that are tried. */
const signFlips = 2000;
/** Above so many rows the mean difference is normal for all that a test can show. */
const mostFlippedRows = 20_000;

/**
 * Compares mean losses on the same rows.
 *
 * @param first loss of each row by the first model
 * @param second by the second one; as long as `first`
 * @source sign-flip permutation test, Fisher 1935, with one added above and below as Phipson and Smyth 2010 advise
 */
export function compareLosses(first: Float64Array, second: Float64Array, resampling: Resampling): PairedComparison {
  const differences = second.map((loss, row) => loss - (first[row] ?? 0));
  const rows = differences.length;
  const difference = rows === 0 ? 0 : sumStable(differences) / rows;
  const interval = meanInterval(differences, resampling);
  if (rows > mostFlippedRows) {
    const deviation = Math.sqrt(sumStable(differences.map((one) => one * one)) / rows / rows);
    const p = deviation === 0 ? 1 : 2 * normalProbability(-Math.abs(difference) / deviation);
    return { difference, interval, p: Math.min(1, p), method: 'normal test of paired differences' };
  }
  const random = createRandomStream(resampling.seed);
  let asLarge = 0;
  for (let flip = 0; flip < signFlips; flip++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      const one = differences[row] ?? 0;
      sum += random.nextUint32() < 2 ** 31 ? one : -one;
    }
    if (Math.abs(sum / Math.max(1, rows)) >= Math.abs(difference) * (1 - 1e-12)) asLarge += 1;
  }
  const method = `sign-flip permutation, ${signFlips} flips, seed ${resampling.seed}`;
  return { difference, interval, p: (asLarge + 1) / (signFlips + 1), method };
}

/** Share of the other class that each row beats, or is beaten by; ties count half. */
interface Placements {
  readonly ofPositives: Float64Array;
  readonly ofNegatives: Float64Array;
}

function placementsOf(scores: Float64Array, isPositive: Uint8Array): Placements {
  const positives = scores.filter((_, row) => isPositive[row] !== 0);
  const negatives = scores.filter((_, row) => isPositive[row] === 0);
  const sortedPositives = positives.toSorted();
  const sortedNegatives = negatives.toSorted();
  return {
    ofPositives: positives.map((score) => shareBelow(sortedNegatives, score)),
    ofNegatives: negatives.map((score) => 1 - shareBelow(sortedPositives, score)),
  };
}

/** Share of sorted values below one, ties counted half. */
function shareBelow(sorted: Float64Array, value: number): number {
  return (countUpTo(sorted, value, false) + countUpTo(sorted, value, true)) / 2 / sorted.length;
}

function countUpTo(sorted: Float64Array, value: number, isIncluded: boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = sorted[middle] ?? 0;
    if (one < value || (isIncluded && one === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function covariance(left: Float64Array, right: Float64Array): number {
  const meanLeft = sumStable(left) / left.length;
  const meanRight = sumStable(right) / right.length;
  return sumStable(left.map((one, at) => (one - meanLeft) * ((right[at] ?? 0) - meanRight))) / (left.length - 1);
}

/**
 * Compares areas under the ROC curve on the same rows.
 *
 * @returns undefined when a class has fewer than two rows
 * @source DeLong, DeLong and Clarke-Pearson 1988, Biometrics 44, 837-845
 */
export function compareRocAuc(
  first: Float64Array,
  second: Float64Array,
  isPositive: Uint8Array,
  confidence: number,
): PairedComparison | undefined {
  const one = placementsOf(first, isPositive);
  const other = placementsOf(second, isPositive);
  const positives = one.ofPositives.length;
  const negatives = one.ofNegatives.length;
  if (positives < 2 || negatives < 2) return undefined;
  const difference = (sumStable(other.ofPositives) - sumStable(one.ofPositives)) / positives;
  const spread = (left: Float64Array, right: Float64Array): number =>
    covariance(left, left) + covariance(right, right) - 2 * covariance(left, right);
  const variance =
    spread(one.ofPositives, other.ofPositives) / positives + spread(one.ofNegatives, other.ofNegatives) / negatives;
  const method = 'paired DeLong';
  if (!(variance > 0)) {
    const interval = { low: difference, high: difference, confidence, method };
    return { difference, interval, p: difference === 0 ? 1 : 0, method };
  }
  const deviation = Math.sqrt(variance);
  const half = normalQuantile((1 + confidence) / 2) * deviation;
  return {
    difference,
    interval: { low: difference - half, high: difference + half, confidence, method },
    p: 2 * normalProbability(-Math.abs(difference) / deviation),
    method,
  };
}
