/** The lower tail of a binomial distribution. */
import { logGamma } from './gamma.ts';

/**
 * Probability of at most `successes` in `trials`.
 *
 * @param successes whole number in [0, trials]
 * @param probability of one success, in [0, 1]
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source equals scipy.stats.binom.cdf(successes, trials, probability)
 */
export function binomialTail(successes: number, trials: number, probability: number): number {
  const isCount = Number.isSafeInteger(successes) && Number.isSafeInteger(trials);
  if (!isCount || successes < 0 || successes > trials || !(probability >= 0 && probability <= 1)) {
    throw new RangeError(`${successes} of ${trials} with probability ${probability} has no tail.`);
  }
  if (successes === trials || probability === 0) return 1;
  if (probability === 1) return 0;
  // Summed away from the mean, where terms shrink.
  return successes < trials * probability
    ? sumOutwards(successes, trials, probability)
    : 1 - sumOutwards(trials - successes - 1, trials, 1 - probability);
}

/** The terms from `from` down to 0; each follows from its neighbour by a ratio. */
function sumOutwards(from: number, trials: number, probability: number): number {
  const first = Math.exp(
    logGamma(trials + 1) -
      logGamma(from + 1) -
      logGamma(trials - from + 1) +
      from * Math.log(probability) +
      (trials - from) * Math.log1p(-probability),
  );
  const odds = (1 - probability) / probability;
  let sum = 0;
  let term = 1;
  for (let count = from; count >= 0 && term > sum * Number.EPSILON; count--) {
    sum += term;
    term *= (count / (trials - count + 1)) * odds;
  }
  return Math.min(1, first * sum);
}
