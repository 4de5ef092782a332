/** Picking rows by their place, and the rows of each slice. */
import { expect, it } from 'vitest';
import { describeAnswers } from '../../../server/src/evaluation/describeAnswers.ts';
import { pickFlagRows, pickFloatRows, placesByCode } from '../../../server/src/evaluation/pickPlaces.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { sumSquaredDistances, sumStable } from '../../../server/src/statistics/stableSum.ts';

it('gives each code its places in their order, and none to what has no code', () => {
  const random = createRandomStream(3);
  const codes = Int32Array.from({ length: 5000 }, () => random.nextBelow(41) - 1);
  const places = placesByCode(codes, 42);
  expect(places).toHaveLength(42);
  for (const [code, own] of places.entries()) {
    expect([...own]).toEqual([...codes.keys()].filter((at) => codes[at] === code));
  }
  expect(placesByCode(new Int32Array(), 0)).toEqual([]);
});

it('picks whole rows, the same one perhaps twice', () => {
  const rows = Uint32Array.of(2, 0, 2);
  expect([...pickFloatRows(Float64Array.of(1, 2, 3, 4, 5, 6), rows, 2)]).toEqual([5, 6, 1, 2, 5, 6]);
  expect([...pickFlagRows(Uint8Array.of(1, 0, 0, 1, 1, 1), rows, 2)]).toEqual([1, 1, 1, 0, 1, 1]);
});

it('adds squared distances up as an array of them would be', () => {
  const random = createRandomStream(9);
  const values = Float64Array.from({ length: 1000 }, () => random.nextFraction() * 1e6);
  expect(sumSquaredDistances(values, 3e5)).toBe(sumStable(values.map((value) => (value - 3e5) ** 2)));
});

it('names the slices of a column in the order of their rows, and leaves small ones and missing values out', () => {
  const { metrics } = describeAnswers(
    {
      answers: {
        kind: 'classes',
        classes: ['yes', 'no'],
        truth: Int32Array.of(0, 0, 1, 0, 1, 0),
        answers: Int32Array.of(0, 1, 1, 0, 0, 0),
        probabilities: undefined,
        positive: 0,
      },
      slices: {
        conditions: new Map(),
        columns: new Map([['from', { values: ['A', 'B', 'C'], codes: Int32Array.of(1, 1, 0, 1, -1, 2) }]]),
      },
      numbers: Uint32Array.of(0, 1, 2, 3, 4, 5),
    },
    {
      metrics: [{ id: 'recall', metric: 'recall', slices: [{ id: 'origins', by: 'from', minRows: 1 }] }],
      seed: 0,
    },
  );
  const slices = metrics[0]?.slices ?? {};
  expect(Object.entries(slices).map(([id, { rows }]) => [id, rows])).toEqual([
    ['origins/B', 3],
    ['origins/A', 1],
    ['origins/C', 1],
  ]);
  expect(slices['origins/B']).toMatchObject({ state: 'known', value: 2 / 3 });
});
