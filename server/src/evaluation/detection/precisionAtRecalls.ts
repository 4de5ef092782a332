/** Precision against recall of ranked detections, as COCO reads it. */

/** Points of a curve: the right detections, the surest first. Memory that is used again and again. */
export interface PrecisionScratch {
  readonly recall: Float64Array;
  readonly precision: Float64Array;
}

/** @param detections that a curve can have at most */
export function createPrecisionScratch(detections: number): PrecisionScratch {
  return { recall: new Float64Array(detections), precision: new Float64Array(detections) };
}

/**
 * The mean precision at fixed recalls.
 *
 * @param isRight 1 for each detection that is right, 0 for each that is wrong; the surest first
 * @param truths that count; above 0
 * @param recalls rising, in [0, 1]
 * @param into where the precision at each recall is written, when it is wanted
 * @returns in [0, 1]
 * @source accumulate of pycocotools
 */
export function averagePrecisionOf(
  isRight: Uint8Array,
  truths: number,
  recalls: readonly number[],
  scratch: PrecisionScratch,
  into?: Float64Array,
): number {
  let right = 0;
  for (let at = 0; at < isRight.length; at++) {
    if (isRight[at] === 0) continue;
    // Precision falls with what is wrong, so only what is right can be the best at its recall.
    scratch.recall[right] = (right + 1) / truths;
    scratch.precision[right] = (right + 1) / (at + 1 + Number.EPSILON);
    right += 1;
  }
  return meanAtRecalls(scratch, right, recalls, into);
}

/**
 * The best precision at each recall or a higher one, 0 beyond the last; their mean.
 *
 * @param points of `curve` that are filled; their recalls rise
 */
export function meanAtRecalls(
  { recall, precision }: PrecisionScratch,
  points: number,
  recalls: readonly number[],
  into?: Float64Array,
): number {
  into?.fill(0);
  let next = recalls.length - 1;
  const last = points === 0 ? -1 : (recall[points - 1] ?? 0);
  while (next >= 0 && (recalls[next] ?? 0) > last) next -= 1;
  let best = 0;
  let sum = 0;
  for (let point = points - 1; point >= 0 && next >= 0; point--) {
    best = Math.max(best, precision[point] ?? 0);
    const before = point === 0 ? -1 : (recall[point - 1] ?? 0);
    while (next >= 0 && (recalls[next] ?? 0) > before) {
      sum += best;
      if (into !== undefined) into[next] = best;
      next -= 1;
    }
  }
  return sum / recalls.length;
}
