import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileWhole } from '../../../server/src/platform/createFileWhole.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-create-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a new file', () => {
  it('is written, and nothing is left beside it', async () => {
    const file = path.join(folder, 'plumbline.yaml');
    expect(await createFileWhole(file, 'plumbline: v1\n')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('plumbline: v1\n');
    expect(readdirSync(folder)).toEqual(['plumbline.yaml']);
  });

  it('is never written over another', async () => {
    const file = path.join(folder, 'plumbline.yaml');
    writeFileSync(file, 'mine');
    expect(await createFileWhole(file, 'plumbline: v1\n')).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(readdirSync(folder)).toEqual(['plumbline.yaml']);
  });

  it('is not written through a link that leads nowhere yet', async () => {
    const file = path.join(folder, 'plumbline.yaml');
    const elsewhere = path.join(folder, 'elsewhere');
    symlinkSync(elsewhere, file);
    expect(await createFileWhole(file, 'plumbline: v1\n')).toBe(false);
    expect(existsSync(elsewhere)).toBe(false);
  });

  it('is written by one of many at once', async () => {
    const file = path.join(folder, 'plumbline.yaml');
    const texts = ['a', 'b', 'c', 'd'];
    const outcomes = await Promise.all(texts.map((text) => createFileWhole(file, text)));
    expect(outcomes.filter((isWritten) => isWritten)).toHaveLength(1);
    expect(readFileSync(file, 'utf8')).toBe(texts[outcomes.indexOf(true)]);
  });
});
