/** Counts columns of few whole numbers, or of truth values, by groups of the engine, which hands over no row. */
import { NumberTally } from '../../drift/numberTally.ts';
import { maximumDistinctNumbers } from '../../../../schemas/profile.ts';
import { wholeCell } from '../engine.ts';
import { quoteName } from '../sqlText.ts';
import { readGroups, type GroupedRows } from './readGroups.ts';
import { writeNumber, type StreamedColumn, type TalliedWindow } from './streamNumbers.ts';

/** Fewer rows flow by before the engine has begun. */
const fewestRows = 100_000;
/** First rows that are asked how many values a column has; where they mislead, counting takes longer and gives the same. */
const rowsAsked = 20_000;

/** @returns the columns that are counted sooner by their groups, as far as their first rows tell */
export async function findFewValued(
  { engine, rows, cuts: [{ number }], total }: Omit<GroupedRows, 'value'>,
  columns: readonly StreamedColumn[],
): Promise<readonly StreamedColumn[]> {
  if (total.rows < fewestRows) return [];
  const asked = columns.filter(({ column, isWithheld }) => !isWithheld && isWhole(column.kind));
  if (asked.length === 0) return [];
  const names = asked.map(({ column }) => quoteName(column.name));
  const counts = names.map((name, index) => `count(DISTINCT ${name}) AS d${index}`);
  const [found = {}] = await engine.select(
    `SELECT ${counts.join(', ')} FROM (SELECT ${names.join(', ')} FROM ${rows} WHERE ${number} IS NOT NULL LIMIT ${rowsAsked})`,
  );
  return asked.filter((_, index) => wholeCell(found, `d${index}`) <= maximumDistinctNumbers);
}

function isWhole(kind: StreamedColumn['column']['kind']): boolean {
  return kind === 'integer' || kind === 'boolean';
}

/** @returns for each cut, one per window, as if rows had flowed by; undefined where there are too many groups */
export async function groupNumbers(
  grouped: Omit<GroupedRows, 'value'>,
  streamed: StreamedColumn,
  { isExact }: { readonly isExact: boolean },
): Promise<readonly (readonly TalliedWindow[])[] | undefined> {
  const value = `CAST(${writeNumber(streamed, grouped.engine.dialect)} AS DOUBLE)`;
  const groups = await readGroups({ ...grouped, value }, ({ numbers, getItem }, row) => {
    const own = numbers?.[row] ?? getItem(row);
    return typeof own === 'number' ? own : null;
  });
  if (groups === undefined) return undefined;
  const most = isExact ? Number.POSITIVE_INFINITY : undefined;
  const counts = grouped.cuts.flatMap((cut) =>
    cut === undefined
      ? []
      : [
          Array.from({ length: cut.windows }, () => ({
            missing: 0,
            tally: new NumberTally(streamed.column.kind !== 'float', most),
          })),
        ],
  );
  for (const { windows, value: own, rows } of groups) {
    for (const [cut, counted] of counts.entries()) {
      const window = counted[windows[cut] ?? -1];
      if (window === undefined) continue;
      if (own === null) window.missing += rows;
      else window.tally.add(own, rows);
    }
  }
  return counts;
}
