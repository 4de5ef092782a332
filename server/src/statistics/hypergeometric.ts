/** The hypergeometric distribution: random draws without replacement, and the exact test of two shares. */
import { logFactorial } from './gamma.ts';
import type { RandomStream } from './seededRandom.ts';

/** Below this mean, adding up probabilities is faster than rejecting. */
const inversionMean = 8;

/**
 * Draws how many marked items a sample without replacement holds.
 *
 * @param marked whole number of marked items, at least 0
 * @param unmarked whole number of other items, at least 0
 * @param sample whole number in [0, marked + unmarked]
 * @throws {RangeError} outside these ranges: a bug in the caller
 * @source inversion for small means, else HRUA, Stadlober 1990, Journal of Computational and Applied Mathematics 31,
 *   181-189
 */
export function drawHypergeometric(random: RandomStream, marked: number, unmarked: number, sample: number): number {
  const all = marked + unmarked;
  if (!(marked >= 0 && unmarked >= 0 && sample >= 0 && sample <= all)) {
    throw new RangeError(`${sample} of ${marked} and ${unmarked} cannot be drawn.`);
  }
  // By symmetry the sample is at most half, and the marked are the fewer.
  if (2 * sample > all) return marked - drawHypergeometric(random, marked, unmarked, all - sample);
  if (marked > unmarked) return sample - drawHypergeometric(random, unmarked, marked, sample);
  if (marked === 0 || sample === 0) return 0;
  return (sample / all) * marked < inversionMean
    ? drawByInversion(random, marked, unmarked, sample)
    : drawByRejection(random, marked, unmarked, sample);
}

function drawByInversion(random: RandomStream, marked: number, unmarked: number, sample: number): number {
  const most = Math.min(marked, sample);
  let term = Math.exp(
    logFactorial(unmarked) +
      logFactorial(marked + unmarked - sample) -
      logFactorial(unmarked - sample) -
      logFactorial(marked + unmarked),
  );
  let left = random.nextFraction();
  for (let count = 0; count < most; count++) {
    if (left < term) return count;
    left -= term;
    term *= ((marked - count) * (sample - count)) / ((count + 1) * (unmarked - sample + count + 1));
    // What rounding leaves over belongs to a tail that no double can tell from 0.
    if (term === 0) return count;
  }
  return most;
}

const hatWidth = 2 * Math.sqrt(2 / Math.E);
const hatShift = 3 - 2 * Math.sqrt(3 / Math.E);

function drawByRejection(random: RandomStream, marked: number, unmarked: number, sample: number): number {
  const all = marked + unmarked;
  const share = marked / all;
  const centre = sample * share + 0.5;
  const spread = Math.sqrt(((all - sample) / (all - 1)) * sample * share * (1 - share) + 0.5);
  const width = hatWidth * spread + hatShift;
  const mode = Math.floor(((sample + 1) * (marked + 1)) / (all + 2));
  const rest = unmarked - sample;
  // Where all four counts are large, what is gained takes no logarithm.
  const isLarge = Math.min(mode, marked - mode, sample - mode, rest + mode) >= largeCount;
  const slope = isLarge ? Math.log((mode / (marked - mode)) * ((rest + mode) / (sample - mode))) : 0;
  const atMode = isLarge ? 0 : logWeight(mode, marked, sample, rest);
  const bound = Math.min(Math.min(sample, marked) + 1, Math.floor(centre + 16 * spread));
  for (;;) {
    const u = 1 - random.nextFraction();
    const place = centre + (width * (random.nextFraction() - 0.5)) / u;
    if (place < 0 || place >= bound) continue;
    const count = Math.floor(place);
    const more = count - mode;
    const gained = isLarge
      ? -more * slope +
        lessOfOne(mode, more) +
        lessOfOne(marked - mode, -more) +
        lessOfOne(sample - mode, -more) +
        lessOfOne(rest + mode, more)
      : atMode - logWeight(count, marked, sample, rest);
    // A lower bound of the logarithm settles most draws without computing it. Nothing is as far from the mode as 0, of
    // which there is no series, and a gain that is no number accepts nothing.
    if (u * (4 - u) - 3 <= gained || 2 * Math.log(u) <= gained) return count;
  }
}

/** From here on two terms of Stirling's series are all that matters. */
const largeCount = 1000;
/** Shares up to which nine terms of the series of ln(1 + x) are all that a double holds. */
const smallShare = 1 / 32;

/**
 * ln n! − ln (n + more)!, but for −more · ln n + more: what of it does not cancel where four of them are added, of
 * which two have as much more as the others have less.
 *
 * @param n at least 1,000
 * @param more above −n
 */
function lessOfOne(n: number, more: number): number {
  const x = more / n;
  const all = n + more;
  const series =
    x *
    (1 + x * (-1 / 2 + x * (1 / 3 + x * (-1 / 4 + x * (1 / 5 + x * (-1 / 6 + x * (1 / 7 + x * (-1 / 8 + x / 9))))))));
  const logarithm = Math.abs(x) <= smallShare ? series : Math.log1p(x);
  return x / (12 * all) - (all + 0.5) * logarithm;
}

/** What makes `count` marked items in a sample less likely; `rest` is how many more are not marked than are sampled. */
function logWeight(count: number, marked: number, sample: number, rest: number): number {
  return logFactorial(count) + logFactorial(marked - count) + logFactorial(sample - count) + logFactorial(rest + count);
}

/**
 * Deals out rows anew: which rows of a pooled table would stand in a sample when chance alone decided.
 *
 * @param pooled whole numbers, at least 0
 * @param sample whole number of rows, at most their sum
 * @param into receives the rows of the sample per cell; as long as `pooled`
 * @source the multivariate hypergeometric distribution, cell by cell
 */
export function dealCounts(random: RandomStream, pooled: Float64Array, sample: number, into: Float64Array): void {
  let rows = 0;
  for (const count of pooled) rows += count;
  let left = sample;
  for (let cell = 0; cell < pooled.length; cell++) {
    const count = pooled[cell] ?? 0;
    rows -= count;
    const dealt = left === 0 || count === 0 ? 0 : drawHypergeometric(random, count, rows, left);
    into[cell] = dealt;
    left -= dealt;
  }
}

/** Probabilities that differ by less than this share count as equally likely, as scipy and R hold it. */
const tieTolerance = 1e-14;

/**
 * Fisher's exact test, two-sided: the probability of all tables with the same margins that are no likelier.
 *
 * @param a successes of the first sample
 * @param b failures of the first sample
 * @param c successes of the second sample
 * @param d failures of the second sample; all whole numbers, at least 0
 * @returns a probability in (0, 1]; 1 when a margin is empty
 * @source equals scipy.stats.fisher_exact([[a, b], [c, d]]).pvalue; sums only terms that a double can tell from 0
 */
export function computeFisherTail(a: number, b: number, c: number, d: number): number {
  const [first, second, successes] = [a + b, c + d, a + c];
  const [low, high] = [Math.max(0, successes - second), Math.min(successes, first)];
  const mode = Math.min(high, Math.max(low, Math.floor(((first + 1) * (successes + 1)) / (first + second + 2))));
  // Terms relative to the one at the mode follow from their neighbours by ratios.
  const up = (k: number): number => ((successes - k) * (first - k)) / ((k + 1) * (second - successes + k + 1));
  const relative = logTableWeight(a, first, second, successes) - logTableWeight(mode, first, second, successes);
  const limit = Math.exp(relative) * (1 + 1e-7 + tieTolerance);
  let all = 0;
  let extreme = 0;
  const walk = (start: number, end: number, step: 1 | -1, begin: number): void => {
    let term = begin;
    for (let k = start; step > 0 ? k <= end : k >= end; k += step) {
      all += term;
      if (term <= limit) extreme += term;
      if (term < limit * Number.EPSILON && term < all * Number.EPSILON) break;
      term = step > 0 ? term * up(k) : term / up(k - 1);
    }
  };
  walk(mode, high, 1, 1);
  if (mode > low) walk(mode - 1, low, -1, 1 / up(mode - 1));
  return Math.min(1, extreme / all);
}

function logTableWeight(k: number, first: number, second: number, successes: number): number {
  return -(
    logFactorial(k) +
    logFactorial(first - k) +
    logFactorial(successes - k) +
    logFactorial(second - successes + k)
  );
}
