/** Rows of a column that the engine groups by window, by the window of another cut, and by value. */
import type { ColumnValues } from '../../evaluation/rowSource.ts';
import type { Engine } from '../engine.ts';
import { expectAllRows } from '../tableProblem.ts';
import type { RowCut } from './streamNumbers.ts';

export interface GroupedRows {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  /** Rows of no window of the first cut are left out. */
  readonly cuts: readonly [RowCut, RowCut?];
  /** SQL of the value. */
  readonly value: string;
  /** Rows that all windows have together, and what the user calls the table. */
  readonly total: { readonly rows: number; readonly label: string };
}

/** Rows that lie in the same windows and have the same value. */
export interface RowGroup<Value> {
  /** For each cut its window; −1 where the second one has none. */
  readonly windows: readonly number[];
  /** Null where it is missing. */
  readonly value: Value | null;
  readonly rows: number;
}

/** More groups take longer on their way than the rows themselves. */
const mostGroups = 250_000;

/** @returns undefined where there are too many groups to be worth it */
export async function readGroups<Value>(
  { engine, rows, cuts, value, total }: GroupedRows,
  readValue: (values: ColumnValues, row: number) => Value | null,
): Promise<readonly RowGroup<Value>[] | undefined> {
  const [first, second] = cuts;
  const other = second === undefined ? '-1' : `coalesce(CAST(${second.number} AS INTEGER), -1)`;
  const groups: RowGroup<Value>[] = [];
  await engine.readBatches(
    `SELECT w, b, v, CAST(n AS DOUBLE) FROM (SELECT CAST(${first.number} AS INTEGER) AS w, ${other} AS b, ${value} AS v, count(*) AS n ` +
      `FROM ${rows} WHERE ${first.number} IS NOT NULL GROUP BY 1, 2, 3) LIMIT ${mostGroups + 1}`,
    ({ rows: length, columns: [windows, others, values, counts] }) => {
      for (let row = 0; row < length; row++) {
        if (values === undefined) throw new RangeError('A query gives the columns that it names.');
        groups.push({
          windows: second === undefined ? [numberAt(windows, row)] : [numberAt(windows, row), numberAt(others, row)],
          value: readValue(values, row),
          rows: numberAt(counts, row),
        });
      }
      return Promise.resolve();
    },
  );
  if (groups.length > mostGroups) return undefined;
  expectAllRows(
    total.label,
    groups.reduce((sum, group) => sum + group.rows, 0),
    total.rows,
  );
  return groups;
}

function numberAt(column: ColumnValues | undefined, row: number): number {
  const value = column?.numbers?.[row] ?? column?.getItem(row);
  if (typeof value !== 'number') throw new TypeError('A count or a window is no number.');
  return value;
}
