import { describe, expect, it } from 'vitest';
import type { DriftStatisticName } from '../../../schemas/driftVerdict.ts';
import { driftStatisticName } from '../../../schemas/driftVerdict.ts';
import { computeStatistic } from '../../../server/src/drift/computeStatistic.ts';
import type { ColumnPair } from '../../../server/src/drift/columnPair.ts';
import { adjustProbabilities } from '../../../server/src/drift/verdict/judgeFamily.ts';
import { cramerVonMisesTail } from '../../../server/src/statistics/cramerVonMises.ts';
import { logGammaDrop } from '../../../server/src/statistics/gamma.ts';
import { computeFisherTail } from '../../../server/src/statistics/hypergeometric.ts';
import { kolmogorovTail } from '../../../server/src/statistics/kolmogorov.ts';
import { studentTail } from '../../../server/src/statistics/student.ts';
import { readDriftFixture } from '../../python/driftFixture.ts';
import { categoryCells, columnOf, numericCells } from './columnPairs.ts';

const fixture = readDriftFixture();
const tolerance = 1e-9;

/** @returns how far two numbers lie apart, relative to the larger of the expected one and `floor` */
function distance(actual: number, expected: number, floor: number): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.max(Math.abs(expected), floor);
}

/** Probabilities are compared by their logarithm, so that 1e-200 is told from 0, and relative to themselves. */
function expectProbability(p: number, log: number | null, what: string): void {
  if (log === null) expect(p, what).toBeLessThan(1e-300);
  else
    expect(Math.abs(Math.log(p) - log), `${what}: ${p}, not ${Math.exp(log)}`).toBeLessThan(
      tolerance * Math.max(1, -log),
    );
}

/** What the fixture has of a column, statistic by statistic, against ours. */
function compare(
  pair: ColumnPair,
  expected: {
    readonly measures?: Partial<Record<DriftStatisticName, number | null>>;
    readonly tests: Partial<Record<DriftStatisticName, readonly [number | null, number | null]>>;
  },
  what: string,
): void {
  for (const name of driftStatisticName.options) {
    const measure = expected.measures?.[name];
    const test = expected.tests[name];
    if ((measure === undefined || measure === null) && test === undefined) continue;
    const ours = computeStatistic(name, pair);
    const at = `${name} of ${what}`;
    if (ours.kind === 'undefined') throw new Error(`${at} is undefined: ${ours.because}`);
    const value = measure ?? test?.[0];
    // Distances near 0 are sums of larger terms, so their error is one of those.
    if (value !== undefined && value !== null) expect(distance(ours.value, value, 1e-3), at).toBeLessThan(tolerance);
    if (test === undefined) continue;
    // scipy stops its series of this limit at 1e-7; the limit itself is compared below.
    if (name === 'cramer_von_mises') expect(Math.abs((ours.p ?? 2) - Math.exp(test[1] ?? 0)), at).toBeLessThan(1e-7);
    else expectProbability(ours.p ?? Number.NaN, test[1], at);
  }
}

describe(`equal to scipy ${fixture.tools.scipy} on random columns`, () => {
  it.each(
    fixture.numeric.map((each, place) => [place, each.kind, each.reference.length, each.current.length, each] as const),
  )('case %i, %s values, %i against %i rows', (place, kind, _left, _right, { reference, current, ...expected }) => {
    compare(columnOf(numericCells(reference, current)), expected, `${kind} ${place}`);
  });

  it('is every statistic of categories', () => {
    for (const [place, { reference, current, ...expected }] of fixture.categories.entries()) {
      const name = (counts: readonly number[]) =>
        Object.fromEntries(counts.map((count, cell) => [`c${String(cell).padStart(3, '0')}`, count]));
      compare(columnOf(categoryCells(name(reference), name(current))), expected, `categories ${place}`);
    }
  });

  it('is every test of numbers on many rows', () => {
    for (const { rows, tests } of fixture.large) {
      const a = Array.from({ length: rows[0] }, (_, i) => ((7919 * i) % 1_000_003) / 1_000_003);
      const b = Array.from({ length: rows[1] }, (_, j) => 0.02 + (0.98 * ((104729 * j) % 1_000_003)) / 1_000_003);
      compare(columnOf(numericCells(a, b)), { tests }, `${rows.join(' against ')} rows`);
    }
  });

  it('is the tail of Kolmogorov and Smirnov', () => {
    for (const { distance: d, rows, log } of fixture.tails.kolmogorov) {
      expectProbability(kolmogorovTail(d, rows), log, `${d} over ${rows} rows`);
    }
  });

  it('is the limit of Cramér and von Mises', () => {
    for (const { value, log } of fixture.tails.cramerVonMises) {
      expectProbability(cramerVonMisesTail(value), log, `${value}`);
    }
  });

  it('is the tail of Student', () => {
    for (const { value, degrees, log } of fixture.tails.student) {
      expectProbability(studentTail(value, degrees), log, `${value} with ${degrees} degrees`);
    }
  });

  it('is the exact test of Fisher', () => {
    for (const { table, log } of fixture.tails.hypergeometric) {
      const [a = 0, b = 0, c = 0, d = 0] = table;
      expectProbability(computeFisherTail(a, b, c, d), log, table.join(' '));
    }
  });

  it('is the drop of the logarithm of the gamma function', () => {
    for (const { x, step, value } of fixture.tails.logGammaDrop) {
      expect(distance(logGammaDrop(x, step), value, 1), `${x} + ${step}`).toBeLessThan(1e-11);
    }
  });

  it('is the correction of Benjamini and Hochberg', () => {
    for (const { p, adjusted } of fixture.falseDiscovery) {
      const ours = adjustProbabilities(p, 'benjamini-hochberg');
      adjusted.forEach((value, place) => expect(distance(ours[place] ?? 0, value, 1)).toBeLessThan(1e-14));
    }
  });
});

describe('probabilities beyond what scipy keeps', () => {
  it('stay smooth where the limit of Cramér and von Mises changes its formula', () => {
    expect(cramerVonMisesTail(0.5) / cramerVonMisesTail(0.5 - 1e-12)).toBeCloseTo(1, 10);
  });

  it('are told from 0 far into the tail', () => {
    expect(cramerVonMisesTail(50)).toBeGreaterThan(0);
    expect(cramerVonMisesTail(50)).toBeLessThan(1e-100);
  });
});
