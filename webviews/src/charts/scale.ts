/** Arithmetic of positions in a plot. Pure. */

export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** Room on either side of the outermost point, as a share of the distance between them. */
const paddingShare = 0.3;

/**
 * Range of an axis on which all points can be told apart, with some room around them.
 *
 * @param points finite numbers, in any order
 * @param natural range that the quantity cannot leave; the axis is cut to it, but never so far that a point is lost
 * @returns undefined when there is no point
 */
export function fitExtent(points: readonly number[], natural: Extent | undefined): Extent | undefined {
  if (points.length === 0) return undefined;
  const low = Math.min(...points);
  const high = Math.max(...points);
  const span = high - low;
  const padding = span > 0 ? span * paddingShare : Math.abs(low) * paddingShare || 1;
  const padded = { low: low - padding, high: high + padding };
  if (natural === undefined) return padded;
  return {
    low: Math.min(low, Math.max(padded.low, natural.low)),
    high: Math.max(high, Math.min(padded.high, natural.high)),
  };
}

/** Steps between the numbers of an axis, of a power of ten: those that people read at a glance. */
const readableSteps = [1, 2, 2.5, 5, 10] as const;

/**
 * Round numbers that lie on an axis, rising.
 *
 * @param most how many there may be, at least 2
 */
export function niceTicks({ low, high }: Extent, most: number): readonly number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const power = 10 ** Math.floor(Math.log10(span / (most - 1)));
  const step = power * (readableSteps.find((one) => span / (power * one) <= most - 1) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(1, last - first + 1) }, (_, index) => (first + index) * step);
}

/** Position of a value on an axis of the given length; values outside the extent lie on its ends. */
export function toPosition(value: number, extent: Extent, length: number): number {
  const span = extent.high - extent.low;
  if (!(span > 0)) return length / 2;
  return Math.min(length, Math.max(0, ((value - extent.low) / span) * length));
}

/**
 * Shares of a whole, for segments that must fill a bar.
 *
 * @param counts each zero or more
 * @returns one share from 0 to 1 per count, adding up to 1; all 0 when the counts are
 */
export function toShares(counts: readonly number[]): readonly number[] {
  const largest = Math.max(0, ...counts);
  if (largest === 0) return counts.map(() => 0);
  // Relative to the largest first: the plain sum of very large counts would overflow.
  const sum = counts.reduce((total, count) => total + count / largest, 0);
  return counts.map((count) => count / largest / sum);
}

/** A share for reading: whole percent when large, one more digit when small, and never 0 for what is there. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return '< 0.1 %';
  if (percent > 99.9 && percent < 100) return '> 99.9 %';
  return `${percent < 10 ? trimZero(percent.toFixed(1)) : percent.toFixed(0)} %`;
}

function trimZero(text: string): string {
  return text.endsWith('.0') ? text.slice(0, -2) : text;
}

/** A whole number with thin spaces between thousands, the same in every locale. */
export function formatCount(count: number): string {
  if (!Number.isInteger(count) || Math.abs(count) >= 1e21) return String(count);
  return String(count).replace(/\B(?=(?:\d{3})+$)/gu, '\u202F');
}
