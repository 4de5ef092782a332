import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { readFileRequest, readFolderRequest } from '../../schemas/requests.ts';
import { withRemoteFiles } from '../../server/src/lsp/remoteFiles.ts';
import { memoryWorkspace } from '../support/memoryWorkspace.ts';

const remoteFolder = 'vscode-vfs://github/a/b';
const spec = `${remoteFolder}/plumbline.yaml`;
/** Entries below it lie behind a link. */
const linkedFolder = `${remoteFolder}/data/loop`;

type Entries = Extract<z.output<typeof readFolderRequest.result>, { kind: 'entries' }>['entries'];

/** The entries of a folder, as the addresses of all files imply them. */
function entriesOf(folder: string, uris: readonly string[]): Entries {
  const names = new Map<string, boolean>();
  for (const uri of uris) {
    if (!uri.startsWith(`${folder}/`)) continue;
    const [name = '', ...rest] = uri.slice(folder.length + 1).split('/');
    names.set(decodeURIComponent(name), rest.length > 0);
  }
  return [...names].map(([name, isFolder]) => ({ name, isFolder, isLink: `${folder}/${name}` === linkedFolder }));
}

function open(remote: Readonly<Record<string, string>> = {}, folders = [remoteFolder]) {
  const asked: string[] = [];
  const local = memoryWorkspace(new Map([['file:///work/data/f.csv', 'a,b\n1,2\n']]), 'file:///work/');
  const files = withRemoteFiles({
    local,
    folderUris: () => folders,
    remote: {
      readFile: ({ uri, maxBytes }): Promise<z.output<typeof readFileRequest.result>> => {
        asked.push(uri);
        const text = remote[uri];
        if (text === undefined) {
          const isFolder = entriesOf(uri, Object.keys(remote)).length > 0;
          return Promise.resolve(isFolder ? { kind: 'failed', sentence: 'It is a folder.' } : { kind: 'missing' });
        }
        if (text.length > maxBytes) return Promise.resolve({ kind: 'too-large', sizeBytes: text.length });
        return Promise.resolve({ kind: 'content', base64: Buffer.from(text).toString('base64'), modifiedMs: 7 });
      },
      readFolder: ({ uri }): Promise<z.output<typeof readFolderRequest.result>> => {
        asked.push(uri);
        const entries = entriesOf(uri, Object.keys(remote));
        return Promise.resolve(entries.length > 0 ? { kind: 'entries', entries } : { kind: 'missing' });
      },
    },
  });
  return { files, asked };
}

describe('files of a virtual workspace', () => {
  it('are read through the editor', async () => {
    const { files } = open({ [spec]: 'phase: poc # ä\n' });
    expect(await files.readFile(spec, 100)).toEqual({ kind: 'content', text: 'phase: poc # ä\n' });
    expect(await files.readFile(spec, 3)).toEqual({ kind: 'too-large', sizeBytes: 15 });
  });

  it('are found beside the spec that names them', async () => {
    const { files } = open({ [`${remoteFolder}/data/f.csv`]: 'a,b\n' });
    expect(await files.resolve('data/f.csv', spec)).toMatchObject({ kind: 'file', uri: `${remoteFolder}/data/f.csv` });
    expect(await files.resolve('data/gone.csv', spec)).toMatchObject({ kind: 'missing' });
  });

  it('are listed beside the spec, in the order of their names', async () => {
    const { files } = open({ [`${remoteFolder}/data/f.csv`]: 'a', [`${remoteFolder}/data/2001/a b.csv`]: 'a' });
    expect(await files.listFolder('data/', spec)).toEqual([
      { name: '2001', isFolder: true },
      { name: 'f.csv', isFolder: false },
    ]);
    expect(await files.listFolder('', spec)).toEqual([{ name: 'data', isFolder: true }]);
    expect(await files.resolve('data', spec)).toMatchObject({ kind: 'folder' });
  });

  it('are found by a pattern, without following links to folders', async () => {
    const { files } = open({
      [`${remoteFolder}/data/2001/a%20b.csv`]: 'a',
      [`${remoteFolder}/data/2001/notes.md`]: 'a',
      [`${remoteFolder}/data/f.csv`]: 'abc',
      [`${linkedFolder}/g.csv`]: 'a',
    });
    expect(await files.glob('data/**/*.csv', spec, 10)).toEqual([
      { kind: 'file', uri: `${remoteFolder}/data/2001/a%20b.csv`, sizeBytes: 1, modifiedMs: 7 },
      { kind: 'file', uri: `${remoteFolder}/data/f.csv`, sizeBytes: 3, modifiedMs: 0 },
    ]);
    expect(await files.glob('data/**/*.csv', spec, 1)).toHaveLength(1);
  });

  it.each(['../c/secret', '/etc/passwd', 'data/../../../x'])('are not asked for outside of it: %s', async (path) => {
    const { files, asked } = open();
    expect(await files.resolve(path, spec)).toEqual({ kind: 'outside' });
    expect(await files.listFolder(path, spec)).toEqual([]);
    expect(await files.glob(`${path}/*.csv`, spec, 5)).toEqual([{ kind: 'outside' }]);
    expect(asked).toEqual([]);
  });

  it('have no path that a worker could read', () => {
    expect(open().files.pathOf(spec)).toBeUndefined();
  });
});

describe('files around a draft', () => {
  it('are those around the file that it will be', async () => {
    const { files, asked } = open();
    const draft = 'untitled:/work/plumbline.yaml';
    expect(await files.resolve('data/f.csv', draft)).toMatchObject({ kind: 'file', uri: 'file:///work/data/f.csv' });
    expect(await files.listFolder('data', draft)).toEqual([{ name: 'f.csv', isFolder: false }]);
    expect(asked).toEqual([]);
  });

  it('are those of the first folder when it has no path yet', async () => {
    const { files } = open({}, ['file:///work']);
    expect(await files.resolve('data/f.csv', 'untitled:Untitled-1')).toMatchObject({ uri: 'file:///work/data/f.csv' });
  });

  it('are none when it has no path and no folder is open', async () => {
    const { files, asked } = open({}, []);
    expect(await files.resolve('data/f.csv', 'untitled:Untitled-1')).toEqual({ kind: 'outside' });
    expect(await files.listFolder('', 'untitled:Untitled-1')).toEqual([]);
    expect(asked).toEqual([]);
  });
});
