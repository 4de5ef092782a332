import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { streamNumbers } from '../../../server/src/data/drift/streamNumbers.ts';
import { openEngine, wholeCell, type Engine } from '../../../server/src/data/engine.ts';
import { TableWorkspace } from './tableWorkspace.ts';

const workspace = new TableWorkspace();
let engine: Engine;

beforeAll(async () => {
  const limits = { memoryBytes: 1e9, diskBytes: 1e8, threads: 2 };
  engine = await openEngine([], path.join(workspace.root, 'scratch'), limits);
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

const columns: readonly (TableColumn & { readonly sql: string })[] = [
  { name: 'small', type: 'SMALLINT', kind: 'integer', sql: 'CAST(i % 300 - 150 AS SMALLINT)' },
  { name: 'whole', type: 'INTEGER', kind: 'integer', sql: 'CAST(i % 1700 AS INTEGER)' },
  { name: 'long', type: 'BIGINT', kind: 'integer', sql: 'CAST(i % 900 * 1000000007 AS BIGINT)' },
  { name: 'single', type: 'FLOAT', kind: 'float', sql: 'CAST(i % 40 / 4 AS FLOAT)' },
  { name: 'double', type: 'DOUBLE', kind: 'float', sql: 'CAST(i % 1000 / 8 AS DOUBLE)' },
  { name: 'truth', type: 'BOOLEAN', kind: 'boolean', sql: 'i % 5 = 0' },
  { name: 'day', type: 'DATE', kind: 'date', sql: "DATE '1970-01-01' + CAST(i % 800 AS INTEGER)" },
];

/** Rows of each window and value, as the engine groups them. */
async function grouped(rows: string, column: TableColumn, window: number) {
  const name = column.kind === 'date' ? `${column.name} - DATE '1970-01-01'` : column.name;
  const found = await engine.select(
    `SELECT CAST(${name} AS DOUBLE) AS v, count(*) AS n FROM ${rows} WHERE w = ${window} AND ${column.name} IS NOT NULL GROUP BY 1 ORDER BY 1`,
  );
  return found.map((row) => [row['v'], wholeCell(row, 'n')]);
}

describe('numbers that flow by', () => {
  it('are refused where fewer came than the table had rows, as it may be written meanwhile', async () => {
    const counting = streamNumbers({
      engine,
      rows: '(SELECT 0 AS w, CAST(i AS INTEGER) AS whole FROM range(90) AS t(i))',
      cuts: [{ number: 'w', windows: 1 }],
      columns: columns.filter(({ name }) => name === 'whole').map((column) => ({ column, isWithheld: false })),
      isExact: false,
      total: { rows: 100, label: 'june.parquet' },
      onRows: () => undefined,
    });
    await expect(counting).rejects.toThrow(/^june\.parquet gave 90 of its 100 rows/);
  });

  it.each([
    ['in one window', '0', 1, 'true'],
    ['in windows that follow one another', 'i // 3000', 3, 'true'],
    ['in windows that take turns', '(i * 7) % 3', 3, 'true'],
    ['in rows of which some lie in no window', 'CASE WHEN i % 4 < 3 THEN i % 4 END', 3, 'true'],
    ['where every third is missing', '0', 1, 'i % 3 > 0'],
    ['where every third is missing, in windows that take turns', '(i * 7) % 4', 4, 'i % 3 > 0'],
    ['where all are missing', 'i % 2', 2, 'false'],
  ])('are counted as the engine groups them %s', async (_, number, windows, present) => {
    const selected = columns.map(({ name, sql }) => `CASE WHEN ${present} THEN ${sql} END AS ${name}`);
    const rows = `(SELECT CAST(${number} AS INTEGER) AS w, ${selected.join(', ')} FROM range(9000) AS t(i))`;
    const [counted = []] = await streamNumbers({
      engine,
      rows,
      cuts: [{ number: 'w', windows }],
      columns: columns.map((column) => ({ column, isWithheld: false })),
      isExact: false,
      onRows: () => undefined,
    });
    for (const [index, column] of columns.entries()) {
      for (const [window, { tally, missing }] of (counted[index] ?? []).entries()) {
        const expected = await grouped(rows, column, window);
        const values = tally.finish();
        expect(values?.kind === 'values' ? values.values : []).toEqual(expected);
        const [all = {}] = await engine.select(
          `SELECT count(*) - count(${column.name}) AS n FROM ${rows} WHERE w = ${window}`,
        );
        expect(missing).toBe(wholeCell(all, 'n'));
      }
    }
    expect(counted.flat()).toHaveLength(columns.length * windows);
  });
});
