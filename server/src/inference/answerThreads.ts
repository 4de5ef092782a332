/** How many cores one run of a model is spread over. */
import { readFile, stat } from 'node:fs/promises';
import type { ModelInput } from '../../../schemas/evaluationJob.ts';
import { readModelHeader } from '../onnx/readModelHeader.ts';

/** Below it a batch of rows takes a few milliseconds, and threads that wait for each other cost more than they save. */
const smallBytes = 256 * 1024;

/**
 * Cores for the rows of a table. It follows from the model alone, never from a measurement, so that the same model
 * answers the same on every run.
 *
 * @param path of the model
 * @param threads cores that may be used
 * @returns 1 for a model of little weight that takes columns, else all
 */
export async function answerThreads(
  path: string,
  inputs: readonly Pick<ModelInput, 'image'>[],
  threads: number,
): Promise<number> {
  if (inputs.some(({ image }) => image !== undefined)) return threads;
  const { size } = await stat(path);
  if (size > smallBytes) return threads;
  const bytes = await readFile(path);
  const outcome = await readModelHeader({
    sizeBytes: bytes.length,
    read: (start, length) => Promise.resolve(bytes.subarray(start, start + length)),
  });
  // Weights may lie in files beside the model.
  return outcome.kind === 'header' && outcome.header.weightBytes <= smallBytes ? 1 : threads;
}
