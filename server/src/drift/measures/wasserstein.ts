/** How far values have to be carried to turn one side into the other. */
import { sumStable } from '../../statistics/stableSum.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';

/**
 * The first Wasserstein distance, in the unit of the values.
 *
 * @returns undefined when a side is empty
 * @source the area between the distribution functions; equals scipy.stats.wasserstein_distance on the values
 */
export function computeWasserstein({ values, reference, current }: NumericCells): number | undefined {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  if (left === 0 || right === 0) return undefined;
  let [below, beside] = [0, 0];
  const areas = new Float64Array(Math.max(0, values.length - 1));
  for (let cell = 0; cell < areas.length; cell++) {
    below += reference[cell] ?? 0;
    beside += current[cell] ?? 0;
    areas[cell] = Math.abs(below / left - beside / right) * ((values[cell + 1] ?? 0) - (values[cell] ?? 0));
  }
  return sumStable(areas);
}

/**
 * The Wasserstein distance over the standard deviation of the reference (divided by n).
 *
 * @returns undefined when a side is empty or the reference is constant
 */
export function computeNormedWasserstein(cells: NumericCells): number | undefined {
  const distance = computeWasserstein(cells);
  const deviation = computeMoments(cells.values, cells.reference)?.deviation;
  if (distance === undefined || deviation === undefined || deviation === 0) return undefined;
  return distance / deviation;
}

/** Mean and standard deviation (divided by n) of counted values. */
export interface CountedMoments {
  readonly rows: number;
  /** The mean less the middle value of the column, which keeps its digits when values are large and close. */
  readonly meanOverMiddle: number;
  readonly deviation: number;
}

/** @returns undefined when no row is counted */
export function computeMoments(values: Float64Array, counts: Float64Array): CountedMoments | undefined {
  const rows = sumCounts(counts);
  if (rows === 0) return undefined;
  const middle = values[Math.floor(values.length / 2)] ?? 0;
  const over = sumStable(values.map((value, cell) => ((value - middle) * (counts[cell] ?? 0)) / rows));
  const variance = sumStable(values.map((value, cell) => ((value - middle - over) ** 2 * (counts[cell] ?? 0)) / rows));
  return { rows, meanOverMiddle: over, deviation: Math.sqrt(variance) };
}
