/** The job that measures detections that were made elsewhere against a COCO ground truth. */
import type { DetectionsRequest, DetectionsResult } from '../../../schemas/detectionJob.ts';
import type { JobContext, JobHandler } from '../../../schemas/jobs.ts';
import { describeDetections } from '../evaluation/detection/describeDetections.ts';
import { FileProblem } from '../evaluation/detection/fileProblem.ts';
import { readCoco } from '../evaluation/detection/readCoco.ts';
import { readText } from './readText.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

type Context = JobContext<'measureDetections'>;

const confidence = 0.95;

export const measureDetections: JobHandler<'measureDetections'> = (request, context) =>
  answerWith<'measureDetections'>(() => measure(request, context));

async function measure(request: DetectionsRequest, { report }: Context): Promise<DetectionsResult> {
  const start = performance.now();
  const { root, groundTruth, detections, task, score, seed, resamples } = request;
  report({ doing: `Reading ${groundTruth.label}`, share: 0 });
  const truthText = { name: groundTruth.label, text: await readText(root, groundTruth.path, groundTruth.label) };
  report({ doing: `Reading ${detections.label}`, share: 0.1 });
  const foundText = { name: detections.label, text: await readText(root, detections.path, detections.label) };
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

function explained<Result>(compute: () => Result): Result {
  try {
    return compute();
  } catch (error) {
    if (error instanceof FileProblem) throw new TableProblem(error.message);
    throw error;
  }
}
