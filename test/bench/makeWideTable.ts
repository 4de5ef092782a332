/** A large table for the bench, made by the engine that reads it, and the contract that it keeps. */
import { DuckDBInstance } from '@duckdb/node-api';

/** Columns of the table, with the contract of each; `i` is the row. */
const columns: readonly (readonly [name: string, sql: string, contract: string])[] = [
  ['id', 'i', 'logicalType: integer, required: true, unique: true'],
  [
    'code',
    `chr(CAST(65 + i % 26 AS INTEGER)) || chr(CAST(65 + (i // 26) % 26 AS INTEGER)) || 'X'`,
    'logicalType: string, required: true, logicalTypeOptions: {pattern: "^[A-Z]{3}$"}',
  ],
  [
    'moment',
    `TIMESTAMP '2001-01-01' + to_seconds(i)`,
    'logicalType: timestamp, logicalTypeOptions: {minimum: "2001-01-01"}',
  ],
  ['day', `DATE '2001-01-01' + CAST(i % 3650 AS INTEGER)`, 'logicalType: date'],
  [
    'state',
    `['new', 'open', 'done', 'lost'][1 + i % 4]`,
    'logicalType: string, quality: [{metric: invalidValues, arguments: {validValues: [new, open, done, lost]}, mustBe: 0}]',
  ],
  ...Array.from({ length: 5 }, (_, index): readonly [string, string, string] => [
    `whole${index}`,
    `(i * ${7919 + index}) % 1000`,
    'logicalType: integer, required: true, logicalTypeOptions: {minimum: 0, maximum: 999}',
  ]),
  ...Array.from({ length: 5 }, (_, index): readonly [string, string, string] => [
    `share${index}`,
    `CAST(((i * ${104_729 + index}) % 100000) / 100000.0 AS DOUBLE)`,
    'logicalType: number, logicalTypeOptions: {minimum: 0, exclusiveMaximum: 1}, quality: [{metric: nullValues, mustBeLessThan: 1, unit: percent}]',
  ]),
  ...Array.from({ length: 5 }, (_, index): readonly [string, string, string] => [
    `word${index}`,
    `'w' || ((i * ${31 + index}) % 5000)`,
    'logicalType: string, logicalTypeOptions: {minLength: 2, maxLength: 5}',
  ]),
];

/** Writes a Parquet file of 20 columns. @param file absolute path */
export async function makeWideTable(file: string, rows: number): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const selected = columns.map(([name, sql]) => `${sql} AS ${name}`).join(', ');
    await connection.run(
      `COPY (SELECT ${selected} FROM range(${rows}) AS t(i)) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The contract of that table. */
export function wideContract(rows: number): string {
  const properties = columns.map(([name, , contract]) => `      - {name: ${name}, ${contract}}\n`).join('');
  return `apiVersion: v3.1.0\nkind: DataContract\nid: wide\nversion: 1.0.0\nstatus: active\nschema:\n  - name: wide\n    quality: [{metric: rowCount, mustBe: ${rows}}]\n    properties:\n${properties}`;
}
