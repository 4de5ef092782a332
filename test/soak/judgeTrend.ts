/** Whether a figure that was measured again and again stays level. */

export interface Trend {
  /** Median of the second half. */
  readonly level: number;
  /** How much it grew over the second half, by its slope; negative when it fell. */
  readonly growth: number;
  readonly isFlat: boolean;
}

/**
 * Judges the second half of the measurements: in the first, caches fill.
 *
 * The slope is the median of the slopes between all pairs, so that single peaks do not count.
 *
 * @param values one for each cycle, in order, at least four
 * @param allowedShare growth over the second half, as a share of its median, that still counts as flat
 * @source Sen 1968, Estimates of the regression coefficient based on Kendall's tau, JASA 63, 1379-1389
 */
export function judgeTrend(values: readonly number[], allowedShare: number): Trend {
  if (values.length < 4) throw new RangeError('A trend needs four values.');
  const half = values.slice(Math.floor(values.length / 2));
  const slopes = half.flatMap((later, at) => half.slice(0, at).map((earlier, from) => (later - earlier) / (at - from)));
  const level = median(half);
  const growth = median(slopes) * (half.length - 1);
  return { level, growth, isFlat: growth <= allowedShare * level };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
