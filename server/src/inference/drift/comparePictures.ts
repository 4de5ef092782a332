/** The job that compares folders of pictures: each picture becomes a row of numbers, and rows are compared as ever. */
import type { DriftColumn, DriftRequest, DriftSide } from '../../../../schemas/driftJob.ts';
import type { JobContext, JobHandler, JobResult } from '../../../../schemas/jobs.ts';
import { mostPictures } from '../../../../schemas/pictureDriftJob.ts';
import type { PictureDriftRequest } from '../../../../schemas/pictureDriftJob.ts';
import { embeddingDistance, pictureMeasureName, pictureMeasures } from '../../../../schemas/pictureMeasures.ts';
import type { TableSource } from '../../../../schemas/tableSource.ts';
import { measureEmbeddingDistances, projectVectors } from '../../drift/pictures/embeddingDistances.ts';
import type { EmbeddedPicture } from '../../drift/pictures/embeddingDistances.ts';
import { measurePixels } from '../../drift/pictures/measurePixels.ts';
import { answerJob } from '../answerJob.ts';
import type { ModelPorts } from '../answerJob.ts';
import { createImageReader } from '../images/createImageReader.ts';
import { decodeImage } from '../images/decodeImage.ts';
import { freeBytes } from '../images/freeBytes.ts';
import { ImageProblem } from '../images/imageProblem.ts';
import { loadSharp } from '../images/loadSharp.ts';
import { ModelProblem } from '../modelProblem.ts';
import { openEmbedder } from './embedder.ts';
import type { Embedder } from './embedder.ts';

type Context = JobContext<'comparePictures'>;
type Rows = Extract<DriftSide, { kind: 'rows' }>;

/** What the job needs of the side that reads and writes tables. */
export interface ComparePicturesPorts extends ModelPorts {
  readonly compareDrift: JobHandler<'compareDrift'>;
  readonly writeMeasuredImages: (
    location: string,
    folder: string,
    columns: readonly string[],
    images: Iterable<{ readonly file: string; readonly values: readonly number[] }>,
  ) => Promise<void>;
}

/** Share of the job that measuring takes. */
const measuredShare = 0.85;
const measures = pictureMeasures.map(([name]) => name);
const colours = new Set<string>(['saturation', 'red_share', 'blue_share']);

export function createComparePictures(ports: ComparePicturesPorts): JobHandler<'comparePictures'> {
  return (request, context) => answerJob<'comparePictures'>(ports, () => compare(request, context, ports));
}

async function compare(
  { drift, embedding }: PictureDriftRequest,
  context: Context,
  ports: ComparePicturesPorts,
): Promise<JobResult<'comparePictures'>> {
  const embedder = embedding === undefined ? undefined : await openEmbedder(embedding, context.limits.threads, ports);
  try {
    const known = new Map<string, MeasuredPicture>();
    const [reference, current] = [pickPictures(drift.reference), pickPictures(drift.current)];
    const total = (reference?.files.length ?? 0) + (current?.files.length ?? 0);
    const world = { known, embedder, context, ports, total };
    for (const side of [reference, current]) if (side !== undefined) await measureSide(side, world);
    return await compareMeasured(drift, { reference, current }, world);
  } finally {
    await embedder?.close();
  }
}

/** The pictures of a side that are measured. */
interface Pictures {
  readonly side: Rows;
  readonly images: NonNullable<TableSource['images']>;
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/** @returns undefined for a side without pictures, such as a profile */
function pickPictures(side: DriftSide): Pictures | undefined {
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

interface MeasuredPicture {
  /** In the order of the measures; NaN for all of a picture that cannot be read. */
  readonly values: readonly number[];
  /** Why it cannot be read, as a sentence. */
  readonly problem?: string;
  readonly vector?: Float32Array;
}

interface MeasuringWorld {
  /** By absolute path: a picture of both sides is measured once. */
  readonly known: Map<string, MeasuredPicture>;
  readonly embedder: Embedder | undefined;
  readonly context: Context;
  readonly ports: ComparePicturesPorts;
  /** Pictures of both sides. */
  readonly total: number;
}

async function measureSide({ side, images, files }: Pictures, world: MeasuringWorld): Promise<void> {
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

interface BothSides {
  readonly reference: Pictures | undefined;
  readonly current: Pictures | undefined;
}

async function compareMeasured(
  drift: DriftRequest,
  sides: BothSides,
  { known, embedder, context, ports }: MeasuringWorld,
): Promise<JobResult<'comparePictures'>> {
  const embedded = embedAll(sides, known, drift.seed);
  const isGrey = [...known.values()].every(({ values }) =>
    measures.every((name, place) => name !== 'saturation' || !(Number(values[place]) > 0)),
  );
  const used = measures.filter((name) => !isGrey || !colours.has(name));
  const columns = [
    ...used,
    ...(embedded?.distances === undefined ? [] : [embeddingDistance]),
    ...(embedded?.names ?? []),
  ];
  const valuesOf = (file: string): readonly number[] => {
    const values = known.get(file)?.values ?? [];
    const own = measures.flatMap((name, place) => (used.includes(name) ? [values[place] ?? Number.NaN] : []));
    const distance = embedded?.distances?.get(file);
    return [
      ...own,
      ...(embedded?.distances === undefined ? [] : [distance ?? Number.NaN]),
      ...(embedded?.names.map((_, place) => embedded.vectors.get(file)?.[place] ?? Number.NaN) ?? []),
    ];
  };
  const write = async (pictures: Pictures | undefined, side: DriftSide, name: string): Promise<DriftSide> => {
    if (pictures === undefined || side.kind === 'profile') return side;
    const path = `${context.scratch}/measured/${name}.csv`;
    const { images, files } = pictures;
    const rows = files.map((file) => ({ file, values: valuesOf(file) }));
    await ports.writeMeasuredImages(path, images.folder, columns, rows);
    const source = { ...side.source, files: [...files], images: { ...images, measured: { path, columns } } };
    return { ...side, source };
  };
  const outcome = await ports.compareDrift(
    {
      ...drift,
      reference: await write(sides.reference, drift.reference, 'reference'),
      current: await write(sides.current, drift.current, 'current'),
      columns: columnsOf(drift, [...used, ...(embedded?.distances === undefined ? [] : [embeddingDistance])]),
      vectors: [...(embedded?.names ?? [])],
      together: [...drift.together, ...(embedded === undefined ? [] : ['embedding_mmd' as const])],
      shown: 'image',
    },
    {
      limits: context.limits,
      scratch: `${context.scratch}/compared`,
      report: (progress) => {
        context.report({ ...progress, share: measuredShare + (1 - measuredShare) * progress.share });
      },
    },
  );
  if (outcome.kind === 'failed') throw new ModelProblem(outcome.sentence, outcome.category);
  const notes = [
    ...(sides.reference?.notes ?? []),
    ...(sides.current?.notes ?? []),
    ...sayUnreadable(known),
    ...(isGrey ? ['All images are grey, so their colours are not compared.'] : []),
    ...(embedder?.notes() ?? []),
    ...(embedded !== undefined && embedded.distances === undefined
      ? ['The reference has too few images to learn how the embedding varies, so distances from it are not compared.']
      : []),
  ];
  return {
    ...outcome.value,
    columns: outcome.value.columns.map(withoutUnits),
    notes: [...new Set([...outcome.value.notes, ...notes])],
  };
}

/** A picture has no unit that somebody could have changed: half the light is half the light. */
function withoutUnits(column: DriftColumn): DriftColumn {
  if (!pictureMeasureName.safeParse(column.name).success) return column;
  return {
    ...column,
    cells: column.cells.map((cell) => {
      if (cell === null) return null;
      const rest = { ...cell };
      delete rest.factor;
      return rest;
    }),
  };
}

/** `image` among the columns stands for everything that is measured. */
function columnsOf({ columns }: DriftRequest, measured: readonly string[]): string[] {
  if (columns === undefined) return [...measured];
  return [...new Set(columns.flatMap((name) => (name === 'image' ? measured : [name])))];
}

function embedAll({ reference, current }: BothSides, known: ReadonlyMap<string, MeasuredPicture>, seed: number) {
  const files = [...new Set([...(reference?.files ?? []), ...(current?.files ?? [])])];
  const having = files.flatMap((file) => {
    const vector = known.get(file)?.vector;
    return vector === undefined ? [] : [{ file, vector }];
  });
  const [first] = having;
  if (first === undefined) return undefined;
  const projected = projectVectors(
    having.map(({ vector }) => vector),
    seed,
  );
  const pictures = having.map(({ file }, place): EmbeddedPicture => {
    return { name: file, vector: projected[place] ?? new Float32Array() };
  });
  const ofReference = new Set(reference?.files ?? []);
  const distances = measureEmbeddingDistances(
    pictures.filter(({ name }) => ofReference.has(name)),
    pictures,
  );
  return {
    names: Array.from({ length: projected[0]?.length ?? 0 }, (_, place) => `embedding_${place + 1}`),
    vectors: new Map(pictures.map(({ name, vector }) => [name, vector])),
    distances:
      distances === undefined
        ? undefined
        : new Map(pictures.map(({ name }, place) => [name, distances[place] ?? Number.NaN])),
  };
}

/** Images that cannot be read count as missing in every column. */
function sayUnreadable(known: ReadonlyMap<string, MeasuredPicture>): readonly string[] {
  const problems = [...known.values()].flatMap(({ problem }) => problem ?? []);
  const [first] = problems;
  if (first === undefined) return [];
  const images = problems.length === 1 ? '1 image' : `${problems.length.toLocaleString('en')} images`;
  return [`${images} cannot be read and count as missing; the first: ${first}`];
}
