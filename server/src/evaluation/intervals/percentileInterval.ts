/** The range that holds the middle of values that were drawn again and again. */
import type { Interval } from '../metricValue.ts';

/** How often, from which seed, and how sure. */
export interface Resampling {
  /** Whole number in [0, 2^53]: equal seeds give equal intervals. */
  readonly seed: number;
  /** Zero where no interval that has to be drawn is wanted. */
  readonly resamples: number;
  /** Share strictly between 0 and 1. */
  readonly confidence: number;
}

/**
 * The quantile of values, linear between two of them.
 *
 * @param sorted rising, at least one
 * @param share in [0, 1]
 * @source equals numpy.quantile with its default method
 */
export function quantileOf(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] ?? NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? NaN;
  return low + (high - low) * (at - below);
}

/** Of so many draws without a value there is no interval. */
const mostUndefined = 0.5;

/**
 * The middle of what was drawn.
 *
 * @param draws one value per draw; undefined where the metric was undefined
 * @param what is drawn, for the name of the method: `the confusion matrix`
 * @returns undefined when half of the draws or more have no value
 * @source the percentile bootstrap, Efron 1979, Annals of Statistics 7, 1-26
 */
export function percentileInterval(
  draws: readonly (number | undefined)[],
  what: string,
  { seed, confidence }: Resampling,
): Interval | undefined {
  const sorted = Float64Array.from(draws.filter((draw) => draw !== undefined)).sort();
  if (draws.length === 0 || draws.length - sorted.length >= mostUndefined * draws.length) return undefined;
  const tail = (1 - confidence) / 2;
  return {
    low: quantileOf(sorted, tail),
    high: quantileOf(sorted, 1 - tail),
    confidence,
    method: `bootstrap of ${what}, ${draws.length} draws, seed ${seed}`,
  };
}
