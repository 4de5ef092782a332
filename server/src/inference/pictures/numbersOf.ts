import type { Tensor } from 'onnxruntime-node';
import { ModelProblem } from '../modelProblem.ts';

/** What is read of a tensor. */
export type NumberTensor = Pick<Tensor, 'data' | 'dims'>;

/** Output → its tensor. */
export type Answers = Readonly<Record<string, NumberTensor>>;

/** The numbers of a tensor, whole ones of 64 bits as floats. @throws {ModelProblem} when it holds none */
export function numbersOf({ data }: NumberTensor, name: string, label: string): ArrayLike<number> {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return Float64Array.from(data, Number);
  if (
    data instanceof Float32Array ||
    data instanceof Float64Array ||
    data instanceof Int32Array ||
    data instanceof Int16Array ||
    data instanceof Int8Array ||
    data instanceof Uint8Array
  ) {
    return data;
  }
  throw new ModelProblem(`The output ${name} of ${label} is of a type that holds no numbers.`);
}
