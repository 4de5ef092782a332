import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { installOnce } from '../../../scripts/installOnce.ts';

describe('installOnce', () => {
  let parent = '';
  beforeEach(async () => {
    parent = await mkdtemp(path.join(tmpdir(), 'plumbline-install-'));
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  const writes = (text: string) => (folder: string) => writeFile(path.join(folder, 'content'), text);
  const content = (folder: string) => readFileSync(path.join(folder, 'content'), 'utf8');

  it('makes the folder once', async () => {
    const folder = path.join(parent, 'thing');
    await installOnce(folder, writes('first'));
    await installOnce(folder, writes('second'));
    expect(content(folder)).toBe('first');
  });

  it('makes the parent of the folder', async () => {
    const folder = path.join(parent, 'deep/er/thing');
    expect(await installOnce(folder, writes('content'))).toBe(folder);
    expect(content(folder)).toBe('content');
  });

  it('leaves nothing behind when making fails', async () => {
    const folder = path.join(parent, 'thing');
    const fails = async (emptyFolder: string) => {
      await writeFile(path.join(emptyFolder, 'half'), '');
      throw new Error('no network');
    };
    await expect(installOnce(folder, fails)).rejects.toThrow('no network');
    expect(readdirSync(parent)).toEqual([]);
  });

  it('tries again after a failure', async () => {
    const folder = path.join(parent, 'thing');
    await expect(installOnce(folder, () => Promise.reject(new Error('no network')))).rejects.toThrow();
    await installOnce(folder, writes('content'));
    expect(content(folder)).toBe('content');
  });

  it('keeps what another attempt has put in place meanwhile', async () => {
    const folder = path.join(parent, 'thing');
    await installOnce(folder, async (emptyFolder) => {
      await installOnce(folder, writes('faster'));
      await writes('slower')(emptyFolder);
    });
    expect(content(folder)).toBe('faster');
    expect(readdirSync(parent)).toEqual(['thing']);
  });

  it('does not take a folder for whole that somebody else has begun', async () => {
    const folder = path.join(parent, 'thing');
    await installOnce(folder, writes('content'));
    await rm(path.join(folder, '.complete'));
    await expect(installOnce(folder, writes('again'))).rejects.toThrow();
    expect(existsSync(path.join(folder, '.complete'))).toBe(false);
  });
});
