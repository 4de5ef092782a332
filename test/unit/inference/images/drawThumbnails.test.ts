/** Pictures for a page, of images on disk: large, small, broken, and those that are not ours to read. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { confinePath } from '../../../../server/src/data/confinedPath.ts';
import { TableProblem } from '../../../../server/src/data/tableProblem.ts';
import { createDrawThumbnails } from '../../../../server/src/inference/images/drawThumbnails.ts';
import { loadSharp } from '../../../../server/src/inference/images/loadSharp.ts';

const job = createDrawThumbnails({
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
});
const sharp = await loadSharp();

let root = '';
beforeEach(() => {
  root = path.join(realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-thumbnails-'))), 'workspace');
  mkdirSync(path.join(root, 'photos'), { recursive: true });
});
afterEach(() => {
  rmSync(path.dirname(root), { recursive: true });
});

const photo = (width: number, height: number): Promise<Buffer> =>
  sharp(Buffer.alloc(3 * width * height, 120), { raw: { width, height, channels: 3 } })
    .jpeg()
    .toBuffer();

async function draw(...images: string[]) {
  const context = { limits: { memoryBytes: 1e9, diskBytes: 1e9, threads: 2 }, scratch: root, report: () => undefined };
  const answer = await job({ root, folder: path.join(root, 'photos'), images, edge: 256 }, context);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return answer.value.pictures;
}

async function sizeOf(picture: string | undefined) {
  const bytes = Buffer.from((picture ?? '').replace(/^[^,]*,/, ''), 'base64');
  const { width, height, format } = await sharp(bytes).metadata();
  return { width, height, format };
}

describe('a picture for a page', () => {
  it('of a large photo is small, whatever the size of the file', async () => {
    writeFileSync(path.join(root, 'photos/large.jpg'), await photo(3000, 1500));
    const [one] = await draw('large.jpg');
    expect(await sizeOf(one?.picture)).toEqual({ width: 256, height: 128, format: 'jpeg' });
  });

  it('of a tiny image keeps every pixel', async () => {
    writeFileSync(path.join(root, 'photos/tiny.jpg'), await photo(8, 8));
    const [one] = await draw('tiny.jpg');
    expect(await sizeOf(one?.picture)).toEqual({ width: 8, height: 8, format: 'png' });
  });

  it('is missing for an image that cannot be read, and the others are there', async () => {
    writeFileSync(path.join(root, 'photos/broken.jpg'), (await photo(300, 300)).subarray(0, 200));
    writeFileSync(path.join(root, 'photos/good.jpg'), await photo(300, 300));
    const pictures = await draw('broken.jpg', 'gone.jpg', 'good.jpg');
    expect(pictures.map(({ picture }) => picture !== undefined)).toEqual([false, false, true]);
    expect(pictures[0]?.because).toMatch(/^broken\.jpg /);
    expect(pictures[1]?.because).toMatch(/^gone\.jpg /);
  });

  it('is refused for a file outside of the workspace', async () => {
    writeFileSync(path.join(path.dirname(root), 'secret.jpg'), await photo(300, 300));
    const [one] = await draw('../../secret.jpg');
    expect(one?.picture).toBeUndefined();
    expect(one?.because).toContain('secret.jpg');
  });
});
