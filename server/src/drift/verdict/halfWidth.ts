/** How far a measured distance may lie from the true one. */
import { resampleInto } from '../../statistics/binomial.ts';
import type { RandomStream } from '../../statistics/seededRandom.ts';
import type { MeasuredCells } from './measuredCells.ts';

const resamples = 199;

/** How far resampled tables lie from each side; both lists as drawn, so that the nth of each belong together. */
export interface ResampledDistances {
  readonly reference: Float64Array;
  readonly current: Float64Array;
}

/** Draws each side anew from itself, and measures how far it moves. */
export function resampleBoth(random: RandomStream, cells: MeasuredCells): ResampledDistances {
  const drawn = new Float64Array(cells.pooled.length);
  const draw = (side: Float64Array): Float64Array =>
    new Float64Array(resamples).map(() => {
      resampleInto(random, side, drawn);
      return cells.measure(side, drawn);
    });
  return { reference: draw(cells.reference), current: draw(cells.current) };
}

/**
 * Half the width of the conservative 95 % interval of a distance that is a metric.
 *
 * The true distance differs from the measured one by at most the sum of how far each side lies from its truth, so the
 * interval is right at a distance of 0 as well, where percentiles of a bootstrap are not.
 *
 * @param scale factors by which the two sides are moved closer, to foresee other numbers of rows
 */
export function computeHalfWidth(moved: ResampledDistances, scale = { reference: 1, current: 1 }): number {
  const sums = moved.reference.map(
    (distance, draw) => distance * scale.reference + (moved.current[draw] ?? 0) * scale.current,
  );
  return quantile(sums.sort(), 0.95);
}

/** The smallest of ascending values that at least a share of them does not exceed; 0 of none. */
export function quantile(ascending: Float64Array, share: number): number {
  return ascending[Math.min(ascending.length - 1, Math.max(0, Math.ceil(share * ascending.length) - 1))] ?? 0;
}
