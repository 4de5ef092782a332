/** The largest distance between two distribution functions. */
import { kolmogorovPairTail, kolmogorovTail } from '../../statistics/kolmogorov.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import type { TestValue } from './testValue.ts';

/** Up to so many rows of the larger side the probability is exact. */
const mostExactRows = 10_000;

/** @source equals scipy.stats.ks_2samp(method="auto"): exact up to 10,000 rows, else the limit */
export function computeKolmogorovSmirnov(cells: NumericCells): TestValue {
  const [left, right] = [sumCounts(cells.reference), sumCounts(cells.current)];
  const value = computeDistance(cells);
  if (Math.max(left, right) <= mostExactRows) return { value, p: kolmogorovPairTail(value, left, right) };
  return { value, p: kolmogorovTail(value, Math.max(1, Math.round((left * right) / (left + right)))) };
}

function computeDistance({ reference, current }: NumericCells): number {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  let [below, beside, distance] = [0, 0, 0];
  for (let cell = 0; cell < reference.length; cell++) {
    below += reference[cell] ?? 0;
    beside += current[cell] ?? 0;
    distance = Math.max(distance, Math.abs(below / left - beside / right));
  }
  return distance;
}
