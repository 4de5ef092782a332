/** The binomial distribution: its tail at one half, and random draws of it and of the multinomial. */
import { logFactorial, logGamma } from './gamma.ts';
import type { RandomStream } from './seededRandom.ts';

function refuse(trials: number, probability: number): void {
  if (!Number.isSafeInteger(trials) || trials < 0 || !(probability >= 0 && probability <= 1)) {
    throw new RangeError(`${trials} trials of probability ${probability} cannot be drawn.`);
  }
}

/**
 * Probability of at most `successes` heads in `trials` tosses of a fair coin.
 *
 * @param successes whole number in [0, trials]
 * @throws {RangeError} outside this range: a bug in the caller, never user data
 * @source equals scipy.stats.binom.cdf(successes, trials, 0.5)
 */
export function fairCoinTail(successes: number, trials: number): number {
  if (!Number.isSafeInteger(successes) || !Number.isSafeInteger(trials) || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is no count of heads.`);
  }
  if (successes === trials) return 1;
  // Summed from the side with fewer terms; each term follows from its neighbour by a ratio.
  if (2 * successes + 1 > trials) return 1 - fairCoinTail(trials - successes - 1, trials);
  const largest = Math.exp(
    logGamma(trials + 1) - logGamma(successes + 1) - logGamma(trials - successes + 1) - trials * Math.LN2,
  );
  let sum = 0;
  let term = 1;
  for (let count = successes; count >= 0 && term > sum * Number.EPSILON; count--) {
    sum += term;
    term *= count / (trials - count + 1);
  }
  return Math.min(1, largest * sum);
}

/** Below this mean, adding up probabilities is faster than rejecting. */
const inversionMean = 10;

/**
 * Draws from the binomial distribution.
 *
 * @param trials whole number, at least 0
 * @param probability in [0, 1]
 * @throws {RangeError} outside these ranges: a bug in the caller
 * @source inversion for small means, else BTRS, Hörmann 1993, Journal of Statistical Computation and Simulation 46,
 *   101-110
 */
export function drawBinomial(random: RandomStream, trials: number, probability: number): number {
  refuse(trials, probability);
  if (probability > 0.5) return trials - drawBinomial(random, trials, 1 - probability);
  if (trials === 0 || probability === 0) return 0;
  return trials * probability < inversionMean
    ? drawByInversion(random, trials, probability)
    : drawByRejection(random, trials, probability);
}

function drawByInversion(random: RandomStream, trials: number, probability: number): number {
  const odds = probability / (1 - probability);
  let term = Math.exp(trials * Math.log1p(-probability));
  let left = random.nextFraction();
  for (let count = 0; count < trials; count++) {
    if (left < term) return count;
    left -= term;
    term *= (odds * (trials - count)) / (count + 1);
    // What rounding leaves over belongs to a tail that no double can tell from 0.
    if (term === 0) return count;
  }
  return trials;
}

function drawByRejection(random: RandomStream, trials: number, probability: number): number {
  const spread = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const centre = trials * probability + 0.5;
  const accepted = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  for (;;) {
    const u = random.nextFraction() - 0.5;
    const v = random.nextFraction();
    const distance = 0.5 - Math.abs(u);
    const count = Math.floor(((2 * a) / distance + b) * u + centre);
    if (distance >= 0.07 && v <= accepted) return count;
    if (count < 0 || count > trials) continue;
    // Most draws have ended by now, without a logarithm.
    const mode = Math.floor((trials + 1) * probability);
    const gained =
      logFactorial(mode) +
      logFactorial(trials - mode) -
      logFactorial(count) -
      logFactorial(trials - count) +
      (count - mode) * Math.log(probability / (1 - probability));
    if (Math.log((v * alpha) / (a / (distance * distance) + b)) <= gained) return count;
  }
}

/**
 * Draws as many rows as there are, each from a cell with the chance that its count says: the bootstrap of a table.
 *
 * @param counts whole numbers, at least 0
 * @returns counts of the same sum
 */
export function resampleCounts(random: RandomStream, counts: Float64Array): Float64Array {
  const into = new Float64Array(counts.length);
  resampleInto(random, counts, into);
  return into;
}

/** The same, without a new array. @param into receives the rows per cell; as long as `counts` */
export function resampleInto(random: RandomStream, counts: Float64Array, into: Float64Array): void {
  let rows = 0;
  for (const count of counts) rows += count;
  let mass = rows;
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell] ?? 0;
    const isDrawn = count > 0 && rows > 0;
    const drawn = !isDrawn ? 0 : mass === count ? rows : drawBinomial(random, rows, Math.min(1, count / mass));
    into[cell] = drawn;
    mass -= count;
    rows -= drawn;
  }
}
