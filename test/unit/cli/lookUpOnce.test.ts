import { describe, expect, it } from 'vitest';
import { lookUpOnce } from '../../../server/src/cli/lookUpOnce.ts';
import type { WorkspaceFiles } from '../../../server/src/operations/ports.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

function countedFiles(): { readonly files: WorkspaceFiles; readonly asked: readonly string[] } {
  const files = memoryWorkspace(new Map([['file:///w/a/data.csv', 'x\n1\n']]));
  const asked: string[] = [];
  return {
    files: {
      ...files,
      resolve: (written, fromUri) => {
        asked.push(written);
        return files.resolve(written, fromUri);
      },
    },
    asked,
  };
}

describe('paths that are looked up once', () => {
  it('mean the same from every file of a folder', async () => {
    const { files, asked } = countedFiles();
    const once = lookUpOnce(files);
    const first = await once.resolve('data.csv', 'file:///w/a/plumbline.yaml');
    expect(first).toMatchObject({ kind: 'file', uri: 'file:///w/a/data.csv' });
    expect(await once.resolve('data.csv', 'file:///w/a/costs.plumbline.yaml')).toBe(first);
    expect(asked).toEqual(['data.csv']);
  });

  it('are looked up anew from another folder', async () => {
    const { files, asked } = countedFiles();
    const once = lookUpOnce(files);
    await once.resolve('data.csv', 'file:///w/a/plumbline.yaml');
    expect(await once.resolve('data.csv', 'file:///w/plumbline.yaml')).toMatchObject({ kind: 'missing' });
    expect(asked).toHaveLength(2);
  });
});
