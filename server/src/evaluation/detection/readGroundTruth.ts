/** A ground truth as COCO writes it. */
import type { DetectionImage, DetectionSet, Truths } from './detectionSet.ts';
import { FileProblem } from './fileProblem.ts';
import type { NamedText } from './fileProblem.ts';
import { checkBox, describe, fieldsOf, finiteNumber, listOf, parseFile, wholeNumber } from './jsonFields.ts';
import type { Fields, Place } from './jsonFields.ts';
import { areaOfMask, boxOfMask } from './runLengthMask.ts';
import type { RunLengthMask } from './runLengthMask.ts';
import { readSegmentation } from './readSegmentation.ts';

/** What is compared: boxes, masks, or points. */
export type DetectionTask = 'object-detection' | 'instance-segmentation' | 'keypoints';

export interface GroundTruth extends Pick<DetectionSet, 'images' | 'classes' | 'truths'> {
  /** Place of each image by its id, and of each class. */
  readonly imagePlaces: ReadonlyMap<number, number>;
  readonly classPlaces: ReadonlyMap<number, number>;
  /** One for each truth; empty unless masks are compared. */
  readonly masks: readonly RunLengthMask[];
  /** Numbers of the points of each truth; empty unless points are compared. */
  readonly points: readonly (readonly number[])[];
  /** Sentences for the reader. */
  readonly notes: readonly string[];
}

/** @throws {FileProblem} */
export function readGroundTruth(file: NamedText, task: DetectionTask): GroundTruth {
  const { name } = file;
  const root = fieldsOf(parseFile(file), () => name);
  const missing = ['images', 'annotations', 'categories'].find((key) => !(key in root));
  if (missing !== undefined) {
    throw new FileProblem(`${name} has no ${missing}; a COCO ground truth names images, annotations and categories.`);
  }
  const images = byId(root['images'], 'images', name, readImage);
  const classes = byId(root['categories'], 'categories', name, (fields, id) => ({
    id,
    name: typeof fields['name'] === 'string' && fields['name'] !== '' ? fields['name'] : `class ${id}`,
  }));
  const imagePlaces = new Map(images.map(({ id }, place) => [id, place]));
  const classPlaces = new Map(classes.map(({ id }, place) => [id, place]));
  const world = { name, images, imagePlaces, classPlaces, task };
  return { images, classes, imagePlaces, classPlaces, ...readAnnotations(root['annotations'], world) };
}

/** By rising id, each id once. */
function byId<Item extends { readonly id: number }>(
  value: unknown,
  key: string,
  name: string,
  read: (fields: Fields, id: number) => Item,
): readonly Item[] {
  const items = listOf(value, () => `${name}, ${key}`).map((item, at) => {
    const place: Place = () => `${name}, ${key}[${at}],`;
    const fields = fieldsOf(item, place);
    return read(fields, wholeNumber(fields['id'], 'id', place));
  });
  if (items.length === 0) throw new FileProblem(`${name} lists no ${key}.`);
  const sorted = items.toSorted((left, right) => left.id - right.id);
  const twice = sorted.find(({ id }, at) => sorted[at + 1]?.id === id);
  if (twice !== undefined) throw new FileProblem(`${name} has two ${key} with the id ${twice.id}.`);
  return sorted;
}

function readImage(fields: Fields, id: number): DetectionImage {
  const { file_name: file, width, height } = fields;
  const sizeOf = (value: unknown): number =>
    typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= 100_000 ? value : 0;
  return {
    id,
    name: typeof file === 'string' && file !== '' ? file : String(id),
    width: sizeOf(width),
    height: sizeOf(height),
  };
}

interface AnnotationWorld {
  readonly name: string;
  readonly images: readonly DetectionImage[];
  readonly imagePlaces: ReadonlyMap<number, number>;
  readonly classPlaces: ReadonlyMap<number, number>;
  readonly task: DetectionTask;
}

function readAnnotations(
  value: unknown,
  { name, images, imagePlaces, classPlaces, task }: AnnotationWorld,
): Pick<GroundTruth, 'truths' | 'masks' | 'points' | 'notes'> {
  const annotations = listOf(value, () => `${name}, annotations`);
  const count = annotations.length;
  const truths = {
    images: new Int32Array(count),
    classes: new Int32Array(count),
    areas: new Float64Array(count),
    boxes: new Float64Array(4 * count),
    isCrowd: new Uint8Array(count),
    isIgnored: new Uint8Array(count),
    ids: new Float64Array(count),
  } satisfies Truths;
  const masks: RunLengthMask[] = [];
  const points: (readonly number[])[] = [];
  const ids = new Set<number>();
  let [withoutArea, withoutId] = [0, 0];
  for (let at = 0; at < count; at++) {
    const place: Place = () => `${name}, annotations[${at}]${describeId(annotations[at])},`;
    const fields = fieldsOf(annotations[at], place);
    const image = placeOf(fields['image_id'], 'image_id', imagePlaces, 'image', place);
    truths.images[at] = image;
    truths.classes[at] = placeOf(fields['category_id'], 'category_id', classPlaces, 'category', place);
    const id = fields['id'] === undefined ? at + 1 : wholeNumber(fields['id'], 'id', place);
    if (fields['id'] === undefined) withoutId += 1;
    if (ids.has(id)) throw new FileProblem(`${name} has two annotations with the id ${id}.`);
    ids.add(id);
    truths.ids[at] = id;
    const isCrowd = fields['iscrowd'] === 1 || fields['iscrowd'] === true;
    truths.isCrowd[at] = isCrowd ? 1 : 0;
    truths.isIgnored[at] = isCrowd ? 1 : 0;
    if (task === 'instance-segmentation') {
      const mask = readSegmentation(fields['segmentation'], images[image] ?? { width: 0, height: 0 }, place);
      masks.push(mask);
      truths.boxes.set(boxOfMask(mask), 4 * at);
    }
    if (fields['bbox'] !== undefined || task !== 'instance-segmentation') {
      checkBox(fields['bbox'], truths.boxes, 4 * at, place);
    }
    if (task === 'keypoints') {
      const own = readPoints(fields['keypoints'], place);
      points.push(own);
      const marked = fields['num_keypoints'] ?? own.filter((seen, index) => index % 3 === 2 && seen > 0).length;
      if (marked === 0) truths.isIgnored[at] = 1;
    }
    const mask = masks[at];
    if (fields['area'] === undefined) {
      withoutArea += 1;
      truths.areas[at] =
        mask === undefined ? (truths.boxes[4 * at + 2] ?? 0) * (truths.boxes[4 * at + 3] ?? 0) : areaOfMask(mask);
    } else {
      truths.areas[at] = finiteNumber(fields['area'], 'area', place);
    }
  }
  const what = task === 'instance-segmentation' ? 'mask' : 'box';
  const notes = [
    ...(withoutArea === 0
      ? []
      : [`${withoutArea} of ${count} annotations state no area; that of the ${what} is taken.`]),
    ...(withoutId === 0 ? [] : [`${withoutId} of ${count} annotations have no id; they are numbered from 1 on.`]),
    ...(ids.has(0)
      ? ['An annotation has the id 0: pycocotools counts what meets it as wrong, and so do we. Number from 1 on.']
      : []),
  ];
  return { truths, masks, points, notes };
}

function describeId(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return id === undefined ? '' : ` (id ${describe(id)})`;
}

/** @throws {FileProblem} when nothing has the id */
export function placeOf(
  value: unknown,
  key: string,
  places: ReadonlyMap<number, number>,
  what: string,
  place: Place,
): number {
  const id = wholeNumber(value, key, place);
  const found = places.get(id);
  if (found !== undefined) return found;
  throw new FileProblem(`${place()} names the ${what} ${id}, which the ground truth does not list.`);
}

/** x, y and visibility in turn. @throws {FileProblem} */
export function readPoints(value: unknown, place: Place): readonly number[] {
  const points: readonly unknown[] = Array.isArray(value) ? value : [];
  if (points.length > 0 && points.length % 3 === 0 && points.every((one) => Number.isFinite(one))) {
    return points as readonly number[];
  }
  throw new FileProblem(
    `${place()} needs keypoints: x, y and visibility of each point, all numbers; they are ${describe(value)}.`,
  );
}
