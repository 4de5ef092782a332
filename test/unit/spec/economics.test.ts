import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../server/src/spec/decimal.ts';
import {
  computeErrorCost,
  computeGoalMove,
  computeSavedPerYear,
  computeValuePerPrediction,
  findAccuracy,
  findTrivialWinner,
  type BinaryCase,
} from '../../../server/src/spec/economics.ts';
import {
  computeBreakEvenPrecision,
  computeBreakEvenRecall,
  computeBreakEvenThreshold,
  computeBreakEvenVolume,
  computePrecisionGain,
  computeRecallPoint,
  computeRecallPointAtSameAlerts,
  type MoneyGoal,
  type VolumeCosts,
} from '../../../server/src/spec/economicsBreakEven.ts';
import { formulas, formulaSymbols } from '../../../server/src/spec/economicsFormulas.ts';
import {
  readBinaryCase,
  readClassValues,
  readDetectionValues,
  readErrorValues,
  readInvestment,
  readMoney,
  readMoneyPerYear,
  readSeconds,
  readVolume,
} from '../../../server/src/spec/economicsInputs.ts';
import { computeNeededValue } from '../../../server/src/spec/economicsInvestment.ts';
import {
  computeBestQuantile,
  computeBreakEvenAccuracy,
  computeClassValue,
  computeClassValuePerYear,
  computeDetectionValue,
  computeRegressionValue,
} from '../../../server/src/spec/economicsTasks.ts';
import { readQuantity, type Quantity } from '../../../server/src/spec/quantity.ts';
import { toDecimal } from '../../../server/src/spec/rational.ts';
import {
  amountOf,
  flights,
  limits,
  point,
  project,
  rules,
  shown,
  simpleModel,
  statusQuo,
  targets,
  volume,
} from './economicsExample.ts';

const needed = amountOf(computeNeededValue(project));
const volumeCosts: VolumeCosts = { fixed: needed, perPrediction: decimal(0) };
const goal = (amount: string | typeof needed): MoneyGoal => ({
  binary: flights,
  volume,
  against: rules,
  needed: decimal(amount),
});

describe('the value of a prediction (1)', () => {
  it.each([
    ['the targets', targets, '-0.4410'],
    ['the limits', limits, '-1.0080'],
    ['the rules', rules, '-1.3467'],
    ['the status quo', statusQuo, '-1.3721'],
    ['always-yes', { kind: 'always-yes' }, '-2.2200'],
    ['always-no', { kind: 'always-no' }, '-1.8900'],
  ] as const)('of %s is what the example says', (_, policy, value) => {
    expect(shown(computeValuePerPrediction(flights, policy), 4)).toBe(`${value} USD/prediction`);
  });

  it('of a confusion matrix is that of its rates, at the prevalence of production', () => {
    // Recall 0.7, precision 0.35 at 21 %: per 1000 rows 147 found, 63 missed, 273 false alarms.
    const matrix = { kind: 'matrix', tp: decimal(147), fn: decimal(63), fp: decimal(273), tn: decimal(517) } as const;
    expect(shown(computeValuePerPrediction(flights, matrix), 4)).toBe('-0.4410 USD/prediction');
    const balanced = { ...matrix, fp: decimal(2730), tn: decimal(5170) };
    expect(shown(computeValuePerPrediction(flights, balanced), 4)).toBe('-0.4410 USD/prediction');
  });

  it('says which formula and inputs it comes from', () => {
    expect(computeValuePerPrediction(flights, targets)).toMatchObject({
      formula: 1,
      inputs: ['recall 0.7', 'precision 0.35', 'prevalence 0.21', 'tp 12 USD', 'fp -6 USD', 'fn -9 USD', 'tn 0 USD'],
    });
    expect(formulas[1].name).toBe('value per prediction');
  });

  it.each([
    ['a precision below the reach of any model', flights, point('0.9', '0.1')],
    ['precision 0 with a recall', flights, point('0.5', '0')],
    ['a recall above 1', flights, point('1.1', '0.5')],
    ['no positive class', { ...flights, prevalence: decimal(0) }, targets],
    [
      'a matrix without negatives',
      flights,
      { kind: 'matrix', tp: decimal(1), fn: decimal(1), fp: decimal(0), tn: decimal(0) } as const,
    ],
  ])('is undefined for %s', (_, binary, policy) => {
    expect(computeValuePerPrediction(binary, policy).kind).toBe('undefined');
  });

  it('equals the sum over the cells of a confusion matrix', () => {
    const counts = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 1, max: 500 })));
    fc.assert(
      fc.property(counts, ([tp = 1, fp = 1, fn = 1, tn = 1]) => {
        const rows = tp + fp + fn + tn;
        const binary: BinaryCase = { ...flights, prevalence: decimal(tp + fn).div(rows) };
        const matrix = { kind: 'matrix', tp: decimal(tp), fp: decimal(fp), fn: decimal(fn), tn: decimal(tn) } as const;
        const expected = (12 * tp - 6 * fp - 9 * fn) / rows;
        expect(amountOf(computeValuePerPrediction(binary, matrix)).toNumber()).toBeCloseTo(expected, 7);
      }),
    );
  });
});

describe('money saved per year (2)', () => {
  it.each([
    ['the targets', targets, rules, '2717038'],
    ['the limits', limits, rules, '1016038'],
    ['the simple model', simpleModel, rules, '663238'],
    ['the rules against themselves', rules, rules, '0'],
    ['always-no against none', { kind: 'always-no' }, 'none', '-5670000'],
  ] as const)('by %s is what the example says', (_, policy, against, saved) => {
    expect(shown(computeSavedPerYear(flights, volume, policy, against), 0)).toBe(`${saved} USD/year`);
  });
});

describe('trivial policies (3)', () => {
  it('do not win in the example', () => {
    expect(findTrivialWinner(flights, targets)).toEqual({ kind: 'known', value: undefined });
  });

  const dear: BinaryCase = {
    prevalence: decimal('0.21'),
    values: { currency: 'USD', tp: decimal(40), fp: decimal(-6), fn: decimal(-120), tn: decimal(0) },
  };

  it('win when a miss is dear enough', () => {
    const winner = findTrivialWinner(dear, targets);
    expect(winner).toMatchObject({ kind: 'known', value: { policy: 'always-yes', value: { formula: 3 } } });
    if (winner.kind === 'known' && winner.value !== undefined) {
      expect(shown(winner.value.value, 2)).toBe('3.66 USD/prediction');
    }
  });

  it('do not win when nobody could act on so many alerts', () => {
    const capacity = { volume, alertsPerYear: decimal(4000 * 365) };
    expect(findTrivialWinner(dear, targets, capacity)).toEqual({ kind: 'known', value: undefined });
  });
});

describe('break-even', () => {
  it('threshold is b/(a+b) (4)', () => {
    expect(shown(computeBreakEvenThreshold(flights.values), 4)).toBe('0.2222');
  });

  it('threshold is undefined when every answer is worth the same', () => {
    const values = { ...flights.values, tp: decimal(-9), fp: decimal(0) };
    expect(computeBreakEvenThreshold(values).kind).toBe('undefined');
  });

  it.each([
    [needed, '0.35', '0.387'],
    [needed, '0.30', '0.545'],
    ['1000000', '0.30', '0.596'],
    ['2500000', '0.35', '0.665'],
  ])('recall for %s USD/year at precision %s is %s (6)', (amount, precision, recall) => {
    expect(shown(computeBreakEvenRecall(goal(amount), decimal(precision)), 3)).toBe(recall);
  });

  it.each([
    [needed, '0.60', '0.291'],
    [needed, '0.70', '0.278'],
    ['2500000', '0.70', '0.340'],
  ])('precision for %s USD/year at recall %s is %s (7)', (amount, recall, precision) => {
    expect(shown(computeBreakEvenPrecision(goal(amount), decimal(recall)), 3)).toBe(precision);
  });

  it('recall and precision give back the money that they were asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 300_000, max: 3_000_000 }), fc.integer({ min: 35, max: 99 }), (amount, percent) => {
        const precision = decimal(percent).div(100);
        const recall = computeBreakEvenRecall(goal(String(amount)), precision);
        if (recall.kind === 'undefined') return;
        const saved = computeSavedPerYear(
          flights,
          volume,
          { kind: 'point', recall: recall.value.amount, precision },
          rules,
        );
        expect(amountOf(saved).toNumber()).toBeCloseTo(amount, 1);
      }),
    );
  });

  it('recall is undefined where an alert loses money, or where perfection is not enough', () => {
    expect(computeBreakEvenRecall(goal('5000000'), decimal('0.20')).kind).toBe('undefined');
    expect(computeBreakEvenRecall(goal('1e9'), decimal('0.9')).kind).toBe('undefined');
    expect(computeBreakEvenPrecision(goal('1e9'), decimal('0.9')).kind).toBe('undefined');
  });

  it.each([
    ['targets', targets, '853901'],
    ['limits', limits, '2283460'],
  ] as const)('volume at the %s is what the example says (8)', (_, policy, predictions) => {
    expect(shown(computeBreakEvenVolume(flights, policy, rules, volumeCosts), 0)).toBe(
      `${predictions} predictions/year`,
    );
  });

  it('volume is undefined when a prediction gains nothing', () => {
    expect(computeBreakEvenVolume(flights, rules, rules, volumeCosts).kind).toBe('undefined');
    const dear = { ...volumeCosts, perPrediction: decimal(1) };
    expect(computeBreakEvenVolume(flights, targets, rules, dear).kind).toBe('undefined');
  });
});

describe('one more point (9)', () => {
  it('of recall at the same precision is what the example says', () => {
    expect(shown(computeRecallPoint(flights, volume, decimal('0.35')), 0)).toBe('62100 USD/year');
    expect(shown(computeRecallPoint(flights, volume, decimal('0.30')), 0)).toBe('44100 USD/year');
  });

  it('of recall at the same number of alerts is what the example says', () => {
    expect(shown(computeRecallPointAtSameAlerts(flights, volume), 0)).toBe('170100 USD/year');
  });

  it('of precision at the same recall is the larger lever', () => {
    const gain = computePrecisionGain(flights, volume, decimal('0.70'), decimal('0.35'), decimal('0.36'));
    expect(shown(gain, 0)).toBe('210000 USD/year');
  });
});

describe('answers with many classes (10)', () => {
  const digits = { currency: 'USD', correct: decimal('0.04'), wrong: decimal('-0.50') };

  it('break even at the accuracy of the example', () => {
    expect(shown(computeBreakEvenAccuracy(digits), 3)).toBe('0.926');
  });

  it.each([
    ['0.99', '69200'],
    ['0.97', '47600'],
  ])('at accuracy %s are worth %s USD/year', (accuracy, saved) => {
    const value = computeClassValuePerYear(digits, decimal(2_000_000), decimal(accuracy), 'none');
    expect(shown(value, 0)).toBe(`${saved} USD/year`);
  });

  it('count single confusions by their own value', () => {
    const pairs = [{ pair: '1 as 7', share: decimal('0.004'), value: decimal(-2) }];
    expect(shown(computeClassValue(digits, decimal('0.99'), pairs), 4)).toBe('0.0286 USD/prediction');
    const tooMany = [{ pair: '1 as 7', share: decimal('0.2'), value: decimal(-2) }];
    expect(computeClassValue(digits, decimal('0.99'), tooMany).kind).toBe('undefined');
  });
});

describe('answers of a regression (11)', () => {
  const minutes = { currency: 'USD', unit: 'min', over: decimal(-1), under: decimal(-3) };

  it('lose least at the quantile of the example', () => {
    expect(shown(computeBestQuantile(minutes), 2)).toBe('0.75');
  });

  it('lose by how far they are off on either side', () => {
    expect(shown(computeRegressionValue(minutes, decimal(4), decimal(2)), 0)).toBe('-10 USD/prediction');
    expect(computeRegressionValue(minutes, decimal(-4), decimal(2)).kind).toBe('undefined');
  });
});

describe('answers of detection', () => {
  it('are worth what is found less what is missed and invented, per object', () => {
    const values = { currency: 'USD', tp: decimal(2), fp: decimal(-1), fn: decimal(-4) };
    expect(shown(computeDetectionValue(values, decimal('0.8'), decimal('0.5')), 2)).toBe('0.00 USD/item');
    expect(shown(computeDetectionValue(values, decimal('1'), decimal('1')), 2)).toBe('2.00 USD/item');
    expect(shown(computeDetectionValue(values, decimal('0'), decimal('0')), 2)).toBe('-4.00 USD/item');
  });
});

describe('a moved goal (26) and the cost of errors (27)', () => {
  it('are what the example says', () => {
    const moved = computeGoalMove(flights, volume, point('0.65', '0.30'), limits);
    expect(shown(moved, 0)).toBe('-220500 USD/year');
    expect(shown(computeErrorCost(flights, volume, targets), 0)).toBe('6615000 USD/year');
    expect(shown(computeErrorCost(flights, volume, rules), 0)).toBe('7139638 USD/year');
  });

  it('add up: fewer errors and more finds are what is saved', () => {
    const fewer = amountOf(computeErrorCost(flights, volume, rules)).minus(
      amountOf(computeErrorCost(flights, volume, targets)),
    );
    const found = volume.times('0.21').times(decimal('0.70').minus('0.41'));
    const saved = amountOf(computeSavedPerYear(flights, volume, targets, rules));
    expect(found.toFixed(0)).toBe('182700');
    expect(fewer.plus(found.times(12)).minus(saved).abs().lt('0.001')).toBe(true);
  });
});

describe('the list of formulas', () => {
  it('explains the letters that its formulas share', () => {
    const letters = Object.values(formulas).flatMap(
      ({ text }) => text.match(/(?<![\p{L}_(])[NVSIRACabprdπφ](?![\p{L}])/gu) ?? [],
    );
    expect(new Set(letters).size).toBeGreaterThan(8);
    for (const letter of letters) expect(Object.keys(formulaSymbols)).toContain(letter);
  });
});

describe('accuracy', () => {
  it('of the targets is below that of always-no, and they still pay', () => {
    const accuracy = (policy: typeof targets): string => {
      const found = findAccuracy(policy, flights.prevalence);
      return found.kind === 'known' ? toDecimal(found.value).toFixed(3) : found.because;
    };
    expect(accuracy(targets)).toBe('0.664');
    expect(accuracy({ kind: 'always-no' })).toBe('0.790');
  });
});

describe('quantities as a spec states them', () => {
  const quantity = (source: string): Quantity => {
    const reading = readQuantity(source);
    if (reading.kind === 'problem') throw new Error(reading.message);
    return reading.quantity;
  };
  const value = { tp: quantity('12 USD'), fp: quantity('-6 USD'), fn: quantity('-0.009 kUSD'), tn: quantity('0 USD') };

  it('become the numbers of the formulas', () => {
    const binary = readBinaryCase({ prevalence: quantity('21 %'), value });
    if (binary.kind === 'undefined') throw new Error(binary.because);
    expect(shown(computeValuePerPrediction(binary.value, targets), 4)).toBe('-0.4410 USD/prediction');
    expect(readVolume('volume', quantity('250000 predictions/month'))).toMatchObject({ kind: 'known' });
    expect(readInvestment('USD', decimal(1), decimal(1), quantity('18 months'), quantity('10 %'))).toMatchObject({
      kind: 'known',
      value: { horizon: decimal('1.5'), discountRate: decimal('0.1') },
    });
  });

  it('give a reason when one is missing, mixed or of another kind', () => {
    expect(readBinaryCase({ value })).toEqual({ kind: 'undefined', because: 'prevalence is not stated' });
    expect(readBinaryCase({ prevalence: quantity('21 %'), value: { ...value, fn: undefined } })).toEqual({
      kind: 'undefined',
      because: 'the value of fn is not stated',
    });
    expect(readBinaryCase({ prevalence: quantity('21 %'), value: { ...value, fn: quantity('9 EUR') } }).kind).toBe(
      'undefined',
    );
    expect(readVolume('volume', quantity('3000000')).kind).toBe('undefined');
    expect(readVolume('volume', quantity('3000000 predictions')).kind).toBe('undefined');
    expect(readClassValues({ correct: quantity('4 %'), wrong: quantity('1 USD') }).kind).toBe('undefined');
  });

  it('are read in the unit that a formula needs', () => {
    expect(readSeconds('latency', quantity('20 ms'))).toEqual({ kind: 'known', value: decimal('0.02') });
    expect(readMoney('budget', quantity('1.2 MUSD'), 'USD')).toEqual({ kind: 'known', value: decimal(1_200_000) });
    expect(readMoneyPerYear('target', quantity('100 USD/month'), 'USD')).toEqual({
      kind: 'known',
      value: decimal(1200),
    });
    expect(readMoneyPerYear('target', quantity('100 EUR/month'), 'USD').kind).toBe('undefined');
  });

  it('of detection need no true negatives', () => {
    const { tp, fp, fn } = value;
    expect(readDetectionValues({ tp, fp, fn })).toEqual({
      kind: 'known',
      value: { currency: 'USD', tp: decimal(12), fp: decimal(-6), fn: decimal(-9) },
    });
    expect(readDetectionValues({ tp, fp }).kind).toBe('undefined');
  });

  it('per unit of the label are read in that unit', () => {
    const errors = readErrorValues({ over: quantity('-60 USD/h'), under: quantity('-3 USD/min') }, 'min');
    expect(errors).toMatchObject({ kind: 'known', value: { over: decimal(-1), under: decimal(-3) } });
  });
});
