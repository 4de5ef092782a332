/** Models whose answers stand side by side in one tensor, as exports of YOLO have them. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pictureRequest } from '../../../schemas/pictureJob.ts';
import type { PictureRequest } from '../../../schemas/pictureJob.ts';
import { leastOf, thingAxis } from '../../../schemas/thingParts.ts';
import type { ThingPart } from '../../../schemas/thingParts.ts';
import { separateParts } from '../../../server/src/inference/pictures/separateParts.ts';
import { drawSquares, squareClasses, squarePacker, squareTruth } from '../../support/pictureModels.ts';
import { pictureValueOf, refusePictures, runPictures } from '../../support/runPictures.ts';

type Outputs = PictureRequest['outputs'];

const place = { format: 'xyxy', units: 'pixels', frame: 'tensor' } as const;
const pictures = drawSquares(12, 5);
let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-packed-')));
  for (const { name, picture } of pictures) writeFileSync(path.join(root, name), picture);
  writeFileSync(path.join(root, 'index.csv'), ['image', ...pictures.map(({ name }) => name), ''].join('\n'));
  writeFileSync(path.join(root, 'boxes.json'), JSON.stringify(squareTruth(pictures)));
  writeFileSync(path.join(root, 'pack.onnx'), squarePacker());
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function request(outputs: Outputs, task: PictureRequest['task'] = 'object-detection'): PictureRequest {
  return pictureRequest.parse({
    source: { label: 'index.csv', root, files: [path.join(root, 'index.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'pack.onnx'), label: 'pack.onnx' },
    task,
    inputs: [{ name: 'x', columns: ['image'], image: { color: 'rgb', layout: 'NCHW', scale: 1 / 255 } }],
    outputs,
    classes: [...squareClasses],
    truth: { path: path.join(root, 'boxes.json'), label: 'boxes.json' },
    decision: { score: 0.15, overlap: 0.1, most: 50 },
    metrics: [
      { id: 'found', metric: 'map', overlaps: [0.5] },
      { id: 'few', metric: 'ar', overlaps: [0.4], k: 3 },
    ],
  });
}

const apart: Outputs = [{ name: 'boxes', as: 'boxes', ...place }];
const scored: Outputs = [...apart, { name: 'byPlace', as: 'scores' }];

describe('a model that says all of a thing in one tensor', { timeout: 60_000 }, () => {
  it.each<[string, PictureRequest['task'], Outputs, Outputs]>([
    [
      'numbers before things',
      'object-detection',
      [{ name: 'first', as: 'detections', holds: ['box', 'scores', 'ignore'], ...place }],
      scored,
    ],
    [
      'things before numbers',
      'object-detection',
      [{ name: 'last', as: 'detections', holds: ['box', 'score', 'class-id'], ...place }],
      [...apart, { name: 'scores', as: 'scores' }, { name: 'ids', as: 'class-ids' }],
    ],
    [
      'coefficients of masks',
      'instance-segmentation',
      [
        { name: 'first', as: 'detections', holds: ['box', 'scores', 'coefficients'], ...place },
        { name: 'masks', as: 'masks', values: 'logits' },
      ],
      [...scored, { name: 'coefficients', as: 'coefficients' }, { name: 'masks', as: 'masks', values: 'logits' }],
    ],
  ])('is measured as if each part were an output of its own: %s', async (_what, task, packed, separate) => {
    const result = await runPictures(request(packed, task));
    expect(pictureValueOf(result, 'found')).toBeGreaterThan(0.6);
    const { metrics, detections, confusion } = await runPictures(request(separate, task));
    expect(result).toMatchObject({ metrics, confusion });
    expect({ ...result.detections, seconds: 0 }).toEqual({ ...detections, seconds: 0 });
  });

  it.each<[string, readonly ThingPart[] | undefined, string]>([
    ['without a word on what it holds', undefined, 'say under `holds` what it holds, in its order'],
    ['with a part that stands twice', ['box', 'score', 'box'], 'cannot hold box twice'],
    ['with scores and a score', ['box', 'scores', 'score'], 'cannot hold both scores and score'],
    ['with two parts that take the rest', ['box', 'ignore', 'coefficients'], 'which each take what is left'],
    [
      'with parts of another length',
      ['box', 'objectness', 'scores'],
      ' × 8 × 1333; with box, objectness, scores of 2 classes a thing has 7 numbers, which is the length of none of its last two axes.',
    ],
    ['without a box', ['score', 'ignore'], 'names no boxes among the outputs'],
  ])('is refused %s', async (_what, holds, named) => {
    const output: Outputs[number] = { name: 'first', as: 'detections', ...place };
    const sentence = await refusePictures(request([holds === undefined ? output : { ...output, holds: [...holds] }]));
    expect(sentence).toContain(named);
    expect(sentence).toMatch(/^[^\n]+\.$/);
  });
});

describe('a model with a class for nothing', { timeout: 60_000 }, () => {
  it('has its answers of nothing dropped, and the others measured as ever', async () => {
    const outputs: Outputs = [...apart, { name: 'byPlace', as: 'scores' }];
    const result = await runPictures({ ...request(outputs), classes: ['background', 'barrel'] });
    const barrels = pictures.flatMap(({ squares }) => squares.filter(({ category }) => category === 2)).length;
    expect(result.detections?.errors.right).toBeGreaterThan(0.6 * barrels);
    expect(result.detections?.errors.class).toBe(0);
    const { detections } = await runPictures(request(outputs));
    expect(result.detections?.errors.right).toBeLessThan(detections?.errors.right ?? 0);
  });
});

describe('parts of one tensor', () => {
  const parts: readonly (readonly ThingPart[])[] = [
    ['box', 'scores'],
    ['box', 'objectness', 'scores'],
    ['box', 'score', 'class-id'],
    ['score', 'ignore', 'class-id', 'box'],
    ['box', 'scores', 'coefficients'],
  ];

  it('are found wherever they stand, with numbers or things first', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...parts),
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (holds, batch, count, rest, isTurned) => {
          const classes = Array.from({ length: count }, (_, index) => `class ${index}`);
          const lengths = holds.map((part) =>
            part === 'ignore' || part === 'coefficients' ? rest : leastOf(part, count),
          );
          const width = lengths.reduce((sum, length) => sum + length, 0);
          // More things than numbers of one, as it is where the axes must be told apart by their lengths.
          const things = width + 3;
          const valueAt = (picture: number, thing: number, number: number): number =>
            1000 * picture + 20 * thing + number;
          const data = new Float32Array(batch * things * width);
          for (let picture = 0; picture < batch; picture++) {
            for (let thing = 0; thing < things; thing++) {
              for (let number = 0; number < width; number++) {
                const own = isTurned ? number * things + thing : thing * width + number;
                data[picture * things * width + own] = valueAt(picture, thing, number);
              }
            }
          }
          const dims = isTurned ? [batch, width, things] : [batch, things, width];
          const { outputs, separate } = separateParts({
            ...request([{ name: 'all', as: 'detections', holds: [...holds], ...place }]),
            classes,
          });
          const answers = separate({ all: { data, dims } });
          const startOf = (part: ThingPart): number =>
            lengths.slice(0, holds.indexOf(part)).reduce((sum, length) => sum + length, 0);
          for (const part of holds.filter((one) => one !== 'ignore' && one !== 'objectness')) {
            const name = outputs.find((output) => output.name.endsWith(`(${part})`))?.name ?? '';
            const length = lengths[holds.indexOf(part)] ?? 0;
            const isWeighted = part === 'scores' && holds.includes('objectness');
            const wanted = Array.from({ length: batch * things * length }, (_, index) => {
              const [picture, thing] = [Math.floor(index / (things * length)), Math.floor(index / length) % things];
              const weight = isWeighted ? valueAt(picture, thing, startOf('objectness')) : 1;
              return weight * valueAt(picture, thing, startOf(part) + (index % length));
            });
            expect(Array.from(answers[name]?.data as Float32Array)).toEqual(wanted.map(Math.fround));
            const isSingle = part === 'score' || part === 'class-id';
            expect(answers[name]?.dims).toEqual([batch, things, ...(isSingle ? [] : [length])]);
          }
        },
      ),
    );
  });

  it.each([
    [84, 8400, { least: 84, isOpen: false }, 'second-last'],
    [8400, 84, { least: 84, isOpen: false }, 'last'],
    [116, 8400, { least: 85, isOpen: true }, 'second-last'],
    [300, 38, { least: 7, isOpen: true }, 'last'],
    [6, 6, { least: 6, isOpen: false }, 'last'],
    [84, 8400, { least: 6, isOpen: false }, undefined],
  ] as const)('lie along the right one of %i × %i', (secondLast, last, width, axis) => {
    expect(thingAxis(secondLast, last, width)).toBe(axis);
  });

  it('are read of one picture without an axis of pictures', () => {
    const { separate } = separateParts(
      request([{ name: 'all', as: 'detections', holds: ['box', 'score', 'class-id'], ...place }]),
    );
    const answers = separate({ all: { data: Float32Array.of(1, 2, 3, 4, 0.5, 1, 5, 6, 7, 8, 0.25, 0), dims: [2, 6] } });
    expect(answers['all (box)']).toEqual({ data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), dims: [2, 4] });
    expect(answers['all (class-id)']).toEqual({ data: Float32Array.of(1, 0), dims: [2] });
  });
});
