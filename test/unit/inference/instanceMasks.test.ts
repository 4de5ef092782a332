/** Models that give a mask for each thing, and how their grids become pixels of the picture. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pictureRequest } from '../../../schemas/pictureJob.ts';
import type { PictureRequest } from '../../../schemas/pictureJob.ts';
import { pasteMask } from '../../../server/src/evaluation/detection/pasteMask.ts';
import type { RunLengthMask } from '../../../server/src/evaluation/detection/runLengthMask.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { elementTypes, entry, model, node, number, tensor, tensorType, value } from '../../support/onnxBytes.ts';
import { attribute, floats } from '../../support/onnxModels.ts';
import { drawSquares, squareClasses, squareCutter, squareTruth } from '../../support/pictureModels.ts';
import type { MaskForm } from '../../support/pictureModels.ts';
import { pictureValueOf, refusePictures, runPictures } from '../../support/runPictures.ts';

const pictures = drawSquares(24, 3);
let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-masks-')));
  mkdirSync(path.join(root, 'masks'));
  for (const { name, picture } of pictures) writeFileSync(path.join(root, name), picture);
  const rows = pictures.map(({ name }, index) => `${name},${index % 2 === 0 ? 'day' : 'night'}`);
  writeFileSync(path.join(root, 'index.csv'), ['image,light', ...rows, ''].join('\n'));
  writeFileSync(path.join(root, 'boxes.json'), JSON.stringify(squareTruth(pictures)));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

type Outputs = PictureRequest['outputs'];

const found: Outputs = [
  { name: 'boxes', as: 'boxes', format: 'xyxy', units: 'pixels', frame: 'tensor' },
  { name: 'scores', as: 'scores' },
  { name: 'ids', as: 'class-ids' },
];
const forms: Readonly<Record<MaskForm, Outputs>> = {
  'of-boxes': [...found, { name: 'masks', as: 'masks', values: 'probabilities', covers: 'box' }],
  'of-picture': [
    ...found,
    { name: 'masks', as: 'masks', values: 'logits' },
    { name: 'coefficients', as: 'coefficients' },
  ],
};

const slices: PictureRequest['metrics'][number]['slices'] = [
  { id: 'night', where: '"light" = \'night\'' },
  { id: 'dusk', where: '"light" = \'dusk\'' },
];

function request(form: MaskForm, outputs = forms[form]): PictureRequest {
  writeFileSync(path.join(root, 'cut.onnx'), squareCutter(form));
  return pictureRequest.parse({
    source: { label: 'index.csv', root, files: [path.join(root, 'index.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'cut.onnx'), label: 'cut.onnx' },
    task: 'instance-segmentation',
    inputs: [{ name: 'x', columns: ['image'], image: { color: 'rgb', layout: 'NCHW', scale: 1 / 255 } }],
    outputs,
    classes: [...squareClasses],
    truth: { path: path.join(root, 'boxes.json'), label: 'boxes.json' },
    decision: { score: 0.15, overlap: 0.1, most: 50 },
    metrics: [
      { id: 'found', metric: 'map', overlaps: [0.5], slices },
      { id: 'overlap', metric: 'iou', slices },
      { id: 'crates', metric: 'dice', class: 'crate' },
      { id: 'pixels', metric: 'pixel-accuracy' },
      { id: 'odd', metric: 'recall' },
    ],
  });
}

describe('a model that cuts out things', { timeout: 60_000 }, () => {
  it.each(['of-boxes', 'of-picture'] as const)(
    'with masks %s is measured by the COCO protocol of masks',
    async (form) => {
      const result = await runPictures(request(form));
      const squares = pictures.reduce((sum, picture) => sum + picture.squares.length, 0);
      expect(result).toMatchObject({ rows: 24, detections: { task: 'instance-segmentation', truths: squares } });
      expect(pictureValueOf(result, 'found')).toBeGreaterThan(0.7);
      expect(result.detections?.errors.right).toBeGreaterThan(0.75 * squares);
      expect(pictureValueOf(result, 'overlap')).toBeGreaterThan(0.6);
      expect(pictureValueOf(result, 'crates')).toBeGreaterThan(0.7);
      expect(pictureValueOf(result, 'pixels')).toBeGreaterThan(0.97);
      expect(result.metrics[4]?.value).toEqual({ state: 'undefined', because: 'recall is no metric of masks' });
    },
  );

  it('is measured in slices of the pictures, and says where a slice has none', async () => {
    const result = await runPictures(request('of-boxes'));
    const nights = pictures.filter((_, index) => index % 2 === 1);
    rmSync(path.join(root, 'index.csv'));
    writeFileSync(
      path.join(root, 'index.csv'),
      ['image,light', ...nights.map(({ name }) => `${name},night`), ''].join('\n'),
    );
    const alone = await runPictures(request('of-boxes'));
    for (const id of ['found', 'overlap']) {
      const own = result.metrics.find((metric) => metric.id === id)?.slices;
      expect(own?.['night']).toEqual({ ...alone.metrics.find((metric) => metric.id === id)?.value, rows: 12 });
      expect(own?.['dusk']).toEqual({ state: 'undefined', because: 'there is no picture', rows: 0 });
    }
  });

  it.each<[string, Outputs, string]>([
    ['without masks', found, 'names no masks among the outputs'],
    [
      'with masks of another number',
      [...found, { name: 'boxes', as: 'masks', values: 'logits' }],
      'one mask for each box',
    ],
    [
      'with mixed masks of boxes',
      [...found, { name: 'masks', as: 'masks', covers: 'box' }, { name: 'scores', as: 'coefficients' }],
      '`covers: box` does not fit',
    ],
    [
      'with coefficients of another number',
      [...found, { name: 'masks', as: 'masks', values: 'logits' }, { name: 'boxes', as: 'coefficients' }],
      'one number for each box and mask',
    ],
  ])('is refused %s', async (what, outputs, named) => {
    const form = what.includes('coefficients') ? 'of-picture' : 'of-boxes';
    const sentence = await refusePictures(request(form, outputs));
    expect(sentence).toContain(named);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  it('is refused where the ground truth gives a picture another size', async () => {
    const truth = squareTruth(pictures);
    const images = truth.images.map((image) => ({ ...image, width: 97 }));
    writeFileSync(path.join(root, 'boxes.json'), JSON.stringify({ ...truth, images }));
    expect(await refusePictures(request('of-boxes'))).toBe(
      'None of the images of test can be used, such as: boxes.json is for 97 × 72 pixels, and square-0.png has 96 × 72.',
    );
  });
});

/** Whether each pixel is inside, row by row. */
function pixelsOf({ width, height, runs }: RunLengthMask): number[] {
  const pixels = Array<number>(width * height).fill(0);
  let place = 0;
  for (const [at, length] of runs.entries()) {
    for (const end = place + length; place < end; place++) {
      if (at % 2 === 1) pixels[(place % height) * width + Math.floor(place / height)] = 1;
    }
  }
  expect(place).toBe(width * height);
  return pixels;
}

const textAttribute = (name: string, text: string) => attribute(name, 3, entry(4, text));

/** Reads a grid at given places, as the runtime does. */
const sampler = model({
  inputs: [
    value('x', tensorType(elementTypes.float32, [1, 1, 'h', 'w'])),
    value('at', tensorType(elementTypes.float32, [1, 'H', 'W', 2])),
  ],
  nodes: [
    node({
      inputs: ['x', 'at'],
      outputs: ['y'],
      operator: 'GridSample',
      attributes: [
        textAttribute('mode', 'bilinear'),
        textAttribute('padding_mode', 'zeros'),
        attribute('align_corners', 2, number(3, 0)),
      ],
    }),
  ],
  outputs: [value('y', tensorType(elementTypes.float32, [1, 1, 'H', 'W']))],
});

/** Resizes a grid by a factor in each direction, as the runtime does. */
function resizer(across: number, down: number): Uint8Array {
  return model({
    inputs: [value('x', tensorType(elementTypes.float32, [1, 1, 'h', 'w']))],
    initializers: [tensor({ name: 'scales', dims: [4], raw: floats([1, 1, down, across]) })],
    nodes: [
      node({
        inputs: ['x', '', 'scales'],
        outputs: ['y'],
        operator: 'Resize',
        attributes: [textAttribute('mode', 'linear'), textAttribute('coordinate_transformation_mode', 'half_pixel')],
      }),
    ],
    outputs: [value('y', tensorType(elementTypes.float32, [1, 1, 'H', 'W']))],
  });
}

async function answer(bytes: Uint8Array, feeds: Record<string, Tensor>): Promise<Float32Array> {
  const session = await InferenceSession.create(bytes);
  const { y } = await session.run(feeds);
  const data = y?.data;
  if (!(data instanceof Float32Array)) throw new Error('The model gave no floats.');
  return data;
}

function drawGrid(seed: number) {
  const random = createRandomStream(seed);
  const [width, height] = [1 + random.nextBelow(9), 1 + random.nextBelow(9)];
  const values = Float32Array.from({ length: width * height }, () => random.nextBelow(1000) / 999);
  return { random, grid: { width, height, values } };
}

/** Numbers beside the border, which the last bit of a float may put on either side. */
const isClear = (one: number): boolean => Math.abs(one - 0.5) > 1e-5;

describe('a mask of a box', () => {
  it('equals GridSample of ONNX Runtime, on boxes that leave the picture, too', async () => {
    const session = await InferenceSession.create(sampler);
    for (let seed = 0; seed < 60; seed++) {
      const { random, grid } = drawGrid(seed);
      const size = { width: 5 + random.nextBelow(40), height: 5 + random.nextBelow(40) };
      const [left, top] = [random.nextBelow(50) - 10.25, random.nextBelow(50) - 10.75];
      const [width, height] = [0.5 + random.nextBelow(30), 0.5 + random.nextBelow(30)];
      const places = Array.from({ length: size.width * size.height }, (_, pixel) => [
        (((pixel % size.width) + 0.5 - left) / width) * 2 - 1,
        ((Math.floor(pixel / size.width) + 0.5 - top) / height) * 2 - 1,
      ]).flat();
      const { y } = await session.run({
        x: new Tensor('float32', grid.values, [1, 1, grid.height, grid.width]),
        at: new Tensor('float32', places, [1, size.height, size.width, 2]),
      });
      const wanted = [...(y?.data as Float32Array)];
      const [scaleX, scaleY] = [grid.width / width, grid.height / height];
      const mask = pasteMask(grid, { scaleX, offsetX: -left * scaleX, scaleY, offsetY: -top * scaleY }, size, {
        above: 0.5,
        beyond: 'zero',
        isLinear: true,
      });
      const pixels = pixelsOf(mask);
      const wrong = wanted.filter((one, pixel) => isClear(one) && one > 0.5 !== (pixels[pixel] === 1));
      expect([seed, wrong]).toEqual([seed, []]);
    }
  });
});

describe('a mask of the picture', () => {
  it('equals Resize of ONNX Runtime', async () => {
    for (let seed = 0; seed < 30; seed++) {
      const { random, grid } = drawGrid(seed);
      const [across, down] = [1 + random.nextBelow(6), 1 + random.nextBelow(6)];
      const size = { width: grid.width * across, height: grid.height * down };
      const wanted = await answer(resizer(across, down), {
        x: new Tensor('float32', grid.values, [1, 1, grid.height, grid.width]),
      });
      const map = { scaleX: 1 / across, offsetX: 0, scaleY: 1 / down, offsetY: 0 };
      const pixels = pixelsOf(pasteMask(grid, map, size, { above: 0.5, beyond: 'nearest', isLinear: true }));
      const wrong = [...wanted].filter((one, pixel) => isClear(one) && one > 0.5 !== (pixels[pixel] === 1));
      expect([seed, wrong]).toEqual([seed, []]);
    }
  });

  it('has nothing where the model did not look, nor beyond the frame of its thing', () => {
    const grid = { width: 2, height: 1, values: Float32Array.of(1, 1) };
    const map = { scaleX: 1, offsetX: -1, scaleY: 1, offsetY: 0 };
    const pasting = { above: 0.5, beyond: 'nearest', isLinear: false } as const;
    expect(pixelsOf(pasteMask(grid, map, { width: 5, height: 1 }, pasting))).toEqual([0, 1, 1, 0, 0]);
    expect(pixelsOf(pasteMask(grid, map, { width: 5, height: 1 }, pasting, [2, 0, 4, 1]))).toEqual([0, 0, 1, 0, 0]);
  });

  it('looks at all pixels that can be inside, whatever the numbers', () => {
    fc.assert(
      fc.property(
        fc.record({ width: fc.integer({ min: 1, max: 6 }), height: fc.integer({ min: 1, max: 6 }) }),
        fc.array(fc.constantFrom(-1, 0, 0.4, 0.6, 1), { minLength: 36, maxLength: 36 }),
        fc.record({ scaleX: fc.constantFrom(0.125, 0.5, 1, 3), offsetX: fc.integer({ min: -4, max: 4 }) }),
        fc.constantFrom<'zero' | 'nearest'>('zero', 'nearest'),
        fc.boolean(),
        ({ width, height }, numbers, across, beyond, isLinear) => {
          const grid = { width, height, values: Float32Array.from(numbers.slice(0, width * height)) };
          const map = { ...across, scaleY: 0.75, offsetY: -0.5 };
          const size = { width: 12, height: 9 };
          // A picture of one pixel passes over nothing; all numbers are sums of eighths, so that no order of them matters.
          const one = (x: number, y: number): number =>
            pasteMask(
              grid,
              { ...map, offsetX: map.offsetX + x * map.scaleX, offsetY: map.offsetY + y * map.scaleY },
              { width: 1, height: 1 },
              { above: 0.5, beyond, isLinear },
            ).runs.length > 1
              ? 1
              : 0;
          const wanted = Array.from({ length: size.width * size.height }, (_, pixel) =>
            one(pixel % size.width, Math.floor(pixel / size.width)),
          );
          expect(pixelsOf(pasteMask(grid, map, size, { above: 0.5, beyond, isLinear }))).toEqual(wanted);
        },
      ),
      { numRuns: 200 },
    );
  });
});
