import { describe, expect, it } from 'vitest';
import type { DriftToolResult } from '../../../schemas/driftVerdict.ts';
import { driftToolResult } from '../../../schemas/driftVerdict.ts';
import type { ColumnPair } from '../../../server/src/drift/columnPair.ts';
import { chooseEvidently, computeEvidently, evidentlyMethods } from '../../../server/src/drift/tools/evidently.ts';
import { computeNannyml, findNannymlThreshold, nannymlMethods } from '../../../server/src/drift/tools/nannyml.ts';
import { chooseTfdv, computeTfdv } from '../../../server/src/drift/tools/tfdv.ts';
import { chooseWhylogs, computeWhylogs } from '../../../server/src/drift/tools/whylogs.ts';
import { readEvidentlyFixture, readNannymlFixture } from '../../python/toolsFixture.ts';
import { categoryCells, columnOf, numericCells, pairOf } from './columnPairs.ts';

const evidently = readEvidentlyFixture();
const nannyml = readNannymlFixture();

/** Tools subtract from 1 and add up in other orders, so the last digits of a number near 0 are not theirs to keep. */
function expectSame(
  ours: DriftToolResult,
  theirs: readonly [number, boolean | null, ...unknown[]] | null,
  at: string,
): void {
  driftToolResult.parse(ours);
  if (theirs === null) {
    expect(ours.kind, `${at}: the tool gives nothing`).toBe('undefined');
    return;
  }
  if (ours.kind === 'undefined') throw new Error(`${at}: ${ours.because}`);
  const [value, isAlarm] = theirs;
  expect(Math.abs(ours.value - value), `${at}: ${ours.value}, not ${value}`).toBeLessThan(
    1e-9 * Math.max(Math.abs(value), 1e-3) + 3e-7 * Number(value < 1e-6),
  );
  if (isAlarm !== null) expect(ours.isAlarm ?? isAlarm, at).toBe(isAlarm);
}

describe(`equal to Evidently ${evidently.tools['evidently']}`, () => {
  it('is every method on numbers, and the one that it chooses', () => {
    for (const [place, drawn] of evidently.numeric.entries()) {
      const pair = pairOf(drawn);
      const at = `${place}, ${drawn.kind}`;
      for (const method of evidentlyMethods) {
        const theirs = drawn.results[method];
        if (theirs === undefined) continue;
        expectSame(computeEvidently(method, pair), theirs, `${method} of ${at}`);
      }
      expect(chooseEvidently(pair), at).toBe(drawn.chosen);
      expectSame(computeEvidently(chooseEvidently(pair), pair), drawn.report, `report of ${at}`);
    }
  });

  it('is every method on categories, and the one that it chooses', () => {
    for (const [place, { reference, current, results, chosen, report }] of evidently.categories.entries()) {
      const pair = columnOf(categoryCells(reference, current));
      for (const method of evidentlyMethods) {
        const theirs = results[method];
        if (theirs !== undefined)
          expectSame(computeEvidently(method, pair), theirs, `${method} of categories ${place}`);
      }
      expect(chooseEvidently(pair), `${place}`).toBe(chosen);
      expectSame(computeEvidently(chooseEvidently(pair), pair), report, `report of categories ${place}`);
    }
  });
});

describe(`equal to NannyML ${nannyml.tools['nannyml']}`, () => {
  /** As NannyML cuts: equal parts, and the rest in a last, smaller one. */
  function chunk<Value>(rows: readonly Value[]): readonly (readonly Value[])[] {
    const size = Math.floor(rows.length / nannyml.chunks);
    const whole = Array.from({ length: nannyml.chunks }, (_, part) => rows.slice(part * size, (part + 1) * size));
    return rows.length % nannyml.chunks === 0 ? whole : [...whole, rows.slice(nannyml.chunks * size)];
  }

  it('is every method on numbers, with its alarm threshold', () => {
    for (const [place, drawn] of nannyml.numeric.entries()) {
      const chunks = chunk(drawn.reference).map((part) => columnOf(numericCells(drawn.reference, part)));
      for (const method of nannymlMethods) {
        const theirs = drawn.results[method];
        if (theirs === undefined) continue;
        const ours = computeNannyml(method, pairOf(drawn), findNannymlThreshold(method, chunks));
        expectSame(ours, theirs, `${method} of ${place}, ${drawn.kind}`);
        if (ours.kind === 'known') expect(ours.threshold, `${method} of ${place}`).toBeCloseTo(theirs?.[2] ?? 0, 7);
      }
    }
  });

  it('is every method on categories, with its alarm threshold', () => {
    for (const [place, { reference, current, ordered, results }] of nannyml.categories.entries()) {
      const count = (labels: readonly string[]) =>
        Object.fromEntries(
          Object.keys(reference).map((label) => [label, labels.filter((each) => each === label).length]),
        );
      const chunks = chunk(ordered).map((part) => columnOf(categoryCells(reference, count(part))));
      for (const method of nannymlMethods) {
        const theirs = results[method];
        if (theirs === undefined) continue;
        const ours = computeNannyml(
          method,
          columnOf(categoryCells(reference, current)),
          findNannymlThreshold(method, chunks),
        );
        expectSame(ours, theirs, `${method} of categories ${place}`);
        if (ours.kind === 'known' && ours.threshold !== undefined) {
          expect(ours.threshold, `${method} of categories ${place}`).toBeCloseTo(theirs?.[2] ?? 0, 7);
        }
      }
    }
  });

  it('is every method in bins, beyond 10,000 rows', () => {
    for (const { rows, low, scale, results } of nannyml.large) {
      const reference = Array.from({ length: rows[0] }, (_, i) => ((7919 * i) % 1_000_003) / 1_000_003);
      const current = Array.from({ length: rows[1] }, (_, j) => low + (scale * ((104729 * j) % 1_000_003)) / 1_000_003);
      for (const method of nannymlMethods) {
        const theirs = results[method];
        if (theirs === undefined || theirs === null) continue;
        expectSame(
          computeNannyml(method, columnOf(numericCells(reference, current))),
          [theirs[0], null],
          `${method} of ${rows.join()}`,
        );
      }
    }
  });
});

describe('the numbers of whylogs', () => {
  function p(pair: ColumnPair): number {
    const result = computeWhylogs(chooseWhylogs(pair), pair);
    if (result.kind === 'undefined') throw new Error(result.because);
    expect(result.isAlarm).toBe(result.value < 0.05);
    return result.value;
  }

  it('are the tail of the largest distance below a quantile', () => {
    // Below 4 lie three of four values of the reference and none of the window: D = 1 at the largest value of neither.
    expect(p(columnOf(numericCells([1, 2, 3, 4], [5, 6, 7, 8])))).toBeLessThan(0.03);
    expect(p(columnOf(numericCells([1, 2, 3, 4], [1, 2, 3, 4])))).toBe(1);
  });

  it('round expected counts down and take a new category for proof', () => {
    // 10 · 5/15 = 3.33 becomes 3 and 6.67 becomes 6: (4 − 3)²/3 + (6 − 6)²/6 = 1/3 with one degree of freedom.
    expect(p(columnOf(categoryCells({ a: 5, b: 10 }, { a: 4, b: 6 })))).toBeCloseTo(0.5637028616507731, 12);
    expect(p(columnOf(categoryCells({ a: 5, b: 10 }, { a: 5, c: 1 })))).toBe(0);
  });
});

describe('the numbers of TensorFlow Data Validation', () => {
  function value(pair: ColumnPair): number {
    const result = computeTfdv(chooseTfdv(pair), pair);
    if (result.kind === 'undefined') throw new Error(result.because);
    expect(result.isAlarm).toBeUndefined();
    return result.value;
  }

  it('spread the rows of a bucket evenly over the edges of both sides', () => {
    // One bucket of [0, 10] is cut by the edges of [5, 15]: half of the mass is shared.
    const left = Array.from({ length: 1001 }, (_, place) => place / 100);
    expect(
      value(
        columnOf(
          numericCells(
            left,
            left.map((each) => each + 5),
          ),
        ),
      ),
    ).toBeCloseTo(0.5, 2);
  });

  it('are 0 between equal sides, and 1 when a single value became another', () => {
    expect(value(columnOf(numericCells([1, 2, 3], [1, 2, 3])))).toBe(0);
    expect(value(columnOf(numericCells([1, 1], [2, 2])))).toBe(1);
  });

  it('hold NaN for different from NaN', () => {
    const rows = { reference: { rows: 4, nan: 2 }, current: { rows: 4, nan: 2 } };
    expect(value(columnOf(numericCells([1, 2], [1, 2]), rows))).toBeCloseTo(0.5, 12);
  });

  it('are the largest difference of a share of categories', () => {
    expect(value(columnOf(categoryCells({ a: 5, b: 5 }, { a: 1, b: 9 })))).toBeCloseTo(0.4, 14);
  });
});
