/** How far pictures lie from those of the reference, as the model sees them. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { fitReconstruction } from '../multivariate/reconstruction.ts';
import { halfOf } from '../halves.ts';

/** One picture with what the model made of it. */
export interface EmbeddedPicture {
  /** What tells it from others, such as its path. */
  readonly name: string;
  /** As long as those of the others. */
  readonly vector: Float32Array;
}

/** Longer vectors are projected onto so many directions at random, which keeps distances within some per cent. */
const mostNumbers = 32;
/** More pictures teach the directions no better. */
const mostLearnt = 4_000;
const fewestLearnt = 20;

/**
 * Shortens vectors by a random projection that is the same on every run.
 *
 * @returns the vectors themselves where they are short enough
 * @source signs at random: Achlioptas 2003, JCSS 66, 671-687
 */
export function projectVectors(vectors: readonly Float32Array[], seed: number): readonly Float32Array[] {
  const length = vectors[0]?.length ?? 0;
  if (length <= mostNumbers) return vectors;
  const random = createRandomStream(seed);
  const signs = Array.from({ length: mostNumbers }, () =>
    Float32Array.from({ length }, () => (random.nextUint32() % 2 === 0 ? 1 : -1) / Math.sqrt(mostNumbers)),
  );
  return vectors.map((vector) =>
    Float32Array.from(signs, (row) => row.reduce((sum, sign, place) => sum + sign * (vector[place] ?? 0), 0)),
  );
}

/**
 * The distance of each picture from its reconstruction along the main directions of the reference.
 *
 * Directions fit the pictures in which they were found better than others. So the reference is cut into two halves by
 * name; each picture, of either side, is held against the directions of the half to which it does not belong, and
 * pictures of both sides stand alike when nothing changed.
 *
 * @returns for the pictures in their order; undefined where a half of the reference has fewer than 20
 */
export function measureEmbeddingDistances(
  reference: readonly EmbeddedPicture[],
  pictures: readonly EmbeddedPicture[],
): Float64Array | undefined {
  const fitted = [0, 1].map((half) => {
    const learnt = reference.filter(({ name }) => halfOf(name) === half).slice(0, mostLearnt);
    return learnt.length < fewestLearnt ? undefined : fitReconstruction(columnsOf(learnt));
  });
  const distances = new Float64Array(pictures.length);
  for (const [half, other] of fitted.entries()) {
    if (other === undefined) return undefined;
    const places = [...pictures.keys()].filter((place) => halfOf(pictures[place]?.name ?? '') !== half);
    const measured = other.measure(columnsOf(places.flatMap((place) => pictures[place] ?? [])));
    for (const [at, place] of places.entries()) distances[place] = measured[at] ?? Number.NaN;
  }
  return distances;
}

function columnsOf(pictures: readonly EmbeddedPicture[]): readonly Float64Array[] {
  return Array.from({ length: pictures[0]?.vector.length ?? 0 }, (_, place) =>
    Float64Array.from(pictures, ({ vector }) => vector[place] ?? Number.NaN),
  );
}
