import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { countColumns, type ColumnsCounter } from '../../../server/src/data/drift/countColumns.ts';
import { countTexts } from '../../../server/src/data/drift/countWindows.ts';
import { streamNumbers } from '../../../server/src/data/drift/streamNumbers.ts';
import { alignCounts } from '../../../server/src/drift/numberTally.ts';
import { openEngine, wholeCell, type Engine } from '../../../server/src/data/engine.ts';
import { TableWorkspace } from './tableWorkspace.ts';

const workspace = new TableWorkspace();
let engine: Engine;
/** What the engine was asked. */
let asked: string[] = [];

beforeAll(async () => {
  const limits = { memoryBytes: 1e9, diskBytes: 1e8, threads: 2 };
  const opened = await openEngine([], path.join(workspace.root, 'scratch'), limits);
  engine = {
    ...opened,
    readBatches: (sql, take) => {
      asked.push(sql);
      return opened.readBatches(sql, take);
    },
  };
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

const columns: readonly (TableColumn & { readonly sql: string })[] = [
  { name: 'hour', type: 'INTEGER', kind: 'integer', sql: 'CASE WHEN i % 7 > 0 THEN CAST(i % 24 AS INTEGER) END' },
  { name: 'far', type: 'BIGINT', kind: 'integer', sql: 'i % 90 * 1000000007 - 5' },
  { name: 'many', type: 'BIGINT', kind: 'integer', sql: 'CASE WHEN i < 60000 THEN i % 300 ELSE i % 4000 END' },
  { name: 'truth', type: 'BOOLEAN', kind: 'boolean', sql: 'CASE WHEN i % 11 > 0 THEN i % 5 = 0 END' },
  { name: 'single', type: 'FLOAT', kind: 'float', sql: 'CAST(i % 40 / 4 AS FLOAT)' },
  { name: 'town', type: 'VARCHAR', kind: 'text', sql: `CASE WHEN i % 13 > 0 THEN 'Zürich ' || i % 1500 END` },
  {
    name: 'note',
    type: 'VARCHAR',
    kind: 'text',
    sql: `CASE WHEN i % 3 = 0 THEN repeat('long', 90) ELSE 'b' || i % 5 END`,
  },
];

function tableOf(rows: number, own: readonly { readonly name: string; readonly sql: string }[]): string {
  const selected = own.map(({ name, sql }) => `${sql} AS ${name}`);
  return `(SELECT CASE WHEN i % 10 < 9 THEN CAST(i % 3 AS INTEGER) END AS w, CASE WHEN i % 4 > 0 THEN CAST(i // 20000 AS INTEGER) END AS b, ${selected.join(', ')} FROM range(${rows}) AS t(i))`;
}

async function counterOf(rows: string, own: readonly TableColumn[]): Promise<ColumnsCounter> {
  const rowsOf = async (number: string, count: number): Promise<readonly number[]> => {
    const found = await engine.select(
      `SELECT ${number} AS w, count(*) AS n FROM (SELECT * FROM ${rows} WHERE w IS NOT NULL) GROUP BY 1`,
    );
    const byWindow = new Map(found.map((row) => [row['w'], wholeCell(row, 'n')]));
    return Array.from({ length: count }, (_, window) => byWindow.get(window) ?? 0);
  };
  return {
    engine,
    label: 'flights',
    rows,
    number: 'w',
    windows: await rowsOf('w', 3),
    blocks: { number: 'b', windows: await rowsOf('b', 6) },
    columns: own.map((column) => ({ column, isPersonal: false })),
    isExact: false,
    onShare: () => undefined,
  };
}

describe('columns that the engine groups', { timeout: 60_000 }, () => {
  it('give what they give where rows flow by', async () => {
    const counter = await counterOf(tableOf(120_000, columns), columns);
    asked = [];
    const { windows, blocks } = await countColumns(counter);
    expect(asked.filter((sql) => sql.includes('GROUP BY'))).toHaveLength(6);
    const numbers = columns.filter(({ kind }) => kind !== 'text');
    const streamed = await streamNumbers({
      engine,
      rows: counter.rows,
      cuts: [
        { number: 'w', windows: 3 },
        { number: 'b', windows: 6 },
      ],
      columns: numbers.map((column) => ({ column, isWithheld: false })),
      isExact: false,
      onRows: () => undefined,
    });
    const inWindows = `(SELECT * FROM ${counter.rows} WHERE w IS NOT NULL)`;
    for (const [cut, counted] of [windows, blocks].entries()) {
      for (const [index, own] of numbers.entries()) {
        const place = columns.indexOf(own);
        const tallied = streamed[cut]?.[index] ?? [];
        const aligned = alignCounts(
          tallied.map(({ tally }) => tally.finish()),
          own.kind !== 'float',
        );
        for (const [window, { missing }] of tallied.entries()) {
          const found = counted[place]?.[window];
          expect(found?.missing).toBe(missing);
          const values = aligned[window];
          if (own.name === 'truth') {
            const of = new Map(values?.kind === 'values' ? values.values : []);
            expect(found?.spread).toEqual({ shape: 'boolean', true: of.get(1), false: of.get(0) });
          } else expect(found?.spread).toMatchObject({ finite: { counts: values } });
        }
      }
      for (const own of columns.filter(({ kind }) => kind === 'text')) {
        const cutBy =
          cut === 0 ? { number: 'w', windows: counter.windows } : (counter.blocks ?? { number: 'b', windows: [] });
        const expected = await countTexts({ engine, rows: inWindows, ...cutBy, column: own });
        expect(counted[columns.indexOf(own)]).toEqual(expected);
      }
    }
  });

  it('flow by where their first rows hid how many values they have', async () => {
    const own = [
      { name: 'id', type: 'BIGINT', kind: 'integer', sql: 'CASE WHEN i < 50000 THEN i % 2 ELSE i END' },
      { name: 'code', type: 'VARCHAR', kind: 'text', sql: `'row ' || i` },
    ] as const;
    const counter = await counterOf(tableOf(400_000, own), own);
    asked = [];
    const { windows } = await countColumns(counter);
    expect(asked.filter((sql) => !sql.includes('GROUP BY'))).toHaveLength(1);
    expect(windows[0]?.[0]?.spread).toMatchObject({ finite: { counts: { kind: 'dyadic' } } });
    expect(windows[1]?.[0]?.spread).toMatchObject({ values: [], other: { rows: counter.windows[0] } });
  });

  it('flow by where rows are few', async () => {
    const counter = await counterOf(tableOf(9000, columns), columns);
    asked = [];
    await countColumns(counter);
    expect(asked.filter((sql) => sql.includes('GROUP BY'))).toHaveLength(2);
  });

  it('are refused where fewer rows came than the table had', async () => {
    const counter = await counterOf(tableOf(120_000, columns), columns.slice(0, 1));
    const counting = countColumns({ ...counter, windows: counter.windows.map((rows) => rows + 1) });
    await expect(counting).rejects.toThrow(/^flights gave 108,000 of its 108,003 rows/);
  });
});
