/** The job that compares folders of pictures: each picture becomes a row of numbers, and rows are compared as ever. */
import type { DriftColumn, DriftRequest, DriftSide } from '../../../../schemas/driftJob.ts';
import type { JobContext, JobHandler, JobResult } from '../../../../schemas/jobs.ts';
import type { PictureDriftRequest } from '../../../../schemas/pictureDriftJob.ts';
import { embeddingDistance, pictureMeasureName } from '../../../../schemas/pictureMeasures.ts';
import { measureEmbeddingDistances, projectVectors } from '../../drift/pictures/embeddingDistances.ts';
import type { EmbeddedPicture } from '../../drift/pictures/embeddingDistances.ts';
import { answerJob } from '../answerJob.ts';
import type { ModelPorts } from '../answerJob.ts';
import { ModelProblem } from '../modelProblem.ts';
import { openEmbedder } from './embedder.ts';
import { measuredShare, measures, measureSide, pickPictures, sayUnreadable } from './measurePictures.ts';
import type { MeasuredPicture, MeasuringWorld, Pictures } from './measurePictures.ts';

type Context = JobContext<'comparePictures'>;

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

const withoutEmbedding = 'A profile keeps no embedding, so what the model makes of the images is not compared.';
const colours = new Set<string>(['saturation', 'red_share', 'blue_share']);

export function createComparePictures(ports: ComparePicturesPorts): JobHandler<'comparePictures'> {
  return (request, context) => answerJob<'comparePictures'>(ports, () => compare(request, context, ports));
}

async function compare(
  { drift, embedding }: PictureDriftRequest,
  context: Context,
  ports: ComparePicturesPorts,
): Promise<JobResult<'comparePictures'>> {
  // A profile keeps no embedding, so there is nothing to hold that of the other side against.
  const embedder =
    embedding === undefined || hasProfile(drift)
      ? undefined
      : await openEmbedder(embedding, context.limits.threads, ports);
  try {
    const known = new Map<string, MeasuredPicture>();
    const [reference, current] = [pickPictures(drift.reference), pickPictures(drift.current)];
    const total = (reference?.files.length ?? 0) + (current?.files.length ?? 0);
    const world = { known, embedder, context, ports, total };
    for (const side of [reference, current]) if (side !== undefined) await measureSide(side, world);
    const found = await compareMeasured(drift, { reference, current }, world, context, ports);
    const isLeftOut = embedding !== undefined && embedder === undefined;
    return isLeftOut ? { ...found, notes: [...found.notes, withoutEmbedding] } : found;
  } finally {
    await embedder?.close();
  }
}

interface BothSides {
  readonly reference: Pictures | undefined;
  readonly current: Pictures | undefined;
}

async function compareMeasured(
  drift: DriftRequest,
  sides: BothSides,
  { known, embedder }: MeasuringWorld,
  context: Context,
  ports: ComparePicturesPorts,
): Promise<JobResult<'comparePictures'>> {
  const embedded = embedAll(sides, known, drift.seed);
  const isGrey = isAllGrey(known) && [drift.reference, drift.current].every(isKeptGrey);
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

function hasProfile({ reference, current }: DriftRequest): boolean {
  return reference.kind === 'profile' || current.kind === 'profile';
}

function isAllGrey(known: MeasuringWorld['known']): boolean {
  const place = measures.indexOf('saturation');
  return [...known.values()].every(({ values }) => !(Number(values[place]) > 0));
}

/** Whether a profile has no colour in any image; a side with images says it by itself. */
function isKeptGrey(side: DriftSide): boolean {
  if (side.kind === 'rows') return true;
  const spread = side.profile.columns.find(({ name }) => name === 'saturation')?.spread;
  return spread?.shape !== 'numeric' || Number(spread.finite?.max ?? 0) === 0;
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
