import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canCompareRows, createEqualRows, pickRows } from '../../../server/src/inference/equalRows.ts';
import type { FedPart } from '../../../server/src/inference/fedParts.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

type Row = readonly [number, number, string];

function floats(rows: readonly Row[]): FedPart {
  const values = Float32Array.from(rows.flatMap(([a, b]) => [a, b]));
  return { name: 'x', shape: [rows.length, 2], type: 'float32', bytes: values.buffer };
}

function texts(rows: readonly Row[], words: readonly string[]): FedPart {
  return {
    name: 't',
    shape: [rows.length, 1],
    words,
    places: Int32Array.from(rows, ([, , text]) => words.indexOf(text)),
  };
}

/** A number for each row, as a model gives it. */
function answersOf(parts: readonly FedPart[], count: number): number[] {
  const [numbers, words] = parts;
  if (numbers === undefined || words === undefined || !('bytes' in numbers) || 'bytes' in words) return [];
  const values = new Float32Array(numbers.bytes);
  return Array.from(
    { length: count },
    (_, row) =>
      (values[row * 2] ?? NaN) * 100 +
      (values[row * 2 + 1] ?? NaN) * 10 +
      (words.words[words.places[row] ?? -1] ?? '').length,
  );
}

const anyRow = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.constantFrom('', 'a', 'bb'));

describe('equal rows', () => {
  it('are answered once, and each gets the answer of its own', () => {
    const batches = fc.array(fc.array(anyRow, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 7 }), fc.boolean(), (all, batch, renumbers) => {
        const rows = all.flat();
        const equal = createEqualRows(rows.length, batch);
        const scores: number[] = [];
        const answer = (different: ReturnType<typeof equal.rest>): void => {
          if (different === undefined) return;
          expect(different.first).toBe(scores.length);
          expect(different.parts.map(({ shape }) => shape[0])).toEqual([different.count, different.count]);
          scores.push(...answersOf(different.parts, different.count));
        };
        for (const [turn, some] of all.entries()) {
          const words = renumbers && turn % 2 === 1 ? ['bb', 'a', ''] : ['', 'a', 'bb'];
          for (const different of equal.take([floats(some), texts(some, words)], some.length)) answer(different);
        }
        answer(equal.rest());
        expect(equal.rest()).toBeUndefined();
        if (!renumbers) expect(scores).toHaveLength(new Set(rows.map(String)).size);
        const { values } = equal.expand({ values: Float64Array.from(scores), width: 1 });
        expect([...values]).toEqual(rows.map(([a, b, text]) => a * 100 + b * 10 + text.length));
      }),
    );
  });

  it('are found whatever number of values their columns turn out to hold', () => {
    const random = createRandomStream(5);
    // Few values first, then more than a byte holds, then more than two hold; one column has another value in each row.
    const spans = [100, 100, 3000, 3000, 200_000, 200_000, 50, 200_000, 100];
    const batches = spans.map((span, turn) =>
      Array.from({ length: 16_384 }, (_, row): Row => {
        const value = Math.floor(random.nextFraction() * span) - 50;
        return [value, span === 200_000 ? turn * 16_384 + row : 7, ['', 'a', 'bb'][row % 3] ?? ''];
      }),
    );
    const rows = batches.flat();
    const equal = createEqualRows(rows.length, 8192);
    const scores: number[] = [];
    const words = ['', 'a', 'bb'];
    const answer = (different: ReturnType<typeof equal.rest>): void => {
      for (const score of different === undefined ? [] : answersOf(different.parts, different.count))
        scores.push(score);
    };
    for (const some of batches) {
      for (const different of equal.take([floats(some), texts(some, words)], some.length)) answer(different);
    }
    answer(equal.rest());
    expect(scores).toHaveLength(new Set(rows.map(String)).size);
    const { values } = equal.expand({ values: Float64Array.from(scores), width: 1 });
    const wrong = rows.findIndex(([a, b, text], row) => values[row] !== a * 100 + b * 10 + text.length);
    expect(wrong).toBe(-1);
  });

  it('are equal to the last bit only: 0 and −0 are two rows', () => {
    const rows: readonly Row[] = [
      [0, 1, ''],
      [-0, 1, ''],
      [0, 1, ''],
    ];
    const equal = createEqualRows(3, 8);
    equal.take([floats(rows)], 3);
    expect(equal.rest()?.count).toBe(2);
  });

  it('are looked for where each row of an input fills whole words', () => {
    const bytes = (count: number): FedPart => ({
      name: 'b',
      shape: [2, count],
      type: 'bool',
      bytes: new ArrayBuffer(2 * count),
    });
    expect(canCompareRows([bytes(4)])).toBe(true);
    expect(canCompareRows([bytes(3)])).toBe(false);
    expect(canCompareRows([])).toBe(false);
  });
});

it('some rows are picked in the order given', () => {
  const rows: readonly Row[] = [
    [1, 2, 'a'],
    [3, 4, 'bb'],
    [5, 6, ''],
  ];
  const parts = pickRows([floats(rows), texts(rows, ['', 'a', 'bb'])], [2, 0]);
  expect(answersOf(parts, 2)).toEqual([560, 121]);
});
