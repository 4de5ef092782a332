/** Distances between two lists of shares. Each is 0 when they are equal. */
import { sumStable } from '../../statistics/stableSum.ts';
import type { BinCounts } from './comparedBins.ts';
import { sumCounts } from '../verdict/measuredCells.ts';

type Term = (reference: number, current: number) => number;

/** Sums a term over the shares of all bins; both sides hold at least one row. */
function sumShares({ reference, current }: BinCounts, term: Term): number {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  return sumStable(reference.map((count, bin) => term(count / left, (current[bin] ?? 0) / right)));
}

/** Half the sum of the differences: the share of rows that would have to move. */
export function computeTotalVariation(bins: BinCounts): number {
  return sumShares(bins, (p, q) => Math.abs(p - q)) / 2;
}

export function computeLargestDifference({ reference, current }: BinCounts): number {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  return reference.reduce(
    (most, count, bin) => Math.max(most, Math.abs(count / left - (current[bin] ?? 0) / right)),
    0,
  );
}

/** @source √(1 − Σ√(pq)), here as √(½ Σ(√p − √q)²), which keeps its digits near 0 */
export function computeHellinger(bins: BinCounts): number {
  return Math.sqrt(sumShares(bins, (p, q) => (Math.sqrt(p) - Math.sqrt(q)) ** 2) / 2);
}

/**
 * Jensen-Shannon divergence, natural logarithm: at most ln 2.
 *
 * @source its root equals scipy.spatial.distance.jensenshannon; the terms are taken around their middle, so that equal
 *   shares give 0 and not a rounding error
 */
export function computeJensenShannon(bins: BinCounts): number {
  const half: Term = (p, q) => (p === 0 ? 0 : p * Math.log((2 * p) / (p + q)));
  return Math.max(0, sumShares(bins, (p, q) => half(p, q) + half(q, p)) / 2);
}

/** Counts with half a row in every empty bin, so that a logarithm exists; empty sides stay empty. */
function fillEmpty({ reference, current }: BinCounts): BinCounts {
  const fill = (counts: Float64Array): Float64Array => counts.map((count) => (count === 0 ? 0.5 : count));
  return { reference: fill(reference), current: fill(current) };
}

/** Σ (q − p) ln(q / p); an empty bin counts as half a row. */
export function computeStabilityIndex(bins: BinCounts): number {
  return sumShares(fillEmpty(bins), (p, q) => (q - p) * Math.log(q / p));
}

/** Σ p ln(p / q) of the reference from the window; an empty bin counts as half a row. */
export function computeKullbackLeibler(bins: BinCounts): number {
  return Math.max(
    0,
    sumShares(fillEmpty(bins), (p, q) => p * Math.log(p / q)),
  );
}
