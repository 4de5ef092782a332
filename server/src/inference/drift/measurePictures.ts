/** Measures the pictures of one side: each becomes a row of numbers. */
import type { DriftSide } from '../../../../schemas/driftJob.ts';
import type { JobContext } from '../../../../schemas/jobs.ts';
import { mostPictures } from '../../../../schemas/pictureDriftJob.ts';
import { pictureMeasures } from '../../../../schemas/pictureMeasures.ts';
import type { TableSource } from '../../../../schemas/tableSource.ts';
import { measurePixels } from '../../drift/pictures/measurePixels.ts';
import type { ModelPorts } from '../answerJob.ts';
import { createImageReader } from '../images/createImageReader.ts';
import { decodeImage } from '../images/decodeImage.ts';
import { freeBytes } from '../images/freeBytes.ts';
import { ImageProblem } from '../images/imageProblem.ts';
import { loadSharp } from '../images/loadSharp.ts';
import type { Embedder } from './embedder.ts';

type Rows = Extract<DriftSide, { kind: 'rows' }>;

/** Share of the job that measuring takes. */
export const measuredShare = 0.85;
/** Names of the measures, in the order of their values. */
export const measures = pictureMeasures.map(([name]) => name);

/** What measuring needs of the context of a job. */
export interface MeasuringContext extends Pick<JobContext<'comparePictures'>, 'limits'> {
  readonly report: (progress: { readonly doing: string; readonly share: number }) => void;
}

/** The pictures of a side that are measured. */
export interface Pictures {
  readonly side: Rows;
  readonly images: NonNullable<TableSource['images']>;
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** @returns undefined for a side without pictures, such as a profile */
export function pickPictures(side: DriftSide): Pictures | undefined {
  if (side.kind === 'profile' || side.source.images === undefined) return undefined;
  const { source, splits, split, label } = side;
  const own = splits.find(({ id }) => id === split)?.files;
  const belongs = own === undefined ? undefined : new Set(own);
  const all = source.files.filter((file) => belongs?.has(file) ?? true);
  const step = all.length / mostPictures;
  const files = step <= 1 ? all : Array.from({ length: mostPictures }, (_, at) => all[Math.floor(at * step)] ?? '');
  const [found, taken] = [all.length, files.length].map((count) => count.toLocaleString('en'));
  const notes = step <= 1 ? [] : [`${label} has ${found ?? ''} images, of which ${taken ?? ''} were measured.`];
  return { side, images: source.images ?? { folder: source.root }, files, notes };
}

export interface MeasuredPicture {
  /** In the order of the measures; NaN for all of a picture that cannot be read. */
  readonly values: readonly number[];
  /** Why it cannot be read, as a sentence. */
  readonly problem?: string;
  readonly vector?: Float32Array;
}

export interface MeasuringWorld {
  /** By absolute path: a picture of both sides is measured once. */
  readonly known: Map<string, MeasuredPicture>;
  readonly embedder: Embedder | undefined;
  readonly context: MeasuringContext;
  readonly ports: ModelPorts;
  /** Pictures of both sides. */
  readonly total: number;
}

export async function measureSide({ side, images, files }: Pictures, world: MeasuringWorld): Promise<void> {
  const { known, embedder, context, ports, total } = world;
  const sharp = await loadSharp();
  const read = createImageReader(side, ports);
  const measure = async (file: string): Promise<MeasuredPicture> => {
    try {
      const bytes = await read(file);
      const { pixels } = await decodeImage(sharp, bytes, { color: 'rgb', orient: true });
      const found = { ...measurePixels(pixels), file_size: bytes.length };
      freeBytes(pixels.data);
      freeBytes(bytes);
      return { values: measures.map((name) => found[name]) };
    } catch (error) {
      if (!(error instanceof ImageProblem)) throw error;
      const name = nameOf(file, images.folder);
      return { values: measures.map(() => Number.NaN), problem: `${name} ${error.message}.` };
    }
  };
  const waiting = files.filter((file) => !known.has(file));
  const atOnce = embedder?.batch ?? 2 * Math.max(1, context.limits.threads);
  for (let first = 0; first < waiting.length; first += atOnce) {
    const batch = waiting.slice(first, first + atOnce);
    const found = await Promise.all(batch.map(measure));
    const vectors = embedder === undefined ? [] : await embedder.embed(batch, read);
    for (const [place, file] of batch.entries()) {
      const vector = vectors[place];
      known.set(file, { ...(found[place] ?? { values: [] }), ...(vector === undefined ? {} : { vector }) });
    }
    const doing = `Measuring the images of ${side.label}`;
    context.report({ doing, share: (measuredShare * known.size) / Math.max(1, total) });
  }
}

function nameOf(file: string, folder: string): string {
  return file.startsWith(folder) ? file.slice(folder.length + 1) : file;
}

/** Images that cannot be read count as missing in every column. */
export function sayUnreadable(known: ReadonlyMap<string, MeasuredPicture>): readonly string[] {
  const problems = [...known.values()].flatMap(({ problem }) => problem ?? []);
  const [first] = problems;
  if (first === undefined) return [];
  const images = problems.length === 1 ? '1 image' : `${problems.length.toLocaleString('en')} images`;
  return [`${images} cannot be read and count as missing; the first: ${first}`];
}
