import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import type { readFileRequest } from '../../schemas/requests.ts';
import { withRemoteFiles } from '../../server/src/lsp/remoteFiles.ts';
import { memoryWorkspace } from '../support/memoryWorkspace.ts';

const remoteFolder = 'vscode-vfs://github/a/b';
const spec = `${remoteFolder}/plumbline.yaml`;

function open(remote: Readonly<Record<string, string>> = {}) {
  const asked: string[] = [];
  const local = memoryWorkspace(new Map([['file:///work/data/f.csv', 'a,b\n1,2\n']]), 'file:///work/');
  const files = withRemoteFiles({
    local,
    folderUris: () => [remoteFolder],
    readRemoteFile: ({ uri, maxBytes }): Promise<z.output<typeof readFileRequest.result>> => {
      asked.push(uri);
      const text = remote[uri];
      if (text === undefined) return Promise.resolve({ kind: 'missing' });
      if (text.length > maxBytes) return Promise.resolve({ kind: 'too-large', sizeBytes: text.length });
      return Promise.resolve({ kind: 'content', base64: Buffer.from(text).toString('base64'), modifiedMs: 7 });
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

  it.each(['../c/secret', '/etc/passwd', 'data/../../../x'])('are not asked for outside of it: %s', async (path) => {
    const { files, asked } = open();
    expect(await files.resolve(path, spec)).toEqual({ kind: 'outside' });
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
});
