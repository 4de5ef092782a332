/** A confusion matrix as shares. Pure. */

/** What a cell is a share of. */
export type ConfusionBasis = 'truth' | 'answer' | 'all';

/**
 * @param counts row: true class, column: answer
 * @returns like the counts, each from 0 to 1; 0 where there are no rows to share
 */
export function confusionShares(
  counts: readonly (readonly number[])[],
  basis: ConfusionBasis,
): readonly (readonly number[])[] {
  const rows = counts.map((cells) => cells.reduce((sum, count) => sum + count, 0));
  const columns = counts.map((_, column) => counts.reduce((sum, cells) => sum + (cells[column] ?? 0), 0));
  const all = rows.reduce((sum, count) => sum + count, 0);
  return counts.map((cells, row) =>
    cells.map((count, column) => {
      const whole = basis === 'truth' ? rows[row] : basis === 'answer' ? columns[column] : all;
      return whole === undefined || whole === 0 ? 0 : count / whole;
    }),
  );
}
