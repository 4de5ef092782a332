/** Thresholds and what they earn. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankScores } from '../../../server/src/evaluation/classification/rankedScores.ts';
import { thinCurve } from '../../../server/src/evaluation/classification/curves.ts';
import type { Point } from '../../../server/src/evaluation/classification/curves.ts';
import { rowValueCurve, valuesAt } from '../../../server/src/evaluation/money/rowValues.ts';
import {
  bayesThreshold,
  countsAt,
  rebaseScore,
  searchThreshold,
  totalValue,
  valueAtPrevalence,
  valueCurve,
} from '../../../server/src/evaluation/money/thresholds.ts';

const values = { truePositive: 12, falsePositive: -6, falseNegative: -9, trueNegative: 0 };

const rows = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
      fc.boolean(),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((pairs) => ({
    scores: Float64Array.from(pairs, ([score]) => score),
    isPositive: Uint8Array.from(pairs, ([, label]) => (label ? 1 : 0)),
  }));

const money = fc.integer({ min: -20, max: 20 });
const anyValues = fc.record({ truePositive: money, falsePositive: money, falseNegative: money, trueNegative: money });

/** Money row by row, the slow and obvious way. */
function earned(scores: Float64Array, isPositive: Uint8Array, threshold: number, of: typeof values): number {
  return scores.reduce((sum, score, row) => {
    const isRaised = score >= threshold;
    if (isPositive[row] === 1) return sum + (isRaised ? of.truePositive : of.falseNegative);
    return sum + (isRaised ? of.falsePositive : of.trueNegative);
  }, 0);
}

describe('the Bayes threshold', () => {
  it('is 6 / 27 for values of 12, −6, −9 and 0', () => {
    expect(bayesThreshold(values)).toEqual({ kind: 'threshold', value: 6 / 27 });
  });

  it('is always when a false alarm costs nothing', () => {
    expect(bayesThreshold({ ...values, falsePositive: 0 }).kind).toBe('always');
  });

  it('is never when a found case gains nothing', () => {
    expect(bayesThreshold({ ...values, truePositive: -9 }).kind).toBe('never');
  });

  it('is inverted when finding a case loses more than a false alarm gains', () => {
    const odd = { truePositive: -10, falsePositive: 5, falseNegative: 0, trueNegative: 0 };
    expect(bayesThreshold(odd).kind).toBe('inverted');
  });

  it('earns the most in expectation for an honest probability', () => {
    fc.assert(
      fc.property(anyValues, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (some, probability) => {
        const raised = probability * some.truePositive + (1 - probability) * some.falsePositive;
        const silent = probability * some.falseNegative + (1 - probability) * some.trueNegative;
        const bayes = bayesThreshold(some);
        fc.pre(bayes.kind !== 'inverted' && Math.abs(raised - silent) > 1e-9);
        const isRaised = bayes.kind === 'threshold' ? probability >= bayes.value : bayes.kind === 'always';
        expect(isRaised).toBe(raised > silent);
      }),
    );
  });
});

describe('the searched threshold', () => {
  it('earns at least as much as any other', () => {
    fc.assert(
      fc.property(rows, anyValues, ({ scores, isPositive }, some) => {
        const found = searchThreshold(rankScores(scores, isPositive), some);
        const most = Math.max(...[...scores, Infinity].map((threshold) => earned(scores, isPositive, threshold, some)));
        expect(found).toBeDefined();
        expect(earned(scores, isPositive, found?.threshold ?? NaN, some)).toBe(most);
      }),
    );
  });

  it('does not exist without rows', () => {
    expect(searchThreshold(rankScores(new Float64Array(), new Uint8Array()), values)).toBeUndefined();
  });

  it('is the middle of a plateau', () => {
    const ranked = rankScores(Float64Array.of(0.9, 0.7, 0.5, 0.3, 0.1), Uint8Array.of(1, 0, 0, 0, 0));
    const flat = { truePositive: 1, falsePositive: 0, falseNegative: 0, trueNegative: 0 };
    expect(searchThreshold(ranked, flat)?.threshold).toBe(0.5);
  });
});

describe('the value curve', () => {
  it('has the money of every threshold', () => {
    fc.assert(
      fc.property(rows, anyValues, ({ scores, isPositive }, some) => {
        for (const { threshold, value } of valueCurve(rankScores(scores, isPositive), some)) {
          expect(value).toBe(earned(scores, isPositive, threshold, some));
        }
      }),
    );
  });

  it('agrees with counts at any threshold', () => {
    fc.assert(
      fc.property(rows, fc.double({ min: -1, max: 2, noNaN: true }), ({ scores, isPositive }, threshold) => {
        const counts = countsAt(rankScores(scores, isPositive), threshold);
        expect(totalValue(counts, values)).toBe(earned(scores, isPositive, threshold, values));
      }),
    );
  });

  it('of money per row is the same when all rows are worth the same', () => {
    fc.assert(
      fc.property(rows, ({ scores, isPositive }) => {
        const perRow = {
          ifRaised: Float64Array.from(isPositive, (label) => (label === 1 ? 12 : -6)),
          ifSilent: Float64Array.from(isPositive, (label) => (label === 1 ? -9 : 0)),
        };
        expect(rowValueCurve(scores, perRow)).toEqual(valueCurve(rankScores(scores, isPositive), values));
        const [row = 0] = scores;
        expect(valuesAt(scores, perRow, row).reduce((sum, value) => sum + value, 0)).toBe(
          earned(scores, isPositive, row, values),
        );
      }),
    );
  });
});

it('weighs the rates of the test by the prevalence of production', () => {
  const counts = { truePositives: 60, falseNegatives: 40, falsePositives: 10, trueNegatives: 90 };
  expect(valueAtPrevalence(counts, values, 0.5)).toBeCloseTo(totalValue(counts, values) / 200, 12);
  expect(valueAtPrevalence(counts, values, 0)).toBeCloseTo(0.1 * -6, 12);
});

it('leaves a score as it is when prevalence does not change, and keeps the order of scores otherwise', () => {
  expect(rebaseScore(0.3, 0.2, 0.2)).toBeCloseTo(0.3, 12);
  expect(rebaseScore(0.3, 0.5, 0.1)).toBeLessThan(rebaseScore(0.4, 0.5, 0.1));
});

it('thins a curve to so many points and keeps its ends', () => {
  const curve = Array.from({ length: 5000 }, (_, at): Point => [at / 4999, Math.sqrt(at / 4999)]);
  const thinned = thinCurve(curve, 100);
  expect(thinned).toHaveLength(100);
  expect([thinned[0], thinned.at(-1)]).toEqual([curve[0], curve.at(-1)]);
});
