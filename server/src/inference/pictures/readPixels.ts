/** Classes that a model gives for pixels, as a mask of the size of each picture. */
import type { Tensor } from 'onnxruntime-node';
import type { PictureRequest } from '../../../../schemas/pictureJob.ts';
import type { PlacedPicture } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import { numbersOf } from './numbersOf.ts';
import type { TensorSize } from './readThings.ts';

/** A pixel that the model did not see, as its picture was cut. */
export const unseen = 255;

/**
 * Prepares the reading of masks: [N, classes, H, W] or [N, H, W, classes] of scores, or [N, H, W] or [N, 1, H, W] of
 * numbers. A pixel of the picture has the class of the pixel of the mask in which its centre lies.
 *
 * @returns reads the mask of the picture at a place of the batch, row by row
 * @throws {ModelProblem} when the spec names no masks
 */
export function preparePixels({ outputs, classes, model: { label } }: PictureRequest) {
  const output = outputs.find(({ as }) => as === 'masks');
  if (output === undefined) {
    throw new ModelProblem(
      `The spec names no masks among the outputs of ${label}; say under \`outputs\` which one they are.`,
    );
  }
  const { name, values, layout } = output;
  return (
    answers: Readonly<Record<string, Tensor>>,
    at: number,
    picture: PlacedPicture,
    size: TensorSize,
  ): Uint8Array => {
    const tensor = answers[name];
    if (tensor === undefined) throw new ModelProblem(`${label} gave no output ${name}.`);
    const { channels, height, width, isLast } = shapeOf(
      tensor,
      values === 'ids' ? 1 : classes.length,
      layout === 'NHWC',
    );
    if (channels === undefined) {
      throw new ModelProblem(
        `The output ${name} of ${label} has the shape ${tensor.dims.join(' × ')}, and the spec names ${classes.length} classes of pixels.`,
      );
    }
    const numbers = numbersOf(tensor, name, label);
    const area = height * width;
    const own = new Uint8Array(area);
    const start = at * area * channels;
    for (let pixel = 0; pixel < area; pixel++) {
      own[pixel] =
        channels === 1 && values === 'ids'
          ? classAt(numbers[start + pixel] ?? NaN, classes.length, name, label)
          : bestOf(numbers, isLast ? start + pixel * channels : start + pixel, isLast ? 1 : area, channels);
    }
    return spread(own, { width, height }, picture, size);
  };
}

function shapeOf(
  { dims }: Tensor,
  wanted: number,
  isLast: boolean,
): { channels: number | undefined; height: number; width: number; isLast: boolean } {
  if (dims.length === 3 && wanted === 1) {
    return { channels: 1, height: dims[1] ?? 0, width: dims[2] ?? 0, isLast };
  }
  const [, first = 0, second = 0, third = 0] = dims;
  const [channels, height, width] = isLast ? [third, first, second] : [first, second, third];
  return { channels: dims.length === 4 && channels === wanted ? channels : undefined, height, width, isLast };
}

function classAt(value: number, classes: number, name: string, label: string): number {
  if (Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw new ModelProblem(
    `The output ${name} of ${label} answers ${value} for a pixel, which is the number of none of its ${classes} classes.`,
  );
}

/** The first of the channels with the highest score. */
function bestOf(numbers: ArrayLike<number>, start: number, step: number, channels: number): number {
  let best = 0;
  for (let channel = 1; channel < channels; channel++) {
    if ((numbers[start + channel * step] ?? NaN) > (numbers[start + best * step] ?? NaN)) best = channel;
  }
  return best;
}

function spread(mask: Uint8Array, { width, height }: TensorSize, picture: PlacedPicture, size: TensorSize): Uint8Array {
  const { map } = picture;
  const spreadMask = new Uint8Array(picture.width * picture.height);
  const columns = Int32Array.from({ length: picture.width }, (_, x) =>
    Math.floor((((x + 0.5) * map.scaleX + map.offsetX) * width) / size.width),
  );
  for (let y = 0; y < picture.height; y++) {
    const row = Math.floor((((y + 0.5) * map.scaleY + map.offsetY) * height) / size.height);
    for (let x = 0; x < picture.width; x++) {
      const column = columns[x] ?? -1;
      const isSeen = row >= 0 && row < height && column >= 0 && column < width;
      spreadMask[y * picture.width + x] = isSeen ? (mask[row * width + column] ?? unseen) : unseen;
    }
  }
  return spreadMask;
}
