/** Things that a model has just found, against the pictures of a ground truth that it looked at. */
import { boxOverlaps } from './boxOverlaps.ts';
import { boxProtocol } from './cocoProtocol.ts';
import type { DetectionSet } from './detectionSet.ts';
import { maskOverlaps } from './maskOverlaps.ts';
import type { GroundTruth } from './readGroundTruth.ts';
import type { ComparableThings } from './readCoco.ts';
import { areaOfMask } from './runLengthMask.ts';
import type { RunLengthMask } from './runLengthMask.ts';

/** Things of one picture. */
export interface FoundThingsOfPicture {
  /** Place of the picture in the ground truth. */
  readonly image: number;
  /** Left, top, width and height of each, in pixels of the picture. */
  readonly boxes: Float64Array;
  readonly scores: Float64Array;
  /** Places in the classes of the ground truth. */
  readonly classes: Int32Array;
  /** One for each, of the size of the picture; undefined where boxes are compared. */
  readonly masks?: readonly RunLengthMask[] | undefined;
}

/**
 * @param found one entry for each picture that was looked at, also where nothing was found; other pictures of the
 *   ground truth do not count
 * @param overlaps that are asked for beside those of COCO
 * @param most numbers of answers that are asked for beside 1, 10 and 100
 */
export function compareFound(
  task: 'object-detection' | 'instance-segmentation',
  groundTruth: GroundTruth,
  found: readonly FoundThingsOfPicture[],
  overlaps: readonly number[],
  most: readonly number[],
): ComparableThings {
  const looked = found.toSorted((left, right) => left.image - right.image);
  const placeOf = new Map(looked.map(({ image }, place) => [image, place]));
  const { truths } = groundTruth;
  const kept = Int32Array.from(truths.images.keys()).filter((at) => placeOf.has(truths.images[at] ?? -1));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(kept, (at) => values[at] ?? 0);
  const flags = (values: Uint8Array): Uint8Array => Uint8Array.from(kept, (at) => values[at] ?? 0);
  const boxes = Float64Array.from(looked.flatMap((one) => [...one.boxes]));
  const masks = looked.flatMap((one) => one.masks ?? []);
  const trueMasks = [...kept].flatMap((at) => groundTruth.masks[at] ?? []);
  const set: DetectionSet = {
    images: looked.flatMap(({ image }) => groundTruth.images[image] ?? []),
    classes: groundTruth.classes,
    truths: {
      images: Int32Array.from(kept, (at) => placeOf.get(truths.images[at] ?? -1) ?? 0),
      classes: Int32Array.from(kept, (at) => truths.classes[at] ?? 0),
      areas: pick(truths.areas),
      boxes: Float64Array.from([...kept].flatMap((at) => [...truths.boxes.subarray(4 * at, 4 * at + 4)])),
      isCrowd: flags(truths.isCrowd),
      isIgnored: flags(truths.isIgnored),
      ids: pick(truths.ids),
    },
    detections: {
      images: Int32Array.from(looked.flatMap(({ scores }, place) => Array<number>(scores.length).fill(place))),
      classes: Int32Array.from(looked.flatMap(({ classes }) => [...classes])),
      scores: Float64Array.from(looked.flatMap(({ scores }) => [...scores])),
      boxes,
      areas:
        task === 'instance-segmentation'
          ? Float64Array.from(masks, areaOfMask)
          : Float64Array.from(
              { length: boxes.length / 4 },
              (_, at) => (boxes[4 * at + 2] ?? 0) * (boxes[4 * at + 3] ?? 0),
            ),
    },
  };
  const standard = boxProtocol();
  return {
    task,
    set,
    overlaps: task === 'instance-segmentation' ? maskOverlaps(set.truths.isCrowd, trueMasks, masks) : boxOverlaps(set),
    masks: task === 'instance-segmentation' ? { truths: trueMasks, detections: masks } : undefined,
    protocol: boxProtocol(
      [...new Set(overlaps)].filter((overlap) => !standard.thresholds.includes(overlap)),
      [...standard.most, ...most],
    ),
    notes: groundTruth.notes,
  };
}
