/**
 * Histograms whose bins are powers of two wide and aligned at 0, so that any two can be brought to the same bins.
 *
 * The exponent is the smallest one with which no more than `maximumBins` bins hold anything and every index is a whole
 * number that JSON keeps. Both only grow when values are added, so the histogram of a union can be made from the
 * histograms of its parts, in any order, with the same integers.
 */
import { maximumBins } from '../../../schemas/profile.ts';
import { binaryExponent, scale, type Value } from './exactNumber.ts';

export interface DyadicHistogram {
  /** k: bin i holds i·2^k <= x < (i + 1)·2^k. */
  readonly exponent: number;
  /** Pairs of index and rows, lowest index first; no empty bins. */
  readonly bins: readonly (readonly [index: number, rows: number])[];
}

/** Below it, 2^-k is no double; values this small share the bins around 0. */
const leastExponent = -1000;

/**
 * The smallest exponent with which indices stay within 2^53.
 *
 * @param isInteger whether the column holds whole numbers, whose bins are at least 1 wide
 */
export function leastExponentFor(min: Value, max: Value, isInteger: boolean): number {
  const needed = Math.max(binaryExponent(min), binaryExponent(max)) - 53;
  return Math.max(needed, isInteger ? 0 : leastExponent);
}

/** Index of the bin of a finite value. */
export function binOf(value: Value, exponent: number): number {
  if (typeof value === 'number') return Math.floor(scale(value, -exponent)) + 0;
  return Number(exponent >= 0 ? value >> BigInt(exponent) : value << BigInt(-exponent));
}

/**
 * The smallest exponent with which the bins from `min` to `max`, empty ones included, are at most `most`.
 *
 * @param least where to begin: at least `leastExponentFor` these values
 */
export function exponentForSpan(min: Value, max: Value, least: number, most: number): number {
  let exponent = least;
  while (binOf(max, exponent) - binOf(min, exponent) >= most) exponent += 1;
  return exponent;
}

/** Makes the histogram of values with their rows; any order, values may repeat. */
export function buildHistogram(
  counts: readonly (readonly [value: Value, rows: number])[],
  least: number,
): DyadicHistogram {
  const sums = new Map<number, number>();
  for (const [value, rows] of counts) {
    const index = binOf(value, least);
    sums.set(index, (sums.get(index) ?? 0) + rows);
  }
  return narrowToFit({ exponent: least, bins: sortBins(sums) });
}

/** Widens the bins to an exponent that is not smaller. */
export function widen(histogram: DyadicHistogram, exponent: number): DyadicHistogram {
  if (exponent <= histogram.exponent) return histogram;
  const factor = 2 ** (exponent - histogram.exponent);
  const sums = new Map<number, number>();
  for (const [index, rows] of histogram.bins) {
    const wide = Math.floor(index / factor);
    sums.set(wide, (sums.get(wide) ?? 0) + rows);
  }
  return { exponent, bins: sortBins(sums) };
}

/** Widens until there are no more bins than a profile keeps. */
export function narrowToFit(histogram: DyadicHistogram): DyadicHistogram {
  let fitting = histogram;
  while (fitting.bins.length > maximumBins) fitting = widen(fitting, fitting.exponent + 1);
  return fitting;
}

/** Adds two histograms. @param least the exponent that the values of both together need at least */
export function addHistograms(a: DyadicHistogram, b: DyadicHistogram, least: number): DyadicHistogram {
  const exponent = Math.max(a.exponent, b.exponent, least);
  const sums = new Map<number, number>();
  for (const [index, rows] of [...widen(a, exponent).bins, ...widen(b, exponent).bins]) {
    sums.set(index, (sums.get(index) ?? 0) + rows);
  }
  return narrowToFit({ exponent, bins: sortBins(sums) });
}

function sortBins(sums: ReadonlyMap<number, number>): readonly (readonly [number, number])[] {
  return [...sums].sort(([a], [b]) => a - b);
}
