import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFoldersWhole } from '../../../server/src/platform/writeFoldersWhole.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'plumbline-folders-'));
});

afterEach(async () => {
  await chmod(root, 0o755);
  await rm(root, { recursive: true, force: true });
});

const below = (...parts: readonly string[]) => path.join(root, ...parts);
const list = async () => (await readdir(root, { recursive: true })).toSorted();

describe('writing folders', () => {
  it('writes files of folders that are not there yet', async () => {
    await writeFoldersWhole([
      { folder: below('delay'), files: [{ path: 'src/delay/data.py', text: 'a' }] },
      { folder: below('.plumbline/promotions/delay'), files: [{ path: 'map.json', text: '{}' }] },
    ]);
    expect(await readFile(below('delay/src/delay/data.py'), 'utf8')).toBe('a');
    expect(await readFile(below('.plumbline/promotions/delay/map.json'), 'utf8')).toBe('{}');
    expect(await readdir(root)).toEqual(['.plumbline', 'delay']);
  });

  it('replaces and deletes, and leaves other files', async () => {
    await mkdir(below('delay'));
    for (const name of ['old', 'gone', 'other']) await writeFile(below('delay', name), name);
    await writeFoldersWhole([
      {
        folder: below('delay'),
        files: [
          { path: 'old', text: 'new' },
          { path: 'gone', text: null },
          { path: 'never', text: null },
        ],
      },
    ]);
    expect(await readFile(below('delay/old'), 'utf8')).toBe('new');
    expect(await list()).toEqual(['delay', 'delay/old', 'delay/other']);
  });

  it('takes everything back when a later file cannot be written', async () => {
    await mkdir(below('delay/src'), { recursive: true });
    await writeFile(below('delay/a'), 'mine');
    await writeFile(below('delay/b'), 'a file where a folder must be');
    const before = await list();
    const files = [
      { path: 'a', text: 'new' },
      { path: 'new/deep/file', text: 'new' },
      { path: 'b/c', text: 'new' },
    ];
    await expect(writeFoldersWhole([{ folder: below('delay'), files }])).rejects.toThrow();
    expect(await readFile(below('delay/a'), 'utf8')).toBe('mine');
    expect(await list()).toEqual(before);
  });

  it('never puts a file in the place of a folder with what it holds', async () => {
    await mkdir(below('delay/metrics.json'), { recursive: true });
    await writeFile(below('delay/metrics.json/kept'), 'mine');
    const before = await list();
    const files = [{ path: 'metrics.json', text: '{}' }];
    await expect(writeFoldersWhole([{ folder: below('delay'), files }])).rejects.toThrow(/metrics\.json is a folder$/);
    expect(await list()).toEqual(before);
  });

  it('takes the first folder back when the second cannot be written', async () => {
    await writeFile(below('file'), '');
    const changes = [
      { folder: below('delay'), files: [{ path: 'a', text: 'a' }] },
      { folder: below('file/record'), files: [{ path: 'a', text: 'a' }] },
    ];
    await expect(writeFoldersWhole(changes)).rejects.toThrow();
    expect(await list()).toEqual(['file']);
  });

  it('never follows a link out of the folder', async () => {
    await mkdir(below('elsewhere'));
    await mkdir(below('delay'));
    await symlink(below('elsewhere'), below('delay/src'));
    const change = { folder: below('delay'), files: [{ path: 'src/data.py', text: 'a' }] };
    await expect(writeFoldersWhole([change])).rejects.toThrow('link');
    expect(await readdir(below('elsewhere'))).toEqual([]);
  });

  it('replaces a link to a file instead of writing through it', async () => {
    await mkdir(below('delay'));
    await writeFile(below('secret'), 'mine');
    await symlink(below('secret'), below('delay/a'));
    await writeFoldersWhole([{ folder: below('delay'), files: [{ path: 'a', text: 'new' }] }]);
    expect(await readFile(below('secret'), 'utf8')).toBe('mine');
    expect(await readFile(below('delay/a'), 'utf8')).toBe('new');
  });
});
