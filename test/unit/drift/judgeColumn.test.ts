import { describe, expect, it } from 'vitest';
import { driftVerdict, type DriftAspect, type DriftJudgement } from '../../../schemas/driftVerdict.ts';
import type { ColumnPair } from '../../../server/src/drift/columnPair.ts';
import { computeBeyondTail, judgeColumn } from '../../../server/src/drift/verdict/judgeColumn.ts';
import { adjustProbabilities, judgeFamily } from '../../../server/src/drift/verdict/judgeFamily.ts';
import { defaultJudgeOptions } from '../../../server/src/drift/verdict/judgeOptions.ts';
import { categoryCells, columnOf, drawNormal, numericCells } from './columnPairs.ts';

function judge(pair: ColumnPair, aspect: DriftAspect): DriftJudgement {
  const found = judgeColumn(pair, defaultJudgeOptions).find((judgement) => judgement.aspect === aspect);
  if (found === undefined || found.kind === 'undefined') throw new Error(found?.because ?? `No ${aspect}.`);
  return found;
}

function answer(pair: ColumnPair, aspect: DriftAspect = 'values') {
  const [verdict] = judgeFamily([judge(pair, aspect)], 0.05);
  if (verdict === undefined) throw new Error('No verdict.');
  return driftVerdict.parse(verdict);
}

const reference = drawNormal(1, 5000);

describe('the verdict of a column', () => {
  it('is drift when a normal column moved by a fifth of its deviation', () => {
    const verdict = answer(columnOf(numericCells(reference, drawNormal(2, 5000, 0.2))));
    expect(verdict.answer).toBe('drift');
    expect(verdict.effect).toBeGreaterThan(0.04);
    expect(verdict.effect).toBeLessThan(0.07);
    expect(verdict.low).toBeLessThan(verdict.effect);
    expect(verdict.high).toBeGreaterThan(verdict.effect);
  });

  it('is stable when nothing moved and there are rows enough', () => {
    expect(answer(columnOf(numericCells(reference, drawNormal(3, 20_000)))).answer).toBe('stable');
  });

  it('cannot tell with few rows, and says how many it needs', () => {
    const verdict = answer(columnOf(numericCells(reference, drawNormal(4, 60))));
    expect(verdict.answer).toBe('cannot-tell');
    if (verdict.need.kind !== 'rows') throw new Error(verdict.need.kind);
    expect(verdict.need.rows).toBeGreaterThan(1000);
    expect(verdict.need.rows).toBeLessThan(20_000);
  });

  it('settles with the number of rows that it asked for', () => {
    const { need } = answer(columnOf(numericCells(reference, drawNormal(4, 60))));
    if (need.kind !== 'rows') throw new Error(need.kind);
    const settled = [5, 6, 7, 8, 9].map(
      (seed) => answer(columnOf(numericCells(reference, drawNormal(seed, need.rows)))).answer,
    );
    expect(settled.filter((each) => each === 'stable').length).toBeGreaterThanOrEqual(3);
  });

  it('says that no window is enough when the reference is small', () => {
    const { need } = answer(columnOf(numericCells(drawNormal(1, 100), drawNormal(2, 100))));
    expect(need).toMatchObject({ kind: 'no-window', referenceRows: 100 });
  });

  it('does not call a tiny change drift, however sure it is', () => {
    const counts = (moved: number) => ({ a: 5_000_000 + moved, b: 5_000_000 - moved, c: 1_000_000 });
    const verdict = answer(columnOf(categoryCells(counts(0), counts(40_000))));
    expect(verdict.p).toBeLessThan(0.001);
    expect(verdict.answer).toBe('stable');
  });

  it('is the same for the same seed, byte for byte', () => {
    const pair = columnOf(numericCells(reference, drawNormal(2, 700, 0.1)));
    expect(JSON.stringify(judgeColumn(pair, defaultJudgeOptions))).toBe(
      JSON.stringify(judgeColumn(pair, defaultJudgeOptions)),
    );
  });

  it('names a very small probability by the tail of an exact test', () => {
    const verdict = answer(columnOf(numericCells(reference, drawNormal(2, 5000, 1))));
    expect(verdict.test.kind).toBe('kolmogorov');
    expect(verdict.p).toBeLessThan(1e-100);
  });

  it('tells missing rows apart from values', () => {
    const pair = columnOf(numericCells(reference, drawNormal(3, 5000)), {
      reference: { rows: 5000, missing: 0 },
      current: { rows: 6000, missing: 1000 },
    });
    expect(answer(pair, 'missing')).toMatchObject({ answer: 'drift', measure: 'proportion' });
    expect(answer(pair, 'values').answer).not.toBe('drift');
  });

  it('sees a category that the reference never had', () => {
    const pair = columnOf(categoryCells({ a: 500, b: 480, c: 20 }, { a: 450, b: 430, c: 20, d: 100 }));
    expect(answer(pair, 'new-values')).toMatchObject({ answer: 'drift', effect: 0.1 });
  });

  it('counts rows of new categories as whole rows, also where their share times all rows is none', () => {
    const pair = columnOf(categoryCells({ a: 500_000, b: 400_000, c: 100 }, { a: 258_139, b: 200_000, d: 31 }));
    expect((31 / 458_170) * 458_170).not.toBe(31);
    expect(answer(pair, 'new-values')).toMatchObject({ answer: 'stable', effect: 31 / 458_170 });
  });

  it('sees values in another unit beyond the range', () => {
    const scaled = drawNormal(3, 500).map((value) => value * 1000);
    expect(answer(columnOf(numericCells(reference, scaled)), 'out-of-range').answer).toBe('drift');
  });

  it('judges nothing when a side is empty, and says which', () => {
    expect(judgeColumn(columnOf(numericCells([], [1, 2])), defaultJudgeOptions)).toContainEqual({
      kind: 'undefined',
      aspect: 'values',
      because: 'The reference has no row.',
    });
  });

  it('stands one row on each side', () => {
    expect(answer(columnOf(numericCells([1], [2]))).answer).toBe('cannot-tell');
    expect(answer(columnOf(numericCells([1], [1]))).answer).toBe('cannot-tell');
  });

  it('stands a constant column of many rows', () => {
    const ones = new Array<number>(20_000).fill(1);
    expect(answer(columnOf(numericCells(ones, ones)))).toMatchObject({ effect: 0, p: 1, answer: 'stable' });
  });
});

describe('the correction for many tests', () => {
  it('is that of Benjamini and Hochberg', () => {
    // scipy.stats.false_discovery_control([0.01, 0.04, 0.03, 0.2])
    const adjusted = adjustProbabilities([0.01, 0.04, 0.03, 0.2], 'benjamini-hochberg');
    [0.04, 0.16 / 3, 0.16 / 3, 0.2].forEach((p, place) => expect(adjusted[place]).toBeCloseTo(p, 15));
  });

  it('makes no family of none', () => {
    expect(judgeFamily([], 0.05)).toEqual([]);
  });
});

describe('rows beyond the range of a reference', () => {
  it('come by chance as often as counting all orders says', () => {
    // Two rows of a window among four: the chance that at least one, or both, lie outside the other two.
    expect(computeBeyondTail(1, 2, 2)).toBeCloseTo(5 / 6, 14);
    expect(computeBeyondTail(2, 2, 2)).toBeCloseTo(1 / 2, 14);
    expect(computeBeyondTail(0, 2, 2)).toBe(1);
  });
});
