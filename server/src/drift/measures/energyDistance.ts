/** The energy distance of Székely and Rizzo. */
import { sumStable } from '../../statistics/stableSum.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';

/** √2 times the L2 distance of the distribution functions. @source equals scipy.stats.energy_distance */
export function computeEnergyDistance({ values, reference, current }: NumericCells): number {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  let [below, beside] = [0, 0];
  const areas = new Float64Array(Math.max(0, values.length - 1));
  for (let cell = 0; cell < areas.length; cell++) {
    below += reference[cell] ?? 0;
    beside += current[cell] ?? 0;
    areas[cell] = (below / left - beside / right) ** 2 * ((values[cell + 1] ?? 0) - (values[cell] ?? 0));
  }
  return Math.sqrt(2 * sumStable(areas));
}
