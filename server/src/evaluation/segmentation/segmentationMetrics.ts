/** Overlaps of classes of pixels. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { percentileInterval } from '../intervals/percentileInterval.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { knownMetric, undefinedMetric, withInterval } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';
import type { PictureCounts, PixelCounts } from './pixelCounts.ts';

/** What a metric asks of pixels. */
export interface PixelMeasure {
  readonly metric: 'iou' | 'dice' | 'pixel-accuracy';
  /** Class of which it speaks; the mean over classes otherwise. */
  readonly class?: string | undefined;
  readonly averaging?: 'binary' | 'macro' | 'micro' | 'weighted' | 'samples' | 'worst' | 'none' | undefined;
  /**
   * What a picture counts in which a class is neither true nor answered. When it is stated, every picture is measured
   * for itself and the mean is taken; otherwise the pixels of all pictures are pooled.
   */
  readonly empty?: 'one' | 'ignore' | undefined;
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
 * @source iou and dice of pooled pixels equal jaccard_score and f1_score of scikit-learn over all pixels
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
  const overlap = metric === 'iou' ? iouOf : diceOf;
  const ofClass = (index: number, weights: Weights): MetricValue =>
    empty === undefined
      ? overlap(poolClass(counts.pictures, index, weights), counts.classes[index] ?? '')
      : meanOfPictures(counts, index, overlap, empty, weights);
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
      return (weights) => averageClasses(counts, averaging, ofClass, weights);
    case 'micro':
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

function meanOfPictures(
  { pictures, classes }: PixelCounts,
  index: number,
  overlap: (pixels: ClassPixels, name: string) => MetricValue,
  empty: 'one' | 'ignore',
  weights: Weights,
): MetricValue {
  const name = classes[index] ?? '';
  let [sum, count] = [0, 0];
  for (const [at, { shared, truth, answer }] of pictures.entries()) {
    const weight = weights === undefined ? 1 : (weights[at] ?? 0);
    if (weight === 0) continue;
    const own = overlap({ shared: shared[index] ?? 0, truth: truth[index] ?? 0, answer: answer[index] ?? 0 }, name);
    if (own.state === 'undefined' && empty === 'ignore') continue;
    sum += weight * (own.state === 'known' ? own.value : 1);
    count += weight;
  }
  return count === 0
    ? undefinedMetric(`${name} is neither true nor answered in any picture`)
    : knownMetric(sum / count, count);
}

function averageClasses(
  counts: PixelCounts,
  averaging: 'macro' | 'worst' | 'weighted',
  ofClass: (index: number, weights: Weights) => MetricValue,
  weights: Weights,
): MetricValue {
  const parts = counts.classes.flatMap((_, index) => {
    const value = ofClass(index, weights);
    const { truth } = poolClass(counts.pictures, index, weights);
    return value.state === 'known' ? [{ value: value.value, truth }] : [];
  });
  if (parts.length === 0) return undefinedMetric('no class is true or answered');
  const left = counts.classes.length - parts.length;
  const notes = left === 0 ? [] : [`${left} of ${counts.classes.length} classes are neither true nor answered.`];
  if (averaging === 'worst') return knownMetric(Math.min(...parts.map(({ value }) => value)), parts.length, notes);
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
