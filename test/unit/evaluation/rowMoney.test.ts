/** Money that differs from row to row: against numpy, with its intervals, and where it is not known. */
import { describe, expect, it } from 'vitest';
import type { MoneyRequest } from '../../../schemas/evaluationJob.ts';
import type { NumberAnswers } from '../../../server/src/evaluation/answers.ts';
import { describeMoney } from '../../../server/src/evaluation/money/describeMoney.ts';
import { meanMoney, moneyAtPrevalence } from '../../../server/src/evaluation/money/meanMoney.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { relativeDifference } from '../../python/evaluationComparisons.ts';
import { compareMoney } from '../../python/moneyComparisons.ts';
import { readMoneyFixture } from '../../python/moneyFixture.ts';

const resampling = { seed: 0, resamples: 500, confidence: 0.95 };

it('equals what numpy adds up', () => {
  const compared = compareMoney(readMoneyFixture());
  const far = compared.filter(
    ({ ours, theirs }) => ours === undefined || relativeDifference(ours, theirs, 1e-3) > 1e-9,
  );
  expect(far).toEqual([]);
  expect(new Set(compared.map(({ what }) => what)).size).toBe(13);
});

describe('the interval of money', () => {
  /** Rows of a class with normal money, the positives first. */
  const draw = (rows: number) => {
    const random = createRandomStream(3);
    const isPositive = Uint8Array.from({ length: rows }, (_, row) => (row < rows / 10 ? 1 : 0));
    const values = Float64Array.from(isPositive, (flag) => (flag === 1 ? 10 : -1) + random.nextFraction() - 0.5);
    return { isPositive, values };
  };

  it.each([5000, 5001])('of %i rows is as wide as the spread within both classes makes it', (rows) => {
    const { isPositive, values } = draw(rows);
    const mean = moneyAtPrevalence(values, isPositive, 0.5, resampling);
    if (mean.state === 'undefined' || mean.interval === undefined) throw new Error('There is no interval.');
    // Uniform numbers have a variance of 1/12; a tenth of the rows are positives.
    const deviation = Math.sqrt((0.25 / 12) * (1 / (rows / 10) + 1 / ((rows * 9) / 10)));
    const width = (mean.interval.high - mean.interval.low) / (2 * 1.96 * deviation);
    expect(width).toBeGreaterThan(0.9);
    expect(width).toBeLessThan(1.1);
    expect(mean.value).toBeCloseTo(4.5, 1);
  });

  it('of a few amounts is drawn from their counts, and is as wide as that of a share', () => {
    const values = Float64Array.from({ length: 40_000 }, (_, row) => (row % 4 === 0 ? 8 : 0));
    const mean = meanMoney(values, resampling);
    if (mean.state === 'undefined' || mean.interval === undefined) throw new Error('There is no interval.');
    const width = (mean.interval.high - mean.interval.low) / (2 * 1.96 * 8 * Math.sqrt((0.25 * 0.75) / 40_000));
    expect(width).toBeGreaterThan(0.9);
    expect(width).toBeLessThan(1.1);
    expect(mean.interval.method).toContain('bootstrap of the outcomes');
  });
});

it('counts what a rule answers to the rows', () => {
  for (const { truth, rule } of readMoneyFixture().binary) {
    const conditions = new Map([['hour >= 19', Uint8Array.from(rule)]]);
    const labels = Int32Array.from(truth);
    const { ruleCounts } = describeMoney(
      {
        kind: 'classes',
        classes: ['no', 'yes'],
        truth: labels,
        answers: labels,
        probabilities: undefined,
        positive: 1,
      },
      { conditions, columns: new Map() },
      new Map(),
      {
        money: {
          kind: 'binary',
          currency: 'USD',
          truePositive: 12,
          falsePositive: -6,
          falseNegative: -9,
          trueNegative: 0,
          rule: 'hour >= 19',
        },
        metrics: [],
        prevalence: undefined,
        resampling,
      },
    );
    const count = (isTrue: number, isRaised: number): number =>
      truth.filter((one, row) => one === isTrue && rule[row] === isRaised).length;
    expect(ruleCounts).toEqual({
      truePositives: count(1, 1),
      falsePositives: count(0, 1),
      falseNegatives: count(1, 0),
      trueNegatives: count(0, 0),
    });
  }
});

describe('money is undefined', () => {
  const answers: NumberAnswers = {
    kind: 'numbers',
    truth: Float64Array.of(1, 2, 3),
    answers: Float64Array.of(2, 3, 3),
  };
  const describeErrors = (money: MoneyRequest, over: readonly number[]) =>
    describeMoney(answers, { conditions: new Map(), columns: new Map() }, new Map([['fee', Float64Array.from(over)]]), {
      money,
      metrics: [],
      prevalence: undefined,
      resampling,
    }).value;
  const perFee: MoneyRequest = { kind: 'errors', currency: 'EUR', over: { expr: 'fee' }, under: 0 };

  it('when rows have no amount, which are counted', () => {
    expect(describeErrors(perFee, [NaN, 1, 1])).toEqual({
      state: 'undefined',
      because: '1 of 3 rows have no amount of money; say with `coalesce` in the expression what they count',
    });
  });

  it('but not for an amount that no row uses', () => {
    expect(describeErrors(perFee, [-1, -2, NaN])).toMatchObject({ state: 'known', value: -1 });
  });

  it('when the amounts are those of other answers', () => {
    const money: MoneyRequest = { kind: 'classes', currency: 'EUR', correct: 1, wrong: 0, pairs: [] };
    expect(describeErrors(money, [])).toMatchObject({ state: 'undefined' });
  });
});
