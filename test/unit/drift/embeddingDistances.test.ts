import { describe, expect, it } from 'vitest';
import { measureEmbeddingDistances, projectVectors } from '../../../server/src/drift/pictures/embeddingDistances.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

/** Pictures whose vectors lie along one line, but for a little noise. */
function along(direction: readonly number[], count: number, seed: number, name: string) {
  const random = createRandomStream(seed);
  return Array.from({ length: count }, (_, at) => {
    const place = random.nextFraction() * 4 - 2;
    const vector = Float32Array.from(direction, (part) => place * part + (random.nextFraction() - 0.5) * 0.1);
    return { name: `${name}/${at}.png`, vector };
  });
}

function mean(values: Float64Array | undefined): number {
  if (values === undefined) throw new Error('There are distances.');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describe('distances from what a model sees in the reference', () => {
  const reference = along([1, 1, 0.5, -1], 400, 1, 'train');

  it('are as large for other pictures of the same kind as for the reference itself', () => {
    const own = mean(measureEmbeddingDistances(reference, reference));
    const others = mean(measureEmbeddingDistances(reference, along([1, 1, 0.5, -1], 400, 2, 'june')));
    expect(Math.abs(others - own) / own).toBeLessThan(0.1);
  });

  it('are larger for pictures that vary in another direction', () => {
    const own = mean(measureEmbeddingDistances(reference, reference));
    const others = mean(measureEmbeddingDistances(reference, along([1, -1, 0.5, 1], 400, 3, 'june')));
    expect(others).toBeGreaterThan(10 * own);
  });

  it('are not known from a handful of pictures', () => {
    expect(measureEmbeddingDistances(reference.slice(0, 30), reference)).toBeUndefined();
  });

  it('keep their size when long vectors are shortened', () => {
    const random = createRandomStream(4);
    const vectors = Array.from({ length: 30 }, () =>
      Float32Array.from({ length: 512 }, () => random.nextFraction() - 0.5),
    );
    const short = projectVectors(vectors, 5);
    expect(short[0]).toHaveLength(32);
    const squared = (from: readonly Float32Array[]): number =>
      from.reduce((sum, vector) => sum + vector.reduce((own, part) => own + part * part, 0), 0);
    expect(Math.abs(squared(short) / squared(vectors) - 1)).toBeLessThan(0.2);
    expect(
      projectVectors(
        vectors.map((vector) => vector.subarray(0, 8)),
        5,
      )[0],
    ).toHaveLength(8);
  });
});
