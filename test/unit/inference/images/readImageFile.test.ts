import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readImageFile } from '../../../../server/src/inference/images/readImageFile.ts';

describe('the bytes of an image', () => {
  let folder = '';
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-images-')));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const place = (name: string): string => path.join(folder, name);

  it.each([1, 64 * 2 ** 10, 64 * 2 ** 10 + 1, 300_000])('are all %d of them, in memory of their own', async (size) => {
    const written = Buffer.from({ length: size, 0: 7, [size - 1]: 9 });
    writeFileSync(place('bytes'), written);
    const bytes = await readImageFile(place('bytes'));
    expect(bytes.equals(written)).toBe(true);
    expect(bytes.buffer.byteLength).toBe(size);
  });

  it('are not read of what is missing, empty or no file', async () => {
    mkdirSync(place('folder'));
    writeFileSync(place('empty'), '');
    await expect(readImageFile(place('missing'))).rejects.toThrow('was not found');
    await expect(readImageFile(place('folder'))).rejects.toThrow('is not a plain file');
    await expect(readImageFile(place('empty'))).rejects.toThrow('is empty');
  });
});
