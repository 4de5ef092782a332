/** The same rows in CSV and in Parquet, which keep them in different types. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftResult, type DriftResult } from '../../../schemas/driftJob.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';
import { writeTable } from './writeTable.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

/** Compares rows that were written as CSV with rows that were written as Parquet. */
async function compareFormats(inCsv: string, inParquet: string): Promise<DriftResult> {
  await writeTable(path.join(workspace.root, 'rows.csv'), inCsv, 600);
  await writeTable(path.join(workspace.root, 'rows.parquet'), inParquet, 600);
  return driftResult.parse(valueOf(await workspace.compare('rows.csv', 'rows.parquet')));
}

const answersOf = ({ columns }: DriftResult) =>
  columns.map(({ name, kind, cells }) => [
    name,
    kind,
    ...cells.flatMap((cell) =>
      (cell?.judgements ?? []).map((one) => (one.kind === 'judged' ? `${one.aspect} ${one.effect}` : one.kind)),
    ),
  ]);

const day = `CAST(DATE '2024-01-01' + CAST(i % 300 AS INTEGER) AS`;

describe('one table in two formats', { timeout: 60_000 }, () => {
  it('has the same dates as moments at midnight', async () => {
    const result = await compareFormats(`${day} DATE) AS at`, `${day} TIMESTAMP) AS at`);
    expect(result.notCompared).toEqual([]);
    expect(result.notes).toEqual([]);
    expect(answersOf(result)).toMatchObject([['at', 'date', 'values 0', 'out-of-range 0']]);
  });

  it('is compared by day where one file lost the time of day, and says so', async () => {
    const result = await compareFormats(`${day} DATE) AS at`, `${day} TIMESTAMP) + INTERVAL 5 HOUR AS at`);
    expect(result.notCompared).toEqual([]);
    expect(result.notes).toEqual([
      'at: dates on one side and moments on the other, so they are compared by day and times of day are not compared.',
    ]);
    expect(answersOf(result)).toMatchObject([['at', 'date', 'values 0', 'out-of-range 0']]);
  });

  it.each([
    ['decimals', `CAST(i % 50 AS DECIMAL(18, 3))`],
    ['numbers of 64 bits', `CAST(i % 50 AS BIGINT)`],
    ['numbers of 8 bits', `CAST(i % 50 AS TINYINT)`],
    ['unsigned numbers of 64 bits', `CAST(i % 50 AS UBIGINT)`],
    ['huge numbers', `CAST(i % 50 AS HUGEINT)`],
    ['floats', `CAST(i % 50 AS FLOAT)`],
  ])('has the same whole numbers as %s', async (_type, sql) => {
    const result = await compareFormats('i % 50 AS x', `${sql} AS x`);
    expect(result.notCompared).toEqual([]);
    expect(answersOf(result)).toMatchObject([['x', 'integer', 'values 0', 'out-of-range 0']]);
  });

  it.each([
    ['0 and 1', `CAST(i % 3 = 0 AS INTEGER)`],
    ['0.0 and 1.0', `CAST(i % 3 = 0 AS DOUBLE)`],
    ['True and False', `CASE WHEN i % 3 = 0 THEN 'True' ELSE 'False' END`],
    ['yes and no', `CASE WHEN i % 3 = 0 THEN 'yes' ELSE 'no' END`],
  ])('has the same booleans as %s', async (_values, sql) => {
    const result = await compareFormats('i % 3 = 0 AS x', `${sql} AS x`);
    expect(result.notCompared).toEqual([]);
    expect(answersOf(result)).toMatchObject([['x', 'boolean', 'values 0']]);
  });

  it.each([
    ['whole numbers', `CAST(i % 40 AS VARCHAR)`],
    ['fractions', `printf('%.2f', (i % 40) / 4)`],
    ['dates', `CAST(${day} DATE) AS VARCHAR)`],
  ])('has the same codes as text where CSV takes them for %s', async (_kind, sql) => {
    const result = await compareFormats(`${sql} AS x`, `${sql} AS x`);
    expect(result.notCompared).toEqual([]);
    expect(answersOf(result)).toMatchObject([['x', 'text', 'values 0', 'new-values 0']]);
  });

  it('has changed its type where a column of numbers became text, in CSV as in Parquet', async () => {
    await writeTable(path.join(workspace.root, 'before.csv'), 'i AS x, i AS y', 600);
    await writeTable(
      path.join(workspace.root, 'after.csv'),
      `CASE WHEN i % 9 = 0 THEN 'n/a' ELSE CAST(i AS VARCHAR) END AS x, i AS y`,
      600,
    );
    const result = driftResult.parse(valueOf(await workspace.compare('before.csv', 'after.csv')));
    expect(result.notCompared).toMatchObject([{ column: 'x', reason: 'retyped' }]);
  });

  it('has the same codes where those of one CSV file all look like numbers by chance', async () => {
    await writeTable(
      path.join(workspace.root, 'before.csv'),
      `CASE WHEN i % 50 = 0 THEN 'A1' ELSE CAST(i % 4 AS VARCHAR) END AS x`,
      600,
    );
    await writeTable(path.join(workspace.root, 'after.csv'), 'i % 4 AS x', 600);
    const result = driftResult.parse(valueOf(await workspace.compare('before.csv', 'after.csv')));
    expect(result.notCompared).toEqual([]);
    expect(result.columns.map(({ kind }) => kind)).toEqual(['text']);
  });

  it.each([
    ['numbers', 'hash(i) AS x', 50_000, 0],
    ['numbers of a later row group', 'hash(i) AS x', 300_000, 0.6],
  ])('names the file that is damaged, not the one beside it: %s', async (_, columns, rows, share) => {
    await writeTable(path.join(workspace.root, 'whole.parquet'), columns, rows);
    const damaged = readFileSync(path.join(workspace.root, 'whole.parquet'));
    const start = 4 + Math.floor(damaged.length * share);
    damaged.fill(0, start, start + 190_000);
    workspace.write('damaged.parquet', damaged);
    const answer = await workspace.compare('whole.parquet', 'damaged.parquet', { columns: ['x'] });
    const sentence = answer.kind === 'failed' ? answer.sentence : 'compared';
    expect(sentence).toMatch(/^damaged\.parquet is not a complete/);
  });

  it('has changed its type where truth values became amounts', async () => {
    const result = await compareFormats('i % 3 = 0 AS x, i AS y', 'i % 7 AS x, i AS y');
    expect(result.notCompared).toMatchObject([{ column: 'x', reason: 'retyped' }]);
    expect(result.columns.map(({ name }) => name)).toEqual(['y']);
  });
});
