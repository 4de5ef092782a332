/** Pairs of splits, for what two of them share. */
import type { SplitRows } from '../../../schemas/tableSource.ts';

/** Pairs grow with the square of the splits. */
export const mostSplitsForPairs = 20;

/** Every pair of two splits, by their places. */
export function pairsOf(splits: readonly SplitRows[]): readonly (readonly [number, number])[] {
  return splits.flatMap((_, a) => splits.slice(a + 1).map((_, offset) => [a, a + 1 + offset] as const));
}
