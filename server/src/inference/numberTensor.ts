/** Tensors of numbers. */
import type { Tensor, TensorConstructor } from 'onnxruntime-node';
import { ModelProblem } from './modelProblem.ts';

/**
 * A tensor over bytes.
 *
 * @param name of the input, for the sentence
 * @param type of the elements
 * @throws {ModelProblem} for a type that is kept in no plain bytes
 */
export function numberTensor(
  Make: TensorConstructor,
  name: string,
  type: string,
  bytes: ArrayBuffer,
  shape: readonly number[],
): Tensor {
  switch (type) {
    case 'float32':
      return new Make(type, new Float32Array(bytes), shape);
    case 'float64':
      return new Make(type, new Float64Array(bytes), shape);
    case 'float16':
      return new Make(type, new Uint16Array(bytes), shape);
    case 'int64':
      return new Make(type, new BigInt64Array(bytes), shape);
    case 'uint64':
      return new Make(type, new BigUint64Array(bytes), shape);
    case 'int32':
      return new Make(type, new Int32Array(bytes), shape);
    case 'uint32':
      return new Make(type, new Uint32Array(bytes), shape);
    case 'int16':
      return new Make(type, new Int16Array(bytes), shape);
    case 'uint16':
      return new Make(type, new Uint16Array(bytes), shape);
    case 'int8':
      return new Make(type, new Int8Array(bytes), shape);
    case 'uint8':
      return new Make(type, new Uint8Array(bytes), shape);
    case 'bool':
      return new Make(type, new Uint8Array(bytes), shape);
    default:
      throw new ModelProblem(`The input ${name} is of the type ${type}, of which no rows can be kept.`);
  }
}
