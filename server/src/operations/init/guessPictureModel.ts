/** Guesses how a model takes pictures and what it answers, by the shapes of its graph and what its file says of itself. */
import type { GraphValueFact, ModelFact } from '../../../../schemas/facts.ts';
import { widthOfParts } from '../../../../schemas/thingParts.ts';
import type { ThingPart } from '../../../../schemas/thingParts.ts';

export interface PictureInput {
  readonly name: string;
  readonly layout: 'NCHW' | 'NHWC';
  /** Undefined where the graph leaves it open. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly channels: 1 | 3;
}

export interface PictureGuess {
  readonly input: PictureInput;
  /** Of an export of Ultralytics, whose preparation is known; undefined for others. */
  readonly ultralytics: UltralyticsGuess | undefined;
}

export interface UltralyticsGuess {
  readonly task: 'object-detection' | 'instance-segmentation';
  readonly classes: readonly string[];
  /** Output that says all of a thing, and what it holds. */
  readonly things: string;
  readonly holds: readonly ThingPart[];
  readonly format: 'xyxy' | 'cxcywh';
  /** Output with masks that all things share. */
  readonly masks: string | undefined;
  /** Whether the graph drops the weaker of two boxes itself. */
  readonly isSuppressed: boolean;
}

/** @returns undefined when none of the inputs takes a picture, or there are several inputs */
export function guessPictureModel(model: ModelFact): PictureGuess | undefined {
  const [input, ...others] = model.inputs;
  const picture = input === undefined || others.length > 0 ? undefined : guessInput(input);
  return picture === undefined ? undefined : { input: picture, ultralytics: guessUltralytics(model, picture) };
}

function guessInput({ name, kind, type, shape }: GraphValueFact): PictureInput | undefined {
  const isNumber = type === 'float32' || type === 'float64' || type === 'uint8';
  if (kind !== 'tensor' || !isNumber || shape?.length !== 4) return undefined;
  const [, first, second, third] = shape;
  const isChannels = (axis: unknown): axis is 1 | 3 => axis === 1 || axis === 3;
  const sizeOf = (height: unknown, width: unknown) =>
    typeof height === 'number' && typeof width === 'number' ? { width, height } : undefined;
  if (isChannels(first)) return { name, layout: 'NCHW', size: sizeOf(second, third), channels: first };
  return isChannels(third) ? { name, layout: 'NHWC', size: sizeOf(first, second), channels: third } : undefined;
}

/** Numbers of a thing whose weaker neighbours the graph has dropped. */
const ended: readonly ThingPart[] = ['box', 'score', 'class-id'];
/** Numbers of every place that may hold a thing. */
const open: readonly ThingPart[] = ['box', 'scores'];

/**
 * Exports of Ultralytics name their classes in the file, their input `images` and their outputs `output0`, `output1`.
 *
 * @returns undefined for anything else, and where the shapes leave open what a thing holds
 */
function guessUltralytics(
  { namedClasses: classes, outputs }: ModelFact,
  { name, layout, channels }: PictureInput,
): UltralyticsGuess | undefined {
  const [things, masks, ...others] = outputs;
  if (classes === undefined || name !== 'images' || layout !== 'NCHW' || channels !== 3) return undefined;
  if (things?.name !== 'output0' || things.shape?.length !== 3 || others.length > 0) return undefined;
  const [, first, second] = things.shape;
  if (typeof first !== 'number' || typeof second !== 'number') return undefined;
  const shared = masks?.shape?.[1];
  if (masks !== undefined && (masks.shape?.length !== 4 || typeof shared !== 'number')) return undefined;
  const rest = typeof shared === 'number' ? shared : 0;
  // What has passed suppression stands thing by thing, what has not number by number; widths alone can be equal.
  const isSuppressed = second < first;
  const own = isSuppressed ? ended : open;
  if (Math.min(first, second) !== widthOfParts(own, classes.length).least + rest) return undefined;
  return {
    task: masks === undefined ? 'object-detection' : 'instance-segmentation',
    classes,
    things: things.name,
    holds: [...own, ...(masks === undefined ? [] : (['coefficients'] as const))],
    format: isSuppressed ? 'xyxy' : 'cxcywh',
    masks: masks?.name,
    isSuppressed,
  };
}
