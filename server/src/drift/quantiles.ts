import type { NumericCounts, Quantiles } from '../../../schemas/profile.ts';
import { readNumber, scale } from './exactNumber.ts';

const shares = { p05: 0.05, p25: 0.25, p50: 0.5, p75: 0.75, p95: 0.95 } as const;

/**
 * Quantiles of counted values: linear between the two nearest, as numpy and R (type 7) do by default.
 *
 * From bins, the rows of a bin are taken to be spread evenly over it, so each is within the width of a bin.
 *
 * @param min smallest value counted, which no quantile goes below
 * @param max largest value counted
 */
export function computeQuantiles(counts: NumericCounts, min: number, max: number): Quantiles {
  const rows = counts.kind === 'values' ? counts.values.map(([, n]) => n) : counts.bins.map(([, n]) => n);
  const total = rows.reduce((sum, n) => sum + n, 0);
  const valueAt = (place: number, offset: number, n: number): number => {
    if (counts.kind === 'values') return Number(readNumber(counts.values[place]?.[0] ?? min));
    const index = counts.bins[place]?.[0] ?? 0;
    return scale(index + (offset + 0.5) / n, counts.exponent);
  };
  /** The value of the row with a rank counted from 0. */
  const ranked = (rank: number): number => {
    let before = 0;
    for (const [place, n] of rows.entries()) {
      if (rank < before + n) return Math.min(max, Math.max(min, valueAt(place, rank - before, n)));
      before += n;
    }
    return max;
  };
  const quantile = (share: number): number => {
    const rank = share * (total - 1);
    const low = ranked(Math.floor(rank));
    const part = rank - Math.floor(rank);
    if (part === 0) return low;
    const high = ranked(Math.floor(rank) + 1);
    const gap = high - low;
    // From the nearer end, so that the result is monotone; the gap of two huge values can overflow.
    if (!Number.isFinite(gap)) return low * (1 - part) + high * part;
    return part < 0.5 ? low + gap * part : high - gap * (1 - part);
  };
  return {
    p05: quantile(shares.p05),
    p25: quantile(shares.p25),
    p50: quantile(shares.p50),
    p75: quantile(shares.p75),
    p95: quantile(shares.p95),
    within: counts.kind === 'values' ? 0 : 2 ** counts.exponent,
  };
}
