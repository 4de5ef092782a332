import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../server/src/spec/decimal.ts';
import {
  findAboveLabelCeiling,
  findAlertRateOutside,
  findOverCap,
  findOverload,
  findRecallAgainstAlerts,
} from '../../../server/src/spec/economicsContradictions.ts';
import {
  computeAlertRate,
  computeAlertsPerDay,
  computeAnyFalseAlarm,
  computeBusyAnswers,
  computeEmissions,
  computeEnergy,
  computeEnergyPerPrediction,
  computeExpectedFalseAlarms,
  computeFalsePositiveRate,
  computeImpliedF1,
  computeLeastAuc,
  computeLeastPrecision,
} from '../../../server/src/spec/economicsFeasibility.ts';
import { readQuantity, type Quantity } from '../../../server/src/spec/quantity.ts';
import { shown, volume } from './economicsExample.ts';

const targetPoint = { recall: decimal('0.70'), precision: decimal('0.35'), prevalence: decimal('0.21') };
const limitPoint = { recall: decimal('0.60'), precision: decimal('0.30'), prevalence: decimal('0.21') };

function quantity(source: string): Quantity {
  const reading = readQuantity(source);
  if (reading.kind === 'problem') throw new Error(reading.message);
  return reading.quantity;
}

describe('alerts (19)', () => {
  it('are what the example says, at targets and limits alike', () => {
    expect(shown(computeAlertRate(targetPoint), 2)).toBe('0.42');
    expect(shown(computeAlertRate(limitPoint), 2)).toBe('0.42');
    expect(shown(computeAlertsPerDay(targetPoint, volume), 0)).toBe('3452 alerts/day');
  });

  it('fit a capacity from the precision of the example on', () => {
    const cap = decimal(4000 * 365).div(volume);
    expect(cap.toFixed(4)).toBe('0.4867');
    expect(shown(computeLeastPrecision(decimal('0.70'), decimal('0.21'), cap), 3)).toBe('0.302');
  });

  it('cannot fit a capacity below what is to be found', () => {
    expect(computeLeastPrecision(decimal('0.70'), decimal('0.21'), decimal('0.1')).kind).toBe('undefined');
  });
});

describe('implied values (21)', () => {
  it('are what the example says', () => {
    expect(shown(computeImpliedF1(targetPoint.recall, targetPoint.precision), 3)).toBe('0.467');
    expect(shown(computeImpliedF1(limitPoint.recall, limitPoint.precision), 2)).toBe('0.40');
    expect(shown(computeFalsePositiveRate(targetPoint), 3)).toBe('0.346');
    expect(shown(computeLeastAuc(targetPoint), 3)).toBe('0.677');
    expect(shown(computeImpliedF1(decimal('0.85'), decimal('0.90')), 3)).toBe('0.874');
  });

  it('of F1 grow with both of its parts', () => {
    const share = fc.integer({ min: 1, max: 99 }).map((percent) => decimal(percent).div(100));
    fc.assert(
      fc.property(share, share, (recall, precision) => {
        const lower = computeImpliedF1(recall, precision);
        const higher = computeImpliedF1(recall.plus('0.01'), precision);
        if (lower.kind === 'undefined' || higher.kind === 'undefined') throw new Error('Both are defined.');
        expect(higher.value.amount.gt(lower.value.amount)).toBe(true);
      }),
    );
  });

  it('are undefined when nothing is found and nothing right', () => {
    expect(computeImpliedF1(decimal(0), decimal(0)).kind).toBe('undefined');
  });
});

describe('machines (22, 23)', () => {
  it('are as busy as the example says', () => {
    expect(shown(computeBusyAnswers(decimal(60), decimal('0.020')), 1)).toBe('1.2');
    expect(shown(computeBusyAnswers(decimal(60), decimal('0.005')), 1)).toBe('0.3');
  });

  it('use the energy that the example says', () => {
    expect(shown(computeEnergyPerPrediction(decimal(12), decimal('0.020')), 2)).toBe('0.24 J/prediction');
    const work = { kilowatts: decimal('0.25'), hours: decimal(40), effectiveness: decimal('1.4') };
    expect(shown(computeEnergy(work), 0)).toBe('14 kWh');
    expect(shown(computeEmissions(work, decimal('0.4')), 1)).toBe('5.6 kgCO2e');
  });

  it('cannot be more effective than the room allows', () => {
    const work = { kilowatts: decimal(1), hours: decimal(1), effectiveness: decimal('0.9') };
    expect(computeEnergy(work).kind).toBe('undefined');
  });
});

describe('many checks (25)', () => {
  it('raise the false alarms of the example', () => {
    expect(shown(computeExpectedFalseAlarms(decimal(20 * 7), decimal('0.05')), 0)).toBe('7 alerts');
    expect(shown(computeAnyFalseAlarm(20, 0.05), 2)).toBe('0.64');
    expect(shown(computeAnyFalseAlarm(20, 0.05 / 20), 2)).toBe('0.05');
    expect(shown(computeAnyFalseAlarm(0, 0.05), 2)).toBe('0.00');
  });

  it('are a whole number', () => {
    expect(computeAnyFalseAlarm(2.5, 0.05).kind).toBe('undefined');
    expect(computeAnyFalseAlarm(20, 1.5).kind).toBe('undefined');
  });
});

describe('contradictions (20)', () => {
  it('of a recall limit and a cap on alerts name the least changes of the example', () => {
    const found = findRecallAgainstAlerts(decimal('0.60'), decimal('0.21'), volume, decimal(1000));
    expect(found).toMatchObject({
      kind: 'known',
      value: {
        pair: ['recall limit', 'cap on alerts'],
        changes: [
          { what: 'recall limit', side: 'at most', bound: { text: '0.579' } },
          { what: 'cap on alerts', side: 'at least', bound: { text: '1036 alerts/day' } },
        ],
      },
    });
  });

  it('are gone after either of the least changes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 99 }),
        fc.integer({ min: 1, max: 2000 }),
        (percent, share, cap) => {
          const recall = decimal(percent).div(100);
          const prevalence = decimal(share).div(100);
          const found = findRecallAgainstAlerts(recall, prevalence, volume, decimal(cap));
          if (found.kind === 'undefined' || found.value === undefined) return;
          const [lower, higher] = found.value.changes;
          if (lower === undefined || higher === undefined) throw new Error('Two changes are offered.');
          const none = { kind: 'known', value: undefined };
          expect(findRecallAgainstAlerts(lower.bound.amount, prevalence, volume, decimal(cap))).toEqual(none);
          expect(findRecallAgainstAlerts(recall, prevalence, volume, higher.bound.amount)).toEqual(none);
        },
      ),
    );
  });

  it('are none where the cap is wide enough', () => {
    expect(findRecallAgainstAlerts(decimal('0.60'), decimal('0.21'), volume, decimal(1036))).toEqual({
      kind: 'known',
      value: undefined,
    });
  });

  it('of the watched alert rate name the end that is too narrow', () => {
    expect(findAlertRateOutside(targetPoint, [decimal('0.20'), decimal('0.48')])).toMatchObject({ value: undefined });
    expect(findAlertRateOutside(targetPoint, [decimal('0.20'), decimal('0.40')])).toMatchObject({
      value: { changes: [{ side: 'at least', bound: { text: '0.42' } }] },
    });
    expect(findAlertRateOutside(targetPoint, [decimal('0.45'), decimal('0.48')])).toMatchObject({
      value: { changes: [{ side: 'at most', bound: { text: '0.42' } }] },
    });
  });

  it('of needs and caps compare across units', () => {
    expect(findOverCap('weights', quantity('600 MiB'), 'memory', quantity('512 MB'))).toMatchObject({
      value: { needed: { text: '600 MiB' }, allowed: { text: '512 MB' } },
    });
    expect(findOverCap('power', quantity('12 W'), 'power of the device', quantity('15 W'))).toMatchObject({
      value: undefined,
    });
    expect(findOverCap('power', quantity('12 W'), 'memory', quantity('15 MB')).kind).toBe('undefined');
  });

  it('of load and concurrency name both ways out', () => {
    expect(findOverload(decimal(60), decimal('0.020'), decimal(1))).toMatchObject({
      value: {
        changes: [
          { what: 'concurrency', side: 'at least', bound: { text: '2' } },
          { what: 'latency', side: 'at most', bound: { text: '0.016666 s' } },
        ],
      },
    });
    expect(findOverload(decimal(60), decimal('0.020'), decimal(2))).toMatchObject({ value: undefined });
  });

  it('of a limit and wrong labels name the ceiling', () => {
    expect(findAboveLabelCeiling(decimal('0.98'), decimal('0.03'))).toMatchObject({
      value: { changes: [{ bound: { text: '0.97' } }, { bound: { text: '0.02' } }] },
    });
    expect(findAboveLabelCeiling(decimal('0.97'), decimal('0.03'))).toMatchObject({ value: undefined });
  });
});
