/** How much masks overlap. */
import { overlapOfBoxes } from './boxOverlaps.ts';
import type { Overlaps } from './detectionSet.ts';
import { areaOfMask, boxOfMask, sharedPixels } from './runLengthMask.ts';
import type { RunLengthMask } from './runLengthMask.ts';

/**
 * Intersection over union of masks, on runs; with a crowd, intersection over the detection alone.
 *
 * @param isCrowd 1 for each truth that is a crowd
 * @param truthMasks one for each truth
 * @param detectionMasks one for each detection
 * @source equals pycocotools.mask.iou on run-length masks
 */
export function maskOverlaps(
  isCrowd: Uint8Array,
  truthMasks: readonly RunLengthMask[],
  detectionMasks: readonly RunLengthMask[],
): Overlaps {
  const truthPlaces = placesOf(truthMasks);
  const detectionPlaces = placesOf(detectionMasks);
  return (detections, truths) => {
    const overlaps = new Float64Array(detections.length * truths.length);
    let at = 0;
    for (const detection of detections) {
      const mask = detectionMasks[detection];
      for (const truth of truths) {
        const other = truthMasks[truth];
        // Most pairs lie apart, and their boxes say so at once.
        const isApart = overlapOfBoxes(detectionPlaces.boxes, 4 * detection, truthPlaces.boxes, 4 * truth, false) === 0;
        if (mask !== undefined && other !== undefined && !isApart) {
          const shared = sharedPixels(mask, other);
          const area = detectionPlaces.areas[detection] ?? 0;
          const all = isCrowd[truth] === 1 ? area : area + (truthPlaces.areas[truth] ?? 0) - shared;
          overlaps[at] = shared === 0 ? 0 : shared / all;
        }
        at += 1;
      }
    }
    return overlaps;
  };
}

function placesOf(masks: readonly RunLengthMask[]): { readonly boxes: Float64Array; readonly areas: Float64Array } {
  const boxes = new Float64Array(4 * masks.length);
  masks.forEach((mask, at) => {
    boxes.set(boxOfMask(mask), 4 * at);
  });
  return { boxes, areas: Float64Array.from(masks, areaOfMask) };
}
