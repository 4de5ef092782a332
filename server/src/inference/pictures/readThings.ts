/** Boxes, scores and classes that a model gives, as things in the pixels of each picture. */
import type { PictureOutput, PictureRequest } from '../../../../schemas/pictureJob.ts';
import { suppressBoxes } from '../../evaluation/detection/suppressBoxes.ts';
import type { PlacedPicture } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import { numbersOf } from './numbersOf.ts';
import type { Answers, NumberTensor } from './numbersOf.ts';

/** Things of one picture, the surest first. */
export interface PictureThings {
  /** Left, top, width and height of each, in pixels of the picture. */
  readonly boxes: Float64Array;
  readonly scores: Float64Array;
  /** Numbers of the model. */
  readonly classes: Int32Array;
  /** As `boxes`, but as the model places them, beyond the edges of the picture, too. */
  readonly places: Float64Array;
  /** Which of the boxes of the model each one is. */
  readonly rows: Int32Array;
  /** Boxes that the model gives for each picture. */
  readonly length: number;
}

/** Size of the tensor that the pictures became. */
export interface TensorSize {
  readonly width: number;
  readonly height: number;
}

export interface ThingRequest extends Pick<PictureRequest, 'decision' | 'classes' | 'model'> {
  readonly outputs: readonly PictureOutput[];
  /** Number of the class that is no thing: answers with it are dropped. */
  readonly background?: number | undefined;
}

/**
 * Prepares the reading of boxes.
 *
 * Boxes are [N, M, 4], scores [N, M] with a class for each, or [N, M, classes] without; [M, …] for one picture.
 *
 * @returns reads the things of the picture at a place of the batch
 * @throws {ModelProblem} when the spec names no boxes or no scores
 */
export function prepareThings({ outputs, decision, classes, background, model: { label } }: ThingRequest) {
  const find = (as: PictureOutput['as']): PictureOutput | undefined => outputs.find((output) => output.as === as);
  const [boxes, scores, ids, count] = [find('boxes'), find('scores'), find('class-ids'), find('count')];
  if (boxes === undefined || scores === undefined) {
    throw new ModelProblem(
      `The spec names no ${boxes === undefined ? 'boxes' : 'scores'} among the outputs of ${label}; say under \`outputs\` which one they are.`,
    );
  }
  const tensorOf = (answers: Answers, { name }: PictureOutput): NumberTensor => {
    const tensor = answers[name];
    if (tensor === undefined) throw new ModelProblem(`${label} gave no output ${name}.`);
    return tensor;
  };
  return (answers: Answers, at: number, pictures: number, picture: PlacedPicture, size: TensorSize): PictureThings => {
    const given = tensorOf(answers, boxes);
    const length = given.dims.at(-2) ?? 0;
    const isBatch = given.dims.length === 3 && (given.dims[0] ?? 0) >= pictures;
    if (given.dims.at(-1) !== 4 || !(isBatch || (given.dims.length === 2 && pictures === 1))) {
      throw shapeProblem(label, boxes.name, given, 'N × boxes × 4');
    }
    const part = (tensor: NumberTensor, name: string, width: number): ((index: number) => number) => {
      const numbers = numbersOf(tensor, name, label);
      if (numbers.length < (at + 1) * length * width) throw shapeProblem(label, name, tensor, `N × ${length}`);
      return (index) => numbers[at * length * width + index] ?? NaN;
    };
    const places = part(given, boxes.name, 4);
    const scoreTensor = tensorOf(answers, scores);
    const isPerClass = ids === undefined && scoreTensor.dims.length === given.dims.length;
    const width = isPerClass ? (scoreTensor.dims.at(-1) ?? 1) : 1;
    if (isPerClass && width !== classes.length) {
      throw new ModelProblem(
        `The output ${scores.name} of ${label} has scores of ${width} classes, and the spec names ${classes.length}.`,
      );
    }
    const sure = part(scoreTensor, scores.name, width);
    const numbers = ids === undefined ? undefined : part(tensorOf(answers, ids), ids.name, 1);
    const valid =
      count === undefined ? length : Math.min(length, numbersOf(tensorOf(answers, count), count.name, label)[at] ?? 0);
    const found = createThings(length);
    for (let box = 0; box < valid; box++) {
      for (let column = 0; column < width; column++) {
        const score = sure(box * width + column);
        if (!Number.isFinite(score) || score < (decision.score ?? -Infinity)) continue;
        const kind = numbers === undefined ? column : numbers(box);
        if (kind === background) continue;
        const place = toPicture(
          [0, 1, 2, 3].map((side) => places(4 * box + side)),
          boxes,
          picture,
          size,
        );
        if (place !== undefined) found.add(place, score, kind, box);
      }
    }
    return found.finish(decision);
  };
}

function shapeProblem(label: string, name: string, { dims }: NumberTensor, wanted: string): ModelProblem {
  return new ModelProblem(`The output ${name} of ${label} has the shape ${dims.join(' × ')}; it must be ${wanted}.`);
}

/** A box in pixels of the picture, cut at its edges and not. */
interface PicturePlace {
  readonly cut: readonly number[];
  readonly whole: readonly number[];
}

function createThings(length: number) {
  const boxes: number[] = [];
  const places: number[] = [];
  const scores: number[] = [];
  const classes: number[] = [];
  const rows: number[] = [];
  return {
    add: ({ cut, whole }: PicturePlace, score: number, index: number, row: number): void => {
      boxes.push(...cut);
      places.push(...whole);
      scores.push(score);
      classes.push(index);
      rows.push(row);
    },
    finish: ({ overlap, perClass, most }: PictureRequest['decision']): PictureThings => {
      // Boxes never overlap by more than 1, so that without a threshold all of them stay.
      const kept = suppressBoxes(
        Float64Array.from(boxes),
        Float64Array.from(scores),
        Int32Array.from(classes),
        { overlap: overlap ?? 1, perClass },
        most,
      );
      const fours = (values: readonly number[]): Float64Array =>
        Float64Array.from([...kept].flatMap((place) => values.slice(4 * place, 4 * place + 4)));
      return {
        boxes: fours(boxes),
        scores: Float64Array.from(kept, (place) => scores[place] ?? 0),
        classes: Int32Array.from(kept, (place) => classes[place] ?? 0),
        places: fours(places),
        rows: Int32Array.from(kept, (place) => rows[place] ?? 0),
        length,
      };
    },
  };
}

/** @returns undefined when nothing of the box lies in the picture */
function toPicture(
  numbers: readonly number[],
  { format, units, frame }: PictureOutput,
  { width, height, map }: PlacedPicture,
  size: TensorSize,
): PicturePlace | undefined {
  const [first = NaN, second = NaN, third = NaN, fourth = NaN] = numbers;
  const corners =
    format === 'xyxy'
      ? [first, second, third, fourth]
      : format === 'xywh'
        ? [first, second, first + third, second + fourth]
        : [first - third / 2, second - fourth / 2, first + third / 2, second + fourth / 2];
  const isOfTensor = frame !== 'image';
  const [wide, high] = units === 'unit' ? (isOfTensor ? [size.width, size.height] : [width, height]) : [1, 1];
  const [scaleX, offsetX, scaleY, offsetY] = isOfTensor
    ? [map.scaleX, map.offsetX, map.scaleY, map.offsetY]
    : [1, 0, 1, 0];
  const across = (value: number): number => (value * wide - offsetX) / scaleX;
  const down = (value: number): number => (value * high - offsetY) / scaleY;
  const whole = [
    across(corners[0] ?? NaN),
    down(corners[1] ?? NaN),
    across(corners[2] ?? NaN),
    down(corners[3] ?? NaN),
  ] as const;
  const cut = [
    Math.min(width, Math.max(0, whole[0])),
    Math.min(height, Math.max(0, whole[1])),
    Math.min(width, Math.max(0, whole[2])),
    Math.min(height, Math.max(0, whole[3])),
  ] as const;
  return cut[2] > cut[0] && cut[3] > cut[1] ? { cut: sizesOf(cut), whole: sizesOf(whole) } : undefined;
}

/** Left, top, width and height. */
function sizesOf([left, top, right, bottom]: readonly [number, number, number, number]): readonly number[] {
  return [left, top, right - left, bottom - top];
}
