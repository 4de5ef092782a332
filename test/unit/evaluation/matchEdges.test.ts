/** Distances between edges of masks against scipy, and by hand. */
import { describe, expect, it, test } from 'vitest';
import { matchEdges } from '../../../server/src/evaluation/segmentation/matchEdges.ts';
import { readBoundariesFixture } from '../../python/boundariesFixture.ts';

const { tolerances, cases } = readBoundariesFixture();

describe('distances of edges equal those of scipy', () => {
  test.each(cases.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const pixels = { ...one, truth: Uint8Array.from(one.truth), answer: Uint8Array.from(one.answer) };
    const found = matchEdges(pixels, one.classes, [...tolerances, undefined]);
    expect(found).toHaveLength(one.results.length);
    for (const [label, wanted] of one.results.entries()) {
      const own = found[label];
      expect(own === undefined).toBe(wanted === null);
      if (own === undefined || wanted === null) continue;
      if (wanted.distance === null) expect(own.distance).toBeUndefined();
      else expect(own.distance).toBeCloseTo(wanted.distance, 12);
      for (const [at, share] of wanted.near.entries()) expect(own.near[at]).toBeCloseTo(share, 12);
    }
  });
});

/** A square of 5 pixels in a picture of 20. */
function square(left: number): Uint8Array {
  return Uint8Array.from({ length: 400 }, (_, at) => {
    const [x, y] = [at % 20, Math.floor(at / 20)];
    return x >= left && x < left + 5 && y >= 4 && y < 9 ? 1 : 0;
  });
}

it('a square that is shifted by three pixels is three pixels away, and near from three pixels on', () => {
  const found = matchEdges({ width: 20, height: 20, truth: square(4), answer: square(7) }, 2, [2.9, 3])[1];
  expect(found?.distance).toBe(3);
  expect(found?.near[0]).toBeLessThan(1);
  expect(found?.near[1]).toBe(1);
});
