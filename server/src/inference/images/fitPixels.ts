/** Scales, cuts and pads a picture. */
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';
import type { BytePixels, Pixels } from './pixels.ts';
import type { Fit } from './planFit.ts';
import type { PillowKernel } from './resize/pillowKernel.ts';
import { resizeOpenCvArea, resizeOpenCvLinear, resizeOpenCvNearest } from './resize/resizeOpenCv.ts';
import { resizePillow, resizePillowNearest } from './resize/resizePillow.ts';
import { resizeTensorFlow } from './resize/resizeTensorFlow.ts';

type Filter = NonNullable<ImagePreparation['resize']>['filter'];

/** @param fill value of the ground, from 0 to 255 */
export function fitPixels(kernel: PillowKernel, pixels: BytePixels, fit: Fit, filter: Filter, fill: number): Pixels {
  const scaled = scale(kernel, pixels, fit.scaledWidth, fit.scaledHeight, filter);
  return place(scaled, fit, fill);
}

function scale(kernel: PillowKernel, pixels: BytePixels, width: number, height: number, filter: Filter): Pixels {
  if (pixels.width === width && pixels.height === height) return pixels;
  switch (filter) {
    case 'nearest':
      return resizePillowNearest(pixels, width, height);
    case 'bilinear':
    case 'bicubic':
    case 'lanczos':
    case 'box':
      return resizePillow(kernel, pixels, width, height, filter);
    case 'opencv-linear':
      return resizeOpenCvLinear(pixels, width, height);
    case 'opencv-nearest':
      return resizeOpenCvNearest(pixels, width, height);
    case 'opencv-area':
      return resizeOpenCvArea(pixels, width, height);
    case 'tf-bilinear':
      return resizeTensorFlow(pixels, width, height);
  }
}

function place(pixels: Pixels, { left, top, width, height }: Fit, fill: number): Pixels {
  if (left === 0 && top === 0 && pixels.width === width && pixels.height === height) return pixels;
  const { channels } = pixels;
  const length = width * height * channels;
  const isWhole = pixels.data instanceof Uint8Array && Number.isInteger(fill);
  const data = (isWhole ? new Uint8Array(length) : new Float32Array(length)).fill(fill);
  const first = Math.max(0, left);
  const last = Math.min(width, left + pixels.width);
  for (let y = Math.max(0, top); y < Math.min(height, top + pixels.height); y++) {
    const from = ((y - top) * pixels.width + first - left) * channels;
    data.set(pixels.data.subarray(from, from + (last - first) * channels), (y * width + first) * channels);
  }
  return { width, height, channels, data };
}
