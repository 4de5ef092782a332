/** What the drift of each column costs, by the value of the rows of the reference. */
import { resampleCounts } from '../statistics/binomial.ts';
import { normalQuantile } from '../statistics/normal.ts';
import { createRandomStream, type RandomStream } from '../statistics/seededRandom.ts';

/** A cell of a column: rows of both sides, and what the rows of the reference are worth by the value matrix. */
export interface ValuedCell {
  readonly reference: number;
  readonly current: number;
  /** Sum, and sum of squares, of the value of the rows of the reference. */
  readonly value: number;
  readonly squares: number;
}

export interface MoneyExplained {
  readonly name: string;
  /** Change of the value per row that the new shares of the column alone explain; in the currency of the values. */
  readonly perRow: number;
  readonly low: number;
  readonly high: number;
  /** Share of the rows of the window in cells of which the reference says nothing. */
  readonly unexplained: number;
}

const draws = 199;

/**
 * Gives the rows of the reference the shares that the window has, column by column, and looks at what they are worth.
 *
 * A column that drifted without an effect on value has an interval around 0. Effects of several columns do not add up
 * when they move together.
 *
 * @param columns cells of each, such as categories or the bins of numbers
 * @returns by the size of the change, the largest first, ties by name; columns without rows on a side are left out
 * @source reweighting of the reference, Σ (q − p) · mean value; the interval holds 95 % of what drawing the counts of
 *   both sides and the means of the cells anew gives
 */
export function explainMoney(
  columns: readonly { readonly name: string; readonly cells: readonly ValuedCell[] }[],
  seed = 20261102,
): readonly MoneyExplained[] {
  return columns
    .flatMap(({ name, cells }) => explainColumn(createRandomStream(seed), name, cells))
    .sort((a, b) => Math.abs(b.perRow) - Math.abs(a.perRow) || (a.name < b.name ? -1 : 1));
}

function explainColumn(random: RandomStream, name: string, cells: readonly ValuedCell[]): readonly MoneyExplained[] {
  const reference = Float64Array.from(cells, (cell) => cell.reference);
  const current = Float64Array.from(cells, (cell) => cell.current);
  const [left, right] = [sum(reference), sum(current)];
  if (left === 0 || right === 0) return [];
  const overall = cells.reduce((all, { value }) => all + value, 0) / left;
  // A new category is worth the mean, which explains nothing and is said.
  const means = Float64Array.from(cells, ({ reference: rows, value }) => (rows === 0 ? overall : value / rows));
  const errors = cells.map(({ reference: rows, value, squares }) =>
    rows < 2 ? 0 : Math.sqrt(Math.max(0, squares / rows - (value / rows) ** 2) / rows),
  );
  const measure = (p: Float64Array, q: Float64Array, worth: Float64Array): number =>
    worth.reduce((all, mean, cell) => all + ((q[cell] ?? 0) / right - (p[cell] ?? 0) / left) * mean, 0);
  const drawn = Float64Array.from({ length: draws }, () =>
    measure(
      resampleCounts(random, reference),
      resampleCounts(random, current),
      means.map((mean, cell) => mean + (errors[cell] ?? 0) * normalQuantile(random.nextFraction() + 2 ** -54)),
    ),
  ).sort();
  const isNew = (_: number, cell: number): boolean => (reference[cell] ?? 0) === 0;
  return [
    {
      name,
      perRow: measure(reference, current, means),
      low: drawn[Math.floor(0.025 * draws)] ?? 0,
      high: drawn[Math.ceil(0.975 * draws) - 1] ?? 0,
      unexplained: sum(current.filter(isNew)) / right,
    },
  ];
}

function sum(counts: Float64Array): number {
  return counts.reduce((all, count) => all + count, 0);
}
