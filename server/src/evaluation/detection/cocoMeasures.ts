/** Values of the COCO protocol by name: its summary, and what a spec asks of it. */
import { percentileInterval } from '../intervals/percentileInterval.ts';
import { knownMetric, undefinedMetric, withInterval } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import type { AreaRange } from './cocoProtocol.ts';
import type { CocoEvaluation } from './evaluateCoco.ts';

/** One number of the protocol. */
export interface CocoMeasure {
  readonly what: 'precision' | 'recall';
  /** Overlaps over which is averaged. */
  readonly thresholds: readonly number[];
  readonly area: AreaRange['name'];
  /** Most detections per image and class; precision takes the most of the protocol. */
  readonly most?: number | undefined;
}

export interface CocoSummaryLine extends CocoMeasure {
  /** As papers write it, such as `AP50`. */
  readonly name: string;
  readonly value: MetricValue;
}

/** How intervals are drawn. */
export interface DrawnIntervals {
  readonly seed: number;
  readonly confidence: number;
}

/**
 * The mean over classes with a truth and over overlaps.
 *
 * @returns undefined where no class has a truth of that size, or the protocol knows no such overlap
 */
export function measureCoco(evaluation: CocoEvaluation, measure: CocoMeasure, intervals: DrawnIntervals): MetricValue {
  const { protocol, classes, draws } = evaluation;
  const area = protocol.areas.findIndex(({ name }) => name === measure.area);
  const most = measure.most === undefined ? protocol.most.length - 1 : protocol.most.indexOf(measure.most);
  const thresholds = measure.thresholds.map((overlap) => protocol.thresholds.indexOf(overlap));
  if (area === -1) return undefinedMetric(`things of the size ${measure.area} are not judged in this task`);
  if (most === -1 || thresholds.length === 0 || thresholds.includes(-1)) {
    return undefinedMetric('the overlaps or the number of answers were not evaluated');
  }
  const judged = classes.filter(({ truths }) => (truths[area] ?? 0) > 0);
  const truths = judged.reduce((sum, one) => sum + (one.truths[area] ?? 0), 0);
  if (judged.length === 0) {
    return undefinedMetric(measure.area === 'all' ? 'there is no true thing' : `no true thing is ${measure.area}`);
  }
  const at = (threshold: number): number =>
    (area * protocol.most.length + most) * protocol.thresholds.length + threshold;
  const values = judged.flatMap(({ averagePrecision, recall }) =>
    thresholds.map((threshold) => (measure.what === 'precision' ? averagePrecision : recall)[at(threshold)] ?? NaN),
  );
  const left = classes.length - judged.length;
  const value = knownMetric(
    values.reduce((sum, one) => sum + one, 0) / values.length,
    truths,
    left === 0 ? [] : [`${left} of ${classes.length} classes have no such true thing and are left out of the mean.`],
  );
  const drawn = Array.from({ length: draws.count }, (_, draw) => {
    const present = draws.classes[area * draws.count + draw] ?? 0;
    if (present === 0) return undefined;
    const sum = thresholds.reduce((total, threshold) => {
      const layer = measure.what === 'precision' ? area * protocol.thresholds.length + threshold : at(threshold);
      return total + ((measure.what === 'precision' ? draws.precision : draws.recall)[layer * draws.count + draw] ?? 0);
    }, 0);
    return sum / (present * thresholds.length);
  });
  // Draws are of the most answers alone, as the summary asks it.
  const isDrawn = measure.what === 'recall' || most === protocol.most.length - 1;
  return isDrawn ? withDraws(value, drawn, draws.count, intervals) : value;
}

/**
 * The average precision of one class over COCO's overlaps.
 *
 * @param index of the class
 */
export function measureClassPrecision(
  evaluation: CocoEvaluation,
  index: number,
  intervals: DrawnIntervals,
): MetricValue {
  const { protocol, draws } = evaluation;
  const value = measureOneClass(evaluation, index, 'precision', protocol.standardThresholds);
  const drawn = [...(draws.ofClass[index] ?? [])].map((draw) => (Number.isNaN(draw) ? undefined : draw));
  return withDraws(value, drawn, draws.count, intervals);
}

/**
 * One class without an interval.
 *
 * @param overlaps how many of the first ones are averaged over
 */
export function measureOneClass(
  { protocol, classes }: CocoEvaluation,
  index: number,
  what: CocoMeasure['what'],
  overlaps: number,
): MetricValue {
  const one = classes[index];
  const truths = one?.truths[0] ?? 0;
  if (one === undefined || truths === 0) return undefinedMetric('there is no true thing of the class');
  const start = (protocol.most.length - 1) * protocol.thresholds.length;
  const values = (what === 'precision' ? one.averagePrecision : one.recall).subarray(start, start + overlaps);
  return knownMetric(values.reduce((sum, part) => sum + part, 0) / values.length, truths);
}

/**
 * The spread of what was drawn, around the value.
 *
 * Images that are drawn twice have equal scores twice, which lifts average precision in every draw: the plain percentiles
 * would lie above the value, with many images beyond it. Where all draws are equal, such as with true things in one
 * image alone, they say nothing about others.
 */
function withDraws(
  value: MetricValue,
  drawn: readonly (number | undefined)[],
  count: number,
  { seed, confidence }: DrawnIntervals,
): MetricValue {
  if (value.state === 'undefined') return value;
  const known = drawn.filter((draw) => draw !== undefined);
  const shift = value.value - known.reduce((sum, draw) => sum + draw, 0) / known.length;
  const centred = drawn.map((draw) => (draw === undefined ? undefined : Math.min(1, Math.max(0, draw + shift))));
  const what = 'the images, centred on the value';
  const interval = percentileInterval(centred, what, { seed, confidence, resamples: count });
  return withInterval(value, interval === undefined || interval.low === interval.high ? undefined : interval);
}

/**
 * The summary that COCO prints: twelve numbers for boxes and masks, ten for points.
 *
 * @source summarize of pycocotools; where its first line is −1 because 100 answers were not among those evaluated, ours
 *   takes the most that were
 */
export function summarizeCoco(evaluation: CocoEvaluation, intervals: DrawnIntervals): readonly CocoSummaryLine[] {
  const { thresholds: overlaps, standardThresholds, areas, most } = evaluation.protocol;
  const standard = overlaps.slice(0, standardThresholds);
  const [half = [], threeQuarters = []] = [0, 5].map((at) => overlaps.slice(at, at + 1));
  const sizes = areas.map(({ name }) => name).filter((name) => name !== 'all');
  const short: Readonly<Record<AreaRange['name'], string>> = { all: '', small: 's', medium: 'm', large: 'l' };
  const last = most.at(-1) ?? 0;
  const isOfPoints = most.length === 1;
  const measures: (CocoMeasure & { name: string })[] = [
    { name: 'AP', what: 'precision', thresholds: standard, area: 'all' },
    { name: 'AP50', what: 'precision', thresholds: half, area: 'all' },
    { name: 'AP75', what: 'precision', thresholds: threeQuarters, area: 'all' },
    ...sizes.map((area) => ({
      name: `AP${short[area]}`,
      what: 'precision' as const,
      thresholds: standard,
      area,
    })),
    ...(isOfPoints
      ? [
          { name: 'AR', what: 'recall' as const, thresholds: standard, area: 'all' as const, most: last },
          { name: 'AR50', what: 'recall' as const, thresholds: half, area: 'all' as const, most: last },
          { name: 'AR75', what: 'recall' as const, thresholds: threeQuarters, area: 'all' as const, most: last },
        ]
      : most.map((limit) => ({
          name: `AR${limit}`,
          what: 'recall' as const,
          thresholds: standard,
          area: 'all' as const,
          most: limit,
        }))),
    ...sizes.map((area) => ({
      name: `AR${short[area]}`,
      what: 'recall' as const,
      thresholds: standard,
      area,
      most: last,
    })),
  ];
  return measures.map((measure) => ({ ...measure, value: measureCoco(evaluation, measure, intervals) }));
}
