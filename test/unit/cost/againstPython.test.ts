import { describe, expect, it } from 'vitest';
import { computeFlowPayback, computePresentValue, findInternalRates } from '../../../server/src/cost/cashFlows.ts';
import { computeLabelsNeeded, fitLearningCurve } from '../../../server/src/cost/learningCurve.ts';
import { simulateOutcome } from '../../../server/src/cost/simulateOutcome.ts';
import { computeCostPerErrorAvoided } from '../../../server/src/cost/unitCosts.ts';
import { spreadPeriod } from '../../../server/src/data/imports/spreadPeriod.ts';
import { decimal, sumDecimals } from '../../../server/src/spec/decimal.ts';
import { computeDiscountedPayback, computePayback } from '../../../server/src/spec/economicsInvestment.ts';
import type { Figure } from '../../../server/src/spec/figure.ts';
import { computePertQuantiles } from '../../../server/src/statistics/pert.ts';
import { readCostsFixture } from '../../python/costsFixture.ts';

const fixture = readCostsFixture();
const zeros = { tp: decimal(0), fp: decimal(0), fn: decimal(0), tn: decimal(0) };

describe(`equal to numpy-financial ${fixture.tools.numpyFinancial} and Python's decimal on random plans`, () => {
  it('is the present value', () => {
    for (const { flows, rate, presentValue, byTool } of fixture.flows) {
      const value = computePresentValue(flows.map(decimal), decimal(rate));
      const amount = value.kind === 'known' ? value.value.toNumber() : NaN;
      expect(Math.abs(amount - presentValue), flows.join(' ')).toBeLessThan(1e-8);
      expect(Math.abs(amount - byTool), flows.join(' ')).toBeLessThan(1e-6);
    }
  });

  it('is every internal rate of return, and none where there is none', () => {
    for (const { flows, rates, singleRate } of fixture.flows) {
      const found = findInternalRates(flows.map(decimal));
      const shares = found.kind === 'known' ? found.value : [];
      expect(shares.length, flows.join(' ')).toBe(rates.length);
      shares.forEach((share, index) => expect(share).toBeCloseTo(rates[index] ?? NaN, 6));
      if (singleRate !== null) expect(shares[0]).toBeCloseTo(singleRate, 7);
    }
  });

  it('is the payback', () => {
    for (const { flows, payback } of fixture.flows) {
      const found = computeFlowPayback(flows.map(decimal));
      expect(found.kind === 'known' ? found.value.toNumber() : null).toEqual(
        payback === null ? null : expect.closeTo(payback, 8),
      );
    }
  });

  it('is the payback of equal years, with interest, too', () => {
    for (const { oneOff, running, saved, rate, ...expected } of fixture.paybacks) {
      const investment = {
        currency: 'USD',
        oneOff: decimal(oneOff),
        running: decimal(running),
        discountRate: decimal(rate),
        horizon: decimal(3),
      };
      const yearsOf = (found: Figure) => (found.kind === 'known' ? found.value.amount.toNumber() : null);
      const near = (years: number | null): unknown => (years === null ? null : expect.closeTo(years, 8));
      const discounted = yearsOf(computeDiscountedPayback(investment, decimal(saved)));
      expect(yearsOf(computePayback(investment, decimal(saved)))).toEqual(near(expected.payback));
      expect(discounted).toEqual(near(expected.discounted));
      expect(discounted).toEqual(near(expected.byTool));
    }
  });

  it('is what each month holds of a charge that lies in several, and their sum to the last digit', () => {
    for (const { amount, from, until, months } of fixture.periods) {
      const parts = spreadPeriod(decimal(amount), from, until);
      expect(parts.map(({ month }) => month)).toEqual(Object.keys(months));
      for (const { month, amount: part } of parts) expect(part.toNumber()).toBeCloseTo(months[month] ?? NaN, 6);
      expect(sumDecimals(parts.map(({ amount: part }) => part)).toFixed()).toBe(decimal(amount).toFixed());
    }
  });

  it('is the quantile of the PERT distribution', () => {
    for (const { low, likely, high, probabilities, amounts } of fixture.pert) {
      const found = computePertQuantiles(low, likely, high, Float64Array.from(probabilities));
      found.forEach((amount, index) =>
        expect(Math.abs(amount - (amounts[index] ?? NaN)) / (high - low), `${low} ${likely} ${high}`).toBeLessThan(
          1e-5,
        ),
      );
    }
  });

  it('is what a million independent draws give, within their noise', () => {
    for (const { ranges, annuity, shares, ...expected } of fixture.simulations) {
      const inputs = ranges.map(([low, likely, high], index) => ({
        id: String(index),
        low,
        likely,
        high,
        shape: 'pert' as const,
      }));
      const outcome = ([saved = 0, running = 0, once = 0]: Float64Array) => (saved - running) * annuity - once;
      const found = simulateOutcome(inputs, outcome, { draws: 10_000, seed: 7 });
      if (found.kind === 'undefined') throw new Error(found.because);
      const noise = (expected.p90 - expected.p10) * 0.02;
      for (const key of ['p10', 'p50', 'p90', 'mean'] as const) {
        expect(Math.abs(found.value[key] - expected[key]), key).toBeLessThan(noise);
      }
      expect(Math.abs(found.value.lossShare - expected.lossShare)).toBeLessThan(0.01);
      for (const { id, share } of found.value.drivers)
        expect(Math.abs(share - (shares[Number(id)] ?? NaN))).toBeLessThan(0.03);
    }
  });

  it('is the curve through the logarithms, and the labels for a goal on it', () => {
    for (const { sizes, errors, scale, slope, determination, goal, labels } of fixture.learningCurves) {
      const curve = fitLearningCurve(sizes.map((size, index) => ({ labels: size, error: errors[index] ?? NaN })));
      if (curve.kind === 'undefined') throw new Error(curve.because);
      expect(curve.value.scale / scale).toBeCloseTo(1, 8);
      expect(curve.value.slope).toBeCloseTo(slope, 9);
      expect(curve.value.determination).toBeCloseTo(determination, 9);
      const needed = computeLabelsNeeded(curve.value, goal, Math.max(...sizes));
      expect(needed.kind === 'known' ? needed.value.value.toNumber() : NaN).toBe(labels);
    }
  });

  it('is the cost per error avoided', () => {
    for (const one of fixture.unitCosts) {
      const policy = (recall: string, precision: string) =>
        ({ kind: 'point', recall: decimal(recall), precision: decimal(precision) }) as const;
      const found = computeCostPerErrorAvoided(
        { needed: decimal(one.needed), currency: 'USD', volume: decimal(one.volume) },
        { prevalence: decimal(one.prevalence), values: { currency: 'USD', ...zeros } },
        policy(one.recall, one.precision),
        policy(one.otherRecall, one.otherPrecision),
      );
      const cost = found.kind === 'known' ? found.value.value.toNumber() : null;
      expect(cost).toEqual(one.cost === null ? null : expect.closeTo(one.cost, 8));
    }
  });
});
