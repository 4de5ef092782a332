/** Non-maximum suppression: of boxes that lie on each other, the surest one stays. */
import { overlapOfBoxes } from './boxOverlaps.ts';
import { sortByScore } from './groupThings.ts';

export interface Suppression {
  /** Share in [0, 1]: above it, the weaker of two boxes is dropped. */
  readonly overlap: number;
  /** Whether only boxes of one class compete. */
  readonly perClass: boolean;
}

/**
 * @param boxes left, top, width and height of each
 * @param scores finite
 * @param most places that are kept at most
 * @returns places of the boxes that stay, by falling score; of equal scores the first one
 * @source greedy suppression as in ONNX NonMaxSuppression and torchvision `nms`, which also keep an overlap that equals
 *   the threshold
 */
export function suppressBoxes(
  boxes: Float64Array,
  scores: Float64Array,
  classes: Int32Array,
  { overlap, perClass }: Suppression,
  most = Infinity,
): Int32Array {
  const order = sortByScore(
    Int32Array.from(scores, (_, place) => place),
    scores,
  );
  const kept: number[] = [];
  for (const place of order) {
    if (kept.length >= most) break;
    const isDropped = kept.some(
      (other) =>
        (!perClass || classes[other] === classes[place]) &&
        overlapOfBoxes(boxes, 4 * place, boxes, 4 * other, false) > overlap,
    );
    if (!isDropped) kept.push(place);
  }
  return Int32Array.from(kept);
}
