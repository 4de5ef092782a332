/** Everything that is said of detections: the COCO summary, classes, curves, errors and confusion. */
import type { DetectionsResult } from '../../../../schemas/detectionJob.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { plainValue } from '../plainValue.ts';
import { createScoreSearch } from './bestScore.ts';
import { measureClassPrecision, measureOneClass, summarizeCoco } from './cocoMeasures.ts';
import { evaluateCoco } from './evaluateCoco.ts';
import type { CocoEvaluation } from './evaluateCoco.ts';
import type { DetectionSet } from './detectionSet.ts';
import { explainErrors } from './explainErrors.ts';
import type { DetectionErrors, ImageErrors } from './explainErrors.ts';
import { outlineOfMask } from './outlineOfMask.ts';
import type { ComparableThings } from './readCoco.ts';
import type { RunLengthMask } from './runLengthMask.ts';

export interface DescribedDetections {
  readonly evaluation: CocoEvaluation;
  readonly description: Omit<DetectionsResult, 'seconds'>;
}

export interface DescribingWorld {
  readonly resampling: Resampling;
  /** Score from which answers count as errors; that of the best F1 when undefined. */
  readonly score: number | undefined;
  /** Told the share of the work that is done. */
  readonly onShare?: (share: number) => void;
}

/** A matrix of more classes is read by nobody. */
const mostConfused = 200;
const mostWorst = 24;
/** Boxes that are drawn on one image. */
const mostBoxes = 200;

export function describeDetections(
  { set, overlaps, protocol, task, masks, notes }: ComparableThings,
  { resampling, score: wished, onShare }: DescribingWorld,
): DescribedDetections {
  const search = createScoreSearch(set.detections.scores, protocol);
  const evaluation = evaluateCoco(set, overlaps, protocol, {
    ...resampling,
    onClass: (matched, index) => {
      search.add(matched);
      onShare?.((index + 1) / set.classes.length);
    },
  });
  const errors = explainErrors(set, overlaps, wished ?? search.best(), mostWorst);
  const description = {
    task,
    images: set.images.length,
    truths: set.truths.images.length,
    crowds: set.truths.isCrowd.reduce((sum, one) => sum + one, 0),
    detections: set.detections.images.length,
    summary: summarizeCoco(evaluation, resampling).map(({ name, what, value }) => ({
      name,
      what,
      value: plainValue(value),
    })),
    classes: classLines(set, evaluation, resampling),
    curves: curvesOf(evaluation),
    errors: { score: errors.score, isChosen: wished !== undefined, right: errors.right, ...errors.counts },
    ...(set.classes.length > mostConfused ? {} : { confusion: confusionOf(set, errors) }),
    worst: errors.worst.map((image) => describeImage(set, masks, image)),
    notes: [...notes],
  } satisfies Omit<DetectionsResult, 'seconds'>;
  return { evaluation, description };
}

function classLines(
  set: DetectionSet,
  evaluation: CocoEvaluation,
  resampling: Resampling,
): DetectionsResult['classes'] {
  return set.classes.map(({ name }, index) => ({
    name,
    truths: evaluation.classes[index]?.truths[0] ?? 0,
    detections: evaluation.classes[index]?.detections ?? 0,
    precision: plainValue(measureClassPrecision(evaluation, index, resampling)),
    precision50: plainValue(measureOneClass(evaluation, index, 'precision', 1)),
    recall: plainValue(measureOneClass(evaluation, index, 'recall', evaluation.protocol.standardThresholds)),
  }));
}

/** Mean precision of the classes with a truth at each recall. */
function curvesOf({ protocol, classes }: CocoEvaluation): DetectionsResult['curves'] {
  const { recalls, thresholds, standardThresholds } = protocol;
  const judged = classes.filter(({ precision }) => precision.length > 0);
  if (judged.length === 0) return [];
  const curve = (overlap: string, over: readonly number[]): DetectionsResult['curves'][number] => ({
    overlap,
    points: recalls.map((recall, at): [number, number] => {
      const values = judged.flatMap(({ precision }) =>
        over.map((threshold) => precision[threshold * recalls.length + at] ?? 0),
      );
      return [recall, values.reduce((sum, value) => sum + value, 0) / values.length];
    }),
  });
  return [
    curve('0.50', [thresholds.indexOf(0.5)]),
    curve('0.75', [thresholds.indexOf(0.75)]),
    curve('0.50:0.95', [...Array(standardThresholds).keys()]),
  ];
}

function confusionOf({ classes }: DetectionSet, { confusion }: DetectionErrors): DetectionsResult['confusion'] {
  const size = classes.length + 1;
  return {
    classes: [...classes.map(({ name }) => name), 'nothing'],
    counts: Array.from({ length: size }, (_, row) => [...confusion.subarray(row * size, (row + 1) * size)]),
  };
}

function describeImage(
  { images, classes, truths, detections }: DetectionSet,
  masks: ComparableThings['masks'],
  { image, wrong, missed, answers, truths: things }: ImageErrors,
): DetectionsResult['worst'][number] {
  const { name = '', width = 0, height = 0 } = images[image] ?? {};
  const className = (index: number | undefined): string => classes[index ?? -1]?.name ?? '';
  return {
    name,
    width,
    height,
    wrong,
    missed,
    truths: things.slice(0, mostBoxes).map(({ place, isFound }) => ({
      box: boxAt(truths.boxes, place),
      ...outlined(masks?.truths[place]),
      class: className(truths.classes[place]),
      isFound,
    })),
    answers: answers.slice(0, mostBoxes).map(({ place, outcome }) => ({
      box: boxAt(detections.boxes, place),
      ...outlined(masks?.detections[place]),
      class: className(detections.classes[place]),
      score: detections.scores[place] ?? 0,
      outcome,
    })),
  };
}

function outlined(mask: RunLengthMask | undefined): { readonly outline?: string } {
  const outline = mask === undefined ? '' : outlineOfMask(mask);
  return outline === '' ? {} : { outline };
}

function boxAt(boxes: Float64Array, place: number): [number, number, number, number] {
  const at = 4 * place;
  return [boxes[at] ?? 0, boxes[at + 1] ?? 0, boxes[at + 2] ?? 0, boxes[at + 3] ?? 0];
}
