/** Counts one column in every window at once where no row may be read: one query, or a few where the width of bins has to be found. */
import {
  maximumCategories,
  maximumDistinctNumbers,
  type ColumnKind,
  type NumericCounts,
} from '../../../../schemas/profile.ts';
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { longestCategory, spreadOfCategories } from '../../drift/categorySpread.ts';
import type { CountedColumn, CountedSpread } from '../../drift/comparison/countedColumn.ts';
import { exponentForSpan, leastExponentFor, narrowToFit } from '../../drift/dyadicHistogram.ts';
import { writeBin } from '../columnCounts.ts';
import { textCell, wholeCell, type Engine, type Row } from '../engine.ts';
import { quoteName } from '../sqlText.ts';
import { writeValue, type ValueSql } from '../valueSql.ts';

export interface WindowCounter {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  /** Column of the number of the window of a row. */
  readonly number: string;
  readonly windows: number;
  readonly column: TableColumn;
  /** Window → the first look at the column. */
  readonly look: ReadonlyMap<number, Row>;
  readonly isPersonal: boolean;
  /** Whether every value is counted, however many there are. */
  readonly isExact: boolean;
}

/** Bins of the coarsest histogram that is taken for fine enough; the verdict joins them to fewer. */
const enoughBins = 512;
const startBins = 4_096;

/** @returns one per window, those without rows included */
export async function countWindows(counter: WindowCounter): Promise<readonly CountedColumn[]> {
  const { column, look, windows, isPersonal } = counter;
  if (column.kind === 'text' && !isPersonal) {
    const rows = Array.from({ length: windows }, (_, window) => wholeCell(look.get(window) ?? { n: 0 }, 'n'));
    return countTexts({ ...counter, windows: rows });
  }
  const spreads = await countSpreads(counter, column.kind);
  return Array.from({ length: windows }, (_, window) => {
    const seen = look.get(window);
    const rows = seen === undefined ? 0 : wholeCell(seen, 'n');
    const missing = seen === undefined ? 0 : rows - wholeCell(seen, 'present');
    return { name: column.name, kind: column.kind, rows, missing, spread: spreads(window) };
  });
}

type SpreadOf = (window: number) => CountedSpread;

function countSpreads(counter: WindowCounter, kind: ColumnKind): Promise<SpreadOf> {
  if (counter.isPersonal) return Promise.resolve(() => ({ shape: 'withheld', because: 'personal' }));
  switch (kind) {
    case 'opaque':
      return Promise.resolve(() => ({ shape: 'withheld', because: 'opaque' }));
    case 'boolean':
      return countBooleans(counter);
    // Texts are counted with the rows that have one.
    case 'text':
    case 'integer':
    case 'float':
    case 'date':
    case 'timestamp':
    case 'time':
      return countNumbers(counter);
  }
}

async function countBooleans({ engine, rows, number, column }: WindowCounter): Promise<SpreadOf> {
  const name = quoteName(column.name);
  const found = await engine.select(
    `SELECT ${number} AS w, count(*) FILTER (WHERE ${name}) AS yes, count(*) FILTER (WHERE NOT ${name}) AS no FROM ${rows} WHERE ${number} IS NOT NULL GROUP BY 1`,
  );
  const byWindow = new Map(found.map((row) => [wholeCell(row, 'w'), row]));
  return (window) => {
    const row = byWindow.get(window);
    const count = (key: string) => (row === undefined ? 0 : wholeCell(row, key));
    return { shape: 'boolean', true: count('yes'), false: count('no') };
  };
}

export interface TextCounter extends Pick<WindowCounter, 'engine' | 'rows' | 'number' | 'column'> {
  /** Rows of each window. */
  readonly windows: readonly number[];
}

/** Counts a column of texts. @returns one per window, those without rows included */
export async function countTexts({
  engine,
  rows,
  number,
  windows,
  column,
}: TextCounter): Promise<readonly CountedColumn[]> {
  const text = `CAST(${quoteName(column.name)} AS VARCHAR)`;
  // The most frequent text tells of the others even where it is too long to be kept.
  const found = await engine.select(
    `SELECT w, CASE WHEN length(v) <= ${longestCategory} THEN v END AS v, n, d, present FROM (SELECT w, v, n, count(*) OVER (PARTITION BY w) AS d, sum(n) OVER (PARTITION BY w) AS present, row_number() OVER (PARTITION BY w ORDER BY n DESC, v) AS r ` +
      `FROM (SELECT ${number} AS w, ${text} AS v, count(*) AS n FROM ${rows} WHERE ${text} IS NOT NULL GROUP BY 1, 2)) ` +
      `WHERE w IS NOT NULL AND (length(v) <= ${longestCategory} OR r = 1) AND r <= ${2 * maximumCategories}`,
  );
  const byWindow = Map.groupBy(found, (row) => wholeCell(row, 'w'));
  return windows.map((all, window) => {
    const own = byWindow.get(window) ?? [];
    const [first] = own;
    const present = first === undefined ? 0 : wholeCell(first, 'present');
    const distinct = first === undefined ? 0 : wholeCell(first, 'd');
    const listed = own.filter((row) => row['v'] !== null);
    return {
      name: column.name,
      kind: column.kind,
      rows: all,
      missing: all - present,
      spread: spreadOfCategories(
        listed.map((row) => [textCell(row, 'v'), wholeCell(row, 'n')] as const),
        present,
        distinct,
      ),
    };
  });
}

async function countNumbers(counter: WindowCounter): Promise<SpreadOf> {
  const { column, look } = counter;
  const sql = writeValue(column, counter.engine.dialect);
  if (sql === undefined) throw new RangeError(`The column ${column.name} is not counted as numbers.`);
  const hasFew = [...look.values()].every((row) => wholeCell(row, 'distinct') <= maximumDistinctNumbers);
  const counts =
    counter.isExact || hasFew ? await countValues(counter, sql) : await countBins(counter, sql, rangeOf(look));
  return (window) => {
    const seen = look.get(window) ?? {};
    const own = counts.get(window);
    return {
      shape: 'numeric',
      nan: countOf(seen, 'nan'),
      positiveInfinity: countOf(seen, 'up'),
      negativeInfinity: countOf(seen, 'down'),
      ...(own === undefined ? {} : { finite: { counts: own } }),
    };
  };
}

type Pairs = Map<number, [place: number, rows: number][]>;

/** Reads window, place and rows without making an object of each row. */
async function readCounts({ engine, rows, number }: WindowCounter, { isFinite }: ValueSql, place: string) {
  const byWindow: Pairs = new Map();
  await engine.readBatches(
    `SELECT CAST(w AS DOUBLE), CAST(p AS DOUBLE), CAST(n AS DOUBLE) FROM (SELECT ${number} AS w, ${place} AS p, count(*) AS n FROM ${rows} WHERE ${isFinite} GROUP BY 1, 2) WHERE w IS NOT NULL ORDER BY w, p`,
    ({ rows: length, columns: [windows, places, counts] }) => {
      for (let row = 0; row < length; row++) {
        const [window, at, count] = [windows?.getItem(row), places?.getItem(row), counts?.getItem(row)];
        if (typeof window !== 'number' || typeof at !== 'number' || typeof count !== 'number') {
          throw new TypeError('A count is no number.');
        }
        const own = byWindow.get(window);
        const last = own?.at(-1);
        // -0 is 0, which some engines tell apart.
        if (own === undefined) byWindow.set(window, [[at + 0, count]]);
        else if (last?.[0] === at) last[1] += count;
        else own.push([at + 0, count]);
      }
      return Promise.resolve();
    },
  );
  return byWindow;
}

async function countValues(counter: WindowCounter, sql: ValueSql): Promise<ReadonlyMap<number, NumericCounts>> {
  const byWindow = await readCounts(counter, sql, sql.value);
  return new Map([...byWindow].map(([window, values]) => [window, { kind: 'values', values }]));
}

/** From coarse to fine until some window has bins enough. */
async function countBins(
  counter: WindowCounter,
  sql: ValueSql,
  [min, max]: readonly [min: number, max: number],
): Promise<ReadonlyMap<number, NumericCounts>> {
  const least = leastExponentFor(min, max, sql.isInteger);
  let exponent = exponentForSpan(min, max, least, startBins);
  for (;;) {
    const byWindow = await readCounts(counter, sql, writeBin(sql, exponent, counter.engine.dialect));
    const most = Math.max(...[...byWindow.values()].map((bins) => bins.length));
    if (most >= enoughBins || exponent === least) {
      const at = exponent;
      return new Map(
        [...byWindow].map(([window, bins]) => {
          const fitted = narrowToFit({ exponent: at, bins });
          return [
            window,
            { kind: 'dyadic', exponent: fitted.exponent, bins: fitted.bins.map(([place, rows]) => [place, rows]) },
          ];
        }),
      );
    }
    exponent = Math.max(least, exponent - Math.max(1, Math.floor(Math.log2((2 * startBins) / most))));
  }
}

/** The range of all windows together. */
function rangeOf(look: ReadonlyMap<number, Row>): readonly [min: number, max: number] {
  const seen = [...look.values()].filter((row) => wholeCell(row, 'finite') > 0);
  return [Math.min(...seen.map((row) => Number(row['min']))), Math.max(...seen.map((row) => Number(row['max'])))];
}

function countOf(row: Row, column: string): number {
  return row[column] === undefined ? 0 : wholeCell(row, column);
}
