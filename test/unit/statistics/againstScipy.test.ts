import { describe, expect, it } from 'vitest';
import { chiSquareTail, chiSquareTailQuantile } from '../../../server/src/statistics/chiSquare.ts';
import { logGamma, upperGamma } from '../../../server/src/statistics/gamma.ts';
import { normalProbability, normalQuantile } from '../../../server/src/statistics/normal.ts';
import { computeShareTrials, computeShiftWindow } from '../../../server/src/statistics/power.ts';
import { computeSampleSize, computeWilsonInterval } from '../../../server/src/statistics/proportion.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { sumStable } from '../../../server/src/statistics/stableSum.ts';
import { readStatisticsFixture } from '../../python/statisticsFixture.ts';

const fixture = readStatisticsFixture();

/** @returns how far two numbers lie apart, relative to the larger of the expected one and `floor` */
function distance(actual: number, expected: number, floor = Number.MIN_VALUE): number {
  return actual === expected ? 0 : Math.abs(actual - expected) / Math.max(Math.abs(expected), floor);
}

describe(`equal to scipy ${fixture.tools.scipy} on random inputs`, () => {
  it('is the logarithm of the gamma function', () => {
    for (const { x, value } of fixture.logGamma)
      expect(distance(logGamma(x), value, 1), `x = ${x}`).toBeLessThan(1e-14);
  });

  it('is the incomplete gamma function', () => {
    for (const { shape, x, value } of fixture.upperGamma) {
      expect(distance(upperGamma(shape, x), value, 1e-290), `shape ${shape}, x ${x}`).toBeLessThan(2e-10);
    }
  });

  it('is the normal probability, far into the tail', () => {
    for (const { z, value } of fixture.normalProbability) {
      expect(distance(normalProbability(z), value), `z = ${z}`).toBeLessThan(1e-12);
    }
  });

  it('is the normal quantile, far into the tail', () => {
    for (const { probability, value } of fixture.normalQuantile) {
      expect(distance(normalQuantile(probability), value, 1), `p = ${probability}`).toBeLessThan(2e-15);
    }
  });

  it('is the chi-square tail', () => {
    for (const { degrees, value, tailOfValue } of fixture.chiSquare) {
      expect(distance(chiSquareTail(value, degrees), tailOfValue), `${degrees} degrees`).toBeLessThan(1e-12);
    }
  });

  it('is the chi-square quantile', () => {
    for (const { degrees, tail, value } of fixture.chiSquare) {
      expect(distance(chiSquareTailQuantile(tail, degrees), value), `${degrees} degrees, ${tail}`).toBeLessThan(1e-10);
    }
  });

  it('is the least window that shows a shift', () => {
    for (const { shift, referenceRows, rows, ...errors } of fixture.shiftWindows) {
      expect(computeShiftWindow(shift, referenceRows, errors) ?? null, `${shift}, ${referenceRows} rows`).toBe(rows);
    }
  });

  it('is the least number of trials that shows another share', () => {
    for (const { expected, worst, trials, ...errors } of fixture.shareTrials) {
      expect(computeShareTrials(expected, worst, errors), `${expected} to ${worst}`).toBe(trials);
    }
  });

  it('is the Wilson interval', () => {
    for (const { successes, trials, confidence, low, high } of fixture.wilson) {
      const interval = computeWilsonInterval(successes, trials, confidence);
      if (interval.kind === 'undefined') throw new Error(interval.because);
      expect(distance(interval.low, low, 1), `${successes} of ${trials}`).toBeLessThan(1e-13);
      expect(distance(interval.high, high, 1), `${successes} of ${trials}`).toBeLessThan(1e-13);
    }
  });

  it('is the sample size that a search one by one finds', () => {
    for (const { share, tolerance, confidence, trials } of fixture.sampleSize) {
      expect(computeSampleSize(share, tolerance, confidence)).toBe(trials);
    }
  });

  it('is the sum of numbers of very different size', () => {
    for (const { values, sum } of fixture.sums) expect(distance(sumStable(values), sum)).toBeLessThan(1e-15);
  });

  it('is the stream of random words of a second program', () => {
    for (const { seed, words } of fixture.randomStreams) {
      const stream = createRandomStream(seed);
      expect(words.map(() => stream.nextUint32())).toEqual(words);
    }
  });
});
