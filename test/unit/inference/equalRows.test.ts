import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnValues, SparseNumbers } from '../../../server/src/evaluation/rowSource.ts';
import { createEqualRows } from '../../../server/src/inference/equalRows.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

type Row = readonly [number, number | null, string | null, boolean | bigint];

function numbers(values: readonly number[]): ColumnValues {
  return { getItem: (row) => values[row] ?? null, numbers: Float64Array.from(values) };
}

/** As the engine gives numbers of which some are missing: their places hold anything. */
function sparse(values: readonly (number | null)[]): ColumnValues {
  const present = new Uint32Array(Math.ceil(values.length / 32));
  for (const [row, value] of values.entries()) {
    if (value !== null) present[row >>> 5] = (present[row >>> 5] ?? 0) | (1 << (row & 31));
  }
  const given: SparseNumbers = { numbers: Float64Array.from(values, (value, row) => value ?? row), present };
  return values.includes(null)
    ? { getItem: (row) => values[row] ?? null, sparse: given }
    : numbers(values.map((value) => value ?? NaN));
}

const words = ['', 'a', 'bb'];

function texts(values: readonly (string | null)[]): ColumnValues {
  const codes = Int32Array.from(values, (value) => (value === null ? -1 : words.indexOf(value)));
  const column = { codes, hasMissing: values.includes(null), words };
  return { getItem: (row) => values[row] ?? null, words: () => column };
}

function columnsOf(rows: readonly Row[]): ColumnValues[] {
  const others = rows.map(([, , , value]) => value);
  return [
    numbers(rows.map(([value]) => value)),
    sparse(rows.map(([, value]) => value)),
    texts(rows.map(([, , text]) => text)),
    { getItem: (row) => others[row] ?? null, words: () => undefined },
  ];
}

const everyRow = (count: number): Uint32Array => Uint32Array.from({ length: count }, (_, row) => row);

/** Hands batches over, and gives each row the place of the row that is answered for it. */
function answer(batches: readonly (readonly Row[])[], begins: number, wanted: (batch: number, row: number) => boolean) {
  const rows = batches.flat().length;
  const equal = createEqualRows(rows);
  const answered: Row[] = [];
  const asked: Row[] = [];
  for (const [turn, batch] of batches.entries()) {
    if (turn === begins) equal.begin();
    const some = everyRow(batch.length).filter((row) => wanted(turn, row));
    for (const row of some) asked.push(batch[row] ?? [NaN, null, null, false]);
    for (const row of equal.pick(columnsOf(batch), batch.length, some)) {
      answered.push(batch[row] ?? [NaN, null, null, false]);
    }
  }
  const scores = Float64Array.from(answered, (_, place) => place);
  const { values } = equal.expand({ values: scores, width: 1 });
  return { asked, answered, given: Array.from(values.subarray(0, asked.length), (place) => answered[place]) };
}

const nameOf = (row: Row): string => row.map((value) => (Object.is(value, -0) ? '-0' : String(value))).join('|');
const differentOf = (rows: readonly Row[]): number => new Set(rows.map(nameOf)).size;

const anyRow: fc.Arbitrary<Row> = fc.tuple(
  fc.constantFrom(0, -0, 1, NaN, 2 ** 53, 0.1),
  fc.constantFrom(null, 0, NaN, 7),
  fc.constantFrom(null, ...words),
  fc.constantFrom(true, false, 5n),
);

describe('equal rows', () => {
  it('are answered once, and each gets the answer of its own, whatever its values are and which are missing', () => {
    const batches = fc.array(fc.array(anyRow, { minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(batches, fc.nat({ max: 2 }), fc.nat({ max: 4 }), (all, begins, left) => {
        const { asked, answered, given } = answer(all, begins, (_, row) => row % 5 !== left);
        expect(given).toEqual(asked);
        if (begins === 0) expect(answered).toHaveLength(differentOf(asked));
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
        const other = span === 200_000 ? turn * 16_384 + row + 0.1 : 7;
        return [value, other, words[row % 3] ?? '', true];
      }),
    );
    const { asked, answered, given } = answer(batches, 0, () => true);
    expect(answered).toHaveLength(differentOf(asked));
    expect(given.findIndex((row, place) => row === undefined || nameOf(row) !== nameOf(asked[place] ?? row))).toBe(-1);
  });

  it('are looked for from the moment on that is said, and what came before is answered row by row', () => {
    const row: Row = [1, 2, 'a', true];
    const { answered } = answer([[row, row], [row, row], [row]], 1, () => true);
    expect(answered).toHaveLength(3);
  });

  it('are no longer looked for once a column holds what cannot be compared', () => {
    const row: Row = [1, 2, 'a', true];
    const equal = createEqualRows(8);
    equal.begin();
    const two = everyRow(2);
    expect(equal.pick(columnsOf([row, row]), 2, two)).toHaveLength(1);
    const odd: ColumnValues = { getItem: () => ({}), words: () => undefined };
    expect(equal.pick([...columnsOf([row, row]).slice(0, 3), odd], 2, two)).toHaveLength(2);
    expect(equal.pick(columnsOf([row, row]), 2, two)).toHaveLength(2);
    expect([...equal.expand({ values: Float64Array.of(0, 1, 2, 3, 4), width: 1 }).values]).toEqual([
      0, 0, 1, 2, 3, 4, 0, 0,
    ]);
  });

  it('get all scores of their own', () => {
    const equal = createEqualRows(3);
    equal.begin();
    const same: Row = [1, 2, 'a', true];
    equal.pick(columnsOf([same, [2, 2, 'a', true], same]), 3, everyRow(3));
    const { values } = equal.expand({ values: Float32Array.of(1, 2, 3, 4, 9, 9), width: 2 });
    expect([...values]).toEqual([1, 2, 3, 4, 1, 2]);
  });
});
