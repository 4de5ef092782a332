/** The COCO protocol: average precision and recall of every class, size and overlap. */
import type { CocoProtocol } from './cocoProtocol.ts';
import type { DetectionSet, Overlaps } from './detectionSet.ts';
import { createImageDraws } from './drawImages.ts';
import type { ImageDraws } from './drawImages.ts';
import { groupByClass } from './groupThings.ts';
import { matchClass, outcome } from './matchClass.ts';
import type { MatchedClass } from './matchClass.ts';
import { averagePrecisionOf, createPrecisionScratch } from './precisionAtRecalls.ts';

/** One class; NaN stands where no truth counts. */
export interface CocoClass {
  /** Truths that count, by area. */
  readonly truths: readonly number[];
  /** Detections that were looked at. */
  readonly detections: number;
  /** Areas * most * thresholds; NaN where no truth of the area counts. */
  readonly averagePrecision: Float64Array;
  /** The last recall; likewise. */
  readonly recall: Float64Array;
  /** Thresholds * recalls: precision of all sizes with the most answers; empty where no truth counts. */
  readonly precision: Float64Array;
}

export interface CocoEvaluation {
  readonly protocol: CocoProtocol;
  readonly classes: readonly CocoClass[];
  /** What the values would be with other images. */
  readonly draws: ImageDraws;
}

export interface CocoWorld {
  readonly seed: number;
  /** Most draws of the bootstrap; 0 for none. */
  readonly resamples: number;
  /** Told what became of the detections of each class, one class after the other. */
  readonly onClass?: (matched: MatchedClass, index: number) => void;
}

/**
 * Evaluates detections.
 *
 * @source equals COCOeval of pycocotools
 */
export function evaluateCoco(
  set: DetectionSet,
  overlaps: Overlaps,
  protocol: CocoProtocol,
  { seed, resamples, onClass }: CocoWorld,
): CocoEvaluation {
  const count = set.classes.length;
  const detections = groupByClass(set.detections, count, set.images.length);
  const truths = groupByClass(set.truths, count, set.images.length);
  const drawing = createImageDraws(set, protocol, { seed, resamples });
  const classes = set.classes.map((_, index) => {
    const matched = matchClass(set, detections.ofClass(index), truths.ofClass(index), overlaps, protocol);
    drawing.add(matched);
    onClass?.(matched, index);
    return measureClass(matched, protocol);
  });
  return { protocol, classes, draws: drawing.draws };
}

function measureClass(matched: MatchedClass, protocol: CocoProtocol): CocoClass {
  const { areas, most, thresholds, recalls } = protocol;
  const shape = areas.length * most.length * thresholds.length;
  const averagePrecision = new Float64Array(shape).fill(Number.NaN);
  const recall = new Float64Array(shape).fill(Number.NaN);
  const hasTruths = (matched.truths[0] ?? 0) > 0;
  const precision = new Float64Array(hasTruths ? thresholds.length * recalls.length : 0);
  const scratch = createPrecisionScratch(matched.places.length);
  for (const [area] of areas.entries()) {
    const truths = matched.truths[area] ?? 0;
    if (truths === 0) continue;
    for (const [limit, mostRank] of most.entries()) {
      for (const [threshold] of thresholds.entries()) {
        const { isRight, right } = pickHits(matched, area * thresholds.length + threshold, mostRank);
        const at = (area * most.length + limit) * thresholds.length + threshold;
        const curve =
          area === 0 && limit === most.length - 1
            ? precision.subarray(threshold * recalls.length, (threshold + 1) * recalls.length)
            : undefined;
        averagePrecision[at] = averagePrecisionOf(isRight, truths, recalls, scratch, curve);
        recall[at] = right / truths;
      }
    }
  }
  return { truths: matched.truths, detections: matched.places.length, averagePrecision, recall, precision };
}

/** Detections that are right or wrong, of the first ranks of each image. */
function pickHits(
  { outcomes, ranks }: MatchedClass,
  layer: number,
  mostRank: number,
): { readonly isRight: Uint8Array; readonly right: number } {
  const count = ranks.length;
  const isRight = new Uint8Array(count);
  let [size, right] = [0, 0];
  for (let at = 0; at < count; at++) {
    const what = outcomes[layer * count + at];
    if (what === outcome.ignored || (ranks[at] ?? 0) >= mostRank) continue;
    if (what === outcome.right) {
      isRight[size] = 1;
      right += 1;
    }
    size += 1;
  }
  return { isRight: isRight.subarray(0, size), right };
}
