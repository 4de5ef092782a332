/** Tests of the ranks of all rows together. */
import { normalProbability } from '../../statistics/normal.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import type { TestValue } from './testValue.ts';

/**
 * Mann-Whitney U of the reference, two-sided.
 *
 * @source the normal limit with its corrections for ties and for continuity; equals
 *   scipy.stats.mannwhitneyu(reference, current, method="asymptotic")
 */
export function computeMannWhitney({ reference, current }: NumericCells): TestValue | undefined {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const rows = left + right;
  let below = 0;
  const wins = reference.map((count, cell) => {
    const other = current[cell] ?? 0;
    const won = count * (below + other / 2);
    below += other;
    return won;
  });
  const value = sumStable(wins);
  const ties = sumStable(
    reference.map((count, cell) => (count + (current[cell] ?? 0)) ** 3 - count - (current[cell] ?? 0)),
  );
  const deviation = Math.sqrt(((left * right) / 12) * (rows + 1 - ties / (rows * (rows - 1))));
  if (!(deviation > 0)) return undefined;
  const excess = Math.max(value, left * right - value) - (left * right) / 2 - 0.5;
  return { value, p: Math.min(1, 2 * normalProbability(-excess / deviation)) };
}
