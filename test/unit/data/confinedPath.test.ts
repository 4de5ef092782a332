import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confinePath } from '../../../server/src/data/confinedPath.ts';

describe('a path that a job was asked about', () => {
  let folder = '';
  const at = (...names: string[]): string => path.join(folder, ...names);
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-paths-')));
    mkdirSync(at('work', 'inner'), { recursive: true });
    mkdirSync(at('work-beside'));
    for (const file of ['work/own', 'work/inner/own', 'work-beside/other']) writeFileSync(at(file), '');
    // A junction needs no rights on Windows.
    symlinkSync(at('work'), at('linked-work'), 'junction');
    symlinkSync(at('work', 'inner'), at('work', 'way-in'), 'junction');
    symlinkSync(at('work-beside'), at('work', 'way-out'), 'junction');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  it.each([
    ['work', 'work/own', 'work/own'],
    ['work', 'work/way-in/own', 'work/inner/own'],
    ['linked-work', 'linked-work/own', 'work/own'],
    ['linked-work', 'linked-work/way-in/own', 'work/inner/own'],
    ['linked-work', 'work/own', 'work/own'],
  ])('inside of %s, %s, is the real one', async (root, asked, real) => {
    expect(await confinePath(at(root), at(asked), 'x')).toBe(at(real));
  });

  it.each([
    ['work', 'work-beside/other'],
    ['work', 'work/way-out/other'],
    ['linked-work', 'linked-work/way-out/other'],
    ['work', 'linked-work/own'],
    ['work', 'work/../work-beside/missing'],
  ])('is refused where it leads out of %s, as %s does', async (root, asked) => {
    await expect(confinePath(at(root), at(asked), 'x')).rejects.toThrow('x lies outside the workspace');
  });

  it('is missing where nothing is there', async () => {
    await expect(confinePath(at('work'), at('work', 'none'), 'x')).rejects.toThrow('x was not found; check the path.');
  });
});
