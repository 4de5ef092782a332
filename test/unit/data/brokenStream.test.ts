import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../server/src/data/engine.ts';
import type { Engine } from '../../../server/src/data/engine.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
let engine: Engine;
beforeAll(async () => {
  workspace = new TableWorkspace();
  const limits = { memoryBytes: 1e9, diskBytes: 1e8, threads: 2 };
  engine = await openEngine([], path.join(workspace.root, 'scratch'), limits);
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

/** Rows of which one cannot be computed, long after the first ones have been given. */
const breaksLate = `SELECT CASE WHEN i = 500000 THEN error('row 500000 is damaged') ELSE i END AS a, 'x' AS b FROM range(1000000) AS t(i)`;

async function countRows(sql: string): Promise<number> {
  let rows = 0;
  await engine.readBatches(sql, (batch) => {
    rows += batch.rows;
    return Promise.resolve();
  });
  return rows;
}

describe('rows that flow out of the engine', () => {
  it('end with the failure that broke them off, not as if they were all', async () => {
    await expect(countRows(breaksLate)).rejects.toThrow('row 500000 is damaged');
  });

  it('end with it where numbers are read in parts, too', async () => {
    const rows = "(SELECT CASE WHEN i = 2000 THEN error('a part is damaged') ELSE i END AS a FROM range(4096) AS t(i))";
    await expect(engine.readPrints({ prints: 'CAST(a AS UBIGINT)', rows, parts: 16 }, () => true)).rejects.toThrow(
      'a part is damaged',
    );
  });

  it.each([
    ['no row', 0],
    ['one row', 1],
    ['many rows', 100_000],
  ])('are all there with %s', async (_, rows) => {
    expect(await countRows(`SELECT i AS a FROM range(${rows}) AS t(i)`)).toBe(rows);
  });

  it('leave the engine ready for the next query after they broke off', async () => {
    await expect(countRows(breaksLate)).rejects.toThrow();
    expect(await countRows('SELECT 1 AS a')).toBe(1);
  });
});
