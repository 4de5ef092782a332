import { describe, expect, it } from 'vitest';
import { createAdwin, type AdwinState } from '../../../server/src/drift/detectors/adwin.ts';
import { createDdm, createEddm, type DdmState, type EddmState } from '../../../server/src/drift/detectors/ddm.ts';
import type { Detector } from '../../../server/src/drift/detectors/detector.ts';
import {
  createHddmA,
  createHddmW,
  type HddmAState,
  type HddmWState,
} from '../../../server/src/drift/detectors/hddm.ts';
import { createKswin, type KswinState } from '../../../server/src/drift/detectors/kswin.ts';
import { createPageHinkley, type PageHinkleyState } from '../../../server/src/drift/detectors/pageHinkley.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { readDetectorsFixture } from '../../python/detectorsFixture.ts';

const fixture = readDetectorsFixture();

function watch(detector: Pick<Detector<unknown>, 'update'>, values: readonly number[]) {
  const warnings: number[] = [];
  const drifts: number[] = [];
  for (const [place, value] of values.entries()) {
    const signal = detector.update(value);
    if (signal === 'drift') drifts.push(place);
    if (signal === 'warning') warnings.push(place);
  }
  return { warnings, drifts };
}

const choose = (draw: number): readonly number[] => fixture.choices[draw] ?? [];

const detectors: Readonly<Record<string, () => Pick<Detector<unknown>, 'update'>>> = {
  adwin: () => createAdwin({ keeps: 'nothing' }),
  adwinEach: () => createAdwin({ keeps: 'nothing', delta: 0.01, clock: 1 }),
  pageHinkley: () => createPageHinkley({ threshold: 20 }),
  kswin: () => createKswin({ choose }),
  ddm: () => createDdm(),
  eddm: () => createEddm(),
  hddmA: () => createHddmA(),
  hddmABoth: () => createHddmA({ isTwoSided: true }),
  hddmW: () => createHddmW(),
  hddmWBoth: () => createHddmW({ isTwoSided: true }),
};

describe(`detectors equal to those of river ${fixture.tools.river}`, () => {
  it.each(Object.entries(detectors))('%s warns and alarms at the same values', (name, create) => {
    for (const stream of fixture.streams) {
      const expected = stream.found[name];
      if (expected !== undefined) expect(watch(create(), stream.values), stream.name).toEqual(expected);
    }
  });
});

/** What a state becomes when it is written to a file and read again; JSON has no undefined. */
function store<State>(state: State): State {
  return structuredClone(state);
}

function expectContinues<State>(create: (saved?: State) => Detector<State>): void {
  const values = fixture.streams.find(({ name }) => name === 'sudden rise')?.values ?? [];
  const whole = watch(create(), values);
  let detector = create();
  const drifts = values.flatMap((value, place) => {
    const signal = detector.update(value);
    detector = create(store(detector.save()));
    return signal === 'drift' ? [place] : [];
  });
  expect(whole.drifts.length).toBeGreaterThan(0);
  expect(drifts).toEqual(whole.drifts);
}

describe('a detector goes on from its written state as if it had never stopped', () => {
  it('adwin', () => {
    expectContinues<AdwinState>((saved) => createAdwin({}, saved));
  });

  it('ddm and eddm', () => {
    expectContinues<DdmState>((saved) => createDdm({}, saved));
    expectContinues<EddmState>((saved) => createEddm({}, saved));
  });

  it('pageHinkley', () => {
    expectContinues<PageHinkleyState>((saved) => createPageHinkley({ threshold: 20 }, saved));
  });

  it('hddmA and hddmW', () => {
    expectContinues<HddmAState>((saved) => createHddmA({}, saved));
    expectContinues<HddmWState>((saved) => createHddmW({}, saved));
  });

  it('kswin', () => {
    expectContinues<KswinState>((saved) => createKswin({ seed: 3 }, saved));
  });
});

describe('the adaptive window', () => {
  it('keeps what came after the change, in memory that grows with the logarithm', () => {
    const random = createRandomStream(1);
    const adwin = createAdwin();
    const drifts = watch(
      adwin,
      Array.from({ length: 40_000 }, (_, place) => Number(random.nextFraction() < (place < 30_000 ? 0.1 : 0.2))),
    ).drifts;
    expect(drifts[0]).toBeGreaterThan(30_000);
    expect(drifts[0]).toBeLessThan(31_000);
    const { rows } = adwin.save();
    const kept = rows.reduce((sum, buckets, row) => sum + buckets.length * 2 ** row, 0);
    expect(kept).toBeLessThan(15_000);
    expect(rows.flat().length).toBeLessThan(100);
  });

  it('sees a change sooner when every bucket is a cut', () => {
    const values = [...new Array<number>(64).fill(0), ...new Array<number>(40).fill(1)];
    const all = watch(createAdwin({ clock: 1 }), values).drifts[0];
    const short = watch(createAdwin({ clock: 1, walk: 'all-but-last' }), values).drifts[0];
    expect(all).toBeDefined();
    expect(all).toBeLessThanOrEqual(short ?? Number.POSITIVE_INFINITY);
  });

  it('alarms rarely when nothing changes', () => {
    const random = createRandomStream(2);
    const alarmed = Array.from({ length: 40 }, () =>
      watch(
        createAdwin(),
        Array.from({ length: 2000 }, () => Number(random.nextFraction() < 0.3)),
      ),
    ).filter(({ drifts }) => drifts.length > 0);
    expect(alarmed.length).toBeLessThanOrEqual(2);
  });
});
