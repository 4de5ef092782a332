import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorkspaceFiles } from '../../../server/src/platform/workspaceFiles.ts';
import { writeFileWhole } from '../../../server/src/platform/writeFileWhole.ts';

let parent = '';
let root = '';

beforeEach(async () => {
  parent = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-files-')));
  root = path.join(parent, 'project');
  await mkdir(path.join(root, 'data'), { recursive: true });
  await writeFile(path.join(parent, 'secret.csv'), 'secret');
  await writeFile(path.join(root, 'plumbline.yaml'), 'plumbline: v1\n');
  await writeFile(path.join(root, 'data/a.csv'), 'a');
  await writeFile(path.join(root, 'data/b.csv'), 'b');
});

afterEach(() => rm(parent, { recursive: true, force: true }));

const files = createWorkspaceFiles({ roots: () => [root] });
const uriOf = (name: string): string => pathToFileURL(path.join(root, name)).href;
const resolve = (written: string) => files.resolve(written, uriOf('plumbline.yaml'));
const glob = (pattern: string, limit = 100) => files.glob(pattern, uriOf('plumbline.yaml'), limit);

describe('a file that is open by itself', () => {
  const looseFiles = createWorkspaceFiles({ roots: () => [], looseFolders: () => [root] });

  it('has the files of its own folder, and no others', async () => {
    expect(await looseFiles.resolve('data/a.csv', uriOf('plumbline.yaml'))).toMatchObject({ kind: 'file' });
    expect(await looseFiles.resolve('../secret.csv', uriOf('plumbline.yaml'))).toEqual({ kind: 'outside' });
    expect(looseFiles.rootPathOf(uriOf('plumbline.yaml'))).toBe(root);
  });

  it('makes nobody search its folder for specs', async () => {
    expect(await looseFiles.findSpecs()).toEqual([]);
  });
});

describe('a path of a spec', () => {
  it('is a file with its size', async () => {
    expect(await resolve('data/a.csv')).toMatchObject({ kind: 'file', uri: uriOf('data/a.csv'), sizeBytes: 1 });
  });

  it('is a folder', async () => {
    expect(await resolve('data')).toMatchObject({ kind: 'folder', uri: uriOf('data') });
  });

  it('that names nothing is missing', async () => {
    expect(await resolve('data/c.csv')).toMatchObject({ kind: 'missing' });
  });

  it.each(['../secret.csv', 'data/../../secret.csv', '/etc/passwd', '../project-2/a.csv'])(
    '%s is outside',
    async (to) => {
      expect(await resolve(to)).toEqual({ kind: 'outside' });
    },
  );

  it('may begin with two dots and stay inside', async () => {
    await writeFile(path.join(root, '..a.csv'), 'a');
    expect(await resolve('..a.csv')).toMatchObject({ kind: 'file' });
  });

  it('through a link inside is what the link leads to', async () => {
    await symlink('a.csv', path.join(root, 'data/link.csv'));
    expect(await resolve('data/link.csv')).toMatchObject({ kind: 'file', sizeBytes: 1 });
  });

  it('through a link that leads out is outside', async () => {
    await symlink(path.join(parent, 'secret.csv'), path.join(root, 'data/link.csv'));
    await symlink(parent, path.join(root, 'up'));
    expect(await resolve('data/link.csv')).toEqual({ kind: 'outside' });
    expect(await resolve('up/secret.csv')).toEqual({ kind: 'outside' });
  });

  it('through a loop of links is missing', async () => {
    await symlink('two', path.join(root, 'one'));
    await symlink('one', path.join(root, 'two'));
    expect(await resolve('one')).toMatchObject({ kind: 'missing' });
  });
});

describe('reading a file', () => {
  it('gives its text, with its byte order mark', async () => {
    await writeFile(path.join(root, 'data/a.csv'), '\uFEFFä');
    expect(await files.readFile(uriOf('data/a.csv'), 100)).toEqual({ kind: 'content', text: '\uFEFFä' });
  });

  it('reads Python in the encoding that it declares', async () => {
    const text = '# coding: latin-1\ngröße = 1\n';
    await writeFile(path.join(root, 'data/a.py'), text, 'latin1');
    expect(await files.readFile(uriOf('data/a.py'), 100)).toEqual({ kind: 'content', text });
  });

  it('reads no larger one', async () => {
    await writeFile(path.join(root, 'data/a.csv'), '12345');
    expect(await files.readFile(uriOf('data/a.csv'), 5)).toEqual({ kind: 'content', text: '12345' });
    expect(await files.readFile(uriOf('data/a.csv'), 4)).toEqual({ kind: 'too-large', sizeBytes: 5 });
  });

  it('reads nothing that a link leads out to', async () => {
    await symlink(path.join(parent, 'secret.csv'), path.join(root, 'data/link.csv'));
    expect(await files.readFile(uriOf('data/link.csv'), 100)).toMatchObject({ kind: 'failed' });
  });

  it('does not wait for a pipe that nobody writes to', async () => {
    execFileSync('mkfifo', [path.join(root, 'data/pipe.csv')]);
    expect(await files.readFile(uriOf('data/pipe.csv'), 100)).toEqual({ kind: 'missing' });
  });
});

describe('reading a stretch of a file', () => {
  const rangeOf = async (start: number, length: number): Promise<string> => {
    const range = await files.readRange(uriOf('data/a.csv'), start, length);
    return range.kind === 'content' ? Buffer.from(range.bytes).toString('latin1') : range.kind;
  };

  it('gives the bytes from an offset on, and ends where the file does', async () => {
    await writeFile(path.join(root, 'data/a.csv'), '0123456789');
    expect([await rangeOf(0, 3), await rangeOf(4, 2), await rangeOf(8, 5), await rangeOf(20, 5)]).toEqual([
      '012',
      '45',
      '89',
      '',
    ]);
  });

  it('gives bytes that are no text as they are', async () => {
    await writeFile(path.join(root, 'data/a.csv'), Uint8Array.of(0, 0xff, 0x80));
    expect(await rangeOf(0, 9)).toBe('\u0000\u00ff\u0080');
  });

  it('reads nothing outside the workspace, and nothing that is no file', async () => {
    await symlink(path.join(parent, 'secret.csv'), path.join(root, 'data/link.csv'));
    expect(await files.readRange(uriOf('data/link.csv'), 0, 9)).toMatchObject({ kind: 'failed' });
    expect(await files.readRange(uriOf('data'), 0, 9)).toMatchObject({ kind: 'failed' });
    expect(await files.readRange(uriOf('data/gone.csv'), 0, 9)).toEqual({ kind: 'missing' });
  });
});

describe('a pattern of a spec', () => {
  it('finds files in the order of their paths, and stops at the limit', async () => {
    expect(await glob('data/*.csv')).toMatchObject([{ uri: uriOf('data/a.csv') }, { uri: uriOf('data/b.csv') }]);
    expect(await glob('data/*.csv', 1)).toMatchObject([{ uri: uriOf('data/a.csv') }]);
  });

  it.each(['../*.csv', 'data/../../*.csv', '/etc/*'])('%s is outside', async (pattern) => {
    expect(await glob(pattern)).toEqual([{ kind: 'outside' }]);
  });

  it('that matches a link that leads out is outside', async () => {
    await symlink(path.join(parent, 'secret.csv'), path.join(root, 'data/link.csv'));
    expect(await glob('data/*.csv')).toEqual([{ kind: 'outside' }]);
  });

  it('names a link that leads out beside the files, where that is asked for', async () => {
    await symlink(path.join(parent, 'secret.csv'), path.join(root, 'data/link.csv'));
    expect(await files.glob('data/*.csv', uriOf('plumbline.yaml'), 100, 'name-each')).toMatchObject([
      { kind: 'file', uri: uriOf('data/a.csv') },
      { kind: 'file', uri: uriOf('data/b.csv') },
      { kind: 'outside', link: uriOf('data/link.csv') },
    ]);
  });

  it('follows no link to a folder, so a loop ends', async () => {
    await symlink(root, path.join(root, 'data/again'));
    expect(await glob('**/*.csv')).toMatchObject([{ uri: uriOf('data/a.csv') }, { uri: uriOf('data/b.csv') }]);
  });
});

describe('the specs of a workspace', () => {
  it('are found by their names, and not in folders of tools', async () => {
    for (const folder of ['node_modules/x', '.git', '.venv', 'nested/deep']) {
      await mkdir(path.join(root, folder), { recursive: true });
      await writeFile(path.join(root, folder, 'plumbline.yaml'), '');
    }
    await writeFile(path.join(root, 'costs.plumbline.yaml'), '');
    await writeFile(path.join(root, 'other.yaml'), '');
    expect(await files.findSpecs()).toEqual(
      ['costs.plumbline.yaml', 'nested/deep/plumbline.yaml', 'plumbline.yaml'].map(uriOf),
    );
  });
});

describe('a workspace with a .plumblineignore', () => {
  it('finds nothing that it names, and still reads what a spec names there', async () => {
    await mkdir(path.join(root, 'vendor'), { recursive: true });
    await writeFile(path.join(root, 'vendor/plumbline.yaml'), 'theirs');
    await writeFile(path.join(root, '.plumblineignore'), 'vendor/\n');
    const found = ['plumbline.yaml'].map(uriOf);
    expect(await files.findSpecs()).toEqual(found);
    expect(await files.findFiles(['plumbline.yaml'], 10)).toEqual(found);
    expect(await files.readFile(uriOf('vendor/plumbline.yaml'), 100)).toEqual({ kind: 'content', text: 'theirs' });
  });

  it('counts its paths from the top, also in a search in some folders', async () => {
    await mkdir(path.join(root, 'nested/old'), { recursive: true });
    await writeFile(path.join(root, 'nested/old/plumbline.yaml'), '');
    await writeFile(path.join(root, 'nested/plumbline.yaml'), '');
    await writeFile(path.join(root, '.plumblineignore'), '/nested/old\n/old\n');
    const nested = [path.join(root, 'nested')];
    const some = createWorkspaceFiles({
      roots: () => [root],
      search: { specs: nested, others: nested },
      looksOnce: true,
    });
    expect(await some.findSpecs()).toEqual([uriOf('nested/plumbline.yaml')]);
  });

  it('is read again where a workspace stays', async () => {
    await writeFile(path.join(root, '.plumblineignore'), '*.yaml');
    expect(await files.findSpecs()).toEqual([]);
    await writeFile(path.join(root, '.plumblineignore'), '');
    expect(await files.findSpecs()).toEqual([uriOf('plumbline.yaml')]);
  });

  it('passes over one that leads out of the workspace', async () => {
    await writeFile(path.join(parent, 'theirs'), '*.yaml');
    await symlink(path.join(parent, 'theirs'), path.join(root, '.plumblineignore'));
    expect(await files.findSpecs()).toEqual([uriOf('plumbline.yaml')]);
  });
});

describe('a search in some folders', () => {
  it('finds specs and other files only in the folders for them', async () => {
    await mkdir(path.join(root, 'nested/deep'), { recursive: true });
    await writeFile(path.join(root, 'nested/deep/plumbline.yaml'), '');
    await writeFile(path.join(root, 'nested/deep/a.csv'), '');
    const search = { specs: [path.join(root, 'nested')], others: [path.join(root, 'data')] };
    const some = createWorkspaceFiles({ roots: () => [root], search });
    expect(await some.findSpecs()).toEqual([uriOf('nested/deep/plumbline.yaml')]);
    expect(await some.findFiles(['a.csv'], 10)).toEqual([uriOf('data/a.csv')]);
  });
});

describe('writing a file whole', () => {
  it('replaces it and leaves nothing beside it', async () => {
    await writeFileWhole(path.join(root, 'data/a.csv'), 'new');
    expect(await readFile(path.join(root, 'data/a.csv'), 'utf8')).toBe('new');
    expect(await readdir(path.join(root, 'data'))).toEqual(['a.csv', 'b.csv']);
  });

  it('leaves everything as it was when it cannot take the place', async () => {
    await mkdir(path.join(root, 'data/full/inside'), { recursive: true });
    await expect(writeFileWhole(path.join(root, 'data/full'), 'new')).rejects.toThrow();
    expect(await readdir(path.join(root, 'data'))).toEqual(['a.csv', 'b.csv', 'full']);
    expect(await readdir(path.join(root, 'data/full'))).toEqual(['inside']);
  });

  it('leaves the old file when its new text cannot be written', async () => {
    const location = path.join(root, 'data/a.csv');
    // A name this long leaves no room for the name of the temporary file.
    const long = path.join(root, 'data', `${'n'.repeat(250)}.csv`);
    await writeFile(long, 'old');
    await expect(writeFileWhole(long, 'new')).rejects.toThrow(/ENAMETOOLONG/);
    expect(await readFile(long, 'utf8')).toBe('old');
    expect(await readFile(location, 'utf8')).toBe('a');
  });
});
