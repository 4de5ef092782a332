/** The chi-square distribution. */
import { upperGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/**
 * Probability that a chi-square variable exceeds a value.
 *
 * @param value at least 0; may be infinite
 * @param degrees of freedom, above 0
 * @returns a probability in [0, 1]
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source equals scipy.stats.chi2.sf(value, degrees)
 */
export function chiSquareTail(value: number, degrees: number): number {
  return upperGamma(degrees / 2, value / 2);
}

/** Bisection ends at neighbouring doubles after about 1100 halvings at most. */
const mostHalvings = 1200;

/**
 * The value that a chi-square variable exceeds with a given probability.
 *
 * @param tail probability, strictly between 0 and 1
 * @param degrees of freedom, above 0
 * @returns a value above 0
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source bisection of `chiSquareTail` from the start of Wilson and Hilferty 1931, PNAS 17, 684-688; equals
 *   scipy.stats.chi2.isf(tail, degrees)
 */
export function chiSquareTailQuantile(tail: number, degrees: number): number {
  if (!(tail > 0 && tail < 1)) throw new RangeError(`A tail probability of ${tail} is not between 0 and 1.`);
  const spread = 2 / (9 * degrees);
  const start = degrees * Math.max(1e-3, 1 - spread - normalQuantile(tail) * Math.sqrt(spread)) ** 3;
  let low = start;
  let high = start;
  while (chiSquareTail(low, degrees) < tail && low > Number.MIN_VALUE) low /= 2;
  while (chiSquareTail(high, degrees) > tail) high *= 2;
  for (let step = 0; step < mostHalvings; step++) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (chiSquareTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return low + (high - low) / 2;
}
