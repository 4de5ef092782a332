import { describe, expect, it } from 'vitest';
import type { SearchFolders } from '../../../server/src/operations/ports.ts';
import { openWorkspace } from '../../../server/src/cli/openWorkspace.ts';
import type { GivenPath } from '../../../server/src/cli/openWorkspace.ts';
import { memoryWorkspace } from '../../support/memoryWorkspace.ts';

/** Where files are searched for in a repository at /repo with some specs. */
async function searchedFor(given: readonly GivenPath[], specs: readonly string[], topLevel: string | undefined) {
  let opened: { readonly roots: readonly string[]; readonly search: SearchFolders | undefined } | undefined;
  await openWorkspace(given, {
    openFiles: (roots, search) => {
      opened = { roots, search };
      return memoryWorkspace(new Map());
    },
    topLevelOf: () => Promise.resolve(topLevel),
    realPath: (location) =>
      Promise.resolve(
        location === topLevel || specs.includes(location) ? { path: location, isFolder: false } : undefined,
      ),
  });
  return opened;
}

const folder = (location: string): GivenPath => ({ location, kind: 'folder' });
const file = (location: string): GivenPath => ({ location, kind: 'file' });

describe('the workspace of a path', () => {
  it('is its repository, of which its project alone is searched', async () => {
    expect(await searchedFor([folder('/repo/a')], ['/repo/a/plumbline.yaml'], '/repo')).toEqual({
      roots: ['/repo'],
      search: { specs: ['/repo/a'], others: ['/repo/a'] },
    });
  });

  it('is searched from the uppermost spec above a file', async () => {
    const specs = ['/repo/a/plumbline.yaml', '/repo/a/b/plumbline.yaml'];
    expect((await searchedFor([file('/repo/a/b/c/x.ipynb')], specs, '/repo'))?.search).toEqual({
      specs: ['/repo/a'],
      others: ['/repo/a'],
    });
  });

  it('is searched whole for code and data where no spec is above', async () => {
    expect((await searchedFor([folder('/repo/notebooks')], [], '/repo'))?.search).toEqual({
      specs: ['/repo/notebooks'],
      others: ['/repo'],
    });
  });

  it('is its folder where there is no repository', async () => {
    expect(await searchedFor([file('/data/x.ipynb')], [], undefined)).toEqual({
      roots: ['/data'],
      search: { specs: ['/data'], others: ['/data'] },
    });
  });

  it('is searched whole where the repository keeps its files elsewhere', async () => {
    expect(await searchedFor([folder('/data')], ['/data/plumbline.yaml'], '/repo')).toEqual({
      roots: ['/repo'],
      search: { specs: ['/repo'], others: ['/repo'] },
    });
  });

  it('is searched in the project of each path', async () => {
    const specs = ['/repo/a/plumbline.yaml', '/repo/b/plumbline.yaml'];
    expect(
      (await searchedFor([folder('/repo/a'), folder('/repo/b'), folder('/repo/a/src')], specs, '/repo'))?.search,
    ).toEqual({
      specs: ['/repo/a', '/repo/b'],
      others: ['/repo/a', '/repo/b'],
    });
  });
});
