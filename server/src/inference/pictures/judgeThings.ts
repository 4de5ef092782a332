/** Boxes or masks of things that are found in pictures, against a COCO ground truth. */
import { backgroundClass } from '../../../../schemas/tasks.ts';
import type { PictureMetric, PictureRequest, PictureResult } from '../../../../schemas/pictureJob.ts';
import { measureCoco } from '../../evaluation/detection/cocoMeasures.ts';
import { compareFound } from '../../evaluation/detection/compareFound.ts';
import type { FoundThingsOfPicture } from '../../evaluation/detection/compareFound.ts';
import { describeDetections } from '../../evaluation/detection/describeDetections.ts';
import { evaluateCoco } from '../../evaluation/detection/evaluateCoco.ts';
import type { CocoEvaluation } from '../../evaluation/detection/evaluateCoco.ts';
import { FileProblem } from '../../evaluation/detection/fileProblem.ts';
import { readGroundTruth } from '../../evaluation/detection/readGroundTruth.ts';
import type { DetectionTask, GroundTruth } from '../../evaluation/detection/readGroundTruth.ts';
import { undefinedMetric } from '../../evaluation/metricValue.ts';
import { isPixelMetric } from '../../evaluation/segmentation/segmentationMetrics.ts';
import type { MetricValue } from '../../evaluation/metricValue.ts';
import type { PlacedPicture } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import type { PictureJudge, PicturePorts } from './evaluatePictures.ts';
import { tolerancesOf } from './judgePixels.ts';
import { measurePictures } from './measurePictures.ts';
import type { PictureSlice } from './measurePictures.ts';
import { createThingPainter } from './paintedThings.ts';
import { requirePictureSize } from './pictureProblem.ts';
import { prepareThingMasks } from './readThingMasks.ts';
import { prepareThings } from './readThings.ts';
import { separateParts } from './separateParts.ts';

interface JudgedPicture extends FoundThingsOfPicture {
  /** Its row in the split. */
  readonly row: number;
}

type FlawedImage = NonNullable<PictureResult['detections']>['worst'][number];

const resamples = 1000;
const confidence = 0.95;
/** Answers per picture and class that the protocol counts. */
const mostAnswers = 100;

/** @throws {ModelProblem} when the ground truth cannot be used, or lacks a class of the model */
export async function judgeThings(
  request: PictureRequest,
  task: 'object-detection' | 'instance-segmentation',
  { readText }: Pick<PicturePorts, 'readText'>,
): Promise<PictureJudge> {
  const { truth, model, classes: named, seed, metrics } = request;
  const text = await readText(model.root, truth.path, truth.label);
  const groundTruth = readTruth(truth.label, text, task);
  const classes = Int32Array.from(named, (name) => {
    const index = groundTruth.classes.findIndex((one) => one.name === name);
    if (index !== -1 || name === backgroundClass) return index;
    const names = groundTruth.classes.map((one) => one.name).join(', ');
    throw new ModelProblem(`${truth.label} has no class ${name}, which ${model.label} answers; it names ${names}.`);
  });
  const findImage = createImageFinder(groundTruth);
  const { outputs, separate } = separateParts(request);
  const background = named.findIndex((name, index) => name === backgroundClass && classes[index] === -1);
  const read = prepareThings({ ...request, outputs, background });
  const readMasks = task === 'instance-segmentation' ? prepareThingMasks({ ...request, outputs }) : undefined;
  const painter =
    readMasks !== undefined && metrics.some(({ metric }) => isPixelMetric(metric))
      ? createThingPainter(groundTruth, tolerancesOf(metrics))
      : undefined;
  const found = new Map<number, JudgedPicture>();
  /** What the rows call the images of the ground truth, which may write another path or leave out the size. */
  const pictures = new Map<string, Pick<PlacedPicture, 'file' | 'width' | 'height'>>();
  const nameByRow = (image: FlawedImage): FlawedImage => {
    const { file = image.name, width = image.width, height = image.height } = pictures.get(image.name) ?? {};
    return { ...image, name: file, width, height };
  };
  return {
    take: ({ answers: given, at, pictures: count, row, picture, size }) => {
      const image = findImage(picture.file);
      if (image === undefined) return false;
      if (found.has(image)) throw new ModelProblem(`Two rows name the picture ${picture.file}; each counts once.`);
      requireSize(groundTruth, image, picture, truth.label, task);
      const answers = separate(given);
      const things = read(answers, at, count, picture, size);
      const odd = things.classes.find((one) => classes[one] === undefined);
      if (odd !== undefined) {
        throw new ModelProblem(
          `${model.label} answers the class ${odd}, which is the number of none of its ${classes.length} classes.`,
        );
      }
      const placed = { image, row, ...things, classes: things.classes.map((one) => classes[one] ?? 0) };
      if (readMasks === undefined) {
        found.set(image, placed);
      } else {
        const masks = readMasks(answers, at, count, things, picture, size);
        found.set(image, { ...placed, masks });
        painter?.add(image, placed.classes, masks);
      }
      pictures.set(groundTruth.images[image]?.name ?? '', picture);
      return true;
    },
    finish: (slices) => {
      const start = performance.now();
      const compare = (judged: readonly JudgedPicture[]) =>
        compareFound(
          task,
          groundTruth,
          judged,
          metrics.flatMap(({ overlaps }) => overlaps),
          metrics.flatMap(({ k }) => (k === undefined || k > mostAnswers ? [] : [k])),
        );
      const all = [...found.values()];
      const resampling = { seed, resamples, confidence };
      const { description, evaluation } = describeDetections(compare(all), {
        resampling,
        score: request.decision.score,
      });
      const evaluations = new Map<string, CocoEvaluation>();
      const evaluate = ({ key, rows }: PictureSlice): CocoEvaluation => {
        const known = evaluations.get(key);
        if (known !== undefined) return known;
        const { set, overlaps, protocol } = compare(all.filter(({ row }) => rows.has(row)));
        const evaluated = evaluateCoco(set, overlaps, protocol, resampling);
        evaluations.set(key, evaluated);
        return evaluated;
      };
      const measured = measurePictures(metrics, slices, new Set(all.map(({ row }) => row)), (metric, slice) => {
        if (slice?.rows.size === 0) return undefinedMetric('there is no picture');
        if (painter !== undefined && isPixelMetric(metric.metric)) {
          const images = all.flatMap(({ image, row }) => (slice?.rows.has(row) === false ? [] : [image]));
          return painter.measure(metric, new Set(images), resampling);
        }
        return measureThings(metric, task, slice === undefined ? evaluation : evaluate(slice), resampling);
      });
      const total = (performance.now() - start) / 1000;
      return {
        metrics: measured,
        detections: { ...description, worst: description.worst.map(nameByRow), seconds: { read: 0, total } },
        ...(description.confusion === undefined ? {} : { confusion: description.confusion }),
      };
    },
  };
}

/** Things of a picture of another size lie elsewhere; boxes need no size. @throws {PictureProblem} */
function requireSize(
  { images }: GroundTruth,
  image: number,
  picture: PlacedPicture,
  label: string,
  task: DetectionTask,
): void {
  const { width = 0, height = 0 } = images[image] ?? {};
  const isStated = width > 0 && height > 0;
  if (isStated || task === 'instance-segmentation') requirePictureSize(label, picture.file, { width, height }, picture);
}

function readTruth(label: string, text: string, task: DetectionTask): GroundTruth {
  try {
    return readGroundTruth({ name: label, text }, task);
  } catch (error) {
    if (error instanceof FileProblem) throw new ModelProblem(error.message);
    throw error;
  }
}

/** By the name as it stands, else by the name of the file alone where only one image has it. */
function createImageFinder({ images }: GroundTruth): (file: string) => number | undefined {
  const whole = new Map(images.map(({ name }, place) => [name.replaceAll('\\', '/'), place]));
  const lone = new Map<string, number | undefined>();
  for (const [place, { name }] of images.entries()) {
    const base = baseName(name);
    lone.set(base, lone.has(base) ? undefined : place);
  }
  return (file) => whole.get(file.replaceAll('\\', '/')) ?? lone.get(baseName(file));
}

function baseName(file: string): string {
  return file.split(/[/\\]/).at(-1) ?? file;
}

function measureThings(
  { metric, overlaps, area, k, class: named }: PictureMetric,
  task: DetectionTask,
  evaluation: CocoEvaluation,
  intervals: { readonly seed: number; readonly confidence: number },
): MetricValue {
  if (named !== undefined) return undefinedMetric(`${metric} is a mean over all classes; leave out \`class\``);
  if (k !== undefined && k > mostAnswers) {
    return undefinedMetric(`the protocol counts ${mostAnswers} answers per picture and class at most, and k is ${k}`);
  }
  switch (metric) {
    case 'map':
      return measureCoco(evaluation, { what: 'precision', thresholds: overlaps, area }, intervals);
    case 'ar':
      return measureCoco(evaluation, { what: 'recall', thresholds: overlaps, area, most: k ?? mostAnswers }, intervals);
    default:
      return undefinedMetric(`${metric} is no metric of ${task === 'object-detection' ? 'boxes' : 'masks'}`);
  }
}
