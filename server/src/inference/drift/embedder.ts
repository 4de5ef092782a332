/** What a model makes of pictures before it decides: one vector for each. */
import type { PictureDriftRequest } from '../../../../schemas/pictureDriftJob.ts';
import { exposeEmbedding } from '../../onnx/exposeEmbedding.ts';
import type { ModelPorts } from '../answerJob.ts';
import { ModelProblem } from '../modelProblem.ts';
import { openModel } from '../openModel.ts';
import type { OpenModel } from '../openModel.ts';
import { prepareInputs } from '../prepareInputs.ts';

export interface Embedder {
  /** Pictures that are embedded at once. */
  readonly batch: number;
  /**
   * @param files absolute paths, at most a batch
   * @param read the bytes of a picture
   * @returns one per file; undefined for a picture that cannot be read
   */
  readonly embed: (
    files: readonly string[],
    read: (file: string) => Promise<Buffer>,
  ) => Promise<readonly (Float32Array | undefined)[]>;
  /** What is to be known of the embedding, in sentences. */
  readonly notes: () => readonly string[];
  readonly close: () => Promise<void>;
}

type Wish = NonNullable<PictureDriftRequest['embedding']>;

/** Pictures of one tensor; a model with a fixed first axis decides for itself. */
const mostPictures = 32;

/** @throws {ModelProblem} when the model does not load, or its inputs do not fit */
export async function openEmbedder(
  { model: asked, inputs: wanted, answer, output }: Wish,
  threads: number,
  { confine }: ModelPorts,
): Promise<Embedder> {
  const path = await confine(asked.root, asked.path, asked.label);
  const { model, name, note } = await openWithEmbedding(path, asked.label, { answer, output, threads });
  try {
    let readNow: ((file: string) => Promise<Buffer>) | undefined;
    const readImage = (file: string): Promise<Buffer> => {
      if (readNow === undefined) throw new RangeError('Pictures are read while they are embedded.');
      return readNow(file);
    };
    const { inputs, batch, isFixed } = await prepareInputs(model, wanted, mostPictures, asked.label, {
      readImage,
      threads,
    });
    const [input, ...others] = inputs;
    if (input?.settle === undefined || others.length > 0) {
      throw new ModelProblem(
        `${asked.label} takes more than one picture, so what it makes of single ones is not known.`,
      );
    }
    const { settle } = input;
    return {
      batch,
      embed: async (files, read) => {
        readNow = read;
        input.put(0, [{ getItem: (row) => files[row] }], Uint32Array.from(files.keys()), 0);
        const lost = await settle();
        const answers = await model.run({ [input.name]: input.tensor(isFixed ? batch : files.length) });
        const tensor = answers[name];
        if (tensor === undefined) throw new ModelProblem(`${asked.label} has no output ${name}; correct the spec.`);
        return vectorsOf(tensor, files.length, isFixed ? batch : files.length, asked.label).map((vector, at) =>
          lost.has(at) ? undefined : vector,
        );
      },
      notes: () => [...note, ...input.notes()],
      close: () => model.close(),
    };
  } catch (error) {
    await model.close();
    throw error;
  }
}

interface Found {
  readonly model: OpenModel;
  /** Output of the loaded graph that is the embedding. */
  readonly name: string;
  readonly note: readonly string[];
}

async function openWithEmbedding(
  path: string,
  label: string,
  { answer, output, threads }: Pick<Wish, 'answer' | 'output'> & { readonly threads: number },
): Promise<Found> {
  if (output !== undefined) return { model: await openModel(path, label, { threads }), name: output, note: [] };
  let exposed: string | undefined;
  const alter = async (bytes: Uint8Array): Promise<Uint8Array | undefined> => {
    const found = await exposeEmbedding(bytes, answer);
    exposed = found?.output;
    return found?.bytes;
  };
  try {
    const model = await openModel(path, label, { threads, alter });
    if (exposed !== undefined) return { model, name: exposed, note: [] };
    return { model, name: answer, note: [sayAnswers(label)] };
  } catch (error) {
    // Weights beside the file are found by its place alone, so such a model cannot be loaded from memory.
    if (!(error instanceof ModelProblem)) throw error;
    return { model: await openModel(path, label, { threads }), name: answer, note: [sayAnswers(label)] };
  }
}

function sayAnswers(label: string): string {
  return `${label} shows no layer before its answer, so its answers were compared in place of an embedding.`;
}

/** Vectors of the first rows of a tensor; what lies at each place of a picture is averaged over the picture. */
function vectorsOf(
  { data, dims }: { readonly data: unknown; readonly dims: readonly number[] },
  rows: number,
  batch: number,
  label: string,
): readonly Float32Array[] {
  if (!(data instanceof Float32Array) || dims[0] !== batch) {
    throw new ModelProblem(
      `What ${label} makes of pictures is no tensor of float32 with one row for each, so it is not compared.`,
    );
  }
  const length = data.length / batch;
  // Four axes are channels with a plane each.
  const channels = dims.length === 4 ? (dims[1] ?? length) : length;
  const plane = length / channels;
  return Array.from({ length: rows }, (_, row) =>
    Float32Array.from({ length: channels }, (_, channel) => {
      let sum = 0;
      for (let at = 0; at < plane; at++) sum += data[row * length + channel * plane + at] ?? 0;
      return sum / plane;
    }),
  );
}
