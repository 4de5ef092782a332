/** Percentiles of latency: when they may be believed, and how sure they are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allowedOver,
  neededWithin,
  queriesForMargin,
} from '../../../../server/src/evaluation/machine/earlyStopping.ts';
import { binLatencies } from '../../../../server/src/evaluation/machine/latencyBins.ts';
import { latencyPercentile, percentileOf } from '../../../../server/src/evaluation/machine/latencyPercentile.ts';
import { binomialTail } from '../../../../server/src/statistics/binomialTail.ts';
import { readMachineFixture } from '../../../python/machineFixture.ts';

const fixture = readMachineFixture();

describe(`equal to scipy ${fixture.tools.scipy} on random inputs`, () => {
  it('is the binomial tail', () => {
    for (const { successes, trials, probability, value, log } of fixture.tails) {
      const tail = binomialTail(successes, trials, probability);
      const name = `${successes} of ${trials}, ${probability}`;
      expect(Math.abs(tail - value), name).toBeLessThanOrEqual(1e-9 * value);
      expect(Math.abs(Math.log(tail) - log), name).toBeLessThan(1e-9 * Math.max(1, Math.abs(log)));
    }
  });

  it('is the number of queries that a percentile needs', () => {
    for (const { percentile, over, within } of fixture.needed) {
      expect(neededWithin(over, percentile), `p${percentile}, ${over} over`).toBe(within);
    }
  });

  it('are the latencies between which a percentile lies', () => {
    for (const { queries, percentile, low, high } of fixture.orderIntervals) {
      const sorted = Float64Array.from({ length: queries }, (_, index) => index);
      const { interval } = latencyPercentile(sorted, percentile, undefined, 0.95);
      expect([interval?.low, interval?.high], `p${percentile} of ${queries}`).toEqual([low, high]);
    }
  });
});

describe('early stopping needs as many queries as MLPerf', () => {
  it.each([
    [0.9, [44, 63, 79, 94, 122, 187]],
    [0.95, [90, 129, 163, 195, 254, 388]],
    [0.97, [152, 218, 275, 329, 428, 657]],
    [0.99, [459, 661, 836, 998, 1302, 2000]],
  ])('for p%d', (percentile, needed) => {
    expect([0, 1, 2, 3, 5, 10].map((over) => neededWithin(over, percentile))).toEqual(needed);
  });

  it.each([
    [0.9, 23_886],
    [0.95, 50_425],
    [0.97, 85_811],
    [0.99, 262_742],
  ])('for p%d known to a twentieth of its tail', (percentile, queries) => {
    expect(queriesForMargin(percentile)).toBe(queries);
  });

  it('without a bound, from 64 queries for p90 and from 662 for p99 on', () => {
    expect([allowedOver(63, 0.9), allowedOver(64, 0.9)]).toEqual([undefined, 1]);
    expect([allowedOver(661, 0.99), allowedOver(662, 0.99)]).toEqual([undefined, 1]);
  });

  it('allows as many slow queries as it then needs no more for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 200, max: 20_000 }), fc.constantFrom(0.5, 0.9, 0.95), (queries, percentile) => {
        const over = allowedOver(queries, percentile) ?? 0;
        expect(neededWithin(over, percentile) + over).toBeLessThanOrEqual(queries);
        expect(neededWithin(over + 1, percentile) + over + 1).toBeGreaterThan(queries);
      }),
      { numRuns: 40 },
    );
  });
});

const limit = { seconds: 0.02, text: '20 ms' };
const flat = (queries: number, slow = 0) =>
  Float64Array.from({ length: queries }, (_, index) => (index < queries - slow ? 0.001 : 0.05));

describe('a percentile', () => {
  it('is the latency at ⌊n·p⌋, counted from 0', () => {
    const sorted = Float64Array.from({ length: 100 }, (_, index) => index);
    expect([0.29, 0.5, 0.9, 0.99, 1].map((percentile) => percentileOf(sorted, percentile))).toEqual([
      29, 50, 90, 99, 99,
    ]);
  });

  it('is not valid after too few queries, and says how many it needs', () => {
    expect(latencyPercentile(flat(300), 0.99, limit, 0.95).validity).toEqual({
      kind: 'too-few',
      because: '300 queries: p99 is not valid; 459 needed if none is over 20 ms',
    });
  });

  it('needs more queries once some lie over its limit', () => {
    expect(latencyPercentile(flat(500, 2), 0.99, limit, 0.95).validity).toEqual({
      kind: 'too-few',
      because: '500 queries: p99 is not valid; 838 needed if no more than the 2 seen are over 20 ms',
    });
    expect(latencyPercentile(flat(838, 2), 0.99, limit, 0.95).validity).toEqual({ kind: 'valid' });
  });

  it('that is clearly over its limit is valid after few queries', () => {
    expect(latencyPercentile(flat(50, 40), 0.99, limit, 0.95).validity).toEqual({ kind: 'valid' });
  });

  it('without a limit says what it surely lies below', () => {
    const sorted = Float64Array.from({ length: 662 }, (_, index) => index);
    const found = latencyPercentile(sorted, 0.99, undefined, 0.95);
    expect([found.validity.kind, found.value, found.surelyBelow]).toEqual(['valid', 655, 661]);
    expect(latencyPercentile(flat(10), 0.99, undefined, 0.95).validity).toEqual({
      kind: 'too-few',
      because: '10 queries: p99 is not valid; 662 needed',
    });
  });
});

describe('bins of latencies', () => {
  it('hold every query once', () => {
    const latencies = fc.array(fc.double({ min: 1e-9, max: 100, noNaN: true }), { minLength: 1, maxLength: 500 });
    fc.assert(
      fc.property(latencies, (values) => {
        const { counts, above, width } = binLatencies(Float64Array.from(values).toSorted());
        expect(counts.reduce((sum, count) => sum + count, 0) + above).toBe(values.length);
        expect(width).toBeGreaterThan(0);
      }),
    );
  });

  it('leave the slowest half percent out of the width', () => {
    const { above, counts } = binLatencies(flat(1000, 3));
    expect([above, counts]).toEqual([3, [997]]);
  });
});
