/** Rows of a model as plain data, on their way from the process that reads tables to the one that measures. */
import type { Tensor, TensorConstructor } from 'onnxruntime-node';
import type { ModelSample } from '../../../schemas/machineJob.ts';
import { numberTensor } from './numberTensor.ts';

type Feeds = Readonly<Record<string, Tensor>>;

/** Bytes of all numbers: enough for measuring, and little for a message. */
const mostBytes = 8 * 2 ** 20;
const mostRows = 1024;

/**
 * A few rows of a batch, spread evenly over it.
 *
 * @param feeds tensors whose first axis is that of the rows
 * @param rows of the batch that are real
 * @returns undefined when there is no row, or a tensor has no axis of rows
 */
export function sampleOf(feeds: Feeds, rows: number): ModelSample | undefined {
  const tensors = Object.entries(feeds);
  if (rows === 0 || tensors.length === 0 || tensors.some(([, { dims }]) => (dims[0] ?? 0) < rows)) return undefined;
  const rowBytes = tensors.reduce((sum, [, tensor]) => sum + elementsOf(tensor) * bytesOf(tensor), 0);
  const kept = Math.max(1, Math.min(rows, mostRows, Math.floor(mostBytes / Math.max(1, rowBytes))));
  const places = Array.from({ length: kept }, (_, index) => Math.floor((index * rows) / kept));
  return { rows: kept, inputs: tensors.map(([name, tensor]) => sampleInput(name, tensor, places)) };
}

function elementsOf({ dims }: Tensor): number {
  return dims.slice(1).reduce((product, size) => product * size, 1);
}

function bytesOf({ data }: Tensor): number {
  // A text of a table is short; its length counts in messages, not in the runtime.
  return ArrayBuffer.isView(data) && 'BYTES_PER_ELEMENT' in data ? data.BYTES_PER_ELEMENT : 16;
}

function sampleInput(name: string, tensor: Tensor, places: readonly number[]): ModelSample['inputs'][number] {
  const { data, type, dims } = tensor;
  const size = elementsOf(tensor);
  const shape = { name, type, rowShape: [...dims.slice(1)] };
  if (!ArrayBuffer.isView(data)) {
    const texts = places.flatMap((place) => [...data.slice(place * size, (place + 1) * size)].map(String));
    return { ...shape, data: { texts } };
  }
  const stride = size * bytesOf(tensor);
  const bytes = Buffer.concat(
    places.map((place) => Buffer.from(data.buffer, data.byteOffset + place * stride, stride)),
  );
  return { ...shape, data: { base64: bytes.toString('base64') } };
}

/** Gives tensors of any number of rows; behind the last one, the first one comes again. */
export interface SampledFeeds {
  /** @param first row to begin with */
  readonly of: (first: number, rows: number) => Feeds;
}

/** @throws {ModelProblem} for a type that columns of a table cannot have */
export function openSample({ rows, inputs }: ModelSample, Make: TensorConstructor): SampledFeeds {
  const makers = inputs.map((input) => {
    const size = input.rowShape.reduce((product, length) => product * length, 1);
    return { name: input.name, make: makerOf(input, rows, size, Make) };
  });
  return {
    of: (first, count) => {
      const places = Array.from({ length: count }, (_, index) => (first + index) % rows);
      return Object.fromEntries(makers.map(({ name, make }) => [name, make(places)]));
    },
  };
}

function makerOf(
  { name, type, rowShape, data }: ModelSample['inputs'][number],
  rows: number,
  size: number,
  Make: TensorConstructor,
): (places: readonly number[]) => Tensor {
  if ('texts' in data) {
    const { texts } = data;
    return (places) =>
      new Make(
        'string',
        places.flatMap((place) => texts.slice(place * size, (place + 1) * size)),
        [places.length, ...rowShape],
      );
  }
  const bytes = Buffer.from(data.base64, 'base64');
  const stride = bytes.length / rows;
  return (places) => {
    const whole = new Uint8Array(places.length * stride);
    places.forEach((place, index) => whole.set(bytes.subarray(place * stride, (place + 1) * stride), index * stride));
    return numberTensor(Make, name, type, whole.buffer, [places.length, ...rowShape]);
  };
}
