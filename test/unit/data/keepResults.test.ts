import { mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importRequest } from '../../../schemas/importJob.ts';
import type { ImportResult } from '../../../schemas/importJob.ts';
import { keepResults } from '../../../server/src/data/keepResults.ts';
import { sourceOf } from '../../../server/src/data/imports/importSource.ts';
import { writeFileWhole } from '../../../server/src/platform/writeFileWhole.ts';

const result: ImportResult = {
  sums: [{ month: '2026-04', category: 'storage', amount: '1', currency: 'USD' }],
  unmapped: [],
  mapKeys: [],
  tags: [],
  rows: 1,
  unreadRows: 0,
  leftOut: [],
  repeatedRows: 0,
  problems: [],
  files: [],
};

let root: string;
let bill: string;
let folder: string;
let reads: number;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-keep-')));
  bill = path.join(root, 'bill.csv');
  folder = path.join(root, 'cache', 'imports');
  reads = 0;
  writeFileSync(bill, 'EffectiveCost\n1\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function importBill(
  extra: { readonly tags?: { key: string; value: string }[]; readonly files?: readonly string[] } = {},
  {
    fewestBytes = 1,
    isImpersonal = true,
    during = () => Promise.resolve(),
  }: { fewestBytes?: number; isImpersonal?: boolean; during?: () => Promise<void> } = {},
) {
  const job = keepResults(
    { kind: 'importActuals', sourceOf, fewestBytes, isImpersonal: () => isImpersonal },
    async () => {
      reads += 1;
      await during();
      return { kind: 'done', value: result };
    },
    { folder, program: import.meta.filename, writeWhole: writeFileWhole },
  );
  const request = importRequest.parse({ label: 'bill.csv', root, files: [bill], format: 'focus', ...extra });
  const limits = { memoryBytes: 1e9, diskBytes: 1e9, threads: 1 };
  return job(request, { limits, scratch: root, report: () => undefined });
}

describe('what a job on files came to', () => {
  it('is kept, and answers the same request without reading the bill', async () => {
    await importBill();
    expect(await importBill()).toEqual({ kind: 'done', value: result });
    expect(reads).toBe(1);
  });

  it('is not used for another request, another file, or a file that was written since', async () => {
    await importBill();
    await importBill({ tags: [{ key: 'project', value: 'flights' }] });
    expect(reads).toBe(2);
    await utimes(bill, new Date(), new Date('2026-01-01T00:00:00Z'));
    await importBill();
    expect(reads).toBe(3);
  });

  it('is not kept when the bill is small, or was written meanwhile', async () => {
    await importBill({}, { fewestBytes: 1e6 });
    await importBill({}, { during: () => utimes(bill, new Date(), new Date('2026-01-01T00:00:00Z')) });
    await importBill();
    expect(reads).toBe(3);
  });

  it('is not kept when it holds something of single rows', async () => {
    await importBill({}, { isImpersonal: false });
    await importBill();
    expect(reads).toBe(2);
  });

  it('is read anew when what was kept is broken', async () => {
    await importBill();
    const [name = ''] = readdirSync(folder);
    for (const text of ['{', '{"sums": 7}']) {
      writeFileSync(path.join(folder, name), text);
      expect(await importBill()).toEqual({ kind: 'done', value: result });
    }
    expect(reads).toBe(3);
  });

  it('leaves it to the import to say what is wrong with a file', async () => {
    await importBill({ files: [path.join(root, 'missing.csv')] });
    expect(reads).toBe(1);
  });

  it('costs the time alone where the cache cannot be written', async () => {
    writeFileSync(path.join(root, 'cache'), 'a file');
    expect(await importBill()).toEqual({ kind: 'done', value: result });
    await importBill();
    expect(reads).toBe(2);
  });
});
