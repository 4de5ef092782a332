import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unapprovedNatives } from '../../../scripts/package/approvedNatives.ts';

const root = path.resolve(import.meta.dirname, '../../..');

describe('unapprovedNatives', () => {
  it('finds none in our own lock file', async () => {
    expect(unapprovedNatives(await readFile(path.join(root, 'package-lock.json'), 'utf8'))).toEqual([]);
  });

  it.each([
    ['a package for one system', { os: ['linux'] }],
    ['a package for one processor', { cpu: ['x64'] }],
    ['a package for one C library', { libc: ['glibc'] }],
    ['a package with an install script', { hasInstallScript: true }],
  ])('finds %s that nobody approved', (_what, entry) => {
    const packages = { 'node_modules/sharp': { os: ['linux'] }, 'node_modules/a/node_modules/stranger': entry };
    expect(unapprovedNatives(JSON.stringify({ packages }))).toEqual(['stranger']);
  });

  it('has nothing against a package that is JavaScript alone', () => {
    expect(
      unapprovedNatives(JSON.stringify({ packages: { '': {}, 'node_modules/plain': { version: '1.0.0' } } })),
    ).toEqual([]);
  });
});
