import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { tableSource } from '../../../schemas/tableSource.ts';
import { withRows } from '../../../server/src/data/readRows.ts';

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-rows-')));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

/** Reads all rows of a file that becomes another between counting and reading. @returns the rows that were given */
async function readAfter(counted: string, meanwhile: string): Promise<number> {
  const file = path.join(root, 'june.csv');
  const scratch = path.join(root, 'scratch');
  mkdirSync(scratch);
  writeFileSync(file, counted);
  const source = tableSource.parse({ label: 'june.csv', root, files: [file] });
  const world = { scratch, limits: { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 } };
  return withRows(source, [{ id: 'all' }], world, async (rows) => {
    await rows.count('all');
    writeFileSync(file, meanwhile);
    let given = 0;
    const take = (batch: { readonly rows: number }): Promise<void> => {
      given += batch.rows;
      return Promise.resolve();
    };
    await rows.read({ columns: [{ kind: 'text', column: 'city' }], split: 'all', take });
    return given;
  });
}

it('gives all rows that were counted', async () => {
  expect(await readAfter('city,delay\na,1\nb,2\nc,3\n', 'city,delay\na,1\nb,2\nc,3\n')).toBe(3);
});

it('refuses a table that gives fewer rows than were counted, as one can that is written meanwhile', async () => {
  await expect(readAfter('city,delay\na,1\nb,2\nc,3\n', 'city,delay\na,1\nb,2\n')).rejects.toThrow(
    /^june\.csv gave 2 of its 3 rows and then ended; it was changed meanwhile or is damaged/,
  );
});
