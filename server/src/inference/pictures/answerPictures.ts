/** Runs a model over the pictures of a split, batch by batch. */
import type { Tensor } from 'onnxruntime-node';
import type { ModelSample } from '../../../../schemas/machineJob.ts';
import type { PictureRequest } from '../../../../schemas/pictureJob.ts';
import type { SliceRows } from '../../evaluation/measureSlices.ts';
import type { RowBatch, RowSource } from '../../evaluation/rowSource.ts';
import { createSliceKeeper } from '../../evaluation/sliceKeeper.ts';
import { describeRowUse } from '../describeRowUse.ts';
import type { FedInput, UnreadableRow } from '../fedInput.ts';
import type { ImageInput, ImageWorld, PlacedPicture } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import { sampleOf } from '../modelSample.ts';
import type { OpenModel } from '../openModel.ts';
import { prepareInputs } from '../prepareInputs.ts';
import { runBatch } from '../runBatch.ts';
import { splitByInput } from '../splitByInput.ts';
import type { TensorSize } from './readThings.ts';

/** One picture with the answers of its batch. */
export interface AnsweredPicture {
  readonly answers: Readonly<Record<string, Tensor>>;
  /** Its place in the batch, and how many pictures the batch has. */
  readonly at: number;
  readonly pictures: number;
  /** Its row in the split. */
  readonly row: number;
  readonly picture: PlacedPicture;
  readonly size: TensorSize;
}

export interface AnsweredPictures {
  /** Rows of the split. */
  readonly rows: number;
  readonly unreadable: readonly UnreadableRow[];
  /** Which rows of the split belong to the slices of the metrics. */
  readonly slices: SliceRows;
  readonly runSeconds: number;
  readonly notes: readonly string[];
  /** Pictures of the first batch, where they were wanted. */
  readonly sample: ModelSample | undefined;
}

/**
 * @param take called with one picture after the other; its tensors are gone afterwards
 * @param onShare told the part of the split that is done
 * @throws {ModelProblem} when the inputs do not fit, or none of them is a picture
 */
export async function answerPictures(
  model: OpenModel,
  source: RowSource,
  request: PictureRequest,
  world: ImageWorld,
  take: (answered: AnsweredPicture) => Promise<void> | void,
  onShare: (share: number) => void,
): Promise<AnsweredPictures> {
  const { split, model: asked } = request;
  const rows = await source.count(split);
  const { inputs, batch, isFixed } = await prepareInputs(model, request.inputs, request.batch, asked.label, world);
  const pictures = inputs.find(isImageInput);
  const layout = request.inputs.find(({ name }) => name === pictures?.name)?.image?.layout;
  if (pictures === undefined || layout === undefined) {
    throw new ModelProblem(
      `No input of ${asked.label} takes images; say under \`image\` how a picture becomes a tensor.`,
    );
  }
  const slices = createSliceKeeper(
    request.metrics.flatMap((metric) => metric.slices),
    rows,
  );
  const unreadable: UnreadableRow[] = [];
  /** Rows in the tensor, by their place there. */
  const numbers = new Uint32Array(batch);
  // Images are read for the next batch while the last one is waited for and answered; other inputs have one tensor only.
  const isDouble = inputs.every(({ settle }) => settle !== undefined);
  let answering: Promise<void> = Promise.resolve();
  let waiting = 0;
  let seen = 0;
  /** Rows that are in a tensor or were. */
  let answered = 0;
  let runSeconds = 0;
  let sample: ModelSample | undefined;
  const flush = async (): Promise<void> => {
    if (waiting === 0) return;
    const count = waiting;
    const done = answered;
    const rowsOf = numbers.slice(0, count);
    waiting = 0;
    await answering;
    const answer = async (): Promise<void> => {
      const run = await runBatch(model, inputs, isFixed ? batch : count, (feeds) => {
        if (request.keepsSample) sample ??= sampleOf(feeds, count);
      });
      const { lost, feeds, answers } = run;
      unreadable.push(...lost.values());
      runSeconds += run.seconds;
      const size = sizeOf(feeds[pictures.name], layout);
      for (let at = 0; at < count; at++) {
        const picture = pictures.pictureAt(at);
        if (picture === undefined || lost.has(at)) continue;
        await take({ answers, at, pictures: isFixed ? batch : count, row: rowsOf[at] ?? 0, picture, size });
      }
      onShare(done / Math.max(1, rows));
    };
    answering = answer();
    // A failure is thrown where it is waited for next.
    answering.catch(() => undefined);
    if (!isDouble) await answering;
  };
  try {
    await source.read({
      columns: [...slices.columns, ...inputs.flatMap((input) => input.columns)],
      split,
      take: async ({ rows: count, columns }: RowBatch) => {
        const parts = splitByInput(inputs, columns.slice(slices.columns.length));
        slices.take(
          columns,
          Uint32Array.from({ length: count }, (_, row) => row),
          seen,
        );
        for (let row = 0; row < count;) {
          const until = Math.min(count, row + batch - waiting);
          const rows = Uint32Array.from({ length: until - row }, (_, place) => row + place);
          for (const [index, input] of inputs.entries()) input.put(waiting, parts[index] ?? [], rows, seen);
          for (const [place, one] of rows.entries()) numbers[waiting + place] = seen + one;
          waiting += rows.length;
          row = until;
          answered += rows.length;
          if (waiting === batch) await flush();
        }
        seen += count;
      },
    });
    await flush();
  } finally {
    // Whatever ended the reading, an earlier batch that cannot be answered is what went wrong first.
    await answering;
  }
  return {
    rows,
    unreadable,
    slices: slices.finish(seen),
    runSeconds,
    notes: [
      ...describeRowUse(model.rowUse, asked.label, isFixed ? batch : rows),
      ...inputs.flatMap((input) => input.notes()),
    ],
    sample,
  };
}

function isImageInput(input: FedInput): input is ImageInput {
  return 'pictureAt' in input;
}

function sizeOf(tensor: Tensor | undefined, layout: 'NCHW' | 'NHWC'): TensorSize {
  const [, first = 1, second = 1, third = 1] = tensor?.dims ?? [];
  return layout === 'NCHW' ? { height: second, width: third } : { height: first, width: second };
}
