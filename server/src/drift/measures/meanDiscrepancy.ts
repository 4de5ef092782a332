/** The maximum mean discrepancy of one column of numbers. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { dealCounts } from '../../statistics/hypergeometric.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { addUp, computeQuantiles, findBins } from './comparedBins.ts';
import type { TestValue } from './testValue.ts';

/** A kernel takes time with the square of the cells; more are joined into so many with about as many rows each. */
const mostCells = 128;
const permutations = 199;
const seed = 20261102;

/**
 * The unbiased squared discrepancy under a Gaussian kernel as wide as the median distance of two rows, with the
 * probability of a pooled permutation test of 199 rounds with a fixed seed.
 *
 * @returns undefined with one row on a side, or when the median distance is 0
 * @source Gretton et al. 2012, JMLR 13, 723-773, equation 3; σ is the median distance, the kernel exp(−d² / (2σ²))
 */
export function computeMeanDiscrepancy(cells: NumericCells): TestValue | undefined {
  const { values, reference, current } = joinToMost(cells);
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  if (left < 2 || right < 2) return undefined;
  const pooled = reference.map((count, cell) => count + (current[cell] ?? 0));
  const width = findMedianDistance(values, pooled);
  if (width === 0) return undefined;
  const kernel = Array.from(values, (one) => values.map((other) => Math.exp(-((one - other) ** 2) / (2 * width ** 2))));
  const measure = (a: Float64Array, b: Float64Array): number => {
    let [within, beside, between] = [0, 0, 0];
    for (const [i, row] of kernel.entries()) {
      let [sumA, sumB] = [0, 0];
      for (let j = 0; j < row.length; j++) {
        sumA += (row[j] ?? 0) * (a[j] ?? 0);
        sumB += (row[j] ?? 0) * (b[j] ?? 0);
      }
      within += (a[i] ?? 0) * sumA;
      beside += (b[i] ?? 0) * sumB;
      between += (a[i] ?? 0) * sumB;
    }
    // A row is no pair with itself.
    return (
      (within - left) / (left * (left - 1)) + (beside - right) / (right * (right - 1)) - (2 * between) / (left * right)
    );
  };
  const value = measure(reference, current);
  const random = createRandomStream(seed);
  const dealt = new Float64Array(pooled.length);
  let hits = 0;
  for (let round = 0; round < permutations; round++) {
    dealCounts(random, pooled, right, dealt);
    const rest = pooled.map((count, cell) => count - (dealt[cell] ?? 0));
    if (measure(rest, dealt) >= value - Math.abs(value) * 1e-12) hits += 1;
  }
  return { value, p: (hits + 1) / (permutations + 1) };
}

/** Cells with about as many rows each, standing at their mean. */
function joinToMost(cells: NumericCells): Pick<NumericCells, 'values' | 'reference' | 'current'> {
  if (cells.values.length <= mostCells) return cells;
  const pooled = cells.reference.map((count, cell) => count + (cells.current[cell] ?? 0));
  const edges = [...new Set(computeQuantiles(cells.values, pooled, mostCells))];
  const places = findBins(cells.values, edges);
  const join = (amounts: Float64Array): Float64Array => addUp(amounts, places, edges.length + 1);
  const rows = join(pooled);
  const sums = join(cells.values.map((value, cell) => value * (pooled[cell] ?? 0)));
  const isUsed = (_: number, bin: number): boolean => (rows[bin] ?? 0) > 0;
  return {
    values: sums.map((sum, bin) => sum / (rows[bin] ?? 1)).filter(isUsed),
    reference: join(cells.reference).filter(isUsed),
    current: join(cells.current).filter(isUsed),
  };
}

/** The median of the distances of all pairs of rows, the zeros of rows with themselves left out. */
function findMedianDistance(values: Float64Array, counts: Float64Array): number {
  const distances: (readonly [distance: number, pairs: number])[] = [];
  for (const [i, value] of values.entries()) {
    const count = counts[i] ?? 0;
    if (count > 1) distances.push([0, (count * (count - 1)) / 2]);
    for (let j = i + 1; j < values.length; j++) distances.push([(values[j] ?? 0) - value, count * (counts[j] ?? 0)]);
  }
  distances.sort(([a], [b]) => a - b);
  let left = distances.reduce((sum, [, pairs]) => sum + pairs, 0) / 2;
  for (const [distance, pairs] of distances) {
    left -= pairs;
    if (left <= 0) return distance;
  }
  return 0;
}
