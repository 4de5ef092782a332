/** The vector code against the same sums written plainly. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BytePixels } from '../../../../server/src/inference/images/pixels.ts';
import { createPillowKernel } from '../../../../server/src/inference/images/resize/pillowKernel.ts';
import { computeTaps, pillowFilters } from '../../../../server/src/inference/images/resize/pillowTaps.ts';
import type { Taps } from '../../../../server/src/inference/images/resize/pillowTaps.ts';

const kernel = createPillowKernel();

/** One value: weighted bytes that lie `step` apart, in whole numbers that are never cut off. */
function sumPlainly(
  { data }: BytePixels,
  { first, count, weights, most }: Taps,
  made: number,
  at: number,
  step: number,
) {
  let sum = 2n ** 21n;
  for (let tap = 0; tap < (count[made] ?? 0); tap++) {
    const byte = data[at + ((first[made] ?? 0) + tap) * step] ?? 0;
    sum += BigInt(byte) * BigInt(weights[made * most + tap] ?? 0);
  }
  return Math.min(255, Math.max(0, Number(sum >> 22n)));
}

function sumRowsPlainly(pixels: BytePixels, taps: Taps): number[] {
  const { width, height, channels } = pixels;
  return Array.from({ length: height * taps.first.length * channels }, (_, place) => {
    const channel = place % channels;
    const made = Math.floor(place / channels) % taps.first.length;
    const row = Math.floor(place / channels / taps.first.length);
    return sumPlainly(pixels, taps, made, row * width * channels + channel, channels);
  });
}

function sumColumnsPlainly(pixels: BytePixels, taps: Taps): number[] {
  const length = pixels.width * pixels.channels;
  return Array.from({ length: taps.first.length * length }, (_, place) =>
    sumPlainly(pixels, taps, Math.floor(place / length), place % length, length),
  );
}

const side = fc.integer({ min: 1, max: 70 });
const pictures = fc
  .record({ width: side, height: side, channels: fc.constantFrom(1 as const, 3 as const), isHarsh: fc.boolean() })
  .chain(({ width, height, channels, isHarsh }) => {
    const length = width * height * channels;
    // Black beside white makes the filters overshoot on both sides.
    const byte = isHarsh ? fc.constantFrom(0, 255) : fc.integer({ min: 0, max: 255 });
    return fc
      .array(byte, { minLength: length, maxLength: length, size: 'max' })
      .map((bytes): BytePixels => ({ width, height, channels, data: Uint8Array.from(bytes) }));
  });
const filters = fc.constantFrom(...pillowFilters);

describe('the vector code', () => {
  it('sums rows to the last bit, whatever was summed before in its memory', () => {
    fc.assert(
      fc.property(pictures, side, filters, (pixels, width, filter) => {
        const taps = computeTaps(pixels.width, width, filter);
        const made = kernel.sum(pixels, [{ axis: 'rows', taps }]);
        expect(made).toMatchObject({ width, height: pixels.height, channels: pixels.channels });
        expect([...made.data]).toEqual(sumRowsPlainly(pixels, taps));
      }),
      { numRuns: 60 },
    );
  });

  it('sums columns to the last bit, whatever was summed before in its memory', () => {
    fc.assert(
      fc.property(pictures, side, filters, (pixels, height, filter) => {
        const taps = computeTaps(pixels.height, height, filter);
        const made = kernel.sum(pixels, [{ axis: 'columns', taps }]);
        expect(made).toMatchObject({ width: pixels.width, height, channels: pixels.channels });
        expect([...made.data]).toEqual(sumColumnsPlainly(pixels, taps));
      }),
      { numRuns: 60 },
    );
  });

  it('sums twice in one go as in two', () => {
    fc.assert(
      fc.property(pictures, side, side, filters, fc.boolean(), (pixels, width, height, filter, isAcrossFirst) => {
        const across = { axis: 'rows', taps: computeTaps(pixels.width, width, filter) } as const;
        const down = { axis: 'columns', taps: computeTaps(pixels.height, height, filter) } as const;
        const [one, other] = isAcrossFirst ? [across, down] : [down, across];
        expect(kernel.sum(pixels, [one, other])).toEqual(kernel.sum(kernel.sum(pixels, [one]), [other]));
      }),
      { numRuns: 60 },
    );
  });

  it('keeps the weights of an axis for the next picture of its size, and computes those of others', () => {
    const own = createPillowKernel();
    const kept = own.tapsOf(40, 16, 'bicubic');
    expect(kept).toEqual(computeTaps(40, 16, 'bicubic'));
    expect(own.tapsOf(40, 16, 'bicubic')).toBe(kept);
    expect(own.tapsOf(40, 16, 'box')).toEqual(computeTaps(40, 16, 'box'));
    expect(own.tapsOf(41, 16, 'bicubic')).toEqual(computeTaps(41, 16, 'bicubic'));
    for (let from = 1; from <= 200; from++) expect(own.tapsOf(from, 7, 'box')).toEqual(computeTaps(from, 7, 'box'));
  });

  it('sums pictures that need more memory than is kept, and small ones after them', () => {
    const own = createPillowKernel();
    const wide: BytePixels = { width: 30_000, height: 800, channels: 3, data: new Uint8Array(72_000_000).fill(200) };
    const made = own.sum(wide, [{ axis: 'rows', taps: computeTaps(30_000, 2, 'bilinear') }]);
    expect(new Set(made.data)).toEqual(new Set([200]));
    const small: BytePixels = { width: 2, height: 1, channels: 1, data: Uint8Array.of(10, 30) };
    expect([...own.sum(small, [{ axis: 'rows', taps: computeTaps(2, 1, 'box') }]).data]).toEqual([20]);
  });
});
