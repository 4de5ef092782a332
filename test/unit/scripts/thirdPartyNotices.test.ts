import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeNotices } from '../../../scripts/thirdPartyNotices.mjs';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'plumbline-notices-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function addPackage(folder: string, manifest: object, files: Readonly<Record<string, string>> = {}) {
  const place = path.join(root, 'node_modules', folder);
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, 'package.json'), JSON.stringify(manifest));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(place, name), text);
}

describe('the notices of what is bundled', () => {
  it('have the licence and the notice of each package once, by name', async () => {
    const files = { LICENSE: 'Copyright Bea\n', 'NOTICE.md': 'Made by Bea.\n', 'index.js': '' };
    await addPackage('@b/b', { name: '@b/b', version: '2.0.0', license: 'Apache-2.0' }, files);
    await addPackage('@b/b/node_modules/a', { name: 'a', version: '1.0.0', license: 'MIT' }, { 'licence.txt': 'Al' });
    const inputs = ['node_modules/@b/b/x.js', 'node_modules/@b/b/node_modules/a/y.js', 'node_modules/@b/b/z.js'];
    const [, ...parts] = writeNotices(root, [...inputs, 'server/src/main.ts']).split(/\n-{80}\n\n/);
    expect(parts).toEqual(['@b/b 2.0.0 (Apache-2.0)\n\nCopyright Bea\n\nMade by Bea.\n', 'a 1.0.0 (MIT)\n\nAl\n']);
  });

  it('say of a package without a text which licence it names', async () => {
    await addPackage('c', { name: 'c', version: '1.2.3', license: 'ISC' });
    expect(writeNotices(root, ['node_modules/c/c.js'])).toContain(
      'c 1.2.3 (ISC)\n\nThe package names the licence ISC, and holds no text of it.\n',
    );
  });

  it.each([
    ['GPL-3.0', 'GPL-3.0'],
    [undefined, 'no licence that it names'],
  ])('are refused for a package under %s', async (license, named) => {
    await addPackage('d', { name: 'd', version: '1.0.0', license });
    expect(() => writeNotices(root, ['node_modules/d/d.js'])).toThrow(`d 1.0.0 is under ${named}:`);
  });
});
