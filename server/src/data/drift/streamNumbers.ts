/** Counts many columns of numbers in every window at once, in one pass over the rows. */
import type { TableColumn } from '../../../../schemas/jobs.ts';
import { NumberTally } from '../../drift/numberTally.ts';
import type { Engine } from '../engine.ts';
import type { SqlDialect } from '../engines/dialect.ts';
import { quoteName } from '../sqlText.ts';
import { writeValue } from '../valueSql.ts';

export interface NumberStream {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  /** Column of the number of the window of a row. */
  readonly number: string;
  readonly windows: number;
  readonly columns: readonly StreamedColumn[];
  /** Whether every value is counted, however many there are. */
  readonly isExact: boolean;
  /** Called now and then with the rows that have been read. */
  readonly onRows: (rows: number) => void;
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

/** @returns for each column, one per window */
export async function streamNumbers(stream: NumberStream): Promise<readonly (readonly TalliedWindow[])[]> {
  const { engine, rows, number, windows, columns, isExact, onRows } = stream;
  const tallies = columns.map(({ column }) =>
    Array.from(
      { length: windows },
      () => new NumberTally(column.kind !== 'float', isExact ? Number.POSITIVE_INFINITY : undefined),
    ),
  );
  const missing = columns.map(() => new Float64Array(windows));
  const fields = columns.map((streamed) => writeNumber(streamed, engine.dialect));
  let places = new Int32Array(0);
  let read = 0;
  let reported = 0;
  await engine.readBatches(
    `SELECT CAST(${number} AS DOUBLE), ${fields.join(', ')} FROM ${rows} WHERE ${number} IS NOT NULL`,
    ({ rows: length, columns: [numbers, ...vectors] }) => {
      if (places.length < length) places = new Int32Array(length);
      for (let row = 0; row < length; row++) places[row] = Number(numbers?.getItem(row));
      for (const [index, vector] of vectors.entries()) {
        const [own, gaps] = [tallies[index], missing[index]];
        if (own === undefined || gaps === undefined) continue;
        for (let row = 0; row < length; row++) {
          const place = places[row] ?? 0;
          const value = vector.getItem(row);
          if (typeof value === 'number') own[place]?.add(value);
          else gaps[place] = (gaps[place] ?? 0) + 1;
        }
      }
      read += length;
      if (read - reported >= rowsPerReport) {
        reported = read;
        onRows(read);
      }
      return Promise.resolve();
    },
  );
  return tallies.map((own, index) => own.map((tally, window) => ({ tally, missing: missing[index]?.[window] ?? 0 })));
}

/** A column as a double: null where it is missing, NaN and infinities as they are. */
function writeNumber({ column, isWithheld }: StreamedColumn, dialect: SqlDialect): string {
  const name = quoteName(column.name);
  const sql = writeValue(column, dialect);
  if (column.kind === 'boolean' && !isWithheld) return `CAST(CAST(${name} AS INTEGER) AS DOUBLE)`;
  if (sql === undefined || isWithheld) return `CASE WHEN ${name} IS NOT NULL THEN CAST(0 AS DOUBLE) END`;
  if (column.kind !== 'date' && column.kind !== 'timestamp') return `CAST(${sql.value} AS DOUBLE)`;
  const positive = dialect.infinity(column.kind === 'date' ? 'DATE' : 'TIMESTAMP', '');
  const infinite =
    positive === undefined
      ? ''
      : ` WHEN CAST(${name} AS ${column.kind === 'date' ? 'DATE' : 'TIMESTAMP'}) = ${positive} THEN CAST('Infinity' AS DOUBLE)`;
  return `CASE WHEN ${name} IS NULL THEN NULL WHEN ${sql.isFinite} THEN CAST(${sql.value} AS DOUBLE)${infinite} ELSE CAST('-Infinity' AS DOUBLE) END`;
}
