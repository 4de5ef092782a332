/** Overlaps of classes of pixels against scikit-learn and numpy, and by hand. */
import { describe, expect, it, test } from 'vitest';
import { createPixelCounter } from '../../../server/src/evaluation/segmentation/pixelCounts.ts';
import type { PixelCounts } from '../../../server/src/evaluation/segmentation/pixelCounts.ts';
import { measurePixels } from '../../../server/src/evaluation/segmentation/segmentationMetrics.ts';
import type { PixelMeasure } from '../../../server/src/evaluation/segmentation/segmentationMetrics.ts';
import { readDetectionFixture } from '../../python/detectionFixture.ts';

const resampling = { seed: 0, resamples: 0, confidence: 0.95 };

function countPixels(classes: number, pictures: readonly { truth: number[]; answer: number[] }[]): PixelCounts {
  const counter = createPixelCounter(Array.from({ length: classes }, (_, index) => `class ${index}`));
  for (const [at, { truth, answer }] of pictures.entries()) {
    expect(counter.add(`${at}.png`, Uint8Array.from(truth), Uint8Array.from(answer))).toBeUndefined();
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
  expect(counter.add('a.png', Uint8Array.of(0, 7), Uint8Array.of(0, 0))).toEqual({
    because: 'its truth holds the class 7, and there are 2 from 0 on',
  });
  expect(counter.add('b.png', Uint8Array.of(0, 0), Uint8Array.of(0, 255))).toEqual({
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
