import { describe, expect, it } from 'vitest';
import { expectAlarms } from '../../../server/src/drift/answers/expectAlarms.ts';
import { createAdwin } from '../../../server/src/drift/detectors/adwin.ts';
import { createDdm, createEddm } from '../../../server/src/drift/detectors/ddm.ts';
import type { DetectorSignal } from '../../../server/src/drift/detectors/detector.ts';
import { createHddmA, createHddmW } from '../../../server/src/drift/detectors/hddm.ts';
import { createKswin } from '../../../server/src/drift/detectors/kswin.ts';
import { createPageHinkley } from '../../../server/src/drift/detectors/pageHinkley.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';

type Create = () => (x: number) => DetectorSignal;

const detectors: Readonly<Record<string, Create>> = {
  adwin: () => createAdwin().update,
  pageHinkley: () => createPageHinkley().update,
  kswin: () => createKswin().update,
  ddm: () => createDdm().update,
  eddm: () => createEddm().update,
  hddmA: () => createHddmA().update,
  hddmW: () => createHddmW().update,
};

function countAlarms(create: Create, losses: Iterable<number>): number {
  const update = create();
  let alarms = 0;
  for (const loss of losses) if (update(loss) === 'drift') alarms += 1;
  return alarms;
}

/** @param share of errors at a place from 0 to 1 of the stream */
function drawErrors(seed: number, rows: number, share: (place: number) => number): Float64Array {
  const random = createRandomStream(seed);
  return Float64Array.from({ length: rows }, (_, row) => Number(random.nextFraction() < share(row / rows)));
}

/** Whether any of all detectors alarms more often than chance gives. */
function isChanged(losses: Float64Array, values: number): boolean {
  const all = Object.values(detectors).map((create) => ({ create, seen: countAlarms(create, losses) }));
  const alarmed = all.filter(({ seen }) => seen > 0);
  return expectAlarms(losses, alarmed, { values, streams: 200 }).some(({ p }) => p * all.length <= 0.05);
}

/** Share of streams that are called changed. */
function rateOf(streams: number, rows: number, values: number, share: (place: number) => number): number {
  const changed = Array.from({ length: streams }, (_, seed) => isChanged(drawErrors(seed, rows, share), values));
  return changed.filter(Boolean).length / streams;
}

describe('alarms of detectors beside those that chance gives', () => {
  it.each([
    ['many errors, with every stream that is wished', 200, 40_000, 0.3],
    ['many errors, with few streams', 1_000, 20_000, 0.3],
    ['few errors, with few streams', 1_000, 20_000, 0.05],
  ])('call at most 6 % of streams changed in which nothing changes: %s', (_, rows, values, share) => {
    expect(rateOf(100, rows, values, () => share)).toBeLessThanOrEqual(0.06);
  });

  it('call a stream changed whose share of errors rises', () => {
    expect(rateOf(8, 600, 120_000, (place) => (place < 0.5 ? 0.1 : 0.4))).toBe(1);
  });

  it('are expected as often as they come', () => {
    for (const name of ['ddm', 'eddm', 'hddmW']) {
      const create = detectors[name];
      if (create === undefined) throw new Error(`There is no detector ${name}.`);
      const streams = Array.from({ length: 40 }, (_, seed) => drawErrors(1000 + seed, 2_000, () => 0.3));
      const seen = streams.reduce((sum, losses) => sum + countAlarms(create, losses), 0);
      const expected = streams.reduce(
        (sum, losses) =>
          sum + (expectAlarms(losses, [{ create, seen: 1 }], { values: 20_000, streams: 200 })[0]?.expected ?? 0),
        0,
      );
      // Four standard errors of both, were the alarms of a Poisson process.
      expect(Math.abs(seen - expected)).toBeLessThan(4 * Math.sqrt(seen + expected / 10));
    }
  });

  it('are the same on every run', () => {
    const losses = drawErrors(3, 500, () => 0.4);
    const run = () => expectAlarms(losses, [{ create: () => createEddm().update, seen: 2 }]);
    expect(run()).toEqual(run());
  });
});
