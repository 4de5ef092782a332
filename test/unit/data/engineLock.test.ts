import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requireHarmless } from '../../../server/src/data/conditionLock.ts';
import { openEngine, type Engine } from '../../../server/src/data/engine.ts';
import { quoteText } from '../../../server/src/data/sqlText.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
let engine: Engine;
let files: Record<'given' | 'other' | 'scratch', string>;

beforeAll(async () => {
  workspace = new TableWorkspace();
  files = {
    given: workspace.write('given.csv', 'a\n1\n'),
    other: workspace.write('other.csv', 'a\n2\n'),
    scratch: path.join(workspace.root, '..', 'scratch'),
  };
  engine = await openEngine([files.given], files.scratch, { memoryBytes: 1e9, diskBytes: 1e8, threads: 1 });
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

/** An engine that has kept one row. */
async function openWithRow() {
  const own = await openEngine([], files.scratch, { memoryBytes: 1e9, diskBytes: 1e8, threads: 1 });
  await own.keep('kept', 'SELECT 1 AS a', () => undefined);
  return own;
}

describe('the locked engine', () => {
  it('reads the file that it was given', async () => {
    expect(await engine.select(`SELECT a FROM read_csv(${quoteText(files.given)})`)).toEqual([{ a: '1' }]);
  });

  it('reads numbers in parts, of which no two share a number', async () => {
    const parts: Uint32Array[] = [];
    const query = { prints: 'hash(i % 700)', rows: 'range(1000) AS t(i)', parts: 8 };
    expect(await engine.readPrints(query, (pairs) => parts.push(pairs.slice()) > 0)).toBe(true);
    const numbers = parts.map((pairs) =>
      Array.from({ length: pairs.length / 2 }, (_, at) => `${pairs[at * 2]} ${pairs[at * 2 + 1]}`),
    );
    expect(numbers.flat()).toHaveLength(1000);
    expect(numbers.reduce((sum, own) => sum + new Set(own).size, 0)).toBe(700);
    expect(
      numbers.every((own) => own.every((text) => Number(text.split(' ')[0]) % 8 === Number(own[0]?.split(' ')[0]) % 8)),
    ).toBe(true);
  });

  it('stops reading numbers when it is told to', async () => {
    let seen = 0;
    const query = { prints: 'hash(i)', rows: 'range(1000) AS t(i)', parts: 8 };
    expect(await engine.readPrints(query, () => (seen += 1) < 3)).toBe(false);
    expect(seen).toBe(3);
  });

  it.each([
    ['another file beside it', () => `SELECT * FROM read_csv(${quoteText(files.other)})`],
    ['a file by a way around', () => `SELECT * FROM read_text(${quoteText(`${files.given}/../other.csv`)})`],
    ['a file of the system', () => `SELECT * FROM read_text('/etc/hostname')`],
    ['an address', () => `SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')`],
    ['a list of files', () => `SELECT * FROM glob(${quoteText(`${path.dirname(files.given)}/*`)})`],
  ])('refuses to read %s', async (_what, sql) => {
    await expect(engine.select(sql())).rejects.toThrow(/Permission|disabled|Missing Extension|not found|requires/i);
  });

  const noQueries: readonly (readonly [string, () => string])[] = [
    ['a copy', () => `COPY (SELECT 1) TO ${quoteText(`${files.scratch}/spill/x.csv`)}`],
    ['an attached database', () => `ATTACH ${quoteText(`${files.scratch}/spill/x.db`)} AS x`],
    ['a setting', () => `SET threads = 4`],
    ['an extension', () => `INSTALL httpfs`],
    ['a table', () => `CREATE TABLE x AS SELECT 1`],
    ['a second statement', () => `SELECT 1; COPY (SELECT 1) TO ${quoteText(`${files.scratch}/spill/x.csv`)}`],
    ['a second query', () => `SELECT 1; SELECT 2`],
  ];

  it.each(noQueries)('runs nothing but one query: not %s', async (_what, sql) => {
    await expect(engine.select(sql())).rejects.toThrow();
  });

  it.each([...noQueries, ['a change of rows', () => `DELETE FROM kept RETURNING a`] as const])(
    'keeps nothing but what one query gives: not %s',
    async (_what, sql) => {
      const own = await openWithRow();
      try {
        await expect(own.keep('other', sql(), () => undefined)).rejects.toThrow();
        expect(await own.select('SELECT a FROM kept')).toEqual([{ a: 1 }]);
        await expect(own.select('SELECT * FROM other')).rejects.toThrow();
      } finally {
        own.close();
      }
    },
  );

  it('keeps its settings locked even for queries that change them', async () => {
    await engine.select(`SELECT set_config('memory_limit', '9GB', false)`).catch(() => undefined);
    const [row] = await engine.select(`SELECT current_setting('memory_limit') AS value`);
    expect(row?.['value']).toBe('476.0 MiB');
  });
});

describe('the second lock', () => {
  const columns = new Set(['a', 'b']);

  it.each([
    `a > 1 AND b LIKE 'x%' OR NOT (a IN (1, 2))`,
    `coalesce("a" BETWEEN 1 AND 2, false)`,
    `date_part('dow', TRY_CAST(b AS TIMESTAMP)) = 1`,
    `a IS NULL`,
    `'; DROP TABLE t' = b`,
  ])('lets pass %s', async (sql) => {
    await expect(requireHarmless(engine, sql, columns)).resolves.toBeUndefined();
  });

  it.each([
    `a = (SELECT 1)`,
    `EXISTS (SELECT 1)`,
    `a = 1) UNION SELECT 1 FROM t WHERE (true`,
    `a = 1); SELECT 1 FROM t WHERE (true`,
    `true) ORDER BY (1`,
    `true) GROUP BY (1`,
    `true) LIMIT (1`,
    `c = 1`,
    `t.a = 1`,
    `read_text('x') = 'y'`,
    `getvariable('x') = 1`,
    `current_setting('threads') = 1`,
    `CASE WHEN a THEN b END`,
    `a[1] = 2`,
    `list_transform([1], x -> x) = [1]`,
    `sum(a) OVER () > 1`,
    `a = $1`,
    `(a, b) = (1, 2)`,
    ``,
  ])('stops %s', async (sql) => {
    await expect(requireHarmless(engine, sql, columns)).rejects.toThrow(RangeError);
  });
});
