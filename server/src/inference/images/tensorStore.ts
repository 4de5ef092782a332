/** The memory of a tensor of pictures. */
import type { Tensor } from 'onnxruntime-node';
import type { OpenModel } from '../openModel.ts';
import type { TensorFiller, TensorNumbers } from './createTensorFiller.ts';
import { toHalf } from './half.ts';
import type { Pixels } from './pixels.ts';

export const imageTypes = ['float32', 'float64', 'float16', 'uint8'] as const;
export type ImageType = (typeof imageTypes)[number];

export interface TensorStore {
  /** Writes a picture from a value on. */
  readonly put: (pixels: Pixels, at: number) => void;
  /** Writes zeros. */
  readonly clear: (from: number, until: number) => void;
  readonly tensor: (model: OpenModel, length: number, shape: readonly number[]) => Tensor;
}

/** @param length values of the largest tensor */
export function createTensorStore(type: ImageType, length: number, fill: TensorFiller): TensorStore {
  switch (type) {
    case 'float32': {
      const data = new Float32Array(length);
      return storeOf(
        data,
        fill,
        ({ Tensor: Make }, until, shape) => new Make('float32', data.subarray(0, until), shape),
      );
    }
    case 'float64': {
      const data = new Float64Array(length);
      return storeOf(
        data,
        fill,
        ({ Tensor: Make }, until, shape) => new Make('float64', data.subarray(0, until), shape),
      );
    }
    case 'uint8': {
      const data = new Uint8Array(length);
      return storeOf(data, fill, ({ Tensor: Make }, until, shape) => new Make('uint8', data.subarray(0, until), shape));
    }
    case 'float16': {
      // Filled in single precision and rounded once, like a tensor that Python casts.
      const data = new Float32Array(length);
      const tensor: TensorStore['tensor'] = ({ Tensor: Make }, until, shape) =>
        new Make('float16', Uint16Array.from(data.subarray(0, until), toHalf), shape);
      return storeOf(data, fill, tensor);
    }
  }
}

function storeOf(data: TensorNumbers, fill: TensorFiller, tensor: TensorStore['tensor']): TensorStore {
  return {
    put: (pixels, at) => {
      fill(pixels, data, at);
    },
    clear: (from, until) => {
      data.fill(0, from, until);
    },
    tensor,
  };
}
