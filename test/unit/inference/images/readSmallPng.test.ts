/** Small PNG files that are read here, against the library that reads all others. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checksum } from '../../../../server/src/inference/images/checksum.ts';
import { decodeImage } from '../../../../server/src/inference/images/decodeImage.ts';
import { loadSharp } from '../../../../server/src/inference/images/loadSharp.ts';
import { readSmallPng } from '../../../../server/src/inference/images/readSmallPng.ts';

const sharp = await loadSharp();

interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array;
}

const draw = ({ data, ...raw }: Drawn, options = {}): Promise<Buffer> =>
  sharp(data, { raw })
    .toColourspace(raw.channels < 3 ? 'b-w' : 'srgb')
    .png(options)
    .toBuffer();

const side = fc.integer({ min: 1, max: 40 });
const drawn = fc
  .record({ width: side, height: side, channels: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const) })
  .chain(({ width, height, channels }) => {
    const length = width * height * channels;
    return fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: length, maxLength: length, size: 'max' })
      .map((bytes): Drawn => ({ width, height, channels, data: Uint8Array.from(bytes) }));
  });

describe('a small PNG file', () => {
  it('gives the pixels that were written, whatever filters its rows have', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.boolean(), async (picture, adaptiveFiltering) => {
        const found = readSmallPng(await draw(picture, { adaptiveFiltering }));
        expect(found).toEqual(picture);
      }),
      { numRuns: 40 },
    );
  });

  it('is decoded as the library decodes it, whatever colours are wished for', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.constantFrom('rgb' as const, 'grayscale' as const), async (picture, color) => {
        const plain = await draw(picture);
        // One file is read here, and the other one, in passes, by the library.
        const others = await draw(picture, { progressive: true });
        expect(readSmallPng(others)).toBe(undefined);
        const wish = { color, orient: true };
        expect(await decodeImage(sharp, plain, wish)).toEqual(await decodeImage(sharp, others, wish));
      }),
      { numRuns: 40 },
    );
  });

  const grey: Drawn = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  it.each<[string, (whole: Buffer) => Buffer]>([
    ['half of it is missing', (whole) => whole.subarray(0, whole.length / 2)],
    ['its end is missing', (whole) => whole.subarray(0, -12)],
    ['something stands behind its end', (whole) => Buffer.concat([whole, Buffer.of(0)])],
    ['one of its sums does not fit', (whole) => Buffer.from(whole.map((byte, at) => (at === 18 ? byte ^ 1 : byte)))],
    ['it is no PNG file', () => Buffer.from('hello')],
    ['it is empty', () => Buffer.alloc(0)],
  ])('is left to the library when %s', async (_what, change) => {
    expect(readSmallPng(change(await draw(grey)))).toBe(undefined);
  });

  it('is left to the library when its colours are places of a palette, or have 16 bits, or there are many', async () => {
    const colours: Drawn = { width: 2, height: 1, channels: 3, data: Uint8Array.of(255, 0, 0, 0, 0, 255) };
    expect(readSmallPng(await draw(colours, { palette: true }))).toBe(undefined);
    const deep = await sharp(grey.data, { raw: { width: 3, height: 2, channels: 1 } })
      .toColourspace('grey16')
      .png()
      .toBuffer();
    expect(readSmallPng(deep)).toBe(undefined);
    const large = await draw({ width: 129, height: 128, channels: 1, data: new Uint8Array(129 * 128) });
    expect(readSmallPng(large)).toBe(undefined);
  });

  it('that is damaged is told of as any other', async () => {
    const broken = await draw(grey);
    const packed = broken.indexOf('IDAT') + 8;
    broken[packed] = (broken[packed] ?? 0) ^ 255;
    await expect(decodeImage(sharp, broken, { color: 'rgb', orient: true })).rejects.toThrow(/^is damaged \(/);
  });
});

describe('the sum of a piece', () => {
  it('is that of the standard', () => {
    expect(checksum(Buffer.from('123456789'))).toBe(0xcbf43926);
    expect(checksum(Buffer.alloc(0))).toBe(0);
  });
});
