import { describe, expect, it } from 'vitest';
import { sayIgnored } from '../../../server/src/cli/sayIgnored.ts';

const files: ReadonlyMap<string, string> = new Map([
  ['/work/.plumblineignore', 'old/\n'],
  ['/work/old/plumbline.yaml', ''],
  ['/work/new/plumbline.yaml', ''],
]);

const world = {
  cwd: '/work/old',
  realPath: (location: string) =>
    Promise.resolve(files.has(location) || location === '/work' ? { path: location, isFolder: false } : undefined),
  readText: (location: string) => files.get(location),
  topLevelOf: () => Promise.resolve<string | undefined>('/work'),
};

describe('a path that is not found', () => {
  it.each([
    ['file', '/work/old/plumbline.yaml'],
    ['folder', '/work/old'],
  ] as const)('is told to be left out by the ignore file at the top, as a %s', async (kind, location) => {
    expect(await sayIgnored([{ location, kind }], world)).toBe('`.plumblineignore` leaves out "plumbline.yaml"; ');
  });

  it.each([
    ['it is not named there', '/work/new'],
    ['it holds no spec', '/work/empty'],
  ])('is told nothing of it where %s', async (_, location) => {
    expect(await sayIgnored([{ location, kind: 'folder' }], world)).toBe('');
  });

  it('is told nothing of an ignore file above the folder that is searched', async () => {
    const alone = { ...world, topLevelOf: () => Promise.resolve(undefined) };
    expect(await sayIgnored([{ location: '/work/old', kind: 'folder' }], alone)).toBe('');
  });
});
