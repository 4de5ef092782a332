import type { FedInput, UnreadableRow } from './fedInput.ts';

/**
 * Ends a batch, and waits until its rows are in all inputs.
 *
 * @returns rows that could not be read, by their place in the batch, in the order of the rows
 */
export async function settleBatch(inputs: readonly FedInput[]): Promise<ReadonlyMap<number, UnreadableRow>> {
  const lost: (readonly [number, UnreadableRow])[] = [];
  const settling = inputs.map((input) => input.settle?.());
  for (const settled of settling) lost.push(...((await settled) ?? []));
  return new Map(lost.sort(([, left], [, right]) => left.row - right.row));
}
