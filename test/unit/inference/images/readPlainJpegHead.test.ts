/** Heads of JPEG files that are read here, against the library that reads all others. */
import { describe, expect, it } from 'vitest';
import { loadSharp } from '../../../../server/src/inference/images/loadSharp.ts';
import { readPlainJpegHead } from '../../../../server/src/inference/images/readPlainJpegHead.ts';
import { readImagesFixture } from '../../../python/imagesFixture.ts';

const sharp = await loadSharp();
const { files } = readImagesFixture();
const plain = ['colours.jpg', 'whole-colours.jpg', 'progressive.jpg', 'grey.jpg'];
const isPlain = ({ name }: { readonly name: string }): boolean => plain.includes(name);

describe('the head of a JPEG file', () => {
  it.each(files.filter(isPlain))('says of $name what the library says', async ({ file }) => {
    const { width, height, depth, space, hasAlpha } = await sharp(Buffer.from(file)).metadata();
    expect(readPlainJpegHead(Buffer.from(file))).toEqual({ width, height, depth, space, hasAlpha, pages: 1 });
  });

  it.each(files.filter((file) => !isPlain(file)))('is left to the library for $name', ({ file }) => {
    expect(readPlainJpegHead(Buffer.from(file))).toBe(undefined);
  });

  it('is left to the library wherever the file breaks off within it', () => {
    const whole = Buffer.from(files.find(isPlain)?.file ?? []);
    const head = whole.indexOf(Buffer.of(0xff, 0xda));
    for (let length = 0; length <= head; length++) {
      expect(readPlainJpegHead(whole.subarray(0, length)), `${length} bytes`).toBe(undefined);
    }
    expect(readPlainJpegHead(whole.subarray(0, head + 4))).not.toBe(undefined);
  });
});
