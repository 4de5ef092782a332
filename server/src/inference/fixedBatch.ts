/** The first axis of a graph's inputs. */
import type { ModelValue } from './openModel.ts';

/** Rows of the input that every tensor of a graph holds; undefined when any number will do. */
export function fixedBatch(inputs: readonly ModelValue[]): number | undefined {
  return inputs.find(({ shape }) => shape[0] !== undefined)?.shape[0];
}
