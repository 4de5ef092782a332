import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumBins, maximumDistinctNumbers } from '../../../schemas/profile.ts';
import { compareValues } from '../../../server/src/drift/exactNumber.ts';
import { mergeFinite, rowsOf, spreadOfValues, type FiniteSpread } from '../../../server/src/drift/numericSpread.ts';

type Counted = (readonly [number | bigint, number])[];

function count(values: readonly (number | bigint)[]): Counted {
  const counts = new Map<number | bigint, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => compareValues(a, b));
}

function spread(values: readonly (number | bigint)[], isInteger = false): FiniteSpread {
  const made = spreadOfValues(count(values), isInteger);
  if (made === undefined) throw new Error('There are no values.');
  return made;
}

/** Thousands of values per case, so few cases do. */
const few = { numRuns: 20 };
const double = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
/** Few values of any size, or so many that they are kept in bins. */
const floats = fc.oneof(
  fc.array(double, { minLength: 1, maxLength: 30 }),
  fc
    .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-9, max: 1e3, noNaN: true }), fc.nat())
    .map(([start, step, seed]) =>
      Array.from({ length: 2100 }, (_, index) => start + step * (((index + seed) * 7919) % 10007)),
    ),
);
const integers = fc.oneof(
  fc.array(fc.maxSafeInteger(), { minLength: 1, maxLength: 30 }),
  fc
    .tuple(fc.maxSafeInteger(), fc.integer({ min: 1, max: 1000 }))
    .map(([start, step]) =>
      Array.from({ length: 2100 }, (_, index) => Math.trunc(start / 2) + step * ((index * 7919) % 10007)),
    ),
);

describe('the spread of numbers', { timeout: 30_000 }, () => {
  it('keeps every value while there are few', () => {
    expect(spread([2, 1, 2, -0]).counts).toEqual({
      kind: 'values',
      values: [
        [0, 1],
        [1, 1],
        [2, 2],
      ],
    });
  });

  it('keeps bins of a width of a power of two beyond', () => {
    const { counts } = spread(
      Array.from({ length: 10_000 }, (_, index) => index),
      true,
    );
    expect(counts.kind === 'dyadic' && [counts.exponent, counts.bins.length, counts.bins[0]]).toEqual([
      2,
      2500,
      [0, 4],
    ]);
  });

  it('keeps fine bins although one value is far away', () => {
    const { counts } = spread([...Array.from({ length: 4000 }, (_, index) => index / 4000), 1e12]);
    expect(counts.kind === 'dyadic' && counts.exponent).toBeLessThanOrEqual(-12);
  });

  it('counts the same whether parts are merged or the whole is counted', () => {
    fc.assert(
      fc.property(floats, floats, (a, b) => {
        const merged = mergeFinite(spread(a), spread(b), false);
        const whole = spread([...a, ...b]);
        expect(merged.counts).toEqual(whole.counts);
        expect([merged.min, merged.max]).toEqual([whole.min, whole.max]);
      }),
      few,
    );
  });

  it('keeps a tiny negative value below 0 when it is merged with a huge one', () => {
    const tiny = [-5e-324, ...Array.from({ length: 2100 }, (_, index) => index * 1e-9)];
    const huge = [-1.3715310171984222e303, 0];
    const { counts } = mergeFinite(spread(huge), spread(tiny), false);
    expect(counts).toEqual(spread([...huge, ...tiny]).counts);
    expect(counts.kind === 'dyadic' && counts.bins.slice(1)).toEqual([
      [-1, 1],
      [0, 2101],
    ]);
  });

  it('sums whole numbers exactly however parts are merged', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const merged = mergeFinite(spread(a, true), spread(b, true), true);
        const whole = spread([...a, ...b], true);
        expect([merged.counts, merged.sum, merged.sumOfSquares]).toEqual([whole.counts, whole.sum, whole.sumOfSquares]);
        const exact = [...a, ...b].reduce((sum, value) => sum + BigInt(value), 0n);
        expect(BigInt(merged.sum ?? 0)).toBe(exact);
      }),
      few,
    );
  });

  it('merges in any order and grouping to the same counts', () => {
    fc.assert(
      fc.property(floats, floats, floats, (a, b, c) => {
        const [x, y, z] = [spread(a), spread(b), spread(c)];
        const left = mergeFinite(mergeFinite(x, y, false), z, false);
        const right = mergeFinite(z, mergeFinite(y, x, false), false);
        expect(left.counts).toEqual(right.counts);
        expect(rowsOf(left.counts)).toBe(a.length + b.length + c.length);
      }),
      few,
    );
  });

  it('keeps mean and deviation of merged parts within rounding of the whole', () => {
    fc.assert(
      fc.property(integers, integers, (a, b) => {
        const merged = mergeFinite(spread(a, true), spread(b, true), true);
        const whole = spread([...a, ...b], true);
        const size = Math.max(...[...a, ...b].map(Math.abs), 1);
        expect(Math.abs(merged.mean - whole.mean) / size).toBeLessThan(1e-12);
        expect(Math.abs((merged.deviation ?? 0) - (whole.deviation ?? 0)) / size).toBeLessThan(1e-7);
      }),
      few,
    );
  });

  it('never keeps more than a profile may', () => {
    fc.assert(
      fc.property(floats, (values) => {
        const { counts } = spread(values);
        if (counts.kind === 'values') expect(counts.values.length).toBeLessThanOrEqual(maximumDistinctNumbers);
        else expect(counts.bins.length).toBeLessThanOrEqual(maximumBins);
      }),
      few,
    );
  });

  it('writes integers beyond 2^53 as text, exactly', () => {
    const big = 9_223_372_036_854_775_807n;
    const made = spread([big, big - 1n], true);
    expect([made.min, made.max, made.sum]).toEqual([String(big - 1n), String(big), String(2n * big - 1n)]);
  });

  it('leaves out a sum that overflows', () => {
    const made = spread([1.7e308, 1.6e308]);
    expect([made.sum, made.sumOfSquares]).toEqual([undefined, undefined]);
    expect(made.mean / 1.65e308).toBeCloseTo(1, 14);
  });

  it('computes the deviation of numbers that share all but their last digits', () => {
    const made = spread([1e9 + 0.25, 1e9 + 0.5, 1e9 + 0.75]);
    expect(made.deviation).toBeCloseTo(Math.sqrt(0.125 / 3), 15);
  });
});

describe('quantiles', { timeout: 30_000 }, () => {
  it('are linear between neighbours, as numpy computes them', () => {
    // numpy.quantile([1, 2, 3, 4, 10], [.05, .25, .5, .75, .95])
    const { p05, p25, p50, p75, p95, within } = spread([10, 4, 3, 2, 1]).quantiles;
    expect([p25, p50, p75, within]).toEqual([2, 3, 4, 0]);
    expect(p05).toBeCloseTo(1.2, 14);
    expect(p95).toBeCloseTo(8.8, 14);
  });

  it('from bins are within the width that is stated', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2100, max: 6000 }), fc.integer({ min: 1, max: 999 }), (length, seed) => {
        const values = Array.from({ length }, (_, index) => ((index * 7919 * seed) % 100_003) / 7);
        const { quantiles } = spread(values);
        const sorted = [...values].sort((a, b) => a - b);
        for (const [share, found] of [
          [0.05, quantiles.p05],
          [0.5, quantiles.p50],
          [0.95, quantiles.p95],
        ] as const) {
          const rank = share * (length - 1);
          const low = sorted[Math.floor(rank)] ?? 0;
          const high = sorted[Math.ceil(rank)] ?? 0;
          expect(Number(found)).toBeGreaterThanOrEqual(low - quantiles.within);
          expect(Number(found)).toBeLessThanOrEqual(high + quantiles.within);
        }
      }),
      few,
    );
  });
});
