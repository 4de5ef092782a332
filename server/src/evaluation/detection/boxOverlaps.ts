/** How much boxes overlap. */
import type { DetectionSet, Overlaps } from './detectionSet.ts';

/**
 * Intersection over union of boxes; with a crowd, intersection over the detection alone.
 *
 * @source equals pycocotools.mask.iou on boxes
 */
export function boxOverlaps(set: Pick<DetectionSet, 'truths' | 'detections'>): Overlaps {
  const { boxes: truthBoxes, isCrowd } = set.truths;
  const { boxes: detectionBoxes } = set.detections;
  return (detections, truths) => {
    const overlaps = new Float64Array(detections.length * truths.length);
    let at = 0;
    for (const detection of detections) {
      for (const truth of truths) {
        overlaps[at++] = overlapOfBoxes(
          detectionBoxes,
          4 * detection,
          truthBoxes,
          4 * truth,
          (isCrowd[truth] ?? 0) !== 0,
        );
      }
    }
    return overlaps;
  };
}

/** @param isCrowd whether the second box holds many things, so that only the first one's area counts */
export function overlapOfBoxes(
  first: Float64Array,
  at: number,
  second: Float64Array,
  place: number,
  isCrowd: boolean,
): number {
  const left = first[at] ?? 0;
  const otherLeft = second[place] ?? 0;
  const width = first[at + 2] ?? 0;
  const otherWidth = second[place + 2] ?? 0;
  const shared = Math.min(width + left, otherWidth + otherLeft) - Math.max(left, otherLeft);
  if (shared <= 0) return 0;
  const top = first[at + 1] ?? 0;
  const otherTop = second[place + 1] ?? 0;
  const height = first[at + 3] ?? 0;
  const otherHeight = second[place + 3] ?? 0;
  const sharedHeight = Math.min(height + top, otherHeight + otherTop) - Math.max(top, otherTop);
  if (sharedHeight <= 0) return 0;
  const inter = shared * sharedHeight;
  const area = width * height;
  return inter / (isCrowd ? area : area + otherWidth * otherHeight - inter);
}
