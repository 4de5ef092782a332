import { describe, expect, it } from 'vitest';
import { countShare, drawDays, saysDriftOfDays, type SimulatedDays } from '../../../scripts/drift/simulation.ts';
import type { ColumnPair, NumericCells } from '../../../server/src/drift/columnPair.ts';
import { measureBlocks } from '../../../server/src/drift/verdict/blockVariation.ts';
import { judgeColumn } from '../../../server/src/drift/verdict/judgeColumn.ts';
import { defaultJudgeOptions } from '../../../server/src/drift/verdict/judgeOptions.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

const slow = { timeout: 600_000 };
const seed = 20261122;
const days: SimulatedDays = { reference: 30, current: 1, rowsPerDay: 300, apart: 0.3, carried: 0, daysPerBlock: 1 };

/** Share of simulated comparisons that say drift; the seed is fixed, so it is the same on every run. */
function shareOfDrift(own: SimulatedDays, shift: number, knowsBlocks: boolean): number {
  const random = createRandomStream(seed);
  return countShare(100, () => saysDriftOfDays(drawDays(random, 'categorical', own, shift), own, knowsBlocks));
}

describe('days whose rows are alike', slow, () => {
  it('alarm in nearly half of the windows without change where rows count as independent', () => {
    expect(shareOfDrift(days, 0, false)).toBeGreaterThan(0.3);
  });

  it('alarm in at most 6 of 100 where the check names them', () => {
    expect(shareOfDrift(days, 0, true)).toBeLessThanOrEqual(0.06);
  });

  it('alarm in at most 6 of 100 where each is like the day before and weeks are named', () => {
    const weeks = { ...days, reference: 91, current: 28, carried: 0.6, daysPerBlock: 7 };
    expect(shareOfDrift(weeks, 0, true)).toBeLessThanOrEqual(0.06);
  });

  it('leave a change to be found that is larger than what days do', () => {
    expect(shareOfDrift({ ...days, current: 7 }, 0.5, true)).toBeGreaterThan(0.6);
  });

  it('lose little where they are not alike after all', () => {
    const independent = { ...days, apart: 0 };
    expect(shareOfDrift(independent, 0.4, true)).toBeGreaterThan(shareOfDrift(independent, 0.4, false) - 0.1);
    expect(shareOfDrift(independent, 0, true)).toBeLessThanOrEqual(0.06);
  });
});

const noRows = { nan: 0, positiveInfinity: 0, negativeInfinity: 0 };

/** Blocks of 100 rows with two categories and some missing rows, beside all of them. */
function blocksOf(own: readonly { readonly missing: number; readonly first: number }[]): readonly ColumnPair[] {
  const sum = (read: (block: { missing: number; first: number }) => number): number =>
    own.reduce((total, block) => total + read(block), 0);
  const cells = (missing: number, first: number, rows: number) => Float64Array.of(first, rows - missing - first);
  const all = 100 * own.length;
  const reference = cells(
    sum(({ missing }) => missing),
    sum(({ first }) => first),
    all,
  );
  return own.map(({ missing, first }) => ({
    name: 'x',
    rows: {
      reference: { rows: all, missing: sum((block) => block.missing), ...noRows },
      current: { rows: 100, missing, ...noRows },
    },
    cells: { kind: 'categories', labels: ['a', 'b'], hasOther: false, reference, current: cells(missing, first, 100) },
  }));
}

describe('blocks of a reference', () => {
  it('lie apart in the share of missing rows where that is 0 on one day and 40 on the next', () => {
    const blocks = Array.from({ length: 10 }, (_, day) => ({ missing: day % 2 === 0 ? 0 : 40, first: 30 }));
    const spread = measureBlocks(blocksOf(blocks), 1)?.spreadOf('missing');
    // Days lie 0.2 from the mean; chance of 100 rows explains 0.04 of it, and a block pulls the mean.
    expect(spread?.blocks).toBe(10);
    expect(Math.sqrt(spread?.between ?? 0)).toBeCloseTo(Math.sqrt((0.04 - 0.16 * (1 / 100 - 1 / 1000)) * (10 / 9)), 10);
  });

  it('do not lie apart where they differ by no more than chance', () => {
    const blocks = Array.from({ length: 10 }, (_, day) => ({ missing: 20 + (day % 3), first: 30 }));
    const variation = measureBlocks(blocksOf(blocks), 1);
    expect(variation?.spreadOf('missing')).toBeUndefined();
    expect(variation?.spreadOf('values')).toBeUndefined();
    expect(variation?.spreadOf('not-finite')).toBeUndefined();
  });

  it('are too few where there are five, or five and one that has just begun', () => {
    const five = Array.from({ length: 5 }, (_, day) => ({ missing: 8 * day, first: 30 }));
    expect(measureBlocks(blocksOf(five), 1)).toBeUndefined();
    const pairs = blocksOf([...five, { missing: 0, first: 30 }]);
    const [last] = pairs.slice(-1);
    if (last === undefined) throw new Error('There is a last block.');
    const begun = { ...last, rows: { ...last.rows, current: { ...last.rows.current, rows: 7 } } };
    expect(measureBlocks([...pairs.slice(0, -1), begun], 1)).toBeUndefined();
    expect(measureBlocks([], 1)).toBeUndefined();
  });

  it('make a window of rows beyond all others no alarm where their own days have such rows, too', () => {
    const length = 8;
    // Each day has a value of its own.
    const only = (cell: number, cells: number): Float64Array =>
      Float64Array.from({ length: cells }, (_, place) => (place === cell ? 100 : 0));
    const pairOf = (reference: Float64Array, current: Float64Array): ColumnPair => {
      const values = Float64Array.from(reference.keys());
      const cells: NumericCells = { kind: 'numeric', isInteger: true, width: 0, values, reference, current };
      const rows = (count: number) => ({ rows: count, missing: 0, ...noRows });
      return { name: 'x', rows: { reference: rows(100 * length), current: rows(100) }, cells };
    };
    const all = new Float64Array(length).fill(100);
    const blocks = Array.from({ length }, (_, cell) => pairOf(all, only(cell, length)));
    const variation = measureBlocks(blocks, 1);
    if (variation === undefined) throw new Error('Eight blocks are enough.');
    const beyond = pairOf(Float64Array.of(...all, 0), only(length, length + 1));
    const judge = (varies: Parameters<typeof judgeColumn>[1]['varies']) =>
      judgeColumn(beyond, { ...defaultJudgeOptions, varies }).find(({ aspect }) => aspect === 'out-of-range');
    expect(judge(undefined)).toMatchObject({ test: { kind: 'exact' } });
    // Two of eight days lie beyond all others, and the window is as far out.
    expect(judge({ variation, sides: { reference: length, current: 1 }, period: '1 day' })).toMatchObject({
      p: 3 / 9,
      test: { kind: 'blocks', blocks: length },
    });
  });
});
