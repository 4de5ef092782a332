import { describe, expect, it } from 'vitest';
import { createRefusingRunner } from '../../server/src/jobs/refusingRunner.ts';
import { createEngine } from '../../server/src/lsp/engine.ts';
import type { EngineWorld } from '../../server/src/lsp/engine.ts';
import { unknownHistory } from '../../server/src/operations/ports.ts';
import { memoryWorkspace } from '../support/memoryWorkspace.ts';
import { standardOptions } from '../support/testClient.ts';
import { readPythonGrammar } from '../support/pythonParser.ts';

type Folders = Parameters<EngineWorld['openFiles']>[0];

/** The folders that an engine lets its files be read in. */
function foldersOf(folderUris: readonly string[], openUris: readonly string[]): Folders {
  const given: Folders[] = [];
  const absent = () => Promise.resolve({ kind: 'missing' } as const);
  createEngine(
    {
      options: standardOptions,
      folderUris,
      openUris: () => openUris,
      openText: () => undefined,
      remote: { readFile: absent, readFolder: absent },
    },
    {
      openFiles: (folders) => {
        given.push(folders);
        return memoryWorkspace(new Map());
      },
      startWorkers: () => createRefusingRunner('There is no worker in this test.'),
      refusingJobs: createRefusingRunner('The workspace is not trusted.'),
      openHistory: () => unknownHistory('tests have no repository'),
      readPythonGrammar,
      loadPythonFormatter: () => Promise.resolve(undefined),
      writeFolders: () => Promise.resolve(),
      readEnvironment: () => undefined,
      clock: { now: () => new Date('2026-11-02T09:31:00Z') },
      version: '0.0.0',
      runtime: 'test',
      findGit: () => Promise.resolve({ kind: 'absent' }),
    },
  );
  const [folders] = given;
  if (folders === undefined) throw new Error('The engine opens its files once.');
  return folders;
}

describe('the folders in which an engine reads', () => {
  it('are those of the workspace, and those of files that are open by themselves', () => {
    const folders = foldersOf(['file:///work'], ['file:///work/a/plumbline.yaml', 'file:///tmp/b%20c/plumbline.yaml']);
    expect(folders.folderUris()).toEqual(['file:///work']);
    expect(folders.looseFolderUris()).toEqual(['file:///tmp/b%20c']);
  });

  it('are none for a draft without a place', () => {
    expect(foldersOf([], ['untitled:Untitled-1']).looseFolderUris()).toEqual([]);
  });
});
