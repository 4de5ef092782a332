/** Non-maximum suppression, by its properties and by hand. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { overlapOfBoxes } from '../../../server/src/evaluation/detection/boxOverlaps.ts';
import { suppressBoxes } from '../../../server/src/evaluation/detection/suppressBoxes.ts';

function suppress(
  things: readonly { readonly box: readonly number[]; readonly score: number; readonly index: number }[],
  overlap: number,
  perClass: boolean,
  most?: number,
): number[] {
  const boxes = Float64Array.from(things.flatMap(({ box }) => box));
  const scores = Float64Array.from(things, ({ score }) => score);
  const classes = Int32Array.from(things, ({ index }) => index);
  return [...suppressBoxes(boxes, scores, classes, { overlap, perClass }, most)];
}

const side = fc.integer({ min: 1, max: 20 });
const thing = fc.record({
  box: fc.tuple(side, side, side, side),
  score: fc.integer({ min: 0, max: 5 }).map((score) => score / 5),
  index: fc.nat(2),
});

it('keeps the surest of boxes that overlap, and drops nothing that overlaps with none of them', () => {
  fc.assert(
    fc.property(
      fc.array(thing, { maxLength: 25 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.boolean(),
      (things, overlap, perClass) => {
        const kept = suppress(things, overlap, perClass);
        const boxes = Float64Array.from(things.flatMap(({ box }) => box));
        const competes = (one: number, other: number): boolean =>
          (!perClass || things[one]?.index === things[other]?.index) &&
          overlapOfBoxes(boxes, 4 * one, boxes, 4 * other, false) > overlap;
        const score = (place: number): number => things[place]?.score ?? NaN;
        for (const [at, place] of kept.entries()) {
          expect(kept.slice(at + 1).some((other) => competes(place, other))).toBe(false);
          expect(score(place)).toBeLessThanOrEqual(score(kept[at - 1] ?? place));
        }
        for (const place of things.keys()) {
          if (kept.includes(place)) continue;
          expect(kept.some((other) => competes(other, place) && score(other) >= score(place))).toBe(true);
        }
      },
    ),
    { seed: 11 },
  );
});

it('keeps an overlap that equals the threshold, the first of equal scores, and so many as asked', () => {
  const half = [
    { box: [0, 0, 2, 2], score: 0.5, index: 0 },
    { box: [0, 0, 2, 1], score: 0.5, index: 0 },
    { box: [9, 9, 2, 2], score: 0.4, index: 0 },
  ];
  expect(suppress(half, 0.5, true)).toEqual([0, 1, 2]);
  expect(suppress(half, 0.49, true)).toEqual([0, 2]);
  expect(suppress(half, 0.49, true, 1)).toEqual([0]);
  expect(suppress([], 0.5, true)).toEqual([]);
});
