import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measurePixels } from '../../../server/src/drift/pictures/measurePixels.ts';

function picture(width: number, height: number, colour: (pixel: number) => readonly [number, number, number]) {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, at) => colour(Math.floor(at / 3))[at % 3] ?? 0);
  return { width, height, data };
}

const grey = (value: number) => [value, value, value] as const;

describe('the measures of a picture', () => {
  it('are those of light alone for one pixel', () => {
    const found = measurePixels(picture(1, 1, () => grey(51)));
    expect(found).toMatchObject({ sharpness: 0, saturation: 0, width: 1, height: 1 });
    expect(found.brightness).toBeCloseTo(0.2, 12);
    expect(found.contrast).toBeCloseTo(0, 6);
    expect(found.red_share).toBeCloseTo(1 / 3, 12);
    expect(found.blue_share).toBeCloseTo(1 / 3, 12);
  });

  it('know colours', () => {
    const found = measurePixels(picture(2, 1, (pixel) => (pixel === 0 ? [255, 0, 0] : [0, 0, 255])));
    expect(found).toMatchObject({ saturation: 1, red_share: 0.5, blue_share: 0.5 });
    expect(found.brightness).toBeCloseTo((0.299 + 0.114) / 2, 12);
  });

  it('have no shares of colours without light', () => {
    const { red_share: red, blue_share: blue, saturation } = measurePixels(picture(3, 2, () => grey(0)));
    expect([red, blue, saturation]).toEqual([Number.NaN, Number.NaN, 0]);
  });

  // numpy 2.4, scipy 1.17: light = [0, .2, .4, .6, .8, 1, 0, 1, 0] of 3 by 3, laplace(mode='nearest').var(), .std().
  it('equal those of numpy and scipy', () => {
    const values = [0, 51, 102, 153, 204, 255, 0, 255, 0];
    const found = measurePixels(picture(3, 3, (pixel) => grey(values[pixel] ?? 0)));
    expect(found.brightness).toBeCloseTo(4 / 9, 6);
    expect(found.contrast).toBeCloseTo(0.3975231959999626, 6);
    expect(found.sharpness).toBeCloseTo(1.8844444444444446, 5);
  });

  it('see the same contrast and sharpness in a negative', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 12, maxLength: 12 }), (values) => {
        const plain = measurePixels(picture(4, 3, (pixel) => grey(values[pixel] ?? 0)));
        const negative = measurePixels(picture(4, 3, (pixel) => grey(255 - (values[pixel] ?? 0))));
        expect(negative.brightness).toBeCloseTo(1 - plain.brightness, 6);
        expect(negative.contrast).toBeCloseTo(plain.contrast, 3);
        expect(negative.sharpness).toBeCloseTo(plain.sharpness, 3);
      }),
    );
  });
});
