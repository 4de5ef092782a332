/** Boxes that are found in pictures, against a COCO ground truth. */
import type { PictureMetric, PictureRequest, PictureResult } from '../../../../schemas/pictureJob.ts';
import { measureCoco } from '../../evaluation/detection/cocoMeasures.ts';
import { compareFound } from '../../evaluation/detection/compareFound.ts';
import type { FoundBoxes } from '../../evaluation/detection/compareFound.ts';
import { describeDetections } from '../../evaluation/detection/describeDetections.ts';
import type { CocoEvaluation } from '../../evaluation/detection/evaluateCoco.ts';
import { FileProblem } from '../../evaluation/detection/fileProblem.ts';
import { readGroundTruth } from '../../evaluation/detection/readGroundTruth.ts';
import type { GroundTruth } from '../../evaluation/detection/readGroundTruth.ts';
import { undefinedMetric } from '../../evaluation/metricValue.ts';
import type { MetricValue } from '../../evaluation/metricValue.ts';
import { plainValue } from '../../evaluation/plainValue.ts';
import type { PlacedPicture } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import type { PictureJudge, PicturePorts } from './evaluatePictures.ts';
import { prepareThings } from './readThings.ts';

type FlawedImage = NonNullable<PictureResult['detections']>['worst'][number];

const resamples = 1000;
const confidence = 0.95;
/** Answers per picture and class that the protocol counts. */
const mostAnswers = 100;

/** @throws {ModelProblem} when the ground truth cannot be used, or lacks a class of the model */
export async function judgeThings(
  request: PictureRequest,
  { readText }: Pick<PicturePorts, 'readText'>,
): Promise<PictureJudge> {
  const { truth, model, classes: named, seed, metrics } = request;
  const text = await readText(model.root, truth.path, truth.label);
  const groundTruth = readTruth(truth.label, text);
  const classes = Int32Array.from(named, (name) => {
    const index = groundTruth.classes.findIndex((one) => one.name === name);
    if (index !== -1) return index;
    const names = groundTruth.classes.map((one) => one.name).join(', ');
    throw new ModelProblem(`${truth.label} has no class ${name}, which ${model.label} answers; it names ${names}.`);
  });
  const findImage = createImageFinder(groundTruth);
  const read = prepareThings(request);
  const found = new Map<number, FoundBoxes>();
  /** What the rows call the images of the ground truth, which may write another path or leave out the size. */
  const pictures = new Map<string, Pick<PlacedPicture, 'file' | 'width' | 'height'>>();
  const nameByRow = (image: FlawedImage): FlawedImage => {
    const { file = image.name, width = image.width, height = image.height } = pictures.get(image.name) ?? {};
    return { ...image, name: file, width, height };
  };
  return {
    take: ({ answers, at, pictures: count, picture, size }) => {
      const image = findImage(picture.file);
      if (image === undefined) return false;
      if (found.has(image)) throw new ModelProblem(`Two rows name the picture ${picture.file}; each counts once.`);
      const things = read(answers, at, count, picture, size);
      const odd = things.classes.find((one) => classes[one] === undefined);
      if (odd !== undefined) {
        throw new ModelProblem(
          `${model.label} answers the class ${odd}, which is the number of none of its ${classes.length} classes.`,
        );
      }
      pictures.set(groundTruth.images[image]?.name ?? '', picture);
      found.set(image, { ...things, image, classes: things.classes.map((one) => classes[one] ?? 0) });
      return true;
    },
    finish: () => {
      const start = performance.now();
      const counts = metrics.flatMap(({ k }) => (k === undefined || k > mostAnswers ? [] : [k]));
      const things = compareFound(
        groundTruth,
        [...found.values()],
        metrics.flatMap(({ overlaps }) => overlaps),
        counts,
      );
      const resampling = { seed, resamples, confidence };
      const { description, evaluation } = describeDetections(things, { resampling, score: request.decision.score });
      const total = (performance.now() - start) / 1000;
      return {
        metrics: metrics.map((metric) => ({
          id: metric.id,
          value: plainValue(measureThings(metric, evaluation, resampling)),
          slices: {},
        })),
        detections: { ...description, worst: description.worst.map(nameByRow), seconds: { read: 0, total } },
        ...(description.confusion === undefined ? {} : { confusion: description.confusion }),
      };
    },
  };
}

function readTruth(label: string, text: string): GroundTruth {
  try {
    return readGroundTruth({ name: label, text }, 'object-detection');
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
      return undefinedMetric(`${metric} is no metric of boxes`);
  }
}
