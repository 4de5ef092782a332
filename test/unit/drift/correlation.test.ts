import { describe, expect, it } from 'vitest';
import { compareCorrelations } from '../../../server/src/drift/multivariate/correlationChange.ts';
import { drawNormal } from './columnPairs.ts';

const column = (seed: number, rows: number): Float64Array => Float64Array.from(drawNormal(seed, rows));

describe('correlations of columns', () => {
  it('are those of Spearman, with ties', () => {
    // scipy.stats.spearmanr([1, 2, 3, 4, 5], [5, 6, 7, 8, 7]) is 0.8207826816681233.
    const [found] = compareCorrelations([
      { name: 'a', reference: Float64Array.of(1, 2, 3, 4, 5), current: Float64Array.of(1, 2, 3, 4, 5) },
      { name: 'b', reference: Float64Array.of(5, 6, 7, 8, 7), current: Float64Array.of(5, 4, 3, 2, 1) },
    ]);
    expect(found?.reference).toBeCloseTo(0.8207826816681233, 14);
    expect(found?.current).toBe(-1);
    expect(found?.change).toBeCloseTo(-1.8207826816681233, 14);
  });

  it('that changed are found, the most changed pair first', () => {
    const [a, b, noise] = [column(1, 400), column(2, 400), column(3, 400)];
    const follow = (from: Float64Array, weight: number): Float64Array =>
      from.map((value, row) => weight * value + (noise[row] ?? 0));
    const found = compareCorrelations([
      { name: 'a', reference: a, current: b },
      { name: 'follows', reference: follow(a, 2), current: follow(b, -2) },
      { name: 'apart', reference: column(4, 400), current: column(5, 400) },
    ]);
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({ first: 'a', second: 'follows' });
    expect(found[0]?.p).toBeLessThan(1e-50);
  });

  it('that did not change alarm about as often as they should, on heavy tails too', () => {
    const heavy = (seed: number): Float64Array => column(seed, 120).map((value) => value ** 5);
    const alarms = Array.from({ length: 100 }, (_, place) =>
      compareCorrelations([
        { name: 'a', reference: heavy(4 * place), current: heavy(4 * place + 1) },
        { name: 'b', reference: heavy(4 * place + 2), current: heavy(4 * place + 3) },
      ]).filter(({ p }) => p <= 0.05),
    ).flat();
    expect(alarms.length).toBeLessThanOrEqual(10);
  });

  it('are left out where a column is constant, missing or too short', () => {
    const [constant, missing] = [new Float64Array(9).fill(1), new Float64Array(9).fill(Number.NaN)];
    const fine = column(1, 9);
    expect(
      compareCorrelations([
        { name: 'a', reference: fine, current: fine },
        { name: 'b', reference: constant, current: fine },
      ]),
    ).toEqual([]);
    expect(
      compareCorrelations([
        { name: 'a', reference: fine, current: fine },
        { name: 'b', reference: missing, current: fine },
      ]),
    ).toEqual([]);
  });
});
