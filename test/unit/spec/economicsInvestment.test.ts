import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, one } from '../../../server/src/spec/decimal.ts';
import { findAccuracy } from '../../../server/src/spec/economics.ts';
import {
  computeAnnuity,
  computeCostPerCorrect,
  computeCostPerFound,
  computeCostPerPrediction,
  computeDelayCost,
  computeDiscountedPayback,
  computeInternalRate,
  computeNeededValue,
  computeNetPresentValue,
  computePayback,
} from '../../../server/src/spec/economicsInvestment.ts';
import {
  computeCostPerLabel,
  computeLabellingCost,
  computeLabellingHours,
  type LabellingPlan,
} from '../../../server/src/spec/economicsLabelling.ts';
import { readStatisticsFixture } from '../../python/statisticsFixture.ts';
import { amountOf, flights, project, shown, targets, volume } from './economicsExample.ts';

describe('what is needed per year (5)', () => {
  it('is what the example says', () => {
    expect(shown(computeAnnuity(project), 6)).toBe('2.486852 years');
    expect(shown(computeNeededValue({ ...project, running: decimal(0) }), 0)).toBe('425601 USD/year');
    expect(shown(computeNeededValue(project), 0)).toBe('773361 USD/year');
  });

  it('is exactly what makes the net present value zero', () => {
    const needed = amountOf(computeNeededValue(project));
    expect(amountOf(computeNetPresentValue(project, needed)).abs().lt('1e-6')).toBe(true);
  });
});

describe('returns (12, 13)', () => {
  it.each([
    ['2500000', '4293896 USD', '0.49 years', '0.53 years', '1.955'],
    ['1000000', '563618 USD', '1.62 years', '1.86 years', '0.384'],
  ])('of %s USD/year are what the example says', (saved, value, payback, discounted, rate) => {
    expect(shown(computeNetPresentValue(project, decimal(saved)), 0)).toBe(value);
    expect(shown(computePayback(project, decimal(saved)), 2)).toBe(payback);
    expect(shown(computeDiscountedPayback(project, decimal(saved)), 2)).toBe(discounted);
    expect(shown(computeInternalRate(project, decimal(saved)), 3)).toBe(rate);
  });

  it('are undefined when the running costs take all', () => {
    expect(computePayback(project, decimal(347_760)).kind).toBe('undefined');
    expect(computeDiscountedPayback(project, decimal(347_760)).kind).toBe('undefined');
    expect(computeInternalRate(project, decimal(0)).kind).toBe('undefined');
  });

  it('are undefined when interest eats what is left', () => {
    expect(computeDiscountedPayback(project, decimal(450_000)).kind).toBe('undefined');
    expect(computePayback(project, decimal(450_000)).kind).toBe('known');
  });

  it('count without interest, too', () => {
    const free = { ...project, discountRate: decimal(0) };
    expect(shown(computeAnnuity(free), 6)).toBe('3.000000 years');
    expect(shown(computeDiscountedPayback(free, decimal(1_000_000)), 4)).toBe(
      shown(computePayback(free, decimal(1_000_000)), 4),
    );
  });

  it('count a last part of a year at its end', () => {
    const annuity = amountOf(computeAnnuity({ ...project, horizon: decimal('1.5') })).toNumber();
    expect(annuity).toBeCloseTo(1 / 1.1 + 0.5 / 1.1 ** 1.5, 9);
  });

  it('equal what exact fractions and the root finder of scipy give', () => {
    for (const { oneOff, left, years, percent, ...expected } of readStatisticsFixture().annuities) {
      const investment = {
        currency: 'USD',
        oneOff: decimal(oneOff),
        running: decimal(0),
        horizon: decimal(years),
        discountRate: decimal(percent).div(100),
      };
      expect(amountOf(computeAnnuity(investment)).toNumber()).toBeCloseTo(expected.annuity, 9);
      const value = amountOf(computeNetPresentValue(investment, decimal(left))).toNumber();
      expect(value).toBeCloseTo(expected.netPresentValue, 5);
      const rate = amountOf(computeInternalRate(investment, decimal(left))).toNumber();
      expect(Math.abs(rate - expected.internalRate)).toBeLessThan(1e-9 * Math.max(1, expected.internalRate));
    }
  });

  it('are zero at the internal rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 1_000_000 }), fc.integer({ min: 1, max: 40 }), (left, years) => {
        const investment = { ...project, running: decimal(0), horizon: decimal(years) };
        const rate = computeInternalRate(investment, decimal(left));
        if (rate.kind === 'undefined' || rate.value.amount.lt(0)) return;
        const atRate = { ...investment, discountRate: rate.value.amount };
        expect(Math.abs(amountOf(computeNetPresentValue(atRate, decimal(left))).toNumber())).toBeLessThan(0.1);
      }),
    );
  });

  it('never throw, whatever the numbers', () => {
    const money = fc.double({ min: 0, max: 1e15, noNaN: true }).map((amount) => decimal(amount));
    fc.assert(
      fc.property(
        money,
        money,
        money,
        fc.double({ min: 0.001, max: 120, noNaN: true }),
        fc.double({ min: 0, max: 12, noNaN: true }),
        (oneOff, running, saved, horizon, rate) => {
          const investment = {
            currency: 'USD',
            oneOff,
            running,
            horizon: decimal(horizon),
            discountRate: decimal(rate),
          };
          for (const compute of [
            computeNetPresentValue,
            computePayback,
            computeDiscountedPayback,
            computeInternalRate,
          ]) {
            expect(['known', 'undefined']).toContain(compute(investment, saved).kind);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ['no horizon', { ...project, horizon: decimal(0) }],
    ['a horizon of centuries', { ...project, horizon: decimal(500) }],
    ['a negative rate', { ...project, discountRate: decimal('-0.1') }],
    ['negative costs', { ...project, oneOff: decimal(-1) }],
  ])('are undefined with %s', (_, investment) => {
    expect(computeNetPresentValue(investment, one).kind).toBe('undefined');
  });
});

describe('a week of delay (14)', () => {
  it('costs what the example says', () => {
    expect(shown(computeDelayCost(project, decimal(2_500_000), decimal(27_000)), 0)).toBe('68276 USD/week');
  });
});

describe('the cost of an answer (15)', () => {
  const costs = { needed: amountOf(computeNeededValue(project)), currency: 'USD', volume };
  const accuracy = findAccuracy(targets, flights.prevalence);

  it('is what the example says', () => {
    expect(shown(computeCostPerPrediction(costs), 4)).toBe('0.2578 USD/prediction');
    expect(shown(computeCostPerPrediction({ ...costs, volume: decimal(3000) }), 2)).toBe('257.79 USD/prediction');
    expect(accuracy.kind === 'known' ? shown(computeCostPerCorrect(costs, accuracy.value), 4) : accuracy.because).toBe(
      '0.3882 USD',
    );
    expect(shown(computeCostPerFound(costs, flights.prevalence, decimal('0.70')), 4)).toBe('1.7537 USD');
  });

  it('is undefined without answers', () => {
    expect(computeCostPerPrediction({ ...costs, volume: decimal(0) }).kind).toBe('undefined');
    expect(computeCostPerFound(costs, flights.prevalence, decimal(0)).kind).toBe('undefined');
  });
});

describe('labelling (16)', () => {
  const plan: LabellingPlan = {
    items: decimal(12_000),
    perItem: decimal(2),
    seconds: decimal(45),
    review: decimal('0.15'),
    rework: decimal('0.12'),
  };
  const rate = { currency: 'USD', rate: decimal(26) };
  const tools = decimal(4000);

  it('costs what the example says', () => {
    expect(shown(computeLabellingHours(plan), 0)).toBe('381 h');
    expect(shown(computeLabellingCost(plan, rate), 0)).toBe('9906 USD');
    expect(shown(computeCostPerLabel(plan, rate, tools, one), 3)).toBe('1.159 USD/label');
    expect(shown(computeCostPerLabel(plan, rate, tools, decimal('0.95')), 3)).toBe('1.220 USD/label');
  });

  it('without review and rework looks 21 % too cheap', () => {
    const hasty = computeLabellingCost({ ...plan, review: decimal(0), rework: decimal(0) }, rate);
    expect(shown(hasty, 0)).toBe('7800 USD');
    expect(one.minus(amountOf(hasty).div(amountOf(computeLabellingCost(plan, rate)))).toFixed(2)).toBe('0.21');
  });

  it('has no price per label when none can be used', () => {
    expect(computeCostPerLabel(plan, rate, tools, decimal(0)).kind).toBe('undefined');
    expect(computeLabellingHours({ ...plan, perItem: decimal(0) }).kind).toBe('undefined');
  });
});
