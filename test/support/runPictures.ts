/** The job that runs a model over pictures, with the ports of the worker, for tests. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pictureResult } from '../../schemas/pictureJob.ts';
import type { PictureRequest, PictureResult } from '../../schemas/pictureJob.ts';
import { confinePath } from '../../server/src/data/confinedPath.ts';
import { readMask } from '../../server/src/data/masks/readMask.ts';
import { withRows } from '../../server/src/data/readRows.ts';
import { readText } from '../../server/src/data/readText.ts';
import { TableProblem } from '../../server/src/data/tableProblem.ts';
import { createEvaluatePictures } from '../../server/src/inference/pictures/evaluatePictures.ts';

const job = createEvaluatePictures({
  withRows,
  readText,
  readMask,
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
});

const context = {
  limits: { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 },
  scratch: path.join(tmpdir(), 'plumbline-no-scratch'),
  report: () => undefined,
};

/** @throws {Error} with its sentence where the job fails */
export async function runPictures(wanted: PictureRequest): Promise<PictureResult> {
  const answer = await job(wanted, context);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return pictureResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

/** The sentence with which the job fails. */
export async function refusePictures(wanted: PictureRequest): Promise<string> {
  const answer = await job(wanted, context);
  return answer.kind === 'failed' ? answer.sentence : 'It was evaluated.';
}

/** @returns NaN where the metric is missing or undefined */
export function pictureValueOf({ metrics }: PictureResult, id: string): number {
  const value = metrics.find((metric) => metric.id === id)?.value;
  return value?.state === 'known' ? value.value : NaN;
}
