import type * as FileSystem from 'node:fs/promises';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeFoldersWhole } from '../../../server/src/platform/writeFoldersWhole.ts';

/** Steps that take space of a disk, counted; the one with this number finds it full. */
const disk = vi.hoisted(() => ({ steps: 0, fullAt: Number.POSITIVE_INFINITY }));

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof FileSystem>();
  const takeSpace = (): void => {
    disk.steps += 1;
    if (disk.steps === disk.fullAt) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  return {
    ...real,
    mkdir: (...given: Parameters<typeof real.mkdir>) => Promise.try(takeSpace).then(() => real.mkdir(...given)),
    rename: (...given: Parameters<typeof real.rename>) => Promise.try(takeSpace).then(() => real.rename(...given)),
    open: async (...given: Parameters<typeof real.open>) => {
      takeSpace();
      const handle = await real.open(...given);
      return {
        // A full disk takes a part of a text before it refuses the rest.
        writeFile: async (text: string) => {
          await handle.write(text.slice(0, text.length / 2));
          takeSpace();
          await handle.write(text.slice(text.length / 2));
        },
        sync: async () => {
          takeSpace();
          await handle.sync();
        },
        close: () => handle.close(),
      };
    },
  };
});

let root: string;
const never = Number.POSITIVE_INFINITY;

beforeEach(async () => {
  disk.fullAt = never;
  root = await mkdtemp(path.join(os.tmpdir(), 'plumbline-full-'));
  await mkdir(path.join(root, 'delay/src'), { recursive: true });
  await writeFile(path.join(root, 'delay/src/data.py'), 'mine');
  await writeFile(path.join(root, 'delay/gone.py'), 'mine, too');
});

afterEach(async () => {
  disk.fullAt = never;
  await rm(root, { recursive: true, force: true });
});

const promote = () =>
  writeFoldersWhole([
    {
      folder: path.join(root, 'delay'),
      files: [
        { path: 'src/data.py', text: 'new' },
        { path: 'gone.py', text: null },
        { path: 'tests/test_data.py', text: 'new' },
      ],
    },
    { folder: path.join(root, '.plumbline/promotions/delay'), files: [{ path: 'map.json', text: '{}' }] },
  ]);

/** Every file with its text, every folder without. */
async function contents(): Promise<Readonly<Record<string, string | undefined>>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const read = entries.map(async (entry) => {
    const place = path.join(entry.parentPath, entry.name);
    return [path.relative(root, place), entry.isFile() ? await readFile(place, 'utf8') : undefined] as const;
  });
  return Object.fromEntries((await Promise.all(read)).toSorted());
}

describe('a disk that is full at any step of writing a package', () => {
  it('leaves everything as it was, and nothing half written', async () => {
    const before = await contents();
    for (let step = 1; ; step += 1) {
      disk.steps = 0;
      disk.fullAt = step;
      const outcome = await promote().then(
        () => 'written',
        (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
      );
      if (outcome === 'written') {
        // All steps were taken once, so each of them had its turn.
        expect(step).toBeGreaterThan(15);
        break;
      }
      expect(outcome).toBe('ENOSPC');
      expect(await contents(), `full at step ${step}`).toEqual(before);
    }
    expect(await contents()).toMatchObject({ 'delay/src/data.py': 'new', 'delay/tests/test_data.py': 'new' });
  });
});
