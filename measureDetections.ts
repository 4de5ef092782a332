/** The job that measures detections that were made elsewhere against a COCO ground truth. */
import { readFile, stat } from 'node:fs/promises';
import type { DetectionsRequest, DetectionsResult } from '../../../schemas/detectionJob.ts';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import { describeDetections } from '../evaluation/detection/describeDetections.ts';
import { FileProblem } from '../evaluation/detection/fileProblem.ts';
import type { NamedText } from '../evaluation/detection/fileProblem.ts';
import { readCoco } from '../evaluation/detection/readCoco.ts';
import { confinePath } from './confinedPath.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

type Context = JobContext<'measureDetections'>;

/** Longest text that the runtime can hold is a little above. */
const mostBytes = 500_000_000;
const confidence = 0.95;

export const measureDetections: JobHandler<'measureDetections'> = (request, context) =>
  answerWith<'measureDetections'>(() => measure(request, context));

async function measure(request: DetectionsRequest, { report }: Context): Promise<DetectionsResult> {
  const start = performance.now();
  const { root, groundTruth, detections, task, score, seed, resamples } = request;
  report({ doing: `Reading ${groundTruth.label}`, share: 0 });
  const truthText = await readNamed(root, groundTruth);
  report({ doing: `Reading ${detections.label}`, share: 0.1 });
  const foundText = await readNamed(root, detections);
  const things = explained(() => readCoco(truthText, foundText, task));
  const read = performance.now();
  report({ doing: 'Measuring', share: 0.3 });
  const { description } = explained(() =>
    describeDetections(things, {
      resampling: { seed, resamples, confidence },
      score,
      onShare: (share) => {
        report({ doing: 'Measuring', share: 0.3 + 0.65 * share });
      },
    }),
  );
  return { ...description, seconds: { read: (read - start) / 1000, total: (performance.now() - start) / 1000 } };
}

async function readNamed(
  root: string,
  { path, label }: { readonly path: string; readonly label: string },
): Promise<NamedText> {
  const real = await confinePath(root, path, label);
  const status = await stat(real);
  if (!status.isFile()) throw new TableProblem(`${label} is no file.`);
  if (status.size > mostBytes) {
    const size = Math.round(status.size / 1e6);
    throw new TableProblem(
      `${label} has ${size} MB, and files of up to 500 MB are read; split it by images.`,
      'too-big',
    );
  }
  try {
    // Other encodings would give other names of classes, and no error.
    return { name: label, text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(real)) };
  } catch (error) {
    if (error instanceof TypeError) throw new TableProblem(`${label} is no UTF-8 text, so it is no JSON.`);
    throw error;
  }
}

function explained<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof FileProblem) throw new TableProblem(error.message);
    throw error;
  }
}
