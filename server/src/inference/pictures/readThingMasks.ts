/** A mask for each thing that a model finds, in the pixels of the picture. */
import type { PictureOutput, PictureRequest } from '../../../../schemas/pictureJob.ts';
import { pasteMask } from '../../evaluation/detection/pasteMask.ts';
import type { GridMap, MaskGrid, Pasting, PixelFrame } from '../../evaluation/detection/pasteMask.ts';
import type { RunLengthMask } from '../../evaluation/detection/runLengthMask.ts';
import type { PlacedPicture } from '../images/imageInput.ts';
import { ModelProblem } from '../modelProblem.ts';
import { numbersOf } from './numbersOf.ts';
import type { Answers, NumberTensor } from './numbersOf.ts';
import type { PictureThings, TensorSize } from './readThings.ts';

/** Where a mask of probabilities begins, as everybody has it. */
const half = 0.5;

/**
 * Prepares the reading of masks: one for each thing, [N, M, H, W] or [M, 1, H, W] for one picture, of the whole picture or
 * of its box; or some for all, [N, k, H, W], which the coefficients [N, M, k] of each thing mix.
 *
 * @returns reads the masks of the things of the picture at a place of the batch, in their order
 * @throws {ModelProblem} when the spec names no masks
 */
export function prepareThingMasks({
  outputs,
  model: { label },
}: Pick<PictureRequest, 'model'> & { readonly outputs: readonly PictureOutput[] }) {
  const masks = outputs.find(({ as }) => as === 'masks');
  const coefficients = outputs.find(({ as }) => as === 'coefficients');
  if (masks === undefined) {
    throw new ModelProblem(
      `The spec names no masks among the outputs of ${label}; say under \`outputs\` which one they are.`,
    );
  }
  if (coefficients !== undefined && masks.covers === 'box') {
    throw new ModelProblem(
      `The masks ${masks.name} of ${label} are mixed for each thing, so that they cover the picture; \`covers: box\` does not fit.`,
    );
  }
  const gridsOf = coefficients === undefined ? ownGrids(masks, label) : mixedGrids(masks, coefficients, label);
  return (
    answers: Answers,
    at: number,
    pictures: number,
    things: PictureThings,
    picture: PlacedPicture,
    size: TensorSize,
  ): readonly RunLengthMask[] => {
    if (things.rows.length === 0) return [];
    const gridOf = gridsOf(answers, at, pictures, things.length);
    return Array.from(things.rows, (row, place) => {
      const grid = gridOf(row);
      const side = (index: number): number => things.places[4 * place + index] ?? 0;
      if (masks.covers === 'box') {
        return pasteMask(probable(grid, masks), boxMap(grid, [side(0), side(1), side(2), side(3)]), picture, {
          above: half,
          beyond: 'zero',
          isLinear: masks.values !== 'ids',
        });
      }
      const pasting: Pasting = {
        above: masks.values === 'logits' ? 0 : half,
        beyond: 'nearest',
        isLinear: masks.values !== 'ids',
      };
      // A mix is right near its thing alone.
      const frame: PixelFrame | undefined =
        coefficients === undefined ? undefined : [side(0), side(1), side(0) + side(2), side(1) + side(3)];
      return pasteMask(grid, pictureMap(grid, picture, size), picture, pasting, frame);
    });
  };
}

type GridOf = (row: number) => MaskGrid;

function tensorOf(answers: Answers, { name }: PictureOutput, label: string): NumberTensor {
  const tensor = answers[name];
  if (tensor === undefined) throw new ModelProblem(`${label} gave no output ${name}.`);
  return tensor;
}

function ownGrids(masks: PictureOutput, label: string) {
  return (answers: Answers, at: number, pictures: number, length: number): GridOf => {
    const tensor = tensorOf(answers, masks, label);
    const [height = 0, width = 0] = tensor.dims.slice(-2);
    const numbers = numbersOf(tensor, masks.name, label);
    const area = height * width;
    if (tensor.dims.length < 3 || area === 0 || numbers.length !== pictures * length * area) {
      throw new ModelProblem(
        `The output ${masks.name} of ${label} has the shape ${tensor.dims.join(' × ')}; it must be ${pictures} × ${length} × height × width, one mask for each box.`,
      );
    }
    return (row) => {
      const start = (at * length + row) * area;
      return { width, height, values: Float32Array.from({ length: area }, (_, cell) => numbers[start + cell] ?? 0) };
    };
  };
}

function mixedGrids(masks: PictureOutput, coefficients: PictureOutput, label: string) {
  return (answers: Answers, at: number, pictures: number, length: number): GridOf => {
    const [tensor, mixing] = [tensorOf(answers, masks, label), tensorOf(answers, coefficients, label)];
    const [, count = 0, height = 0, width = 0] = tensor.dims;
    const numbers = numbersOf(tensor, masks.name, label);
    const weights = numbersOf(mixing, coefficients.name, label);
    const area = height * width;
    if (tensor.dims.length !== 4 || area === 0 || numbers.length < (at + 1) * count * area) {
      throw new ModelProblem(
        `The output ${masks.name} of ${label} has the shape ${tensor.dims.join(' × ')}; it must be ${pictures} × masks × height × width.`,
      );
    }
    if (weights.length !== pictures * length * count) {
      throw new ModelProblem(
        `The output ${coefficients.name} of ${label} has the shape ${mixing.dims.join(' × ')}; it must be ${pictures} × ${length} × ${count}, one number for each box and mask.`,
      );
    }
    return (row) => {
      const values = new Float32Array(area);
      for (let mask = 0; mask < count; mask++) {
        const weight = weights[(at * length + row) * count + mask] ?? 0;
        const start = (at * count + mask) * area;
        for (let cell = 0; cell < area; cell++) {
          values[cell] = (values[cell] ?? 0) + weight * (numbers[start + cell] ?? 0);
        }
      }
      return { width, height, values };
    };
  };
}

/** Around a box lies nothing, which a probability says and a logit does not. */
function probable(grid: MaskGrid, { values }: PictureOutput): MaskGrid {
  return values === 'logits' ? { ...grid, values: grid.values.map((logit) => 1 / (1 + Math.exp(-logit))) } : grid;
}

function boxMap(grid: MaskGrid, [left, top, width, height]: PixelFrame): GridMap {
  const [scaleX, scaleY] = [grid.width / width, grid.height / height];
  return { scaleX, offsetX: -left * scaleX, scaleY, offsetY: -top * scaleY };
}

function pictureMap(grid: MaskGrid, { map }: PlacedPicture, size: TensorSize): GridMap {
  const [across, down] = [grid.width / size.width, grid.height / size.height];
  return {
    scaleX: map.scaleX * across,
    offsetX: map.offsetX * across,
    scaleY: map.scaleY * down,
    offsetY: map.offsetY * down,
  };
}
