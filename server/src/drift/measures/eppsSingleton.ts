/** The test of Epps and Singleton, on the characteristic functions of both sides. */
import { chiSquareTail } from '../../statistics/chiSquare.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import { diagonalise } from '../../statistics/symmetricEigen.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { computeQuantiles } from './comparedBins.ts';
import type { TestValue } from './testValue.ts';

/** Where the characteristic functions are compared, in half interquartile ranges. */
const points = [0.4, 0.8];
/** Up to so many rows a side the value is corrected. */
const mostSmall = 25;
const fewestRows = 5;

/**
 * @returns undefined with fewer than 5 rows on a side, or when half of all rows are equal
 * @source Epps and Singleton 1986, Journal of Statistical Computation and Simulation 26, 177-203; Goerg and Kaiser
 *   2009, The Stata Journal 9, 454-465; equals scipy.stats.epps_singleton_2samp
 */
export function computeEppsSingleton({ values, reference, current }: NumericCells): TestValue | undefined {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const rows = left + right;
  // The test is the same wherever the values lie, and they have all their digits near 0.
  const middle = values[Math.floor(values.length / 2)] ?? 0;
  const near = values.map((value) => value - middle);
  const [, low = 0, , high = 0] = computeQuantiles(
    near,
    reference.map((count, cell) => count + (current[cell] ?? 0)),
    4,
  );
  const scale = (high - low) / 2;
  if (left < fewestRows || right < fewestRows || scale === 0) return undefined;
  const waves = [
    ...points.map((point) => near.map((value) => Math.cos((point / scale) * value))),
    ...points.map((point) => near.map((value) => Math.sin((point / scale) * value))),
  ];
  const [a, b] = [describe(waves, reference), describe(waves, current)];
  const covariance = a.covariance.map((row, i) =>
    row.map((value, j) => (rows / left) * value + (rows / right) * (b.covariance[i]?.[j] ?? 0)),
  );
  const gap = a.means.map((mean, place) => mean - (b.means[place] ?? 0));
  const { values: sizes, vectors } = diagonalise(covariance);
  // As in a pseudo-inverse, directions in which nothing varies are left out.
  const smallest = (sizes[0] ?? 0) * 1e-15;
  let [value, degrees] = [0, 0];
  for (const [place, size] of sizes.entries()) {
    if (size <= smallest) continue;
    const along = sumStable((vectors[place] ?? new Float64Array()).map((part, i) => part * (gap[i] ?? 0)));
    value += (along * along) / size;
    degrees += 1;
  }
  if (degrees === 0) return undefined;
  value *= rows;
  if (Math.max(left, right) < mostSmall) value /= 1 + rows ** -0.45 + 10.1 * (left ** -1.7 + right ** -1.7);
  return { value, p: chiSquareTail(value, degrees) };
}

/** Means and covariances (divided by n) of the waves over one side. */
function describe(
  waves: readonly Float64Array[],
  counts: Float64Array,
): { readonly means: readonly number[]; readonly covariance: readonly Float64Array[] } {
  const rows = sumCounts(counts);
  const means = waves.map((wave) => sumStable(wave.map((value, cell) => value * (counts[cell] ?? 0))) / rows);
  const centred = waves.map((wave, place) => wave.map((value) => value - (means[place] ?? 0)));
  const covariance = centred.map((one) =>
    Float64Array.from(
      centred,
      (other) => sumStable(one.map((value, cell) => value * (other[cell] ?? 0) * (counts[cell] ?? 0))) / rows,
    ),
  );
  return { means, covariance };
}
