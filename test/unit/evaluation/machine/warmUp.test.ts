/** When a machine is warm, whether it stays so, and where larger batches stop paying. */
import { describe, expect, it } from 'vitest';
import { findKnee } from '../../../../server/src/evaluation/machine/throughputKnee.ts';
import { createWarmUp, driftOf, isSteadyDrift } from '../../../../server/src/evaluation/machine/warmUp.ts';

/** Takes latencies until warm; at most `most`. */
function warm(latency: (query: number) => number, limitSeconds = 10, most = 100_000) {
  const warmUp = createWarmUp(limitSeconds);
  for (let query = 0; query < most && !warmUp.take(latency(query)); query++);
  return [warmUp.queries(), warmUp.isSteady()];
}

describe('a warm-up', () => {
  it('ends after two equal blocks of twenty', () => {
    expect(warm(() => 0.001)).toEqual([40, true]);
  });

  it('goes on while queries become faster', () => {
    const [queries] = warm((query) => 0.001 + 0.1 * Math.exp(-query / 100));
    expect(queries).toBeGreaterThan(300);
  });

  it('of a machine that never settles ends with its time, and says so', () => {
    expect(warm((query) => (Math.floor(query / 20) % 2 === 0 ? 0.01 : 0.02), 1)).toEqual([70, false]);
  });

  it('of a very slow model does not ask ten times', () => {
    expect(warm(() => 5, 2)).toEqual([1, false]);
    expect(warm(() => 0.3, 2)).toEqual([10, false]);
  });
});

describe('drift', () => {
  it('compares the first third with the last', () => {
    const drift = driftOf(Float64Array.from({ length: 90 }, (_, index) => (index < 45 ? 1 : 1.5)));
    expect([drift, isSteadyDrift(drift)]).toEqual([0.5, false]);
    expect(isSteadyDrift(driftOf(new Float64Array(90).fill(1)))).toBe(true);
  });

  it('of a handful of queries is not known, so they are not steady', () => {
    expect([driftOf(new Float64Array(29).fill(1)), isSteadyDrift(undefined)]).toEqual([undefined, false]);
  });
});

describe('the knee of throughput', () => {
  it('is the smallest batch that reaches nine tenths of the best', () => {
    const table = [
      { batch: 64, perSecond: 950 },
      { batch: 1, perSecond: 100 },
      { batch: 16, perSecond: 901 },
      { batch: 256, perSecond: 1000 },
    ];
    expect(findKnee(table)).toBe(16);
    expect(findKnee([])).toBeUndefined();
  });
});
