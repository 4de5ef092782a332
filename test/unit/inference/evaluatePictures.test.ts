/** The job that runs models over pictures, with small models of our own over drawn pictures. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Tensor } from 'onnxruntime-node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pictureRequest } from '../../../schemas/pictureJob.ts';
import type { PictureRequest } from '../../../schemas/pictureJob.ts';
import { preparePixels } from '../../../server/src/inference/pictures/readPixels.ts';
import { prepareThings } from '../../../server/src/inference/pictures/readThings.ts';
import {
  drawPng,
  drawSquares,
  pictureSize,
  squareClasses,
  singleFinder,
  squareFinder,
  squarePainter,
  squareTruth,
} from '../../support/pictureModels.ts';
import { pictureValueOf, refusePictures, runPictures } from '../../support/runPictures.ts';

const pictures = drawSquares(24, 3);
let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-pictures-')));
  mkdirSync(path.join(root, 'masks'));
  for (const { name, picture, mask } of pictures) {
    writeFileSync(path.join(root, name), picture);
    writeFileSync(path.join(root, 'masks', name), mask);
  }
  writeFileSync(path.join(root, 'index.csv'), ['image', ...pictures.map(({ name }) => name), ''].join('\n'));
  writeFileSync(path.join(root, 'boxes.json'), JSON.stringify(squareTruth(pictures)));
  writeFileSync(path.join(root, 'find.onnx'), squareFinder());
  writeFileSync(path.join(root, 'paint.onnx'), squarePainter());
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

type Wish = Partial<Omit<PictureRequest, 'model' | 'source' | 'decision'>> & { decision?: object };

const boxOutputs: PictureRequest['outputs'] = [
  { name: 'boxes', as: 'boxes', format: 'xyxy', units: 'pixels', frame: 'tensor' },
  { name: 'scores', as: 'scores' },
  { name: 'ids', as: 'class-ids' },
];

function request(task: PictureRequest['task'], wish: Wish = {}): PictureRequest {
  const isOfBoxes = task === 'object-detection';
  const [file, truth] = isOfBoxes ? ['find.onnx', 'boxes.json'] : ['paint.onnx', 'masks'];
  return pictureRequest.parse({
    source: { label: 'index.csv', root, files: [path.join(root, 'index.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, file), label: file },
    task,
    inputs: [{ name: 'x', columns: ['image'], image: { color: 'rgb', layout: 'NCHW', scale: 1 / 255 } }],
    outputs: isOfBoxes ? boxOutputs : [{ name: 'mask', as: 'masks', values: 'logits', layout: 'NCHW' }],
    classes: isOfBoxes ? [...squareClasses] : ['ground', ...squareClasses],
    truth: { path: path.join(root, truth), label: truth },
    decision: isOfBoxes ? { score: 0.15, overlap: 0.1, most: 50 } : {},
    metrics: isOfBoxes
      ? [
          { id: 'found', metric: 'map', overlaps: [0.5] },
          { id: 'few', metric: 'ar', overlaps: [0.4], k: 3 },
          { id: 'large', metric: 'map', overlaps: [0.5], area: 'large' },
          { id: 'odd', metric: 'dice' },
        ]
      : [
          { id: 'overlap', metric: 'iou' },
          { id: 'crates', metric: 'dice', class: 'crate' },
          { id: 'odd', metric: 'map' },
        ],
    ...wish,
  });
}

describe('a model that finds boxes', { timeout: 60_000 }, () => {
  it('is measured by the COCO protocol, one box for each square', async () => {
    const result = await runPictures(request('object-detection'));
    const squares = pictures.reduce((sum, picture) => sum + picture.squares.length, 0);
    expect(result).toMatchObject({ rows: 24, unlabelled: 0, detections: { truths: squares, images: 24 } });
    expect(pictureValueOf(result, 'found')).toBeGreaterThan(0.7);
    expect(pictureValueOf(result, 'few')).toBeGreaterThan(0.6);
    expect(result.metrics[2]?.value).toEqual({ state: 'undefined', because: 'no true thing is large' });
    expect(result.metrics[3]?.value).toEqual({ state: 'undefined', because: 'dice is no metric of boxes' });
    expect(result.detections?.errors).toMatchObject({ score: 0.15, isChosen: true, class: 0, duplicate: 0 });
    expect(result.detections?.errors.right).toBeGreaterThan(0.75 * squares);
    expect(result.confusion?.classes).toEqual(['crate', 'barrel', 'nothing']);
  });

  it('is measured alike where it takes one picture at a time', async () => {
    writeFileSync(path.join(root, 'single.onnx'), singleFinder());
    const { inputs, ...rest } = request('object-detection');
    const single = await runPictures({
      ...rest,
      model: { root, path: path.join(root, 'single.onnx'), label: 'single.onnx' },
      inputs: inputs.map((input) => ({ ...input, name: 'picture' })),
      outputs: boxOutputs.map((output) => ({ ...output, name: `own ${output.name}` })),
    });
    const { metrics, confusion } = await runPictures(request('object-detection'));
    expect(single).toMatchObject({ rows: 24, metrics, confusion });
  });

  it('answers every square many times where nothing drops the weaker boxes', async () => {
    const result = await runPictures(request('object-detection', { decision: { score: 0.15 } }));
    expect(result.detections?.errors.duplicate).toBeGreaterThan(50);
  });

  it('does not count pictures that the ground truth does not know', async () => {
    const known = squareTruth(pictures.slice(0, 10));
    writeFileSync(path.join(root, 'boxes.json'), JSON.stringify(known));
    const result = await runPictures(request('object-detection'));
    expect(result).toMatchObject({ rows: 24, unlabelled: 14, detections: { images: 10 } });
  });

  it('loses pictures that the ground truth states in another size', async () => {
    const truth = squareTruth(pictures);
    const images = truth.images.map((image, index) => (index === 2 ? { ...image, width: 72, height: 96 } : image));
    writeFileSync(path.join(root, 'boxes.json'), JSON.stringify({ ...truth, images }));
    const result = await runPictures(request('object-detection'));
    expect(result).toMatchObject({ rows: 24, unlabelled: 0, detections: { images: 23 }, unreadable: { rows: 1 } });
    expect(result.unreadable?.first[0]?.sentence).toMatch(
      /^boxes\.json is for 72 × 96 pixels, and square-2\.png has 96 × 72; .*`orient: false` under `image`\.$/,
    );
  });

  it.each<[string, Wish, string]>([
    ['without boxes', { outputs: [{ name: 'scores', as: 'scores' }] }, 'names no boxes among the outputs'],
    ['without scores', { outputs: boxOutputs.slice(0, 1) }, 'names no scores among the outputs'],
    [
      'of an output that is not there',
      { outputs: [...boxOutputs.slice(0, 2), { name: 'kind', as: 'class-ids' }] },
      'gave no output kind',
    ],
    [
      'whose boxes have other shapes',
      {
        outputs: [
          { ...boxOutputs[0], name: 'scores', as: 'boxes' },
          { name: 'boxes', as: 'scores' },
        ],
      },
      'it must be N × boxes × 4',
    ],
    ['with a class that is not true', { classes: ['crate', 'bucket'] }, 'boxes.json has no class bucket'],
    ['with too few classes', { classes: ['crate'] }, 'answers the class 1'],
  ])('is refused %s', async (_what, wish, named) => {
    const sentence = await refusePictures(request('object-detection', wish));
    expect(sentence).toContain(named);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });

  it.each([
    ['no JSON', '{', 'boxes.json is no JSON'],
    [
      'other pictures',
      JSON.stringify({ ...squareTruth(pictures.slice(0, 1)), images: [{ id: 1, file_name: 'x.png' }] }),
      'names none of the 24 pictures',
    ],
  ])('is refused when its truth is %s', async (_what, text, named) => {
    writeFileSync(path.join(root, 'boxes.json'), text);
    expect(await refusePictures(request('object-detection'))).toContain(named);
  });
});

describe('a model that answers pixels', { timeout: 60_000 }, () => {
  it('is measured by overlap with masks', async () => {
    const result = await runPictures(request('semantic-segmentation'));
    expect(pictureValueOf(result, 'overlap')).toBeGreaterThan(0.8);
    expect(pictureValueOf(result, 'overlap')).toBeLessThan(1);
    expect(pictureValueOf(result, 'crates')).toBeGreaterThan(0.8);
    expect(result.metrics[2]?.value).toEqual({ state: 'undefined', because: 'map is no metric of pixels' });
    expect(result.masks).toMatchObject({ pictures: 24, notes: [] });
  });

  it('is measured in slices of the pictures', async () => {
    const rows = pictures.map(({ name }, index) => `${name},${index < 5 ? 'wet' : 'dry'}`);
    writeFileSync(path.join(root, 'index.csv'), ['image,road', ...rows, ''].join('\n'));
    const slices = [{ id: 'road', by: 'road', minRows: 0 }];
    const metrics = [{ id: 'overlap', metric: 'iou', overlaps: [], area: 'all' as const, slices }];
    const result = await runPictures(request('semantic-segmentation', { metrics }));
    writeFileSync(
      path.join(root, 'index.csv'),
      ['image', ...pictures.slice(0, 5).map(({ name }) => name), ''].join('\n'),
    );
    const alone = await runPictures(request('semantic-segmentation'));
    const { 'road/dry': dry, 'road/wet': wet } = result.metrics[0]?.slices ?? {};
    expect(wet).toEqual({ ...alone.metrics[0]?.value, rows: 5 });
    expect(dry).toMatchObject({ state: 'known', rows: 19 });
  });

  it('is refused when the classes are others', async () => {
    expect(await refusePictures(request('semantic-segmentation', { classes: ['ground', 'crate'] }))).toContain(
      ' × 3 × 72 × 96',
    );
  });

  it('loses a picture whose mask is missing, damaged or of another size, and judges the others as they are alone', async () => {
    const others = pictures.filter((_, index) => ![3, 7, 11].includes(index)).map(({ name }) => name);
    rmSync(path.join(root, 'masks', 'square-3.png'));
    writeFileSync(path.join(root, 'masks', 'square-7.png'), pictures[7]?.mask.subarray(0, 60) ?? '');
    writeFileSync(path.join(root, 'masks', 'square-11.png'), drawPng(pictureSize.height, pictureSize.width, 1));
    const result = await runPictures(request('semantic-segmentation'));
    expect(result.unreadable).toEqual({
      rows: 3,
      first: [
        { row: 3, file: 'square-3.png', sentence: 'masks/square-3.png was not found; check the path.' },
        {
          row: 7,
          file: 'square-7.png',
          sentence: 'masks/square-7.png cannot be used because it is cut off or damaged.',
        },
        {
          row: 11,
          file: 'square-11.png',
          sentence:
            'masks/square-11.png is for 72 × 96 pixels, and square-11.png has 96 × 72; if its EXIF data turn it and its truth was made without turning, write `orient: false` under `image`.',
        },
      ],
    });
    writeFileSync(path.join(root, 'index.csv'), ['image', ...others, ''].join('\n'));
    const alone = await runPictures(request('semantic-segmentation'));
    expect(result.metrics).toEqual(alone.metrics);
    expect(alone.masks?.pictures).toBe(21);
  });

  it('is refused when no mask can be used, with the first reason', async () => {
    rmSync(path.join(root, 'masks'), { recursive: true });
    expect(await refusePictures(request('semantic-segmentation'))).toBe(
      'None of the images of test can be used, such as: masks/square-0.png was not found; check the path.',
    );
  });
});

const placed = { file: 'a.png', width: 200, height: 100, map: { scaleX: 0.5, scaleY: 0.5, offsetX: 0, offsetY: 25 } };

describe('boxes of a tensor', () => {
  it.each([
    ['xyxy', 'pixels', 'tensor', [10, 35, 30, 45], [20, 20, 40, 20]],
    ['xywh', 'pixels', 'tensor', [10, 35, 20, 10], [20, 20, 40, 20]],
    ['cxcywh', 'unit', 'tensor', [0.2, 0.4, 0.2, 0.1], [20, 20, 40, 20]],
    ['xyxy', 'unit', 'image', [0.1, 0.2, 0.3, 0.4], [20, 20, 40, 20]],
    ['xyxy', 'pixels', 'image', [-5, -5, 500, 500], [0, 0, 200, 100]],
  ] as const)('in the form %s, %s of the %s are mapped back to the picture', (format, units, frame, given, wanted) => {
    const read = prepareThings(
      request('object-detection', {
        outputs: [
          { name: 'boxes', as: 'boxes', format, units, frame },
          { name: 'scores', as: 'scores' },
          { name: 'count', as: 'count' },
        ],
        decision: {},
      }),
    );
    const answers = {
      boxes: new Tensor('float32', [...given, 0, 0, 1, 1], [1, 2, 4]),
      scores: new Tensor('float32', [0.1, 0.9, 0.8, 0.8], [1, 2, 2]),
      count: new Tensor('int64', [1n], [1]),
    };
    const things = read(answers, 0, 1, placed, { width: 100, height: 100 });
    expect([...things.classes]).toEqual([1, 0]);
    expect([...things.boxes.subarray(0, 4)].map((side) => Math.round(side * 1e4) / 1e4)).toEqual(wanted);
  });
});

describe('pixels of a tensor', () => {
  it('are spread over the picture, and what was cut off is not seen', () => {
    const read = preparePixels(
      request('semantic-segmentation', {
        outputs: [{ name: 'mask', as: 'masks', values: 'ids' }],
        classes: ['ground', 'ink'],
      }),
    );
    const answers = { mask: new Tensor('int64', [0n, 1n, 1n, 0n], [1, 2, 2]) };
    const map = { scaleX: 1, scaleY: 1, offsetX: -1, offsetY: 0 };
    const picture = { file: 'a.png', width: 5, height: 4, map };
    expect([...read(answers, 0, picture, { width: 4, height: 4 })]).toEqual([
      255, 0, 0, 1, 1, 255, 0, 0, 1, 1, 255, 1, 1, 0, 0, 255, 1, 1, 0, 0,
    ]);
  });
});
