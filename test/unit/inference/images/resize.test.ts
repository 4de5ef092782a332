/** Our kernels against Pillow, OpenCV and ONNX Runtime, byte by byte. */
import { describe, expect, it } from 'vitest';
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';
import { fitPixels } from '../../../../server/src/inference/images/fitPixels.ts';
import type { BytePixels } from '../../../../server/src/inference/images/pixels.ts';
import { createPillowKernel } from '../../../../server/src/inference/images/resize/pillowKernel.ts';
import { readImagesFixture } from '../../../python/imagesFixture.ts';

const { resizes } = readImagesFixture();
const kernel = createPillowKernel();
type Filter = NonNullable<ImagePreparation['resize']>['filter'];

function resize(pixels: BytePixels, width: number, height: number, filter: Filter) {
  const fit = { scaledWidth: width, scaledHeight: height, left: 0, top: 0, width, height };
  return fitPixels(kernel, pixels, fit, filter, 0).data;
}

const exact = [
  'nearest',
  'bilinear',
  'bicubic',
  'lanczos',
  'box',
  'opencv-nearest',
  'opencv-linear',
  'opencv-area',
] as const;

describe('resizing', () => {
  it.each(exact)('equals the tool of %s in every byte', (filter) => {
    for (const { width, height, channels, pixels, toWidth, toHeight, results } of resizes) {
      const made = resize({ width, height, channels, data: pixels }, toWidth, toHeight, filter);
      const size = `${width} × ${height} × ${channels} to ${toWidth} × ${toHeight}`;
      expect(made, size).toEqual(results[filter]);
    }
  });

  it('is that of TensorFlow for tf-bilinear, within the rounding of floats', () => {
    const small = resizes.filter(({ tensorFlow }) => tensorFlow.length > 0);
    expect(small.length).toBeGreaterThan(5);
    for (const { width, height, channels, pixels, toWidth, toHeight, tensorFlow } of small) {
      const made = resize({ width, height, channels, data: pixels }, toWidth, toHeight, 'tf-bilinear');
      expect(made.length).toBe(tensorFlow.length);
      for (const [index, value] of tensorFlow.entries())
        expect(Math.abs((made[index] ?? NaN) - value)).toBeLessThan(0.01);
    }
  });
});
