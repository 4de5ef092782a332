/** Our boxes and masks against the numbers of pycocotools on seeded random inputs. */
import { describe, expect, test } from 'vitest';
import {
  measureClassPrecision,
  measureCoco,
  summarizeCoco,
} from '../../../server/src/evaluation/detection/cocoMeasures.ts';
import { readCompressedRuns, writeCompressedRuns } from '../../../server/src/evaluation/detection/compressedRuns.ts';
import { evaluateCoco } from '../../../server/src/evaluation/detection/evaluateCoco.ts';
import { maskOverlaps } from '../../../server/src/evaluation/detection/maskOverlaps.ts';
import { rasterizePolygon } from '../../../server/src/evaluation/detection/rasterizePolygon.ts';
import { readCoco } from '../../../server/src/evaluation/detection/readCoco.ts';
import { areaOfMask, boxOfMask, uniteMasks } from '../../../server/src/evaluation/detection/runLengthMask.ts';
import type { RunLengthMask } from '../../../server/src/evaluation/detection/runLengthMask.ts';
import { readDetectionFixture } from '../../python/detectionFixture.ts';

const fixture = readDetectionFixture();
const tasks = { bbox: 'object-detection', segm: 'instance-segmentation', keypoints: 'keypoints' } as const;
const intervals = { seed: 0, confidence: 0.95 };

/** Equal to 1e-9, where the tool has a number; we have none where it has none. */
function expectSame(actual: number | undefined, expected: number | null, what: string): void {
  if (expected === null) expect(actual ?? NaN, what).toBeNaN();
  else
    expect(Math.abs((actual ?? NaN) - expected), `${what}: ${String(actual)} for ${expected}`).toBeLessThanOrEqual(
      1e-9,
    );
}

describe('polygons become the masks that pycocotools draws', () => {
  test.each(fixture.polygons.map((one, index) => [index, one] as const))('polygon %i', (_, one) => {
    const mask = rasterizePolygon(one.points, one.height, one.width);
    expect(writeCompressedRuns(mask.runs)).toBe(one.counts);
    expect(areaOfMask(mask)).toBe(one.area);
    expect([...boxOfMask(mask)]).toEqual(one.box);
  });
});

describe('masks are read, united and compared as pycocotools does', () => {
  test.each(fixture.masks.map((one, index) => [index, one] as const))('pair %i', (_, one) => {
    const read = (text: string): RunLengthMask => {
      const runs = readCompressedRuns(text, one.width * one.height);
      if ('because' in runs) throw new Error(runs.because);
      return { width: one.width, height: one.height, runs };
    };
    const masks = [read(one.first), read(one.second)] as const;
    expect(masks.map(({ runs }) => writeCompressedRuns(runs))).toEqual([one.first, one.second]);
    expect(masks.map(areaOfMask)).toEqual(one.areas);
    expect(masks.map((mask) => [...boxOfMask(mask)])).toEqual(one.boxes);
    expect(writeCompressedRuns(uniteMasks(masks).runs)).toBe(one.united);
    for (const [isCrowd, expected] of [
      [0, one.overlap],
      [1, one.crowdOverlap],
    ] as const) {
      const overlaps = maskOverlaps(Uint8Array.of(isCrowd), [masks[1]], [masks[0]]);
      expectSame(overlaps(Int32Array.of(0), Int32Array.of(0))[0], expected, `overlap, crowd ${isCrowd}`);
    }
  });
});

describe('the COCO protocol gives the numbers of pycocotools', () => {
  test.each(fixture.detections.map((one, index) => [index, one.task, one] as const))('case %i, %s', (_, task, one) => {
    const things = readCoco(
      { name: 'truth.json', text: JSON.stringify(one.truth) },
      { name: 'answers.json', text: JSON.stringify(one.answers) },
      tasks[task],
    );
    const { set, overlaps, protocol } = things;
    const evaluation = evaluateCoco(set, overlaps, protocol, { seed: 0, resamples: 0 });
    const summary = summarizeCoco(evaluation, intervals).map(({ value }) => value);
    expect(summary).toHaveLength(one.stats.length);
    for (const [at, expected] of one.stats.entries()) {
      const value = summary[at];
      expectSame(value?.state === 'known' ? value.value : undefined, expected, `line ${at}`);
    }
    const { thresholds, areas, most } = protocol;
    let at = 0;
    for (const [threshold] of thresholds.entries()) {
      for (const [index] of set.classes.entries()) {
        for (const [area] of areas.entries()) {
          for (const [limit] of most.entries()) {
            const own = (area * most.length + limit) * thresholds.length + threshold;
            const found = evaluation.classes[index];
            expectSame(found?.averagePrecision[own], one.averagePrecision[at] ?? null, `precision ${at}`);
            expectSame(found?.recall[own], one.recall[at] ?? null, `recall ${at}`);
            at += 1;
          }
        }
      }
    }
    expect(at).toBe(one.recall.length);
  });

  test('an interval of images holds the value, and is the same for the same seed', () => {
    const [one] = fixture.detections;
    const { set, overlaps, protocol } = readCoco(
      { name: 'truth.json', text: JSON.stringify(one?.truth) },
      { name: 'answers.json', text: JSON.stringify(one?.answers) },
      undefined,
    );
    const measured = [1, 1, 2].map((seed) => {
      const evaluation = evaluateCoco(set, overlaps, protocol, { seed, resamples: 300 });
      return measureCoco(
        evaluation,
        { what: 'precision', thresholds: protocol.thresholds, area: 'all' },
        { seed, confidence: 0.95 },
      );
    });
    const [first, again, other] = measured.map((value) => (value.state === 'known' ? value : undefined));
    expect(first?.interval?.low).toBeLessThan(first?.value ?? NaN);
    expect(first?.interval?.high).toBeGreaterThan(first?.value ?? NaN);
    expect(again?.interval).toEqual(first?.interval);
    expect(other?.interval?.low).not.toBe(first?.interval?.low);
  });

  test('drawing every image once gives the value itself', () => {
    // With one truth in each of two images, draws are of the first twice, of both, or of the second twice.
    const truth = {
      images: [{ id: 1 }, { id: 2 }],
      categories: [{ id: 1, name: 'bird' }],
      annotations: [1, 2].map((id) => ({ id, image_id: id, category_id: 1, bbox: [0, 0, 10, 10], area: 100 })),
    };
    const answers = [{ image_id: 1, category_id: 1, score: 0.5, bbox: [0, 0, 10, 10] }];
    const { set, overlaps, protocol } = readCoco(
      { name: 'truth.json', text: JSON.stringify(truth) },
      { name: 'answers.json', text: JSON.stringify(answers) },
      undefined,
    );
    const evaluation = evaluateCoco(set, overlaps, protocol, { seed: 5, resamples: 200 });
    const { draws, classes } = evaluation;
    const value = classes[0]?.averagePrecision[2 * protocol.thresholds.length] ?? NaN;
    const drawn = [...new Set(draws.ofClass[0])].toSorted((left, right) => left - right);
    expect(drawn).toHaveLength(3);
    expect(drawn[0]).toBe(0);
    expect(drawn[1]).toBeCloseTo(value, 12);
    expect(drawn[2]).toBeCloseTo(1, 12);
    // Draws are 0, the value, twice and 1, so that their mean is about the value.
    const { interval } = { interval: undefined, ...measureClassPrecision(evaluation, 0, intervals) };
    expect(interval?.low).toBeLessThan(0.05);
    expect(interval?.high).toBeGreaterThan(0.95);
  });
});
