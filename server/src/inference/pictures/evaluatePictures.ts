/** The job that runs a model over pictures and measures the things or the classes of pixels that it finds. */
import { mostUnreadable } from '../../../../schemas/evaluationJob.ts';
import type { JobContext, JobHandler } from '../../../../schemas/jobs.ts';
import type { PictureRequest, PictureResult } from '../../../../schemas/pictureJob.ts';
import type { SliceRows } from '../../evaluation/measureSlices.ts';
import type { RowSource } from '../../evaluation/rowSource.ts';
import { answerJob } from '../answerJob.ts';
import { createImageReader } from '../images/createImageReader.ts';
import type { ImageWorld } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import { withAskedModel } from '../openAskedModel.ts';
import type { RowPorts } from '../openAskedModel.ts';
import type { OpenModel } from '../openModel.ts';
import type { UnreadableRow } from '../fedInput.ts';
import { answerPictures } from './answerPictures.ts';
import type { AnsweredPicture } from './answerPictures.ts';
import { judgePixels } from './judgePixels.ts';
import { judgeThings } from './judgeThings.ts';
import { PictureProblem } from './pictureProblem.ts';

type Context = JobContext<'evaluatePictures'>;

/** What the job needs of the side that reads files. */
export interface PicturePorts extends RowPorts<Context> {
  /** The text of a file, or a whole sentence that says why there is none, thrown as what `explain` knows. */
  readonly readText: (root: string, path: string, label: string) => Promise<string>;
  /** The classes of a mask in a PNG file; likewise. */
  readonly readMask: (
    root: string,
    path: string,
    label: string,
  ) => Promise<{ readonly width: number; readonly height: number; readonly values: Uint8Array }>;
}

/** What judges pictures while they are answered. */
export interface PictureJudge {
  /**
   * @returns false when the picture has no truth
   * @throws {PictureProblem} when its truth cannot be used; the picture then judges nothing
   */
  readonly take: (answered: AnsweredPicture) => Promise<boolean> | boolean;
  readonly finish: (slices: SliceRows) => Pick<PictureResult, 'metrics' | 'detections' | 'masks' | 'confusion'>;
}

/** Part of the job before the first picture is answered. */
const openedShare = 0.05;

export function createEvaluatePictures(ports: PicturePorts): JobHandler<'evaluatePictures'> {
  return (request, context) => answerJob<'evaluatePictures'>(ports, () => evaluate(request, context, ports));
}

async function evaluate(request: PictureRequest, context: Context, ports: PicturePorts): Promise<PictureResult> {
  const start = process.hrtime.bigint();
  return await withAskedModel(request, context, ports, (model, source) => {
    const world = { readImage: createImageReader(request, ports), threads: context.limits.threads };
    return judgeRows(request, context, model, source, world, ports, start);
  });
}

async function judgeRows(
  request: PictureRequest,
  { report }: Context,
  model: OpenModel,
  source: RowSource,
  world: ImageWorld,
  ports: PicturePorts,
  start: bigint,
): Promise<PictureResult> {
  const judge: PictureJudge =
    request.task === 'semantic-segmentation'
      ? judgePixels(request, ports)
      : await judgeThings(request, request.task, ports);
  let unlabelled = 0;
  const unusable: UnreadableRow[] = [];
  const answered = await answerPictures(
    model,
    source,
    request,
    world,
    async (one) => {
      try {
        if (!(await judge.take(one))) unlabelled += 1;
      } catch (error) {
        if (!(error instanceof PictureProblem)) throw error;
        unusable.push({ row: one.row, file: one.picture.file, sentence: error.message });
      }
    },
    (share) => {
      report({ doing: `Looking at the pictures of ${request.split}`, share: openedShare + 0.85 * share });
    },
  );
  const { rows, slices, runSeconds, notes, sample } = answered;
  const unreadable = [...answered.unreadable, ...unusable].sort((left, right) => left.row - right.row);
  if (rows === 0) throw new ModelProblem(`The split ${request.split} has no row; check what it takes.`);
  const [first] = unreadable;
  if (first !== undefined && unreadable.length === rows) {
    throw new ModelProblem(`None of the images of ${request.split} can be used, such as: ${first.sentence}`);
  }
  if (rows - unlabelled - unreadable.length === 0) {
    throw new ModelProblem(`${request.truth.label} names none of the ${rows} pictures of ${request.split}.`);
  }
  report({ doing: 'Measuring', share: 0.95 });
  const judged = judge.finish(slices);
  return {
    rows,
    unlabelled,
    unanswered: 0,
    ...(unreadable.length === 0
      ? {}
      : { unreadable: { rows: unreadable.length, first: unreadable.slice(0, mostUnreadable) } }),
    ...judged,
    worst: [],
    model: { sha256: model.sha256, sizeBytes: model.sizeBytes, provider: model.provider, runtime: model.runtime },
    ...(sample === undefined ? {} : { sample }),
    seconds: { load: model.loadSeconds, run: runSeconds, total: Number(process.hrtime.bigint() - start) / 1e9 },
    notes: [...new Set([...source.notes, ...notes])],
  };
}
