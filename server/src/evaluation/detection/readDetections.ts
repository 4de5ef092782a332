/** Detections as COCO writes them: a list with an image, a class, a score, and a box, a mask or points each. */
import type { Detections } from './detectionSet.ts';
import { FileProblem } from './fileProblem.ts';
import type { NamedText } from './fileProblem.ts';
import { checkBox, describe, fieldsOf, isFields, parseFile } from './jsonFields.ts';
import type { Place } from './jsonFields.ts';
import { placeOf, readPoints } from './readGroundTruth.ts';
import type { DetectionTask, GroundTruth } from './readGroundTruth.ts';
import { readSegmentation } from './readSegmentation.ts';
import { areaOfMask, boxOfMask } from './runLengthMask.ts';
import type { RunLengthMask } from './runLengthMask.ts';

export interface ReadDetections {
  readonly detections: Detections;
  /** One for each detection; empty unless masks are compared. */
  readonly masks: readonly RunLengthMask[];
  /** Likewise of points. */
  readonly points: readonly (readonly number[])[];
}

/** The list of a file. @throws {FileProblem} */
export function parseDetections(file: NamedText): readonly unknown[] {
  const root = parseFile(file);
  if (Array.isArray(root)) return root as readonly unknown[];
  if (isFields(root) && 'annotations' in root) {
    throw new FileProblem(
      `${file.name} is a COCO data set and no list of detections; give it as the ground truth, or write its answers as a list.`,
    );
  }
  throw new FileProblem(`${file.name} must be a list of detections and is ${describe(root)}.`);
}

/** What the detections of a file are about, by the first one; boxes when there is none. */
export function taskOfDetections(list: readonly unknown[]): DetectionTask {
  const [first] = list;
  if (!isFields(first)) return 'object-detection';
  if ('keypoints' in first) return 'keypoints';
  return 'segmentation' in first && !('bbox' in first) ? 'instance-segmentation' : 'object-detection';
}

/** @throws {FileProblem} */
export function readDetections(
  list: readonly unknown[],
  name: string,
  { images, imagePlaces, classPlaces }: GroundTruth,
  task: DetectionTask,
): ReadDetections {
  const count = list.length;
  const detections = {
    images: new Int32Array(count),
    classes: new Int32Array(count),
    areas: new Float64Array(count),
    boxes: new Float64Array(4 * count),
    scores: new Float64Array(count),
  } satisfies Detections;
  const masks: RunLengthMask[] = [];
  const points: (readonly number[])[] = [];
  for (let at = 0; at < count; at++) {
    const place: Place = () => `${name}, detection [${at}],`;
    const fields = fieldsOf(list[at], place);
    const image = placeOf(fields['image_id'], 'image_id', imagePlaces, 'image', place);
    detections.images[at] = image;
    detections.classes[at] = placeOf(fields['category_id'], 'category_id', classPlaces, 'category', place);
    const { score } = fields;
    if (typeof score !== 'number' || !Number.isFinite(score)) {
      throw new FileProblem(`${place()} needs a score that is a finite number; it is ${describe(score)}.`);
    }
    detections.scores[at] = score;
    switch (task) {
      case 'object-detection':
        checkBox(fields['bbox'], detections.boxes, 4 * at, place);
        detections.areas[at] = (detections.boxes[4 * at + 2] ?? 0) * (detections.boxes[4 * at + 3] ?? 0);
        break;
      case 'instance-segmentation': {
        const mask = readSegmentation(fields['segmentation'], images[image] ?? { width: 0, height: 0 }, place);
        masks.push(mask);
        detections.boxes.set(boxOfMask(mask), 4 * at);
        detections.areas[at] = areaOfMask(mask);
        break;
      }
      case 'keypoints': {
        const own = readPoints(fields['keypoints'], place);
        points.push(own);
        const box = boxOfPoints(own);
        detections.boxes.set(box, 4 * at);
        detections.areas[at] = box[2] * box[3];
        break;
      }
    }
  }
  return { detections, masks, points };
}

/** Left, top, width and height of the smallest box around points. */
function boxOfPoints(points: readonly number[]): readonly [number, number, number, number] {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let at = 0; at < points.length; at += 3) {
    left = Math.min(left, points[at] ?? 0);
    right = Math.max(right, points[at] ?? 0);
    top = Math.min(top, points[at + 1] ?? 0);
    bottom = Math.max(bottom, points[at + 1] ?? 0);
  }
  return [left, top, right - left, bottom - top];
}
