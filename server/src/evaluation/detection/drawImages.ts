/** The bootstrap over images: what average precision and recall would be with other images of the same kind. */
import { createRandomStream } from '../../statistics/seededRandom.ts';
import type { CocoProtocol } from './cocoProtocol.ts';
import type { DetectionSet } from './detectionSet.ts';
import { outcome } from './matchClass.ts';
import type { MatchedClass } from './matchClass.ts';
import { createPrecisionScratch, meanAtRecalls } from './precisionAtRecalls.ts';
import type { PrecisionScratch } from './precisionAtRecalls.ts';

export interface ImageDraws {
  /** How often images were drawn. */
  readonly count: number;
  /** Sums over classes of average precision with the most answers: areas * thresholds * draws. */
  readonly precision: Float64Array;
  /** Sums over classes of recall: areas * most * thresholds * draws. */
  readonly recall: Float64Array;
  /** Classes with truths in the draw: areas * draws. */
  readonly classes: Float64Array;
  /** For each class, average precision of all sizes over COCO's overlaps, draw by draw; NaN where a draw has no truth. */
  readonly ofClass: Float64Array[];
}

/** Detections that all draws may look at together: more would take seconds. */
const mostSteps = 4e8;
/** Fewer draws say nothing about a tail of 2.5 %. */
const fewestResamples = 200;

/**
 * @param wishes `resamples` is cut where there are very many detections, never below 200; there are none with fewer
 *   than two images
 */
export function createImageDraws(
  set: DetectionSet,
  protocol: CocoProtocol,
  { seed, resamples }: { readonly seed: number; readonly resamples: number },
): { readonly draws: ImageDraws; readonly add: (matched: MatchedClass) => void } {
  const images = set.images.length;
  const steps = protocol.areas.length * set.detections.images.length + images;
  const count = images < 2 ? 0 : Math.min(resamples, Math.max(fewestResamples, Math.floor(mostSteps / steps)));
  const weights = drawWeights(images, count, seed);
  const { areas, thresholds, most } = protocol;
  const draws: ImageDraws = {
    count,
    precision: new Float64Array(areas.length * thresholds.length * count),
    recall: new Float64Array(areas.length * most.length * thresholds.length * count),
    classes: new Float64Array(areas.length * count),
    ofClass: [],
  };
  return {
    draws,
    add: (matched) => {
      draws.ofClass.push(new Float64Array(count).fill(Number.NaN));
      if (count > 0) addClass(matched, protocol, weights, draws);
    },
  };
}

/** How often each image is in each draw. */
function drawWeights(images: number, count: number, seed: number): readonly Uint16Array[] {
  const random = createRandomStream(seed);
  return Array.from({ length: count }, () => {
    const weights = new Uint16Array(images);
    for (let draw = 0; draw < images; draw++) {
      const image = random.nextBelow(images);
      weights[image] = (weights[image] ?? 0) + 1;
    }
    return weights;
  });
}

/** Detections of one size, as far as they count at some threshold. */
interface Hits {
  readonly images: Int32Array;
  readonly ranks: Int32Array;
  /** A bit for each threshold at which it is right. */
  readonly right: Uint32Array;
  /** Likewise where it is wrong; where it is neither, it is ignored. */
  readonly wrong: Uint32Array;
}

function addClass(
  matched: MatchedClass,
  protocol: CocoProtocol,
  weights: readonly Uint16Array[],
  draws: ImageDraws,
): void {
  const { thresholds, areas } = protocol;
  const own = draws.ofClass.at(-1) ?? new Float64Array();
  const curves = thresholds.map(() => createPrecisionScratch(matched.places.length));
  for (const [area] of areas.entries()) {
    const truthImages = matched.truthImages[area] ?? new Int32Array();
    if (truthImages.length === 0) continue;
    const hits = findHits(matched, area, thresholds.length);
    for (const [draw, drawn] of weights.entries()) {
      let truths = 0;
      for (const image of truthImages) truths += drawn[image] ?? 0;
      if (truths === 0) continue;
      add(draws.classes, area * draws.count + draw, 1);
      const points = traceDraw(hits, drawn, truths, protocol, curves, (most, threshold, right) => {
        const at = (area * protocol.most.length + most) * thresholds.length + threshold;
        add(draws.recall, at * draws.count + draw, right / truths);
      });
      let standard = 0;
      for (const [threshold, curve] of curves.entries()) {
        const value = meanAtRecalls(curve, points[threshold] ?? 0, protocol.recalls);
        add(draws.precision, (area * thresholds.length + threshold) * draws.count + draw, value);
        if (threshold < protocol.standardThresholds) standard += value / protocol.standardThresholds;
      }
      if (area === 0) own[draw] = standard;
    }
  }
}

function findHits({ outcomes, images, ranks }: MatchedClass, area: number, thresholds: number): Hits {
  const count = images.length;
  const right = new Uint32Array(count);
  const wrong = new Uint32Array(count);
  let size = 0;
  for (let at = 0; at < count; at++) {
    const [rightBits, wrongBits] = [right, wrong];
    for (let threshold = 0; threshold < thresholds; threshold++) {
      const what = outcomes[(area * thresholds + threshold) * count + at];
      if (what === outcome.right) rightBits[at] = (rightBits[at] ?? 0) | (1 << threshold);
      if (what === outcome.wrong) wrongBits[at] = (wrongBits[at] ?? 0) | (1 << threshold);
    }
    // Nothing wrong matters behind the last one that is right.
    if (right[at] !== 0) size = at + 1;
  }
  return {
    images: images.subarray(0, size),
    ranks: ranks.subarray(0, size),
    right: right.subarray(0, size),
    wrong: wrong.subarray(0, size),
  };
}

/**
 * Fills the curves of one draw.
 *
 * @param onRecall told how many truths are found, for each number of answers and each threshold
 * @returns points of each curve
 */
function traceDraw(
  { images, ranks, right, wrong }: Hits,
  weights: Uint16Array,
  truths: number,
  { thresholds, most }: CocoProtocol,
  curves: readonly PrecisionScratch[],
  onRecall: (most: number, threshold: number, right: number) => void,
): Int32Array {
  const size = thresholds.length;
  const points = new Int32Array(size);
  const rightSums = new Int32Array(size);
  const wrongSums = new Int32Array(size);
  const found = new Int32Array(size * most.length);
  const everywhere = 2 ** size - 1;
  // Most detections are wrong at every threshold, and are counted once for all.
  let wrongEverywhere = 0;
  for (let at = 0; at < images.length; at++) {
    const weight = weights[images[at] ?? 0] ?? 0;
    if (weight === 0) continue;
    const wrongBits = wrong[at] ?? 0;
    if (wrongBits === everywhere) {
      wrongEverywhere += weight;
      continue;
    }
    const rightBits = right[at] ?? 0;
    const rank = ranks[at] ?? 0;
    for (let threshold = 0; threshold < size; threshold++) {
      if (((wrongBits >>> threshold) & 1) === 1) {
        wrongSums[threshold] = (wrongSums[threshold] ?? 0) + weight;
      } else if (((rightBits >>> threshold) & 1) === 1) {
        const sum = (rightSums[threshold] ?? 0) + weight;
        rightSums[threshold] = sum;
        const curve = curves[threshold];
        const point = points[threshold] ?? 0;
        if (curve !== undefined) {
          curve.recall[point] = sum / truths;
          curve.precision[point] = sum / (wrongEverywhere + (wrongSums[threshold] ?? 0) + sum + Number.EPSILON);
        }
        points[threshold] = point + 1;
        for (let limit = 0; limit < most.length; limit++) {
          if (rank < (most[limit] ?? 0)) {
            found[limit * size + threshold] = (found[limit * size + threshold] ?? 0) + weight;
          }
        }
      }
    }
  }
  for (let limit = 0; limit < most.length; limit++) {
    for (let threshold = 0; threshold < size; threshold++) {
      onRecall(limit, threshold, found[limit * size + threshold] ?? 0);
    }
  }
  return points;
}

function add(into: Float64Array, at: number, value: number): void {
  into[at] = (into[at] ?? 0) + value;
}
