import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../server/src/data/engine.ts';
import type { Engine } from '../../../server/src/data/engine.ts';
import { quoteText } from '../../../server/src/data/sqlText.ts';
import { createWordTable } from '../../../server/src/data/wordTable.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
let engine: Engine;
beforeAll(async () => {
  workspace = new TableWorkspace();
  engine = await openEngine([], path.join(workspace.root, 'scratch'), {
    memoryBytes: 1e9,
    diskBytes: 1e8,
    threads: 1,
  });
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

interface Seen {
  readonly texts: (string | null | undefined)[];
  readonly numbers: (readonly number[] | undefined)[];
  readonly values: unknown[];
}

/** Texts read by their codes, and numbers as they lie, each beside what is asked for one by one. */
async function read(sql: string): Promise<Seen> {
  const seen: Seen = { texts: [], numbers: [], values: [] };
  await engine.readBatches(sql, async ({ rows, columns: [text, number] }) => {
    const words = text?.words?.();
    for (let row = 0; row < rows; row++) {
      const code = words?.codes[row] ?? -2;
      expect(code === -1 ? null : words?.words[code]).toBe(text?.getItem(row));
      seen.texts.push(code === -1 ? null : words?.words[code]);
      seen.values.push(number?.getItem(row));
    }
    seen.numbers.push(number?.numbers === undefined ? undefined : [...number.numbers.subarray(0, rows)]);
    await Promise.resolve();
  });
  return seen;
}

describe('a column of the engine', () => {
  it('has for each of its texts the number of that text, short or long, known or new', async () => {
    const word = fc.oneof(
      fc.string({ maxLength: 14 }),
      fc.string({ unit: 'grapheme', maxLength: 14 }),
      fc.constantFrom('', 'twelve bytes', 'thirteen byte', 'ATL', 'ATL ', 'Zürich'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(word), { minLength: 1, maxLength: 60 }), async (given) => {
        // Zero bytes cannot be written in the SQL of a test.
        const texts = given.map((text) => text?.replaceAll('\0', ' ') ?? null);
        const rows = texts.map((text, at) => `(${at}, ${text === null ? 'NULL' : quoteText(text)})`);
        const sql = `SELECT CAST(word AS VARCHAR), place::DOUBLE FROM (VALUES ${rows.join(', ')}) AS t(place, word) ORDER BY place`;
        expect((await read(sql)).texts).toEqual(texts);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps the number of a text over thousands of rows', async () => {
    const sql = `SELECT 'w' || (range * 7919 % 5000), range::DOUBLE FROM range(9000)`;
    const { texts, numbers } = await read(sql);
    expect(texts[8999]).toBe(`w${(8999 * 7919) % 5000}`);
    expect(new Set(texts).size).toBe(5000);
    expect(numbers.flat()).toEqual(Array.from({ length: 9000 }, (_, row) => row));
  });

  it('shows its numbers side by side where none is missing, and nowhere else', async () => {
    const { numbers, values } = await read(
      `SELECT 'x', CASE WHEN range = 3000 THEN NULL ELSE range::DOUBLE END FROM range(6000) ORDER BY range`,
    );
    expect(numbers.map((batch) => batch === undefined)).toEqual([false, true, false]);
    expect([values[2999], values[3000], values[3001]]).toEqual([2999, null, 3001]);
  });
});

describe('a table of words', () => {
  it('ends where there are too many different texts', () => {
    const table = createWordTable();
    const column = (first: number) => ({ getItem: (row: number) => `name ${first + row}` });
    expect(table.read(column(0), 2048, undefined)?.words).toHaveLength(2048);
    for (let first = 2048; first <= 65_536; first += 2048) table.read(column(first), 2048, undefined);
    expect(table.read(column(0), 1, undefined)).toBeUndefined();
  });

  it('has none for values that are no texts', () => {
    expect(createWordTable().read({ getItem: () => 1 }, 1, undefined)).toBeUndefined();
  });
});
