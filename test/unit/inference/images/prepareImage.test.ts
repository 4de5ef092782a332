/** From the bytes of an image to a tensor, against Pillow and NumPy. */
import { describe, expect, it } from 'vitest';
import { imagePreparation } from '../../../../schemas/imagePreparation.ts';
import { decodeImage } from '../../../../server/src/inference/images/decodeImage.ts';
import { createTensorFiller } from '../../../../server/src/inference/images/createTensorFiller.ts';
import { loadSharp } from '../../../../server/src/inference/images/loadSharp.ts';
import { prepareImage } from '../../../../server/src/inference/images/prepareImage.ts';
import { createPillowKernel } from '../../../../server/src/inference/images/resize/pillowKernel.ts';
import { readImagesFixture } from '../../../python/imagesFixture.ts';

const { files, tensors } = readImagesFixture();
const sharp = await loadSharp();
const kernel = createPillowKernel();

const fileOf = (name: string): Buffer => {
  const found = files.find((file) => file.name === name);
  if (found === undefined) throw new RangeError(`There is no file ${name} in the fixture.`);
  return Buffer.from(found.file);
};
const colours = { color: 'rgb', orient: true } as const;

describe('decoding', () => {
  it.each(files)('gives the colours that Pillow gives of $name', async ({ file, width, height, colours: expected }) => {
    const { pixels } = await decodeImage(sharp, Buffer.from(file), colours);
    expect([pixels.width, pixels.height, pixels.channels]).toEqual([width, height, 3]);
    expect(pixels.data).toEqual(expected);
  });

  it.each(files)('gives the greys that Pillow gives of $name', async ({ file, grey }) => {
    const { pixels } = await decodeImage(sharp, Buffer.from(file), { color: 'grayscale', orient: true });
    expect(pixels.channels).toBe(1);
    expect(pixels.data).toEqual(grey);
  });

  it('leaves an image as it lies in the file when it is not to be turned', async () => {
    const { pixels, notes } = await decodeImage(sharp, fileOf('turned-6.jpg'), { color: 'rgb', orient: false });
    expect([pixels.width, pixels.height, notes]).toEqual([26, 19, []]);
  });

  it.each([
    ['turned-6.jpg', ['turned']],
    ['alpha.png', ['alpha']],
    ['deep.png', ['deep']],
    ['moving.gif', ['alpha', 'animated']],
    ['ink.jpg', ['cmyk']],
    ['colours.jpg', []],
  ])('tells of %s what was done to it', async (name, notes) => {
    expect((await decodeImage(sharp, fileOf(name), colours)).notes).toEqual(notes);
  });
});

describe('an image that cannot be read', () => {
  const reason = async (bytes: Buffer): Promise<string> =>
    decodeImage(sharp, bytes, colours).then(
      () => 'It was read.',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );

  it.each([
    [
      'an SVG drawing',
      '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
    ],
    ['an SVG drawing', '<svg width="9" height="9"><image href="file:///etc/passwd"/></svg>'],
    ['a PDF document', '%PDF-1.7\n'],
    ['a web page', '<!DOCTYPE html><html></html>'],
    ['an archive', 'PK\x03\x04rest'],
  ])('is named for what it is: %s', async (what, text) => {
    expect(await reason(Buffer.from(text, 'latin1'))).toBe(`is ${what}; save it as JPEG, PNG, WebP, TIFF or GIF`);
  });

  it('is known as a pointer of Git LFS, with the way out', async () => {
    const pointer = Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n');
    expect(await reason(pointer)).toBe('is a pointer of Git LFS; fetch the file with `git lfs pull`');
  });

  it('is text under the name of a picture', async () => {
    expect(await reason(Buffer.from('hello'))).toBe('is no picture; save it as JPEG, PNG, WebP, TIFF or GIF');
  });

  it.each([
    'colours.jpg',
    'progressive.jpg',
    'colours.png',
    'colours.webp',
    'colours.tif',
    'packed.tif',
    'colours.gif',
  ])('is damaged when half of %s is missing', async (name) => {
    const whole = fileOf(name);
    expect(await reason(whole.subarray(0, whole.length / 2))).toMatch(
      /^is (?:damaged \(.+\); write it again|no picture)/,
    );
  });

  it('has more pixels than are read, by its header, and is not decoded', async () => {
    const huge = Buffer.from(fileOf('colours.png'));
    huge.writeUInt32BE(60_000, 16);
    huge.writeUInt32BE(60_000, 20);
    expect(await reason(huge)).toMatch(/^(?:has 60,000 × 60,000 pixels, and at most 100 million are read|is damaged)/);
  });
});

describe('preparing', () => {
  it('gives the tensor of Pillow and NumPy, whatever mode, filter, colours and layout', async () => {
    for (const { file, tensor, ...wish } of tensors) {
      const preparation = imagePreparation.parse({ ...wish, scale: 1 / 255 });
      const { pixels } = await prepareImage(sharp, kernel, Buffer.from(file), preparation);
      const expected = new Float32Array(tensor.buffer.slice(tensor.byteOffset, tensor.byteOffset + tensor.byteLength));
      const made = new Float32Array(expected.length);
      createTensorFiller(preparation)(pixels, made, 0);
      const far = made.reduce((most, value, index) => Math.max(most, Math.abs(value - (expected[index] ?? NaN))), 0);
      expect(far, JSON.stringify(wish)).toBeLessThan(1e-6);
    }
  });

  it('knows the way from the tensor back to the picture', async () => {
    const preparation = imagePreparation.parse({
      resize: { width: 52, height: 52, mode: 'letterbox', fill: 0, filter: 'bilinear' },
      color: 'rgb',
      layout: 'NCHW',
    });
    const { map, width, height } = await prepareImage(sharp, kernel, fileOf('colours.png'), preparation);
    expect([width, height]).toEqual([26, 19]);
    expect(map).toEqual({ scaleX: 2, scaleY: 2, offsetX: 0, offsetY: 7 });
  });
});
