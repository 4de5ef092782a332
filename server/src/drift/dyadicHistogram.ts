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

/** Indices lie within 2^53, so as many halvings leave two bins: what is below 0, and the rest. */
const mostHalvings = 54;

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
  if (typeof value === 'number') {
    const scaled = scale(value, -exponent);
    // A tiny negative number can vanish by scaling, but lies below 0 all the same.
    return scaled === 0 && value < 0 ? -1 : Math.floor(scaled) + 0;
  }
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
  // Indices lie within 2^53, so more halvings change nothing, and an infinite factor would take -1 to 0.
  const factor = 2 ** Math.min(exponent - histogram.exponent, mostHalvings);
  const wide: [number, number][] = [];
  let last: [number, number] | undefined;
  // Indices ascend, so the bins that become one stand side by side.
  for (const [index, rows] of histogram.bins) {
    const wideIndex = Math.floor(index / factor);
    if (last?.[0] === wideIndex) last[1] += rows;
    else wide.push((last = [wideIndex, rows]));
  }
  return { exponent, bins: wide };
}

/** Widens by the least power of two with which there are no more bins than a profile keeps. */
export function narrowToFit(histogram: DyadicHistogram): DyadicHistogram {
  let [low, high] = [0, mostHalvings];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (countWide(histogram, middle) <= maximumBins) high = middle;
    else low = middle + 1;
  }
  return widen(histogram, histogram.exponent + low);
}

function countWide({ bins }: DyadicHistogram, steps: number): number {
  const factor = 2 ** steps;
  let count = 0;
  let last: number | undefined;
  for (const [index] of bins) {
    const wide = Math.floor(index / factor);
    if (wide !== last) count += 1;
    last = wide;
  }
  return count;
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
