/** Notebooks of public repositories that lie outside this one: found, and chosen by a seed. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { readIpynb } from '../../server/src/notebook/read/readIpynb.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';

export interface CorpusNotebook {
  /** Folder of the repository, the first below the root. */
  readonly repository: string;
  readonly path: string;
}

/**
 * The folder of `PLUMBLINE_NOTEBOOK_CORPUS`, with one folder for each repository.
 *
 * @throws when the variable is not set
 */
export function corpusRoot(environment: NodeJS.ProcessEnv): string {
  const folder = z.string().min(1).safeParse(environment['PLUMBLINE_NOTEBOOK_CORPUS']);
  if (!folder.success) throw new Error('Set PLUMBLINE_NOTEBOOK_CORPUS to a folder with checked out repositories.');
  return folder.data;
}

/** Sorted by path. */
export async function findNotebooks(root: string): Promise<readonly CorpusNotebook[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ipynb') && !entry.name.endsWith('-checkpoint.ipynb'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({
      path,
      repository:
        path
          .slice(root.length)
          .split(/[/\\]/)
          .find((part) => part !== '') ?? '',
    }));
}

/** Some of them, the same for the same seed. */
export function sample<Item>(items: readonly Item[], count: number, seed: number): readonly Item[] {
  const pool = [...items];
  let state = seed >>> 0;
  const random = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chosen: Item[] = [];
  while (chosen.length < count && pool.length > 0) {
    chosen.push(...pool.splice(Math.floor(random() * pool.length), 1));
  }
  return chosen;
}

export async function readNotebook(path: string): Promise<Notebook> {
  return readIpynb(pathToFileURL(path).href, await readFile(path, 'utf8')).notebook;
}
