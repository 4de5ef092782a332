/** Metrics of a model of pixels that is really run, against a plain computation over the drawn pictures. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pictureRequest } from '../../../schemas/pictureJob.ts';
import type { PictureRequest } from '../../../schemas/pictureJob.ts';
import { drawSquares, pictureSize, squareClasses, squarePainter } from '../../support/pictureModels.ts';
import type { SquarePicture } from '../../support/pictureModels.ts';
import { pictureValueOf, runPictures } from '../../support/runPictures.ts';

const { width, height } = pictureSize;
const classes = ['ground', ...squareClasses];
const pictures = drawSquares(12, 17);
let root = '';
beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-masks-')));
  mkdirSync(path.join(root, 'masks'));
  for (const { name, picture, mask } of pictures) {
    writeFileSync(path.join(root, name), picture);
    writeFileSync(path.join(root, 'masks', name), mask);
  }
  writeFileSync(path.join(root, 'index.csv'), ['image', ...pictures.map(({ name }) => name), ''].join('\n'));
  writeFileSync(path.join(root, 'paint.onnx'), squarePainter());
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

const within = 3;

function request(resize?: object): PictureRequest {
  const metrics = ['iou', 'dice', 'boundary-f', 'hausdorff-95'].flatMap((metric) =>
    classes.map((name) => ({
      id: `${metric} ${name}`,
      metric,
      class: name,
      ...(metric === 'boundary-f' ? { within } : {}),
    })),
  );
  return pictureRequest.parse({
    source: { label: 'index.csv', root, files: [path.join(root, 'index.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'paint.onnx'), label: 'paint.onnx' },
    task: 'semantic-segmentation',
    inputs: [{ name: 'x', columns: ['image'], image: { color: 'rgb', layout: 'NCHW', scale: 1 / 256, resize } }],
    outputs: [{ name: 'mask', as: 'masks', values: 'logits', layout: 'NCHW' }],
    classes,
    truth: { path: path.join(root, 'masks'), label: 'masks' },
    metrics: [...metrics, { id: 'right', metric: 'pixel-accuracy' }],
  });
}

/** What the model answers for a pixel: logits of 0.2, red − green and green − red; over 256 these have no rounding. */
function answerAt({ pixels }: SquarePicture, x: number, y: number): number {
  const at = 3 * (y * width + x);
  const contrast = ((pixels[at] ?? 0) - (pixels[at + 1] ?? 0)) / 256;
  const logits = [0.2, contrast, -contrast];
  return logits.indexOf(Math.max(...logits));
}

type Label = (x: number, y: number) => number;

/** Places of the edge of a class, by its definition. */
function edgeOf(label: Label, own: number): (readonly [number, number])[] {
  const isOwn = (x: number, y: number): boolean => x >= 0 && y >= 0 && x < width && y < height && label(x, y) === own;
  return Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width)] as const).filter(
    ([x, y]) => isOwn(x, y) && !(isOwn(x - 1, y) && isOwn(x + 1, y) && isOwn(x, y - 1) && isOwn(x, y + 1)),
  );
}

function distances(from: ReturnType<typeof edgeOf>, to: ReturnType<typeof edgeOf>): number[] {
  return from.map(([x, y]) => Math.min(...to.map(([otherX, otherY]) => Math.hypot(x - otherX, y - otherY))));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Every metric again, pixel by pixel and edge by edge. */
function expectedOf(answer: (picture: SquarePicture) => Label): Map<string, number> {
  const expected = new Map<string, number>();
  const sides = pictures.map((picture) => ({
    truth: ((x, y) => picture.labels[y * width + x] ?? 0) satisfies Label,
    answer: answer(picture),
  }));
  const places = Array.from({ length: width * height }, (_, at) => [at % width, Math.floor(at / width)] as const);
  const count = (holds: (truth: number, answer: number) => boolean): number =>
    sides.reduce((sum, side) => sum + places.filter(([x, y]) => holds(side.truth(x, y), side.answer(x, y))).length, 0);
  expected.set('right', count((truth, given) => truth === given) / (pictures.length * width * height));
  for (const [own, name] of classes.entries()) {
    const both = count((truth, given) => truth === own && given === own);
    const either = count((truth, given) => truth === own || given === own);
    expected.set(`iou ${name}`, both / either);
    expected.set(`dice ${name}`, (2 * both) / (both + either));
    const near: number[] = [];
    const far: number[] = [];
    for (const side of sides) {
      const [truth, given] = [edgeOf(side.truth, own), edgeOf(side.answer, own)];
      if (truth.length === 0 && given.length === 0) continue;
      if (truth.length === 0 || given.length === 0) {
        near.push(0);
        continue;
      }
      const directed = [distances(given, truth), distances(truth, given)] as const;
      const [precision, recall] = directed.map((all) => all.filter((one) => one <= within).length / all.length);
      near.push((2 * (precision ?? 0) * (recall ?? 0)) / ((precision ?? 0) + (recall ?? 0)));
      const sorted = directed.flat().sort((left, right) => left - right);
      const place = 0.95 * (sorted.length - 1);
      const low = sorted[Math.floor(place)] ?? 0;
      far.push(low + ((sorted[Math.ceil(place)] ?? 0) - low) * (place % 1));
    }
    expected.set(`boundary-f ${name}`, meanOf(near));
    expected.set(`hausdorff-95 ${name}`, meanOf(far));
  }
  return expected;
}

describe('a model of pixels has the metrics that its answers have', { timeout: 60_000 }, () => {
  it.each<[string, object | undefined, (x: number) => number]>([
    ['on pictures as they are', undefined, (at) => at],
    // Every second pixel is seen, and stands for four.
    [
      'on pictures of half the size',
      { width: width / 2, height: height / 2, mode: 'stretch', fill: 0, filter: 'nearest' },
      (at) => 2 * Math.floor(at / 2) + 1,
    ],
  ])('%s', async (_what, resize, seen) => {
    const result = await runPictures(request(resize));
    const expected = expectedOf((picture) => (x, y) => answerAt(picture, seen(x), seen(y)));
    expect(result.metrics).toHaveLength(expected.size);
    for (const [id, value] of expected)
      expect([id, pictureValueOf(result, id)]).toEqual([id, expect.closeTo(value, 12)]);
    // Some of the squares are pale, so the model is neither right everywhere nor nowhere.
    expect(expected.get('iou crate')).toBeGreaterThan(0.3);
    expect(expected.get('iou crate')).toBeLessThan(0.999);
    expect(expected.get('hausdorff-95 crate')).toBeGreaterThan(0);
  });
});
