/** From pixels to the numbers of a tensor. */
import type { ImagePreparation } from '../../../../schemas/imagePreparation.ts';
import type { Pixels } from './pixels.ts';

/** What happens to the values, in this order: times `scale`, minus `mean`, over `std`. */
export type Normalisation = Pick<ImagePreparation, 'color' | 'layout' | 'scale' | 'mean' | 'std'>;

/** Arrays that hold one number for each value of a tensor. */
export type TensorNumbers = Float32Array | Float64Array | Uint8Array;

/**
 * Writes one picture into a tensor.
 *
 * @param into room for `width * height * channels` values from `at` on
 */
export type TensorFiller = (pixels: Pixels, into: TensorNumbers, at: number) => void;

/** @returns filler that computes in single precision, as Python's tools do */
export function createTensorFiller(norm: Normalisation): TensorFiller {
  const isPlanar = norm.layout === 'NCHW';
  const tables: Float32Array[] = [];
  return ({ width, height, channels, data }, into, at) => {
    const size = width * height;
    for (let channel = 0; channel < channels; channel++) {
      const from = norm.color === 'bgr' ? channels - 1 - channel : channel;
      const start = isPlanar ? at + channel * size : at + channel;
      const step = isPlanar ? 1 : channels;
      if (data instanceof Uint8Array) {
        // A byte has 256 values: computed once, looked up for each pixel.
        const values = (tables[channel] ??= tabulate(norm, channel));
        for (let pixel = 0; pixel < size; pixel++) {
          into[start + pixel * step] = values[data[pixel * channels + from] ?? 0] ?? 0;
        }
      } else {
        for (let pixel = 0; pixel < size; pixel++) {
          into[start + pixel * step] = normalise(data[pixel * channels + from] ?? 0, norm, channel);
        }
      }
    }
  };
}

function tabulate(norm: Normalisation, channel: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, value) => normalise(value, norm, channel));
}

const { fround } = Math;

function normalise(value: number, { scale = 1, mean, std }: Normalisation, channel: number): number {
  const scaled = fround(value * scale);
  const centred = mean === undefined ? scaled : fround(scaled - fround(mean[channel] ?? 0));
  return std === undefined ? centred : fround(centred / fround(std[channel] ?? 1));
}
