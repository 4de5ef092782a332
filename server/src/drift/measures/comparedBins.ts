/** The cells of a column joined into the few bins on which shares are compared. */
import { sumStable } from '../../statistics/stableSum.ts';
import type { Both, CategoryCells, NumericCells } from '../columnPair.ts';

/** Rows per bin of both sides; no bin is empty on both. */
export type BinCounts = Both<Float64Array>;

/** A column of numbers with at most this many different values is compared value by value. */
const mostValues = 20;
const bins = 10;

/**
 * Categories as they are, few numbers as they are, many numbers in the ten bins that hold a tenth of the reference each.
 *
 * @source the deciles are those of numpy.quantile; a bin holds its lower edge, and the outer bins are open
 */
export function binCells(cells: NumericCells | CategoryCells): BinCounts {
  if (cells.kind === 'categories' || cells.values.length <= mostValues) return cells;
  const edges = computeQuantiles(cells.values, cells.reference, bins);
  if (edges.length === 0) return cells;
  return joinCells(cells, edges.slice(1, -1));
}

/** Joins cells between ascending edges; a bin holds its lower edge. Bins that are empty on both sides are left out. */
export function joinCells({ values, reference, current }: NumericCells, edges: readonly number[]): BinCounts {
  const places = findBins(values, edges);
  const [left, right] = [addUp(reference, places, edges.length + 1), addUp(current, places, edges.length + 1)];
  const isUsed = (_: number, bin: number): boolean => (left[bin] ?? 0) + (right[bin] ?? 0) > 0;
  return { reference: left.filter(isUsed), current: right.filter(isUsed) };
}

/** For each of ascending values, how many of the ascending edges it reaches. */
export function findBins(values: Float64Array, edges: readonly number[]): Uint32Array {
  let bin = 0;
  return Uint32Array.from(values, (value) => {
    while (bin < edges.length && value >= (edges[bin] ?? Number.POSITIVE_INFINITY)) bin += 1;
    return bin;
  });
}

/** Adds up amounts by their bin. */
export function addUp(amounts: Float64Array, places: Uint32Array, size: number): Float64Array {
  const sums = new Float64Array(size);
  for (const [place, amount] of amounts.entries()) {
    const bin = places[place] ?? 0;
    sums[bin] = (sums[bin] ?? 0) + amount;
  }
  return sums;
}

/**
 * Quantiles of counted values, linear between neighbours.
 *
 * @returns parts + 1 ascending values from the least to the largest; none when no row is counted
 */
export function computeQuantiles(values: Float64Array, counts: Float64Array, parts: number): readonly number[] {
  const rows = sumStable(counts);
  if (rows === 0) return [];
  const found: number[] = [];
  let cell = 0;
  let upTo = counts[0] ?? 0;
  const valueAt = (row: number): number => {
    while (upTo <= row && cell < values.length - 1) {
      cell += 1;
      upTo += counts[cell] ?? 0;
    }
    return values[cell] ?? 0;
  };
  for (let part = 0; part <= parts; part++) {
    const place = ((rows - 1) * part) / parts;
    const low = valueAt(Math.floor(place));
    const share = place - Math.floor(place);
    // The next value is looked up without moving on, since the next quantile may lie before it.
    const next = share === 0 ? low : peek(values, counts, cell, upTo, Math.floor(place) + 1);
    found.push(low + (next - low) * share);
  }
  return found;
}

function peek(values: Float64Array, counts: Float64Array, from: number, upTo: number, row: number): number {
  let [cell, sum] = [from, upTo];
  while (sum <= row && cell < values.length - 1) {
    cell += 1;
    sum += counts[cell] ?? 0;
  }
  return values[cell] ?? 0;
}
