/** The first axis of a graph's inputs. */
import type { Tensor } from 'onnxruntime-node';
import type { ModelValue } from './openModel.ts';

type Feeds = Readonly<Record<string, Tensor>>;

/** An input as it is fed: with an axis of rows before the axes of a row. */
export interface FedShape {
  readonly name: string;
  /** Axes of a row. */
  readonly axes: number;
}

/**
 * Rows that every tensor of a graph holds.
 *
 * @param fed how the inputs are fed, as far as that is known: one without an axis of rows takes one row at a time
 * @returns undefined when any number will do
 */
export function fixedBatch(inputs: readonly ModelValue[], fed: readonly FedShape[]): number | undefined {
  if (fed.some(({ name, axes }) => inputs.find((input) => input.name === name)?.shape.length === axes)) return 1;
  return inputs.find(({ shape }) => shape[0] !== undefined)?.shape[0];
}

/** Feeds for a graph: one row as such where an input has no axis of rows, as detectors of torchvision take a picture. */
export function withoutRowAxis(feeds: Feeds, inputs: readonly ModelValue[]): Feeds {
  const isLonger = ({ name, shape }: ModelValue): boolean => {
    const dims = feeds[name]?.dims;
    // A rank that is left open reads as none.
    return shape.length > 0 && dims?.[0] === 1 && dims.length === shape.length + 1;
  };
  const longer = inputs.filter(isLonger);
  if (longer.length === 0) return feeds;
  const rows = longer.flatMap(({ name }) => {
    const tensor = feeds[name];
    return tensor === undefined ? [] : [[name, tensor.reshape(tensor.dims.slice(1))] as const];
  });
  return { ...feeds, ...Object.fromEntries(rows) };
}
