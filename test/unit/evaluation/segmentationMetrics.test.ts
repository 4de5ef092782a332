/** Overlaps of classes of pixels against scikit-learn and numpy, and by hand. */
import { describe, expect, it, test } from 'vitest';
import { createPixelCounter } from '../../../server/src/evaluation/segmentation/pixelCounts.ts';
import type { PixelCounts } from '../../../server/src/evaluation/segmentation/pixelCounts.ts';
import { measurePixels } from '../../../server/src/evaluation/segmentation/segmentationMetrics.ts';
import type { PixelMeasure } from '../../../server/src/evaluation/segmentation/segmentationMetrics.ts';
import { readDetectionFixture } from '../../python/detectionFixture.ts';

const resampling = { seed: 0, resamples: 0, confidence: 0.95 };

/** Pixels in one row, unless a width is said. */
function pixelsOf(name: string, truth: readonly number[], answer: readonly number[], width = truth.length) {
  return {
    name,
    width,
    height: truth.length / width,
    truth: Uint8Array.from(truth),
    answer: Uint8Array.from(answer),
  };
}

function countPixels(classes: number, pictures: readonly { truth: number[]; answer: number[] }[]): PixelCounts {
  const counter = createPixelCounter(Array.from({ length: classes }, (_, index) => `class ${index}`));
  for (const [at, { truth, answer }] of pictures.entries()) {
    expect(counter.add(pixelsOf(`${at}.png`, truth, answer))).toBeUndefined();
  }
  return counter.counts();
}

function valueOf(wanted: PixelMeasure, counts: PixelCounts): number {
  const value = measurePixels(wanted, counts, resampling);
  return value.state === 'known' ? value.value : NaN;
}

describe('overlaps of pixels equal those of scikit-learn and numpy', () => {
  test.each(readDetectionFixture().segmentation.map((one, index) => [index, one] as const))('case %i', (_, one) => {
    const counts = countPixels(one.classes, one.pictures);
    expect([...counts.confusion]).toEqual(one.confusion);
    const near = (wanted: PixelMeasure, expected: number | null | undefined): void => {
      if (expected === null || expected === undefined) expect(valueOf(wanted, counts)).toBeNaN();
      else expect(valueOf(wanted, counts)).toBeCloseTo(expected, 12);
    };
    near({ metric: 'pixel-accuracy' }, one.accuracy);
    for (const [index, name] of counts.classes.entries()) {
      near({ metric: 'iou', class: name }, one.pooledIou[index]);
      near({ metric: 'dice', class: name }, one.pooledDice[index]);
      near({ metric: 'iou', class: name, empty: 'ignore' }, one.pictureIou[index]);
      near({ metric: 'dice', class: name, empty: 'ignore' }, one.pictureDice[index]);
    }
    const known = one.pooledIou.filter((value) => value !== null);
    near({ metric: 'iou' }, known.reduce((sum, value) => sum + value, 0) / known.length);
    near({ metric: 'iou', averaging: 'worst' }, Math.min(...known));
  });
});

it('gives the overlap of two shifted bars', () => {
  const bar = (row: number, column: number): number[] =>
    Array.from({ length: 100 }, (_, pixel) => {
      const [y, x] = [Math.floor(pixel / 10), pixel % 10];
      return y >= row && y < row + 5 && x >= column && x < column + 5 ? 1 : 0;
    });
  const counts = countPixels(2, [{ truth: bar(2, 2), answer: bar(4, 3) }]);
  expect(valueOf({ metric: 'dice', class: 'class 1' }, counts)).toBe(0.48);
  expect(valueOf({ metric: 'iou', class: 'class 1' }, counts)).toBe(0.3157894736842105);
});

it('counts a class that is nowhere as undefined, or as asked', () => {
  const counts = countPixels(2, [
    { truth: [0, 0], answer: [0, 0] },
    { truth: [1, 0], answer: [0, 0] },
  ]);
  const nowhere = countPixels(2, [{ truth: [0, 0], answer: [0, 0] }]);
  expect(measurePixels({ metric: 'iou', class: 'class 1' }, nowhere, resampling)).toEqual({
    state: 'undefined',
    because: 'class 1 is neither true nor answered',
  });
  expect(valueOf({ metric: 'iou', class: 'class 1', empty: 'one' }, counts)).toBe(0.5);
  expect(valueOf({ metric: 'iou', class: 'class 1', empty: 'ignore' }, counts)).toBe(0);
});

it('leaves out pixels without truth, and refuses classes that nobody named', () => {
  const counts = countPixels(2, [{ truth: [0, 255, 1], answer: [0, 1, 1] }]);
  expect(valueOf({ metric: 'pixel-accuracy' }, counts)).toBe(1);
  const counter = createPixelCounter(['road', 'car']);
  expect(counter.add(pixelsOf('a.png', [0, 7], [0, 0]))).toEqual({
    because: 'its truth holds the class 7, and there are 2 from 0 on',
  });
  expect(counter.add(pixelsOf('b.png', [0, 0], [0, 255]))).toEqual({
    because: 'its answer holds the class 255, and there are 2 from 0 on',
  });
  expect(counter.counts().pictures).toHaveLength(0);
});

it('draws the interval from pictures, the same for the same seed', () => {
  const counts = countPixels(2, [
    { truth: [0, 1, 1], answer: [0, 1, 1] },
    { truth: [0, 1, 1], answer: [0, 0, 1] },
    { truth: [0, 1, 0], answer: [1, 0, 0] },
  ]);
  const value = measurePixels({ metric: 'iou' }, counts, { ...resampling, resamples: 200 });
  expect(value.state === 'known' && value.interval).toMatchObject({
    confidence: 0.95,
    method: 'bootstrap of the pictures, 200 draws, seed 0',
  });
  expect(measurePixels({ metric: 'iou' }, counts, { ...resampling, resamples: 200 })).toEqual(value);
});

describe('edges', () => {
  /** A bar of two rows across a picture of 8 × 8, by its first row; none at −1. */
  const bar = (first: number): number[] =>
    Array.from({ length: 64 }, (_, at) => {
      const row = Math.floor(at / 8);
      return first >= 0 && row >= first && row < first + 2 ? 1 : 0;
    });
  const countBars = (pairs: readonly (readonly [number, number])[], tolerances: readonly number[] = []) => {
    const counter = createPixelCounter(['ground', 'bar'], tolerances);
    for (const [at, [truth, answer]] of pairs.entries()) counter.add(pixelsOf(`${at}.png`, bar(truth), bar(answer), 8));
    return counter.counts();
  };

  it('are measured picture by picture, near by as many pixels as are asked', () => {
    const counts = countBars(
      [
        [2, 2],
        [2, 4],
      ],
      [2],
    );
    const ofBar = { class: 'bar' } as const;
    expect(valueOf({ metric: 'boundary-f', ...ofBar, within: 2 }, counts)).toBe(1);
    // In the second picture no row of the one bar is one of the other, and 0.75 % of the diagonal is less than a pixel.
    expect(valueOf({ metric: 'boundary-f', ...ofBar }, counts)).toBe(0.5);
    expect(valueOf({ metric: 'hausdorff-95', ...ofBar }, counts)).toBe(1);
    expect(valueOf({ metric: 'hausdorff-95', averaging: 'worst' }, counts)).toBeGreaterThanOrEqual(1);
  });

  it('of a class that is true or answered alone count 0, have no distance, and this is said', () => {
    const counts = countBars([
      [2, 2],
      [2, -1],
      [-1, -1],
    ]);
    expect(valueOf({ metric: 'boundary-f', class: 'bar' }, counts)).toBe(0.5);
    expect(valueOf({ metric: 'boundary-f', class: 'bar', empty: 'one' }, counts)).toBeCloseTo(2 / 3, 12);
    expect(measurePixels({ metric: 'hausdorff-95', class: 'bar' }, counts, resampling)).toMatchObject({
      value: 0,
      n: 1,
      notes: ['In 1 of 2 pictures bar is true or answered alone; these have no distance and are left out.'],
    });
    const alone = countBars([[2, -1]]);
    expect(measurePixels({ metric: 'hausdorff-95', class: 'bar' }, alone, resampling)).toEqual({
      state: 'undefined',
      because: 'bar is both true and answered in no picture, and one edge alone has no distance',
    });
  });

  it('are not pooled over classes', () => {
    expect(measurePixels({ metric: 'boundary-f', averaging: 'micro' }, countBars([[2, 2]]), resampling)).toEqual({
      state: 'undefined',
      because: 'edges of several classes cannot be pooled; average them or name the class',
    });
  });
});
