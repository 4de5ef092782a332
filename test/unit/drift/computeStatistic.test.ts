import { describe, expect, it } from 'vitest';
import type { DriftStatisticName } from '../../../schemas/driftVerdict.ts';
import { computeStatistic } from '../../../server/src/drift/computeStatistic.ts';
import type { ColumnPair } from '../../../server/src/drift/columnPair.ts';
import { categoryCells, columnOf, numericCells } from './columnPairs.ts';

/** The vectors that scipy 1.17.1 was asked for. */
const a = Array.from({ length: 2000 }, (_, i) => ((7919 * i) % 10007) / 10007);
const b = Array.from({ length: 1500 }, (_, j) => 0.1 + 0.95 * (((104729 * j) % 10007) / 10007) ** 2);

function read(name: DriftStatisticName, pair: ColumnPair): { readonly value: number; readonly p?: number | undefined } {
  const statistic = computeStatistic(name, pair);
  if (statistic.kind === 'undefined') throw new Error(statistic.because);
  return statistic;
}

function why(name: DriftStatisticName, pair: ColumnPair): string {
  const statistic = computeStatistic(name, pair);
  if (statistic.kind === 'known') throw new Error(`It is ${statistic.value}.`);
  return statistic.because;
}

describe('a statistic of a column', () => {
  const pair = columnOf(numericCells(a, b));

  it('is the Kolmogorov-Smirnov distance with its exact probability', () => {
    const { value, p = 1 } = read('ks', pair);
    expect(value).toBeCloseTo(0.16683333333333333, 14);
    expect(p / 2.783413953769914e-21).toBeCloseTo(1, 9);
  });

  it('is the Wasserstein distance, raw and over the deviation of the reference', () => {
    expect(read('wasserstein_raw', pair).value).toBeCloseTo(0.09776740949301249, 13);
    expect(read('wasserstein', pair).value).toBeCloseTo(0.33851362562647014, 13);
  });

  it('is the U of Mann and Whitney, two-sided', () => {
    const { value, p = 1 } = read('mannw', pair);
    expect(value).toBe(1755043);
    expect(p / 6.6500314462777e-18).toBeCloseTo(1, 9);
  });

  it('is the stability index on the deciles of the reference', () => {
    expect(read('psi', pair).value).toBeCloseTo(0.3703174656181423, 12);
  });

  it('is finite when a bin is empty on one side', () => {
    const moved = columnOf(
      numericCells(
        a,
        b.map((value) => value + 10),
      ),
    );
    expect(read('psi', moved).value).toBeGreaterThan(5);
    expect(read('kl_div', moved).value).toBeGreaterThan(4);
  });

  it('reaches the ends of its range when nothing is shared', () => {
    const apart = columnOf(categoryCells({ a: 10 }, { b: 20 }));
    expect(read('TVD', apart).value).toBe(1);
    expect(read('hellinger', apart).value).toBeCloseTo(1, 14);
    expect(read('js_divergence', apart).value).toBeCloseTo(Math.LN2, 14);
    expect(read('jensenshannon_base2', apart).value).toBeCloseTo(1, 14);
    expect(read('cramers_v', apart).value).toBeCloseTo(1, 14);
  });

  it('is 0 between equal sides', () => {
    const same = columnOf(numericCells(a, a));
    for (const name of [
      'ks',
      'wasserstein',
      'ed',
      'psi',
      'kl_div',
      'jensenshannon',
      'hellinger',
      'TVD',
      'cramers_v',
    ] as const) {
      expect(read(name, same).value, name).toBe(0);
    }
  });

  it('says that it needs numbers', () => {
    expect(why('ks', columnOf(categoryCells({ a: 3 }, { a: 4 })))).toBe('It needs numbers.');
  });

  it('says which side is empty', () => {
    expect(why('ks', columnOf(numericCells([], [1])))).toBe('The reference has no value.');
    expect(why('psi', columnOf(numericCells([1], [])))).toBe('The window has no value.');
  });

  it('says why columns cannot be compared', () => {
    expect(why('ks', columnOf({ kind: 'apart', because: 'It is text now.' }))).toBe('It is text now.');
  });

  it('says that a constant reference has no spread', () => {
    expect(why('wasserstein', columnOf(numericCells([1, 1], [2, 3])))).toContain('only one value');
  });

  it('says that a new category makes the one-sample test infinite', () => {
    expect(why('chisquare', columnOf(categoryCells({ a: 3, b: 1 }, { a: 3, c: 1 })))).toContain('never had');
  });

  it('gives no probability that is too small to be true when a table is one cell', () => {
    expect(why('chi2_contingency', columnOf(categoryCells({ a: 3 }, { a: 4 })))).toContain('only one value');
    expect(why('cramers_v', columnOf(categoryCells({ a: 3 }, { a: 4 })))).toContain('only one value');
    expect(why('z', columnOf(categoryCells({ a: 3, b: 2, c: 1 }, { a: 4 })))).toContain('exactly two');
  });
});
