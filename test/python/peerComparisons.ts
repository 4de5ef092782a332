/** Each number that a tool gave on boxes, money, drift, costs, pictures and machines beside ours, for docs/truth.md. */
import { driftStatisticName } from '../../schemas/driftVerdict.ts';
import { computeFlowPayback, computePresentValue } from '../../server/src/cost/cashFlows.ts';
import { decimal } from '../../server/src/spec/decimal.ts';
import { computeStatistic } from '../../server/src/drift/computeStatistic.ts';
import { createAdwin } from '../../server/src/drift/detectors/adwin.ts';
import { createDdm, createEddm } from '../../server/src/drift/detectors/ddm.ts';
import { createHddmA, createHddmW } from '../../server/src/drift/detectors/hddm.ts';
import { createPageHinkley } from '../../server/src/drift/detectors/pageHinkley.ts';
import { computeEvidently, evidentlyMethods } from '../../server/src/drift/tools/evidently.ts';
import { computeNannyml, nannymlMethods } from '../../server/src/drift/tools/nannyml.ts';
import { summarizeCoco } from '../../server/src/evaluation/detection/cocoMeasures.ts';
import { evaluateCoco } from '../../server/src/evaluation/detection/evaluateCoco.ts';
import { readCoco } from '../../server/src/evaluation/detection/readCoco.ts';
import { matchEdges } from '../../server/src/evaluation/segmentation/matchEdges.ts';
import { fitPixels } from '../../server/src/inference/images/fitPixels.ts';
import { createPillowKernel } from '../../server/src/inference/images/resize/pillowKernel.ts';
import { binomialTail } from '../../server/src/statistics/binomialTail.ts';
import { categoryCells, columnOf, numericCells, pairOf } from '../unit/drift/columnPairs.ts';
import { readBoundariesFixture } from './boundariesFixture.ts';
import { readCostsFixture } from './costsFixture.ts';
import { readDetectionFixture } from './detectionFixture.ts';
import { readDetectorsFixture } from './detectorsFixture.ts';
import { readDriftFixture } from './driftFixture.ts';
import { readImagesFixture } from './imagesFixture.ts';
import { readMachineFixture } from './machineFixture.ts';
import { compareMoney } from './moneyComparisons.ts';
import { readMoneyFixture } from './moneyFixture.ts';
import { readEvidentlyFixture, readNannymlFixture } from './toolsFixture.ts';

/** One number of ours beside that of a tool on the same input. */
export interface PeerNumber {
  readonly what: string;
  /** Tool and version. */
  readonly peer: string;
  /** Undefined where we say that there is none. */
  readonly ours: number | undefined;
  /** Null where the tool has none. */
  readonly theirs: number | null;
  /** Differences are relative to the tool's number, or to this where that is smaller. */
  readonly floor: number;
}

/** Compared to 1e-6 in absolute terms: scipy, which Evidently calls, stops the series of this p at 1e-7. */
export const cramerVonMisesProbability = 'p of the Cramér-von Mises test';

export function comparePeers(): readonly PeerNumber[] {
  return [
    ...detections(),
    ...edges(),
    ...money(),
    ...drift(),
    ...evidently(),
    ...nannyml(),
    ...detectors(),
    ...costs(),
    ...images(),
    ...machine(),
  ];
}

function money(): readonly PeerNumber[] {
  const fixture = readMoneyFixture();
  const peer = `its definition, in numpy ${fixture.tools['numpy'] ?? ''}`;
  return compareMoney(fixture).map((one) => ({ ...one, peer, floor: 1e-3 }));
}

function edges(): readonly PeerNumber[] {
  const { tools, tolerances, cases } = readBoundariesFixture();
  const peer = `scipy ${tools['scipy'] ?? ''}`;
  return cases.flatMap(({ classes, truth, answer, results, ...size }) => {
    const pixels = { ...size, truth: Uint8Array.from(truth), answer: Uint8Array.from(answer) };
    return matchEdges(pixels, classes, [...tolerances, undefined]).flatMap((own, label) => {
      const theirs = results[label];
      if (own === undefined || theirs === undefined || theirs === null) return [];
      return [
        { what: 'Hausdorff 95 of masks', peer, ours: own.distance, theirs: theirs.distance, floor: 1e-3 },
        ...theirs.near.map((near, at) => ({
          what: 'boundary F of masks',
          peer,
          ours: own.near[at],
          theirs: near,
          floor: 1e-3,
        })),
      ];
    });
  });
}

function detections(): readonly PeerNumber[] {
  const fixture = readDetectionFixture();
  const peer = `pycocotools ${fixture.tools['pycocotools'] ?? ''}`;
  const tasks = { bbox: 'object-detection', segm: 'instance-segmentation', keypoints: 'keypoints' } as const;
  const names = { bbox: 'boxes', segm: 'masks', keypoints: 'keypoints' };
  return fixture.detections.flatMap(({ task, truth, answers, stats }) => {
    const { set, overlaps, protocol } = readCoco(
      { name: 'truth.json', text: JSON.stringify(truth) },
      { name: 'answers.json', text: JSON.stringify(answers) },
      tasks[task],
    );
    const evaluation = evaluateCoco(set, overlaps, protocol, { seed: 0, resamples: 0 });
    const summary = summarizeCoco(evaluation, { seed: 0, confidence: 0.95 });
    return stats.map((theirs, at): PeerNumber => {
      const value = summary[at]?.value;
      const ours = value?.state === 'known' ? value.value : undefined;
      return { what: `COCO summary, ${names[task]}`, peer, ours, theirs, floor: 1e-12 };
    });
  });
}

function drift(): readonly PeerNumber[] {
  const fixture = readDriftFixture();
  const peer = `scipy ${fixture.tools.scipy}`;
  const columns = [
    ...fixture.numeric.map((one) => ({ ...one, pair: columnOf(numericCells(one.reference, one.current)) })),
    ...fixture.categories.map((one) => ({
      ...one,
      pair: columnOf(categoryCells(named(one.reference), named(one.current))),
    })),
  ];
  return columns.flatMap(({ pair, measures, tests }) =>
    driftStatisticName.options.flatMap((name): readonly PeerNumber[] => {
      const test = tests[name];
      const theirs = measures[name] ?? test?.[0];
      const ours = computeStatistic(name, pair);
      const value = ours.kind === 'undefined' ? undefined : ours.value;
      const log = test?.[1];
      const found: PeerNumber[] = [];
      if (theirs !== undefined && theirs !== null) {
        found.push({ what: 'drift statistics', peer, ours: value, theirs, floor: 1e-3 });
      }
      if (log === undefined || log === null) return found;
      const p = ours.kind === 'undefined' ? undefined : ours.p;
      if (name === 'cramer_von_mises') {
        found.push({ what: cramerVonMisesProbability, peer, ours: p, theirs: Math.exp(log), floor: 1 });
      } else {
        const ourLog = p === undefined ? undefined : Math.log(p);
        found.push({ what: 'logarithm of p of drift tests', peer, ours: ourLog, theirs: log, floor: 1 });
      }
      return found;
    }),
  );
}

function named(counts: readonly number[]): Readonly<Record<string, number>> {
  return Object.fromEntries(counts.map((count, cell) => [`c${String(cell).padStart(3, '0')}`, count]));
}

function evidently(): readonly PeerNumber[] {
  const fixture = readEvidentlyFixture();
  const peer = `Evidently ${fixture.tools['evidently'] ?? ''}`;
  const columns = [
    ...fixture.numeric.map((one) => ({ kind: one.kind, results: one.results, pair: pairOf(one) })),
    ...fixture.categories.map(({ reference, current, results }) => ({
      kind: 'categories',
      results,
      pair: columnOf(categoryCells(reference, current)),
    })),
  ];
  return columns.flatMap(({ kind, results, pair }) =>
    evidentlyMethods.flatMap((method): readonly PeerNumber[] => {
      const theirs = results[method];
      // Of two values the covariance has rank 1, and scipy takes rounding errors for more.
      if (theirs === undefined || (method === 'es' && ['two', 'constant'].includes(kind))) return [];
      const ours = computeEvidently(method, pair);
      const value = ours.kind === 'undefined' ? undefined : ours.value;
      const named =
        method === 'cramer_von_mises'
          ? { what: cramerVonMisesProbability, floor: 1 }
          : { what: 'drift methods', floor: 1e-3 };
      return [{ ...named, peer, ours: value, theirs: theirs?.[0] ?? null }];
    }),
  );
}

function nannyml(): readonly PeerNumber[] {
  const fixture = readNannymlFixture();
  const peer = `NannyML ${fixture.tools['nannyml'] ?? ''}`;
  const columns = [
    ...fixture.numeric.map((one) => ({ results: one.results, pair: pairOf(one) })),
    ...fixture.categories.map(({ reference, current, results }) => ({
      results,
      pair: columnOf(categoryCells(reference, current)),
    })),
  ];
  return columns.flatMap(({ results, pair }) =>
    nannymlMethods.flatMap((method): readonly PeerNumber[] => {
      const theirs = results[method];
      if (theirs === undefined) return [];
      const ours = computeNannyml(method, pair);
      const value = ours.kind === 'undefined' ? undefined : ours.value;
      return [{ what: 'drift methods', peer, ours: value, theirs: theirs?.[0] ?? null, floor: 1e-3 }];
    }),
  );
}

function detectors(): readonly PeerNumber[] {
  const fixture = readDetectorsFixture();
  const peer = `river ${fixture.tools.river}`;
  const created = {
    adwin: () => createAdwin({ keeps: 'nothing' }),
    pageHinkley: () => createPageHinkley({ threshold: 20 }),
    ddm: () => createDdm(),
    eddm: () => createEddm(),
    hddmA: () => createHddmA(),
    hddmW: () => createHddmW(),
  };
  return fixture.streams.flatMap(({ values, found }) =>
    Object.entries(created).flatMap(([name, create]): readonly PeerNumber[] => {
      const theirs = found[name];
      if (theirs === undefined) return [];
      const detector = create();
      const drifts = values.flatMap((value, place) => (detector.update(value) === 'drift' ? [place] : []));
      return Array.from({ length: Math.max(drifts.length, theirs.drifts.length) }, (_, at) => ({
        what: 'places of alarms in a stream',
        peer,
        ours: drifts[at],
        theirs: theirs.drifts[at] ?? null,
        floor: 1,
      }));
    }),
  );
}

function costs(): readonly PeerNumber[] {
  const fixture = readCostsFixture();
  const byDecimal = `decimal of Python ${fixture.tools.python}`;
  const byTool = `numpy-financial ${fixture.tools.numpyFinancial}`;
  return fixture.flows.flatMap((one): readonly PeerNumber[] => {
    const flows = one.flows.map(decimal);
    const value = computePresentValue(flows, decimal(one.rate));
    const ours = value.kind === 'known' ? value.value.toNumber() : undefined;
    const payback = computeFlowPayback(flows);
    const years = payback.kind === 'known' ? payback.value.toNumber() : undefined;
    return [
      { what: 'present value', peer: byDecimal, ours, theirs: one.presentValue, floor: 1 },
      { what: 'present value', peer: byTool, ours, theirs: one.byTool, floor: 1 },
      { what: 'payback', peer: byDecimal, ours: years, theirs: one.payback, floor: 1 },
    ];
  });
}

function images(): readonly PeerNumber[] {
  const { resizes, tools } = readImagesFixture();
  const kernel = createPillowKernel();
  const pillow = ['nearest', 'bilinear', 'bicubic', 'lanczos', 'box'] as const;
  const openCv = ['opencv-nearest', 'opencv-linear', 'opencv-area'] as const;
  return resizes.flatMap(({ width, height, channels, pixels, toWidth, toHeight, results }) =>
    [...pillow, ...openCv].flatMap((filter): readonly PeerNumber[] => {
      const fit = { scaledWidth: toWidth, scaledHeight: toHeight, left: 0, top: 0, width: toWidth, height: toHeight };
      const made = fitPixels(kernel, { width, height, channels, data: pixels }, fit, filter, 0).data;
      const isOpenCv = filter.startsWith('opencv');
      const peer = isOpenCv ? `OpenCV ${tools['opencv'] ?? ''}` : `Pillow ${tools['pillow'] ?? ''}`;
      return [...results[filter]].map((theirs, at) => ({
        what: 'bytes of resized pictures',
        peer,
        ours: made[at],
        theirs,
        floor: 1,
      }));
    }),
  );
}

function machine(): readonly PeerNumber[] {
  const fixture = readMachineFixture();
  return fixture.tails.map(({ successes, trials, probability, value }) => ({
    what: 'binomial tail',
    peer: `scipy ${fixture.tools.scipy}`,
    ours: binomialTail(successes, trials, probability),
    theirs: value,
    floor: 1e-300,
  }));
}
