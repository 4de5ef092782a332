import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareTail, chiSquareTailQuantile } from '../../../server/src/statistics/chiSquare.ts';
import { logGamma, upperGamma } from '../../../server/src/statistics/gamma.ts';
import { normalProbability, normalQuantile } from '../../../server/src/statistics/normal.ts';
import {
  computeEventFreeSampleSize,
  computeSampleSize,
  computeWilsonInterval,
  reachesTolerance,
} from '../../../server/src/statistics/proportion.ts';
import {
  computeEnoughRows,
  computeHonestThreshold,
  computeThresholdFalseAlarm,
} from '../../../server/src/statistics/thresholdFalseAlarms.ts';
import type { ThresholdMethod } from '../../../server/src/statistics/thresholdFalseAlarms.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { sumStable } from '../../../server/src/statistics/stableSum.ts';

describe('the Wilson interval', () => {
  it.each([
    [180, 200, '0.851', '0.934'],
    [900, 1000, '0.880', '0.917'],
    [70_560, 100_800, '0.697', '0.703'],
    [189, 420, '0.403', '0.498'],
  ])('of %i of %i is %s to %s', (successes, trials, low, high) => {
    const interval = computeWilsonInterval(successes, trials, 0.95);
    if (interval.kind === 'undefined') throw new Error(interval.because);
    expect([interval.low.toFixed(3), interval.high.toFixed(3)]).toEqual([low, high]);
  });

  it('is undefined without trials', () => {
    expect(computeWilsonInterval(0, 0, 0.95)).toEqual({ kind: 'undefined', because: 'no trials' });
  });

  it('holds the measured share, within 0 and 1', () => {
    const counts = fc.nat({ max: 1e6 }).chain((trials) => fc.tuple(fc.nat({ max: trials }), fc.constant(trials)));
    fc.assert(
      fc.property(counts, fc.double({ min: 0.01, max: 0.999, noNaN: true }), ([successes, trials], confidence) => {
        const interval = computeWilsonInterval(successes, trials, confidence);
        if (interval.kind === 'undefined') return;
        expect(interval.low).toBeGreaterThanOrEqual(0);
        expect(interval.low).toBeLessThanOrEqual(successes / trials);
        expect(interval.high).toBeGreaterThanOrEqual(successes / trials);
        expect(interval.high).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    [3, 2, 0.95],
    [-1, 2, 0.95],
    [1.5, 2, 0.95],
    [1, 2, 95],
  ])('of %d of %d at %d is a bug in the caller', (successes, trials, confidence) => {
    expect(() => computeWilsonInterval(successes, trials, confidence)).toThrow(RangeError);
  });
});

describe('the size of a test set', () => {
  it.each([
    [0.7, 0.01, 8064],
    [0.7, 0.05, 320],
    [0.35, 0.01, 8736],
  ])('for a share of %d within %d is %i', (share, tolerance, trials) => {
    expect(computeSampleSize(share, tolerance, 0.95)).toBe(trials);
  });

  it('is the least number of trials that reaches the tolerance', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1e-4, max: 0.2, noNaN: true }),
        (share, tolerance) => {
          const enough = computeSampleSize(share, tolerance, 0.95);
          expect(reachesTolerance(share, enough, tolerance, 0.95)).toBe(true);
          expect(reachesTolerance(share, enough - 1, tolerance, 0.95)).toBe(false);
        },
      ),
    );
  });

  it('in rows follows from prevalence and alert rate', () => {
    expect(computeSampleSize(0.7, 0.01, 0.95) / 0.21).toBeCloseTo(38_400, 6);
    expect(computeSampleSize(0.35, 0.01, 0.95) / 0.42).toBeCloseTo(20_800, 6);
  });

  it('without a single event follows the rule of three', () => {
    expect(computeEventFreeSampleSize(0.01)).toBe(300);
    expect(computeEventFreeSampleSize(0.0007)).toBe(4286);
  });

  it('is a bug in the caller where none is enough', () => {
    expect(() => computeSampleSize(0.5, 0, 0.95)).toThrow(RangeError);
    expect(() => computeSampleSize(0.5, 1e-12, 0.95)).toThrow(RangeError);
    expect(() => reachesTolerance(0.5, 100, 0, 0.95)).toThrow(RangeError);
    expect(() => reachesTolerance(1.5, 100, 0.1, 0.95)).toThrow(RangeError);
  });
});

describe('false alarms of the population stability index', () => {
  it.each([
    [100, '0.83'],
    [200, '0.35'],
    [500, '0.003'],
  ])('at 0.1 with %i rows happen with probability %s', (rows, probability) => {
    const setting = { referenceRows: rows, windowRows: rows };
    expect(computeThresholdFalseAlarm('psi', 0.1, setting).toFixed(probability.length - 2)).toBe(probability);
  });

  it.each([
    [100, '0.338'],
    [500, '0.068'],
    [5000, '0.0068'],
  ])('at 5 %% with %i rows need the threshold %s', (rows, threshold) => {
    const setting = { referenceRows: rows, windowRows: rows };
    expect(computeHonestThreshold('psi', 0.05, setting).toFixed(threshold.length - 2)).toBe(threshold);
  });

  it('happen as often in a simulation', () => {
    const random = createRandomStream(7);
    const setting = { referenceRows: 2000, windowRows: 1000 };
    const bins = 10;
    const threshold = computeHonestThreshold('psi', 0.05, setting);
    const draw = (rows: number): readonly number[] => {
      const counts = Array.from({ length: bins }, () => 0);
      for (let row = 0; row < rows; row++) {
        const bin = random.nextBelow(bins);
        counts[bin] = (counts[bin] ?? 0) + 1;
      }
      return counts.map((count) => count / rows);
    };
    const trials = 2000;
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      const reference = draw(setting.referenceRows);
      const current = draw(setting.windowRows);
      const terms = reference.map(
        (share, bin) => ((current[bin] ?? 0) - share) * Math.log((current[bin] ?? 0) / share),
      );
      if (sumStable(terms) > threshold) alarms += 1;
    }
    // Four standard errors of a share of 5 % in 2000 trials.
    expect(Math.abs(alarms / trials - 0.05)).toBeLessThan(0.02);
  });

  it('cannot be computed without rows', () => {
    expect(() => computeHonestThreshold('psi', 0.05, { referenceRows: 0, windowRows: 10 })).toThrow(RangeError);
    expect(() => computeThresholdFalseAlarm('wasserstein', 0.1, { referenceRows: 10, windowRows: 0 })).toThrow(
      RangeError,
    );
  });
});

/** Standard normal values, by Box and Muller. */
function drawNormals(random: ReturnType<typeof createRandomStream>, count: number): Float64Array {
  return Float64Array.from({ length: count }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.nextFraction()));
    return radius * Math.cos(2 * Math.PI * random.nextFraction());
  });
}

describe('false alarms of distances with a fixed threshold', () => {
  const reference = 5000;
  // Simulated with the tools’ own rules for normal columns, 200 to 400 times each: reference/evaluation-and-drift.
  it.each<[ThresholdMethod, number, number]>([
    ['jensenshannon', 100, 0.855],
    ['jensenshannon', 200, 0.285],
    ['jensenshannon', 500, 0.003],
    ['wasserstein', 100, 0.685],
    ['wasserstein', 200, 0.323],
    ['wasserstein', 500, 0.06],
  ])('of %s at 0.1 with %i rows are near those of the tools', (method, rows, simulated) => {
    const rate = computeThresholdFalseAlarm(method, 0.1, { referenceRows: reference, windowRows: rows });
    expect(Math.abs(rate - simulated)).toBeLessThan(0.04);
  });

  it('of a Wasserstein distance happen as often in a simulation', () => {
    const random = createRandomStream(11);
    const sizes = { referenceRows: 400, windowRows: 200 };
    const threshold = computeHonestThreshold('wasserstein', 0.2, sizes);
    const trials = 600;
    let alarms = 0;
    for (let trial = 0; trial < trials; trial++) {
      const all = [
        ...Array.from(drawNormals(random, sizes.referenceRows), (value) => ({ value, step: 1 / sizes.referenceRows })),
        ...Array.from(drawNormals(random, sizes.windowRows), (value) => ({ value, step: -1 / sizes.windowRows })),
      ].toSorted((left, right) => left.value - right.value);
      let [height, area] = [0, 0];
      all.forEach(({ value, step }, index) => {
        height += step;
        area += Math.abs(height) * ((all[index + 1]?.value ?? value) - value);
      });
      if (area >= threshold) alarms += 1;
    }
    // Four standard errors of a share of 20 % in 600 trials.
    expect(Math.abs(alarms / trials - 0.2)).toBeLessThan(0.066);
  });

  it('become rarer with rows, and are as rare as wanted at the threshold and the rows that are named', () => {
    const methods = fc.constantFrom<ThresholdMethod>('psi', 'kl_div', 'jensenshannon', 'hellinger', 'wasserstein');
    const rows = fc.integer({ min: 20, max: 50_000 });
    fc.assert(
      fc.property(methods, rows, fc.double({ min: 0.01, max: 0.4, noNaN: true }), (method, windowRows, falseAlarm) => {
        const sizes = { referenceRows: 100_000, windowRows };
        const threshold = computeHonestThreshold(method, falseAlarm, sizes);
        expect(computeThresholdFalseAlarm(method, threshold, sizes)).toBeCloseTo(falseAlarm, 6);
        const enough = computeEnoughRows(method, threshold, falseAlarm, sizes) ?? 0;
        expect(Math.abs(enough - windowRows)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('have no window that is large enough when the reference is too small', () => {
    expect(computeEnoughRows('psi', 0.1, 0.05, { referenceRows: 50, windowRows: 100 })).toBeUndefined();
  });
});

describe('distributions', () => {
  it('and their quantiles undo each other', () => {
    const probability = fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true });
    fc.assert(
      fc.property(probability, fc.integer({ min: 1, max: 500 }), (share, degrees) => {
        expect(normalProbability(normalQuantile(share))).toBeCloseTo(share, 12);
        expect(chiSquareTail(chiSquareTailQuantile(share, degrees), degrees)).toBeCloseTo(share, 10);
      }),
    );
  });

  it('reach their ends', () => {
    expect(normalProbability(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(normalProbability(Number.POSITIVE_INFINITY)).toBe(1);
    expect(upperGamma(3, 0)).toBe(1);
    expect(chiSquareTail(Number.POSITIVE_INFINITY, 3)).toBe(0);
  });

  it('take no number outside their range', () => {
    expect(() => logGamma(0)).toThrow(RangeError);
    expect(() => upperGamma(1, -1)).toThrow(RangeError);
    expect(() => normalQuantile(1)).toThrow(RangeError);
    expect(() => normalProbability(Number.NaN)).toThrow(RangeError);
    expect(() => chiSquareTailQuantile(0, 1)).toThrow(RangeError);
  });
});

describe('stable sums', () => {
  it('keep what plain sums lose', () => {
    expect(sumStable([1, 1e100, 1, -1e100])).toBe(2);
    expect(sumStable(Array.from({ length: 1_000_000 }, () => 0.1))).toBeCloseTo(100_000, 10);
  });

  it('of nothing are 0, and of infinities infinite', () => {
    expect(sumStable([])).toBe(0);
    expect(sumStable([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
    expect(sumStable([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])).toBeNaN();
    expect(sumStable([Number.MAX_VALUE, Number.MAX_VALUE])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('seeded random numbers', () => {
  it('are equally likely below a bound that is no power of two', () => {
    const stream = createRandomStream(1);
    const counts = Array.from({ length: 6 }, () => 0);
    const draws = 60_000;
    for (let draw = 0; draw < draws; draw++) {
      const face = stream.nextBelow(6);
      counts[face] = (counts[face] ?? 0) + 1;
    }
    const deviation = sumStable(counts.map((count) => (count - draws / 6) ** 2 / (draws / 6)));
    expect(chiSquareTail(deviation, 5)).toBeGreaterThan(0.001);
  });

  it('have fractions in [0, 1) with the mean of a half', () => {
    const stream = createRandomStream(2);
    const fractions = Array.from({ length: 20_000 }, () => stream.nextFraction());
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...fractions)).toBeLessThan(1);
    expect(sumStable(fractions) / fractions.length).toBeCloseTo(0.5, 2);
  });

  it('differ by seed, and repeat with it', () => {
    expect(createRandomStream(3).nextUint32()).toBe(createRandomStream(3).nextUint32());
    expect(createRandomStream(3).nextUint32()).not.toBe(createRandomStream(4).nextUint32());
  });

  it('take no other seeds and bounds', () => {
    expect(() => createRandomStream(-1)).toThrow(RangeError);
    expect(() => createRandomStream(0.5)).toThrow(RangeError);
    expect(() => createRandomStream(0).nextBelow(0)).toThrow(RangeError);
  });
});
