import type { FedInput, UnreadableRow } from './fedInput.ts';
import type { OpenModel } from './openModel.ts';

type Feeds = Parameters<OpenModel['run']>[0];

export interface BatchRun {
  /** Rows that could not be read, by their place in the batch, in the order of the rows. */
  readonly lost: ReadonlyMap<number, UnreadableRow>;
  readonly feeds: Feeds;
  readonly answers: Awaited<ReturnType<OpenModel['run']>>;
  /** What the model alone took. */
  readonly seconds: number;
}

/**
 * Ends a batch, waits until its rows are in all inputs, and asks the model.
 *
 * @param rows that the model is given; a graph with a fixed first axis gets whole batches
 * @param look gets what the model is about to be given, which the next batch may overwrite once this one is answered
 */
export async function runBatch(
  model: OpenModel,
  inputs: readonly FedInput[],
  rows: number,
  look: (feeds: Feeds) => void,
): Promise<BatchRun> {
  const lost = await settle(inputs);
  const feeds = Object.fromEntries(inputs.map((input) => [input.name, input.tensor(rows)]));
  look(feeds);
  const start = process.hrtime.bigint();
  const answers = await model.run(feeds);
  return { lost, feeds, answers, seconds: Number(process.hrtime.bigint() - start) / 1e9 };
}

async function settle(inputs: readonly FedInput[]): Promise<BatchRun['lost']> {
  const lost: (readonly [number, UnreadableRow])[] = [];
  // The batch ends in all inputs at once: the next one may be read from now on.
  const settling = inputs.map((input) => input.settle?.());
  for (const settled of settling) lost.push(...((await settled) ?? []));
  return new Map(lost.sort(([, left], [, right]) => left.row - right.row));
}
