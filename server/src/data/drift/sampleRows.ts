/** Reads some rows of every window as numbers and texts, for comparisons of whole rows. */
import type { TableColumn } from '../../../../schemas/tableJobs.ts';
import type { SampledColumn, SampledRows } from '../../drift/multivariate/sampledRows.ts';
import type { Engine } from '../engine.ts';
import { quoteName } from '../sqlText.ts';

export interface RowSampler {
  readonly engine: Engine;
  /** What to select from. */
  readonly rows: string;
  /** Column of the number of the window of a row. */
  readonly number: string;
  /** Column of what tells a row from all others of its table. */
  readonly identity: string;
  /** Rows of each window. */
  readonly windows: readonly number[];
  readonly columns: readonly TableColumn[];
}

/** Some rows of a window. */
export interface Sample {
  readonly columns: SampledRows;
  /** Number of each row among all that are compared, from 1. */
  readonly places: readonly number[];
  /** Number of each row in the whole table, equal for the same row on both sides of one table. */
  readonly identities: readonly number[];
}

/** More rows of a window take time and tell no more. */
const mostRows = 5_000;
/** Of many windows each gets fewer, so that the whole takes about as long. */
const mostRowsOfMany = 2_000;
const many = 12;
/** A prime beyond which row numbers wrap around, and another by which they are scattered. */
const [wrap, scatter] = [1_000_003, 7_919];
/** Texts beyond this length are cut: what begins alike for so long counts as equal. */
const longestText = 200;

/** Whether a column says something of a row; times go with their window, and nested values are not compared. */
export function isSampled({ kind }: Pick<TableColumn, 'kind'>): boolean {
  return kind === 'integer' || kind === 'float' || kind === 'boolean' || kind === 'text';
}

/**
 * Reads about 5,000 rows of each window, or all where there are fewer, scattered over the window and the same on every
 * run.
 *
 * @returns one per window
 */
export async function sampleRows(sampler: RowSampler): Promise<readonly Sample[]> {
  const { engine, rows, number, identity, windows, columns } = sampler;
  const most = windows.length > many ? mostRowsOfMany : mostRows;
  const limits = windows.map((count, window) => `WHEN ${window} THEN ${Math.ceil((wrap * most) / Math.max(1, count))}`);
  const place = '__plumbline_place';
  const fields = columns.map((column, index) => `${writeField(column)} AS c${index}`);
  const sql =
    `SELECT ${[`CAST(${number} AS DOUBLE)`, `CAST(${place} AS DOUBLE)`, `CAST(${identity} AS DOUBLE)`, ...fields].join(', ')} FROM (SELECT *, row_number() OVER () AS ${place} FROM ${rows}) ` +
    `WHERE ${number} IS NOT NULL AND (${place} * ${scatter}) % ${wrap} < CASE ${number} ${limits.join(' ')} ELSE 0 END ORDER BY ${place}`;
  const gathered = windows.map(() => ({
    places: [] as number[],
    identities: [] as number[],
    values: columns.map((): unknown[] => []),
  }));
  await engine.readBatches(sql, ({ rows: length, columns: [at, own, whole, ...values] }) => {
    for (let row = 0; row < length; row++) {
      const window = gathered[Number(at?.getItem(row))];
      window?.places.push(Number(own?.getItem(row)));
      window?.identities.push(Number(whole?.getItem(row)));
      for (const [index, column] of values.entries()) window?.values[index]?.push(column.getItem(row));
    }
    return Promise.resolve();
  });
  return gathered.map(({ places, identities, values }) => ({
    places,
    identities,
    columns: columns.map((column, index) => columnOf(column, values[index] ?? [])),
  }));
}

function writeField({ name, kind }: TableColumn): string {
  const column = quoteName(name);
  return kind === 'text' ? `left(CAST(${column} AS VARCHAR), ${longestText})` : `CAST(${column} AS DOUBLE)`;
}

function columnOf({ name, kind }: TableColumn, values: readonly unknown[]): SampledColumn {
  if (kind === 'text') {
    return { kind: 'texts', name, values: values.map((value) => (typeof value === 'string' ? value : null)) };
  }
  const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
  return { kind: 'numbers', name, values: numbers };
}
