/** Counts many columns of numbers in every window at once, in one pass over the rows. */
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import { NumberTally } from '../../drift/numberTally.ts';
import type { ColumnValues } from '../../evaluation/rowSource.ts';
import type { Engine } from '../engine.ts';
import type { SqlDialect } from '../engines/dialect.ts';
import { quoteName } from '../sqlText.ts';
import { expectAllRows } from '../tableProblem.ts';
import { writeValue } from '../valueSql.ts';

export interface NumberStream {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  /** How rows are cut, at least one; each row that the first one puts into a window is counted once for each cut. */
  readonly cuts: readonly [RowCut, ...RowCut[]];
  readonly columns: readonly StreamedColumn[];
  /** Whether every value is counted, however many there are. */
  readonly isExact: boolean;
  /** Rows that all windows have together, and what the user calls the table; absent where that is not known. */
  readonly total?: { readonly rows: number; readonly label: string };
  /** Called now and then with the rows that have been read. */
  readonly onRows: (rows: number) => void;
}

export interface RowCut {
  /** Column of the number of the window of a row; null for rows of no window. */
  readonly number: string;
  readonly windows: number;
}

export interface StreamedColumn {
  readonly column: TableColumn;
  /** Whether only missing values are counted. */
  readonly isWithheld: boolean;
}

/** What one column holds in one window. */
export interface TalliedWindow {
  readonly missing: number;
  readonly tally: NumberTally;
}

const rowsPerReport = 262_144;

/** @returns for each cut and each column, one per window */
export async function streamNumbers(stream: NumberStream): Promise<readonly (readonly (readonly TalliedWindow[])[])[]> {
  const { engine, rows, cuts, columns, isExact, onRows, total } = stream;
  const counts = cuts.map(({ windows }) => startCounts(columns, windows, isExact));
  const fields = columns.map((streamed) => writeNumber(streamed, engine.dialect));
  const [{ number, windows: firstWindows }, ...others] = cuts;
  // All rows lie in the only window of the first cut; those that another cut leaves out have a number of no window.
  const isWhole = firstWindows === 1;
  const numbers = [
    ...(isWhole ? [] : [`CAST(${number} AS INTEGER)`]),
    ...others.map((cut) => `coalesce(CAST(${cut.number} AS INTEGER), -1)`),
  ];
  let kept = new Float64Array(0);
  let read = 0;
  let reported = 0;
  await engine.readBatches(
    `SELECT ${[...numbers, ...fields].join(', ')} FROM ${rows} WHERE ${number} IS NOT NULL`,
    ({ rows: length, columns: vectors }) => {
      if (kept.length < length) kept = new Float64Array(length);
      const values = vectors.slice(numbers.length);
      for (const [cut, counted] of counts.entries()) {
        const place = isWhole ? cut - 1 : cut;
        addBatch(counted, values, place < 0 ? wholePart(length) : partRows(vectors[place], length), kept);
      }
      read += length;
      if (read - reported >= rowsPerReport) {
        reported = read;
        onRows(read);
      }
      return Promise.resolve();
    },
  );
  if (total !== undefined) expectAllRows(total.label, read, total.rows);
  return counts.map((counted) =>
    counted.map(({ tallies, missing }) => tallies.map((tally, window) => ({ tally, missing: missing[window] ?? 0 }))),
  );
}

/** What one column holds in each window of one cut. */
interface ColumnCounts {
  readonly tallies: readonly NumberTally[];
  readonly missing: Float64Array;
}

function startCounts(columns: readonly StreamedColumn[], windows: number, isExact: boolean): readonly ColumnCounts[] {
  const most = isExact ? Number.POSITIVE_INFINITY : undefined;
  return columns.map(({ column }) => ({
    tallies: Array.from({ length: windows }, () => new NumberTally(column.kind !== 'float', most)),
    missing: new Float64Array(windows),
  }));
}

function addBatch(
  counts: readonly ColumnCounts[],
  values: readonly ColumnValues[],
  parts: readonly WindowPart[],
  kept: Float64Array,
): void {
  for (const [index, { tallies, missing }] of counts.entries()) {
    const vector = values[index];
    if (vector === undefined) continue;
    for (const part of parts) {
      const tally = tallies[part.window];
      if (tally === undefined) continue;
      const present = addPart(tally, vector, part, kept);
      missing[part.window] = (missing[part.window] ?? 0) + part.to - part.from - present;
    }
  }
}

/** Rows of a batch that lie in one window. */
interface WindowPart {
  readonly window: number;
  /** The rows of the batch by window; undefined where all lie in this one. */
  readonly order: Int32Array | undefined;
  /** First place in that order. */
  readonly from: number;
  /** Place after the last one. */
  readonly to: number;
}

function wholePart(rows: number, window = 0): readonly WindowPart[] {
  return [{ window, order: undefined, from: 0, to: rows }];
}

/** Sorts the rows of a batch by window, once for all columns. */
function partRows(numbers: ColumnValues | undefined, rows: number): readonly WindowPart[] {
  const windowOf = numbers?.numbers ?? Int32Array.from({ length: rows }, (_, row) => Number(numbers?.getItem(row)));
  const counts = new Map<number, number>();
  for (let row = 0; row < rows; row++) {
    const window = windowOf[row] ?? 0;
    counts.set(window, (counts.get(window) ?? 0) + 1);
  }
  const [first = 0] = counts.keys();
  if (counts.size <= 1) return wholePart(rows, first);
  const order = new Int32Array(rows);
  const parts: WindowPart[] = [];
  const next = new Map<number, number>();
  let from = 0;
  for (const [window, own] of counts) {
    parts.push({ window, order, from, to: from + own });
    next.set(window, from);
    from += own;
  }
  for (let row = 0; row < rows; row++) {
    const window = windowOf[row] ?? 0;
    const place = next.get(window) ?? 0;
    order[place] = row;
    next.set(window, place + 1);
  }
  return parts;
}

/** @param kept room for a batch @returns how many rows have a value */
function addPart(tally: NumberTally, vector: ColumnValues, part: WindowPart, kept: Float64Array): number {
  if (vector.numbers !== undefined && part.order === undefined) {
    tally.addAll(vector.numbers, part.to);
    return part.to;
  }
  const present = gatherPart(vector, part, kept);
  tally.addAll(kept, present);
  return present;
}

/** Puts the values of some rows side by side, without those that are missing. @returns how many there are */
function gatherPart({ numbers, sparse, getItem }: ColumnValues, part: WindowPart, kept: Float64Array): number {
  const { order, from, to } = part;
  let count = 0;
  for (let place = from; place < to; place++) {
    const row = order === undefined ? place : (order[place] ?? 0);
    if (numbers !== undefined) kept[count++] = numbers[row] ?? 0;
    else if (sparse !== undefined) {
      if ((((sparse.present[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1) kept[count++] = sparse.numbers[row] ?? 0;
    } else {
      const value = getItem(row);
      if (typeof value === 'number') kept[count++] = value;
    }
  }
  return count;
}

/** Types whose values have 32 bits or fewer, of which an engine gives half as many bytes as of a double. */
const shortTypes: ReadonlySet<string> = new Set(['INTEGER', 'SMALLINT', 'TINYINT', 'USMALLINT', 'UTINYINT']);

/** A column as a double or a number of 32 bits: null where it is missing, NaN and infinities as they are. */
export function writeNumber({ column, isWithheld }: StreamedColumn, dialect: SqlDialect): string {
  const name = quoteName(column.name);
  const sql = writeValue(column, dialect);
  if (column.kind === 'boolean' && !isWithheld) return `CAST(${name} AS INTEGER)`;
  if (sql === undefined || isWithheld) return `CASE WHEN ${name} IS NOT NULL THEN CAST(0 AS INTEGER) END`;
  if (column.kind === 'integer' && shortTypes.has(column.type)) return `CAST(${name} AS INTEGER)`;
  if (column.kind !== 'date' && column.kind !== 'timestamp') return `CAST(${sql.value} AS DOUBLE)`;
  const positive = dialect.infinity(column.kind === 'date' ? 'DATE' : 'TIMESTAMP', '');
  const infinite =
    positive === undefined
      ? ''
      : ` WHEN CAST(${name} AS ${column.kind === 'date' ? 'DATE' : 'TIMESTAMP'}) = ${positive} THEN CAST('Infinity' AS DOUBLE)`;
  return `CASE WHEN ${name} IS NULL THEN NULL WHEN ${sql.isFinite} THEN CAST(${sql.value} AS DOUBLE)${infinite} ELSE CAST('-Infinity' AS DOUBLE) END`;
}
