import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalProbability, normalQuantile } from '../../../server/src/statistics/normal.ts';
import { computeShareTrials, computeShiftWindow } from '../../../server/src/statistics/power.ts';

const usual = { falseAlarm: 0.05, power: 0.8 };

/** Chance that the one-sided test of a share alarms, written from the test itself rather than from its solution. */
function chanceToSee(expected: number, worst: number, trials: number, falseAlarm: number): number {
  const bound =
    Math.abs(expected - worst) - normalQuantile(1 - falseAlarm) * Math.sqrt((expected * (1 - expected)) / trials);
  return normalProbability(bound / Math.sqrt((worst * (1 - worst)) / trials));
}

describe('the window that a shift needs', () => {
  it('is 785 rows for a tenth of a standard deviation against an endless reference', () => {
    expect(computeShiftWindow(0.1, Number.POSITIVE_INFINITY, usual)).toBe(785);
  });

  it('grows as the reference shrinks', () => {
    expect(computeShiftWindow(0.1, 5000, usual)).toBe(932);
  });

  it('does not exist for a reference that is itself too small', () => {
    expect(computeShiftWindow(0.1, 700, usual)).toBeUndefined();
  });

  it('is the least one with the stated power', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.integer({ min: 10_000, max: 10_000_000 }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (shift, referenceRows, falseAlarm) => {
          const rows = computeShiftWindow(shift, referenceRows, { falseAlarm, power: 0.8 });
          if (rows === undefined) return;
          const chance = (n: number) =>
            normalProbability(shift / Math.sqrt(1 / n + 1 / referenceRows) - normalQuantile(1 - falseAlarm / 2));
          expect(chance(rows)).toBeGreaterThanOrEqual(0.8 - 1e-9);
          if (rows > 1) expect(chance(rows - 1)).toBeLessThan(0.8 + 1e-9);
        },
      ),
    );
  });

  it('is refused for a shift of nothing', () => {
    expect(() => computeShiftWindow(0, 100, usual)).toThrow(RangeError);
  });
});

describe('the trials that a fall of a share needs', () => {
  it('are 136 positives for a recall that falls from 0.7 to 0.6', () => {
    expect(computeShareTrials(0.7, 0.6, usual)).toBe(136);
  });

  it('are the least with the stated power, in either direction', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        fc.double({ min: 0.02, max: 0.98, noNaN: true }),
        (expected, worst) => {
          fc.pre(Math.abs(expected - worst) > 0.005);
          const trials = computeShareTrials(expected, worst, usual);
          expect(chanceToSee(expected, worst, trials, usual.falseAlarm)).toBeGreaterThanOrEqual(0.8 - 1e-9);
          if (trials > 1) expect(chanceToSee(expected, worst, trials - 1, usual.falseAlarm)).toBeLessThan(0.8 + 1e-9);
        },
      ),
    );
  });

  it('are refused for two equal shares', () => {
    expect(() => computeShareTrials(0.5, 0.5, usual)).toThrow(RangeError);
  });
});
