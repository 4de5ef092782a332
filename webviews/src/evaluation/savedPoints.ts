/** Points of a drawing as they are saved: numbers that a program can read, where the page shows them rounded. */
import type { Point } from '../charts/lineChart.ts';
import type { Saved } from '../charts/saveButtons.ts';

/** More digits than a float32 of a model holds. */
const digits = 10;

/** A number without signs of thousands, units or more digits than it is worth. */
export function savedNumber(value: number): string {
  return String(Number(value.toPrecision(digits)));
}

/**
 * @param columns names of the two numbers of a point
 * @param other the same curve of the run that this one is compared with; each row then says whose it is
 */
export function savedPoints(
  columns: readonly [string, string],
  main: readonly Point[],
  other: readonly Point[] | undefined,
): Pick<Saved, 'columns' | 'rows'> {
  const rowsOf = (points: readonly Point[]) => points.map(([x, y]) => [savedNumber(x), savedNumber(y)]);
  if (other === undefined) return { columns, rows: rowsOf(main) };
  return {
    columns: ['Run', ...columns],
    rows: [...rowsOf(main).map((row) => ['this run', ...row]), ...rowsOf(other).map((row) => ['other run', ...row])],
  };
}
