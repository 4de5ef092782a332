/** Cells on which a distance between two sides is computed again and again: few, and with a place each. */
import { normalQuantile } from '../../statistics/normal.ts';

export interface MeasuredCells {
  /** Rows of both sides together, per cell. */
  readonly pooled: Float64Array;
  readonly reference: Float64Array;
  readonly current: Float64Array;
  readonly referenceRows: number;
  readonly currentRows: number;
  /** @returns the distance between two tables over these cells, given as counts; either may be empty of a cell */
  readonly measure: (reference: Float64Array, current: Float64Array) => number;
  /**
   * What the permutation test compares when that finds changes more often than the distance does.
   * Only its order among tables of equal margins means anything.
   */
  readonly score?: (reference: Float64Array, current: Float64Array) => number;
}

export function sumCounts(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/**
 * Cells for the rank distance: the mean distance by which ranks move, from W1 over the pooled mid-ranks.
 *
 * Ranks are shares of all rows, so a shift alone gives |AUC − 1/2|, whatever the sizes of the sides; 1/2 is the most.
 *
 * @param reference rows per cell, lowest value first
 * @param current rows per cell
 * @param most neighbouring cells are joined until about this many are left, each with about as many rows
 */
export function measureRanks(reference: Float64Array, current: Float64Array, most: number): MeasuredCells {
  const joined = joinNeighbours(reference, current, most);
  const pooled = add(joined.reference, joined.current);
  const rows = sumCounts(pooled);
  let below = 0;
  const ranks = pooled.map((count) => {
    below += count;
    return (below - count / 2) / rows;
  });
  const toNext = (places: Float64Array): Float64Array =>
    places.map((place, cell) => (places[cell + 1] ?? place) - place);
  return {
    ...finish(joined.reference, joined.current, pooled, createTransport(toNext(ranks))),
    // Normal scores of the ranks weigh both ends more, where a shift moves the most, and still no value counts for much.
    score: createTransport(toNext(ranks.map((rank) => normalQuantile(rank)))),
  };
}

/** Cells for the total variation distance: the share of rows that would have to change their category. */
export function measureCategories(reference: Float64Array, current: Float64Array): MeasuredCells {
  const measure = (left: Float64Array, right: Float64Array): number => {
    const [scaleLeft, scaleRight] = [1 / sumCounts(left), 1 / sumCounts(right)];
    let distance = 0;
    for (let cell = 0; cell < left.length; cell++) {
      distance += Math.abs((left[cell] ?? 0) * scaleLeft - (right[cell] ?? 0) * scaleRight);
    }
    return distance / 2;
  };
  return { ...finish(reference, current, add(reference, current), measure), score: scoreDivergence };
}

/**
 * The Jensen-Shannon divergence without its constants. It sees many rare categories fade, which move few rows.
 *
 * @source Σ p ln p + q ln q − (p + q) ln (p + q)
 */
function scoreDivergence(reference: Float64Array, current: Float64Array): number {
  const scaleLeft = 1 / sumCounts(reference);
  const scaleRight = 1 / sumCounts(current);
  let sum = 0;
  for (let cell = 0; cell < reference.length; cell++) {
    const p = (reference[cell] ?? 0) * scaleLeft;
    const q = (current[cell] ?? 0) * scaleRight;
    sum += weigh(p) + weigh(q) - weigh(p + q);
  }
  return sum;
}

/** x ln x. */
function weigh(share: number): number {
  return share === 0 ? 0 : share * Math.log(share);
}

/** W1 over places: the area between the distribution functions. */
function createTransport(steps: Float64Array): MeasuredCells['measure'] {
  return (left, right) => {
    const [scaleLeft, scaleRight] = [1 / sumCounts(left), 1 / sumCounts(right)];
    let gap = 0;
    let distance = 0;
    for (let cell = 0; cell < steps.length - 1; cell++) {
      gap += (left[cell] ?? 0) * scaleLeft - (right[cell] ?? 0) * scaleRight;
      distance += Math.abs(gap) * (steps[cell] ?? 0);
    }
    return distance;
  };
}

function finish(
  reference: Float64Array,
  current: Float64Array,
  pooled: Float64Array,
  measure: MeasuredCells['measure'],
): MeasuredCells {
  return { pooled, reference, current, measure, referenceRows: sumCounts(reference), currentRows: sumCounts(current) };
}

function add(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((count, cell) => count + (b[cell] ?? 0));
}

function joinNeighbours(
  reference: Float64Array,
  current: Float64Array,
  most: number,
): { readonly reference: Float64Array; readonly current: Float64Array } {
  if (reference.length <= most) return { reference, current };
  const target = (sumCounts(reference) + sumCounts(current)) / most;
  const left: number[] = [];
  const right: number[] = [];
  let [a, b] = [0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    const [nextA, nextB] = [reference[cell] ?? 0, current[cell] ?? 0];
    // A value with many rows stays a cell of its own.
    if (a + b > 0 && a + b + nextA + nextB > target) {
      left.push(a);
      right.push(b);
      [a, b] = [0, 0];
    }
    a += nextA;
    b += nextB;
  }
  return { reference: Float64Array.from([...left, a]), current: Float64Array.from([...right, b]) };
}
