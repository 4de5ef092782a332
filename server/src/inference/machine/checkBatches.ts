/** Asks a few rows one by one and all at once, and compares what is answered. */
import type { Tensor } from 'onnxruntime-node';
import { batchDifference, batchTolerance } from '../../evaluation/machine/batchDifference.ts';
import type { SampledFeeds } from '../modelSample.ts';
import type { OpenModel } from '../openModel.ts';

export interface BatchCheck {
  readonly rows: number;
  /** Relative to the largest answer of the output in which it occurs; null for texts that differ, or no number. */
  readonly largest: number | null;
  readonly isSame: boolean;
}

/**
 * A model whose answer to a row depends on its neighbours, such as one with batch normalisation in training mode or
 * with scales that are computed on the fly, does not do in production what it did here.
 *
 * @param rows that differ, at least 2
 * @throws {ModelProblem} when the model cannot answer
 */
export async function checkBatches(model: OpenModel, feeds: SampledFeeds, rows: number): Promise<BatchCheck> {
  const together = await model.run(feeds.of(0, rows));
  const alone: Readonly<Record<string, Tensor>>[] = [];
  for (let row = 0; row < rows; row++) alone.push(await model.run(feeds.of(row, 1)));
  const differences = model.outputs.flatMap(({ name }) => {
    const all = together[name];
    // What has no axis of rows cannot be taken apart.
    if (all?.dims[0] !== rows) return [];
    return [
      differenceOf(
        alone.flatMap((answers) => answers[name] ?? []),
        all,
      ),
    ];
  });
  const largest = Math.max(0, ...differences);
  return { rows, largest: Number.isFinite(largest) ? largest : null, isSame: largest <= batchTolerance };
}

function differenceOf(parts: readonly Tensor[], all: Tensor): number {
  if (all.type === 'string') {
    const texts = parts.flatMap(({ data }) => [...data].map(String));
    return [...all.data].every((text, at) => text === texts[at]) ? 0 : Number.POSITIVE_INFINITY;
  }
  return batchDifference(
    parts.flatMap(({ data }) => [...data].map(Number)),
    [...all.data].map(Number),
  );
}
