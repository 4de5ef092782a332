/** How near answered points lie to true ones. */
import type { DetectionSet, Overlaps } from './detectionSet.ts';

/** Points of things: x, y and visibility (0: not marked) in turn, for each thing. */
export interface Keypoints {
  /** Float64Array of things * points * 3. */
  readonly truths: Float64Array;
  readonly detections: Float64Array;
  /** How far people scatter when they mark each point, relative to the size of the thing. */
  readonly sigmas: readonly number[];
}

/** The 17 points of a person in COCO: nose, eyes, ears, shoulders, elbows, wrists, hips, knees, ankles. */
export const personSigmas: readonly number[] = [
  0.026, 0.025, 0.025, 0.035, 0.035, 0.079, 0.079, 0.072, 0.072, 0.062, 0.062, 0.107, 0.107, 0.087, 0.087, 0.089, 0.089,
];

/**
 * Object keypoint similarity: 1 when all marked points are met, near 0 when they are missed by far.
 *
 * Where no point is marked, the distance to twice the box counts.
 *
 * @source COCO keypoint evaluation; equals computeOks of pycocotools
 */
export function keypointOverlaps({ truths }: Pick<DetectionSet, 'truths'>, keypoints: Keypoints): Overlaps {
  const { sigmas } = keypoints;
  const stride = 3 * sigmas.length;
  const variances = sigmas.map((sigma) => (2 * sigma) ** 2);
  const similarity = (detection: number, truth: number): number => {
    const area = (truths.areas[truth] ?? 0) + Number.EPSILON;
    const [left = 0, top = 0, width = 0, height = 0] = truths.boxes.subarray(4 * truth, 4 * truth + 4);
    let marked = 0;
    for (let point = 0; point < sigmas.length; point++) {
      if ((keypoints.truths[truth * stride + 3 * point + 2] ?? 0) > 0) marked += 1;
    }
    let sum = 0;
    for (let point = 0; point < sigmas.length; point++) {
      const place = truth * stride + 3 * point;
      const x = keypoints.detections[detection * stride + 3 * point] ?? 0;
      const y = keypoints.detections[detection * stride + 3 * point + 1] ?? 0;
      if (marked > 0 && (keypoints.truths[place + 2] ?? 0) <= 0) continue;
      const across = marked > 0 ? x - (keypoints.truths[place] ?? 0) : outside(x, left - width, left + 2 * width);
      const down = marked > 0 ? y - (keypoints.truths[place + 1] ?? 0) : outside(y, top - height, top + 2 * height);
      sum += Math.exp(-(across ** 2 + down ** 2) / (variances[point] ?? 1) / area / 2);
    }
    return sum / (marked > 0 ? marked : sigmas.length);
  };
  return (detections, others) => {
    const overlaps = new Float64Array(detections.length * others.length);
    let at = 0;
    for (const detection of detections) {
      for (const truth of others) overlaps[at++] = similarity(detection, truth);
    }
    return overlaps;
  };
}

function outside(value: number, low: number, high: number): number {
  return Math.max(0, low - value) + Math.max(0, value - high);
}
