import { describe, expect, it } from 'vitest';
import type { ColumnKind, ProfileColumn, Spread } from '../../../schemas/profile.ts';
import { computeStatistic } from '../../../server/src/drift/computeStatistic.ts';
import { countValues, pairColumns, type ColumnPair } from '../../../server/src/drift/columnPair.ts';
import { spreadOfCategories } from '../../../server/src/drift/categorySpread.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { spreadOfValues } from '../../../server/src/drift/numericSpread.ts';
import { judgeColumn } from '../../../server/src/drift/verdict/judgeColumn.ts';
import { defaultJudgeOptions } from '../../../server/src/drift/verdict/judgeOptions.ts';
import { columnOf, drawNormal, numericCells } from './columnPairs.ts';

function column(kind: ColumnKind, spread: Spread, rows: number, missing = 0): ProfileColumn {
  return { name: 'x', type: 'T', kind, rows, missing, distinct: { kind: 'unknown' }, spread };
}

function numbers(values: readonly number[], kind: ColumnKind = 'float'): ProfileColumn {
  const finite = spreadOfValues(countValues(values), kind !== 'float');
  const empty = { shape: 'numeric', nan: 0, positiveInfinity: 0, negativeInfinity: 0 } as const;
  return column(kind, finite === undefined ? empty : { ...empty, finite }, values.length);
}

function texts(listed: readonly (readonly [string, number])[], rows: number, distinct = listed.length): ProfileColumn {
  return column('text', spreadOfCategories(listed, rows, distinct), rows);
}

function valueOf(name: 'ks' | 'wasserstein_raw' | 'TVD', pair: ColumnPair): number {
  const statistic = computeStatistic(name, pair);
  if (statistic.kind === 'undefined') throw new Error(statistic.because);
  return statistic.value;
}

describe('two columns of profiles, side by side', () => {
  it('share their values when both keep them', () => {
    const { cells } = pairColumns(numbers([1, 2, 2]), numbers([2, 5]));
    expect(cells).toMatchObject({ kind: 'numeric', width: 0 });
    if (cells.kind !== 'numeric') return;
    expect([...cells.values]).toEqual([1, 2, 5]);
    expect([...cells.reference]).toEqual([1, 2, 0]);
    expect([...cells.current]).toEqual([0, 1, 1]);
  });

  it('share bins when one has too many values, and say how wide they are', () => {
    const [left, right] = [drawNormal(1, 5000), drawNormal(2, 300, 0.3)];
    const binned = pairColumns(numbers(left), numbers(right));
    expect(computeStatistic('ks', binned)).toMatchObject({ isExact: false });
    if (binned.cells.kind !== 'numeric') throw new Error('It is numeric.');
    const exact = columnOf(numericCells(left, right));
    const largest = binned.cells.reference.reduce((most, count) => Math.max(most, count), 0) / left.length;
    expect(Math.abs(valueOf('ks', binned) - valueOf('ks', exact))).toBeLessThanOrEqual(largest + 1 / right.length);
    expect(Math.abs(valueOf('wasserstein_raw', binned) - valueOf('wasserstein_raw', exact))).toBeLessThanOrEqual(
      binned.cells.width,
    );
  });

  it('hide in bins at most what the bound of the judgement says', () => {
    const [left, right] = [drawNormal(1, 5000), drawNormal(2, 4000, 0.1)];
    const [binned] = judgeColumn(pairColumns(numbers(left), numbers(right)), defaultJudgeOptions);
    const [exact] = judgeColumn(columnOf(numericCells(left, right)), defaultJudgeOptions);
    if (binned?.kind !== 'judged' || exact?.kind !== 'judged') throw new Error('Both are judged.');
    expect(binned.isExact).toBe(false);
    expect(exact).toMatchObject({ isExact: true, bound: 0 });
    expect(binned.bound).toBeLessThan(0.01);
    expect(Math.abs(binned.effect - exact.effect)).toBeLessThanOrEqual(binned.bound);
  });

  it('compare whole numbers with fractions', () => {
    expect(pairColumns(numbers([1, 2], 'integer'), numbers([1.5])).cells).toMatchObject({ kind: 'numeric' });
  });

  it('stand apart when numbers became text, and say so', () => {
    const { cells } = pairColumns(numbers([1, 2], 'integer'), texts([['1', 3]], 3));
    expect(cells).toEqual({
      kind: 'apart',
      because: 'It is integer in the reference and text in the window; give both the same type.',
    });
  });

  it('stand apart when values are withheld', () => {
    const secret = column('text', { shape: 'withheld', because: 'personal' }, 4, 1);
    const pair = pairColumns(secret, secret);
    expect(pair.cells).toEqual({
      kind: 'apart',
      because: 'Its values are personal and not kept, so only missing ones are compared.',
    });
    const nested = column('opaque', { shape: 'withheld', because: 'opaque' }, 4, 1);
    expect(pairColumns(nested, nested).cells).toEqual({
      kind: 'apart',
      because: 'It holds nested or binary values, so only missing ones are compared.',
    });
    expect(pair.rows.current).toMatchObject({ rows: 4, missing: 1 });
    expect(judgeColumn(pair, defaultJudgeOptions)).toMatchObject([
      { kind: 'undefined', aspect: 'values' },
      { kind: 'judged', aspect: 'missing', effect: 0 },
    ]);
  });

  it('join categories that one side may have among its others', () => {
    const many = Array.from({ length: 1500 }, (_, place) => [`v${place}`, place < 10 ? 500 : 1] as const);
    const { cells } = pairColumns(
      texts(many, 10 * 500 + 1490, 1500),
      texts(
        [
          ['v0', 30],
          ['v900', 5],
        ],
        35,
      ),
    );
    if (cells.kind !== 'categories') throw new Error('They are categories.');
    // The window lists all that it has, so it surely has none of v1 to v9; v900 may be among the others.
    expect(cells.labels).toEqual(Array.from({ length: 10 }, (_, place) => `v${place}`));
    expect(cells.hasOther).toBe(true);
    expect([...cells.current]).toEqual([30, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5]);
    expect([...cells.reference]).toEqual([...new Array<number>(10).fill(500), 1490]);
  });

  it('keep a category apart that is far too frequent to be among the others of the other side', () => {
    const cities = [
      ['Köln', 900],
      ['Paris', 1100],
      ['Rome', 3],
    ] as const;
    const ids = Array.from({ length: 2500 }, (_, row) => [`u${row}`, 1] as const);
    const pair = pairColumns(texts(cities, 2003), texts(ids, 2500));
    if (pair.cells.kind !== 'categories') throw new Error('They are categories.');
    // Each has four rows at most where it is not listed; three rows may be there as well.
    expect(pair.cells).toMatchObject({ labels: ['Köln', 'Paris'], hasOther: true });
    expect([...pair.cells.reference]).toEqual([900, 1100, 3]);
    expect([...pair.cells.current]).toEqual([4, 4, 2492]);
    const [values] = judgeColumn(pair, defaultJudgeOptions);
    if (values?.kind !== 'judged') throw new Error('They are judged.');
    expect(values.effect).toBeGreaterThan(0.99);
    expect(values.p).toBeLessThan(0.01);
  });

  it('keep no category apart that chance explains', () => {
    const list = (rows: number) => Array.from({ length: 3000 }, (_, place) => [`v${place}`, rows] as const);
    const rare = texts(list(4), 12_000);
    const frequent = texts(list(5).slice(0, 900), 4_500);
    expect(pairColumns(rare, frequent).cells).toMatchObject({ labels: [], hasOther: true });
  });

  it('find no drift in rare categories that a side lists because chance made them frequent there', () => {
    // Both sides draw from 15 frequent and 1,100 rare categories alike; the reference lists of the rare ones only those
    // that chance gave five rows.
    const draw = (seed: number, rows: number) => {
      const random = createRandomStream(seed);
      const counts = new Map<string, number>();
      for (let row = 0; row < rows; row++) {
        const label = `v${row % 5 === 0 ? random.nextBelow(15) : 15 + random.nextBelow(1100)}`;
        counts.set(label, (counts.get(label) ?? 0) + 1);
      }
      return texts([...counts], rows);
    };
    const pair = pairColumns(draw(1, 4_000), draw(2, 60_000));
    const [values] = judgeColumn(pair, defaultJudgeOptions);
    if (values?.kind !== 'judged') throw new Error('They are judged.');
    expect(values.p).toBeGreaterThan(0.05);
    expect(pair.cells.kind === 'categories' && pair.cells.labels.length).toBe(15);
  });

  it('are not judged where hardly any value repeats', () => {
    const ids = (letter: string) =>
      texts(
        Array.from({ length: 2500 }, (_, row) => [`${letter}${row}`, 1] as const),
        2500,
      );
    expect(judgeColumn(pairColumns(ids('a'), ids('b')), defaultJudgeOptions)).toMatchObject([
      {
        kind: 'undefined',
        because: 'Its values are too many and each too rare to be compared, as in a column of ids.',
      },
    ]);
  });

  it('compare a boolean with the texts of one', () => {
    const boolean = column('boolean', { shape: 'boolean', true: 30, false: 70 }, 100);
    const pair = pairColumns(
      boolean,
      texts(
        [
          ['true', 50],
          ['false', 50],
        ],
        100,
      ),
    );
    expect(valueOf('TVD', pair)).toBeCloseTo(0.2, 15);
  });
});
