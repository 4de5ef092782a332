/** Overlaps of classes of pixels. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { percentileInterval } from '../intervals/percentileInterval.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { knownMetric, undefinedMetric, withInterval } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import type { PictureCounts, PixelCounts } from './pixelCounts.ts';

const pixelMetrics = ['iou', 'dice', 'pixel-accuracy', 'boundary-f', 'hausdorff-95'] as const;

export type PixelMetric = (typeof pixelMetrics)[number];

export function isPixelMetric(metric: string): metric is PixelMetric {
  return pixelMetrics.some((one) => one === metric);
}

/** What a metric asks of pixels. */
export interface PixelMeasure {
  readonly metric: PixelMetric;
  /** Class of which it speaks; the mean over classes otherwise. */
  readonly class?: string | undefined;
  readonly averaging?: 'binary' | 'macro' | 'micro' | 'weighted' | 'samples' | 'worst' | 'none' | undefined;
  /**
   * What a picture counts in which a class is neither true nor answered. When it is stated, every picture is measured
   * for itself and the mean is taken; otherwise the pixels of all pictures are pooled. Edges are always those of a
   * picture, and such a picture is left out unless it is stated.
   */
  readonly empty?: 'one' | 'ignore' | undefined;
  /** Pixels by which an edge may be off; the usual share of the diagonal otherwise. */
  readonly within?: number | undefined;
}

/** Numbers of pixels of one class. */
interface ClassPixels {
  readonly shared: number;
  readonly truth: number;
  readonly answer: number;
}

/** Weighs pictures: how often each one counts. */
type Weights = Float64Array | undefined;

/**
 * A metric of pixels with its interval, which is drawn from pictures: pixels of one picture are not independent.
 *
 * @source boundary-f and hausdorff-95 are means over pictures of what `matchEdges` finds; iou and dice of pooled pixels equal jaccard_score and f1_score of scikit-learn over all pixels
 */
export function measurePixels(wanted: PixelMeasure, counts: PixelCounts, resampling: Resampling): MetricValue {
  const read = metricOf(wanted, counts);
  if ('because' in read) return undefinedMetric(read.because);
  const value = read(undefined);
  if (value.state === 'undefined') return value;
  return withInterval(value, drawPictures(counts.pictures.length, read, resampling));
}

function metricOf(
  wanted: PixelMeasure,
  counts: PixelCounts,
): ((weights: Weights) => MetricValue) | { readonly because: string } {
  if (counts.pictures.length === 0) return { because: 'there is no picture' };
  const { metric, empty } = wanted;
  if (metric === 'pixel-accuracy') return (weights) => pixelAccuracy(counts.pictures, weights);
  const isOfEdges = metric === 'boundary-f' || metric === 'hausdorff-95';
  const overlap = metric === 'iou' ? iouOf : diceOf;
  const ofClass = (index: number, weights: Weights): MetricValue => {
    if (isOfEdges) return meanOfEdges(counts, index, wanted, weights);
    return empty === undefined
      ? overlap(poolClass(counts.pictures, index, weights), counts.classes[index] ?? '')
      : meanOfPictures(counts, index, overlapOf(overlap), empty, weights);
  };
  if (wanted.class !== undefined) {
    const index = counts.classes.indexOf(wanted.class);
    if (index === -1) return { because: `${wanted.class} is none of the classes ${counts.classes.join(', ')}` };
    return (weights) => ofClass(index, weights);
  }
  const { averaging = 'macro' } = wanted;
  switch (averaging) {
    case 'macro':
    case 'worst':
    case 'weighted':
      return (weights) => averageClasses(counts, averaging, ofClass, weights, metric === 'hausdorff-95');
    case 'micro':
      if (isOfEdges) return { because: 'edges of several classes cannot be pooled; average them or name the class' };
      return (weights) => overlap(poolAll(counts, weights), 'any class');
    case 'binary':
      return { because: 'the metric names no class; say under `class` which one is judged' };
    case 'samples':
    case 'none':
      return { because: `averaging ${averaging} has no single value for classes of pixels; name the class` };
  }
}

/** Intersection over union. */
function iouOf({ shared, truth, answer }: ClassPixels, name: string): MetricValue {
  const union = truth + answer - shared;
  return union === 0 ? undefinedMetric(`${name} is neither true nor answered`) : knownMetric(shared / union, truth);
}

/** Twice the intersection over both sizes. */
function diceOf({ shared, truth, answer }: ClassPixels, name: string): MetricValue {
  const both = truth + answer;
  return both === 0 ? undefinedMetric(`${name} is neither true nor answered`) : knownMetric((2 * shared) / both, truth);
}

function poolClass(pictures: readonly PictureCounts[], index: number, weights: Weights): ClassPixels {
  let [shared, truth, answer] = [0, 0, 0];
  for (const [at, picture] of pictures.entries()) {
    const weight = weights === undefined ? 1 : (weights[at] ?? 0);
    shared += weight * (picture.shared[index] ?? 0);
    truth += weight * (picture.truth[index] ?? 0);
    answer += weight * (picture.answer[index] ?? 0);
  }
  return { shared, truth, answer };
}

function poolAll({ classes, pictures }: PixelCounts, weights: Weights): ClassPixels {
  const parts = classes.map((_, index) => poolClass(pictures, index, weights));
  const sumOf = (key: keyof ClassPixels): number => parts.reduce((sum, part) => sum + part[key], 0);
  return { shared: sumOf('shared'), truth: sumOf('truth'), answer: sumOf('answer') };
}

/** What a class has in one picture; undefined where it is neither true nor answered. */
type OfPicture = (picture: PictureCounts, index: number) => number | undefined;

function overlapOf(overlap: (pixels: ClassPixels, name: string) => MetricValue): OfPicture {
  return ({ shared, truth, answer }, index) => {
    const own = overlap({ shared: shared[index] ?? 0, truth: truth[index] ?? 0, answer: answer[index] ?? 0 }, '');
    return own.state === 'known' ? own.value : undefined;
  };
}

function meanOfPictures(
  { pictures, classes }: PixelCounts,
  index: number,
  ofPicture: OfPicture,
  empty: 'one' | 'ignore',
  weights: Weights,
  otherwise = `${classes[index] ?? ''} is neither true nor answered in any picture`,
): MetricValue {
  let [sum, count] = [0, 0];
  for (const [at, picture] of pictures.entries()) {
    const weight = weights === undefined ? 1 : (weights[at] ?? 0);
    if (weight === 0) continue;
    const own = ofPicture(picture, index) ?? (empty === 'one' ? 1 : undefined);
    if (own === undefined) continue;
    sum += weight * own;
    count += weight;
  }
  return count === 0 ? undefinedMetric(otherwise) : knownMetric(sum / count, count);
}

function meanOfEdges(
  counts: PixelCounts,
  index: number,
  { metric, empty = 'ignore', within }: PixelMeasure,
  weights: Weights,
): MetricValue {
  if (metric === 'boundary-f') {
    const place = counts.tolerances.indexOf(within);
    return meanOfPictures(counts, index, ({ edges }) => edges[index]?.near[place], empty, weights);
  }
  const name = counts.classes[index] ?? '';
  const ofEdges = counts.pictures.flatMap(({ edges }) => edges[index] ?? []);
  const lone = ofEdges.filter(({ distance }) => distance === undefined).length;
  const value = meanOfPictures(
    counts,
    index,
    ({ edges }) => edges[index]?.distance,
    'ignore',
    weights,
    ofEdges.length === 0
      ? `${name} is neither true nor answered in any picture`
      : `${name} is both true and answered in no picture, and one edge alone has no distance`,
  );
  if (value.state === 'undefined' || lone === 0) return value;
  const note = `In ${lone} of ${ofEdges.length} pictures ${name} is true or answered alone; these have no distance and are left out.`;
  return { ...value, notes: [...(value.notes ?? []), note] };
}

function averageClasses(
  counts: PixelCounts,
  averaging: 'macro' | 'worst' | 'weighted',
  ofClass: (index: number, weights: Weights) => MetricValue,
  weights: Weights,
  isLoss: boolean,
): MetricValue {
  const values = counts.classes.map((_, index) => ofClass(index, weights));
  const parts = values.flatMap((value, index) => {
    const { truth } = poolClass(counts.pictures, index, weights);
    return value.state === 'known' ? [{ value: value.value, truth, notes: value.notes ?? [] }] : [];
  });
  const [first] = values;
  if (parts.length === 0) {
    return undefinedMetric(isLoss && first?.state === 'undefined' ? first.because : 'no class is true or answered');
  }
  const left = counts.classes.length - parts.length;
  const without = isLoss ? 'have no distance in any picture' : 'are neither true nor answered';
  const notes = [
    ...(left === 0 ? [] : [`${left} of ${counts.classes.length} classes ${without}.`]),
    ...parts.flatMap((part) => part.notes),
  ];
  if (averaging === 'worst') {
    const worst = isLoss ? Math.max : Math.min;
    return knownMetric(worst(...parts.map(({ value }) => value)), parts.length, notes);
  }
  const weightOf = ({ truth }: { readonly truth: number }): number => (averaging === 'macro' ? 1 : truth);
  const all = parts.reduce((sum, part) => sum + weightOf(part), 0);
  const sum = parts.reduce((total, part) => total + weightOf(part) * part.value, 0);
  return all === 0 ? undefinedMetric('no class is true') : knownMetric(sum / all, parts.length, notes);
}

function pixelAccuracy(pictures: readonly PictureCounts[], weights: Weights): MetricValue {
  let [right, all] = [0, 0];
  for (const [at, { shared, truth }] of pictures.entries()) {
    const weight = weights === undefined ? 1 : (weights[at] ?? 0);
    right += weight * shared.reduce((sum, count) => sum + count, 0);
    all += weight * truth.reduce((sum, count) => sum + count, 0);
  }
  return all === 0 ? undefinedMetric('no pixel counts') : knownMetric(right / all, all);
}

function drawPictures(
  pictures: number,
  metric: (weights: Weights) => MetricValue,
  resampling: Resampling,
): ReturnType<typeof percentileInterval> {
  if (pictures < 2) return undefined;
  const random = createRandomStream(resampling.seed);
  const weights = new Float64Array(pictures);
  const draws = Array.from({ length: resampling.resamples }, () => {
    weights.fill(0);
    for (let draw = 0; draw < pictures; draw++) {
      const picture = random.nextBelow(pictures);
      weights[picture] = (weights[picture] ?? 0) + 1;
    }
    const value = metric(weights);
    return value.state === 'known' ? value.value : undefined;
  });
  return percentileInterval(draws, 'the pictures', resampling);
}
