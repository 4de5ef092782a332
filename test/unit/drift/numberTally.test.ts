import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumBins, maximumDistinctNumbers } from '../../../schemas/profile.ts';
import { buildHistogram, leastExponentFor } from '../../../server/src/drift/dyadicHistogram.ts';
import { alignCounts, NumberTally } from '../../../server/src/drift/numberTally.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

function tallyOf(values: Iterable<number>, isInteger: boolean, mostValues?: number): NumberTally {
  const tally = new NumberTally(isInteger, mostValues);
  for (const value of values) tally.add(value);
  return tally;
}

/** The same counts, from all values at once. */
function histogramOf(values: readonly number[], isInteger: boolean) {
  const least = leastExponentFor(Math.min(...values), Math.max(...values), isInteger);
  const { exponent, bins } = buildHistogram(
    values.map((value) => [value, 1] as const),
    least,
  );
  return { kind: 'dyadic', exponent, bins: bins.map((bin) => [...bin]) };
}

function draw(count: number, seed: number, make: (u: number) => number): number[] {
  const random = createRandomStream(seed);
  return Array.from({ length: count }, () => make(random.nextFraction()));
}

describe('a tally of numbers', () => {
  it('keeps each value with its rows while there are few, lowest first, and -0 as 0', () => {
    expect(tallyOf([3, -1, 3, -0, 0, 2.5], false).finish()).toEqual({
      kind: 'values',
      values: [
        [-1, 1],
        [0, 2],
        [2.5, 1],
        [3, 2],
      ],
    });
  });

  it('counts NaN and infinities apart', () => {
    const tally = tallyOf([Number.NaN, Infinity, -Infinity, Infinity], false);
    expect([tally.nan, tally.positiveInfinity, tally.negativeInfinity]).toEqual([1, 2, 1]);
    expect(tally.finish()).toBeUndefined();
  });

  it.each([
    ['even', false, (u: number) => u],
    ['with heavy tails', false, (u: number) => Math.tan(Math.PI * (u - 0.5)) ** 3],
    ['tiny and negative', false, (u: number) => -1e-310 * u],
    ['huge', false, (u: number) => 1e308 * (2 * u - 1)],
    ['whole', true, (u: number) => Math.floor(1e7 * u) - 5e6],
    ['whole and beyond 2^53', true, (u: number) => Math.floor(u * 2 ** 62)],
  ] as const)('puts many values into the finest bins that fit: %s', (_, isInteger, make) => {
    const values = draw(20_000, 5, make);
    const counts = tallyOf(values, isInteger).finish();
    expect(counts).toEqual(histogramOf(values, isInteger));
    expect(counts?.kind === 'dyadic' ? counts.bins.length : 0).toBeLessThanOrEqual(maximumBins);
  });

  it('ends with the same whatever the order', () => {
    const values = draw(9_000, 6, (u) => Math.exp(20 * u));
    const sorted = values.toSorted((left, right) => left - right);
    expect(tallyOf(sorted, false).finish()).toEqual(tallyOf(values, false).finish());
    expect(tallyOf(sorted.reverse(), false).finish()).toEqual(tallyOf(values, false).finish());
  });

  it('loses no row, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), fc.integer(), (odd, seed) => {
        const values = [...odd, ...draw(maximumDistinctNumbers + 1, Math.abs(seed), (u) => u), ...odd];
        const counts = tallyOf(values, false).finish();
        const pairs = counts?.kind === 'dyadic' ? counts.bins : [];
        expect(pairs.reduce((sum, [, rows]) => sum + rows, 0)).toBe(values.length);
        expect(pairs.every(([bin], place) => place === 0 || bin > (pairs[place - 1]?.[0] ?? 0))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['even', false, (u: number) => u],
    ['around 0', false, (u: number) => u - 0.5],
    ['with heavy tails', false, (u: number) => Math.tan(Math.PI * (u - 0.5)) ** 3],
    ['tiny and negative', false, (u: number) => -1e-310 * u],
    ['tiny beside large', false, (u: number) => (u < 0.2 ? -1e-310 * u : 1e6 * u)],
    ['few', false, (u: number) => Math.floor(10 * u) / 4],
    ['infinite or none', false, (u: number) => (u < 0.01 ? -1 / 0 : u < 0.02 ? 1 / 0 : u < 0.03 ? Number.NaN : u)],
    ['few and whole', true, (u: number) => Math.floor(1_500 * u) - 700],
    ['whole, near and far', true, (u: number) => (u < 0.5 ? Math.floor(900 * u) : Math.floor(1e9 * u))],
    ['whole', true, (u: number) => Math.floor(1e7 * u) - 5e6],
  ] as const)('counts an array as it counts its numbers one by one: %s', (_, isInteger, make) => {
    const values = Float64Array.from(draw(30_000, 9, make));
    const together = new NumberTally(isInteger);
    for (let from = 0; from < values.length; from += 2_000) together.addAll(values.subarray(from), 2_000);
    const single = tallyOf(values, isInteger);
    expect(together.finish()).toEqual(single.finish());
    expect([together.nan, together.positiveInfinity, together.negativeInfinity]).toEqual([
      single.nan,
      single.positiveInfinity,
      single.negativeInfinity,
    ]);
  });

  it('adds no more of an array than it is told', () => {
    const tally = new NumberTally(true);
    tally.addAll(Int32Array.of(1, 2, 2, 3), 3);
    expect(tally.finish()).toEqual({
      kind: 'values',
      values: [
        [1, 1],
        [2, 2],
      ],
    });
  });

  it('counts every value where that is wished', () => {
    const counts = tallyOf(
      draw(5_000, 7, (u) => u),
      false,
      Number.POSITIVE_INFINITY,
    ).finish();
    expect(counts?.kind === 'values' ? counts.values.length : 0).toBe(5_000);
  });
});

describe('tallies of several windows', () => {
  it('are brought to bins together when one of them has too many values', () => {
    const many = tallyOf(
      draw(5_000, 8, (u) => u),
      false,
    ).finish();
    const few = tallyOf([0.25, 0.5, 0.25], false).finish();
    const [left, right, none] = alignCounts([many, few, undefined], false);
    expect(left).toBe(many);
    expect(right).toEqual(histogramOf([0.25, 0.5, 0.25], false));
    expect(none).toBeUndefined();
  });
});
