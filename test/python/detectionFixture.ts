/** Numbers that pycocotools and scikit-learn computed: the fixture that the unit tests of boxes and masks read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();
/** Null where the tool gives −1 or NaN. */
const value = z.number().nullable();
const list = <Shape extends z.core.$ZodLooseShape>(shape: Shape) => z.array(z.strictObject(shape)).min(1);

const detectionFixture = z.strictObject({
  tools: z.record(z.string(), z.string()),
  seed: z.int(),
  polygons: list({
    points: z.array(number),
    width: number,
    height: number,
    counts: z.string(),
    area: number,
    box: z.array(number),
  }),
  masks: list({
    width: number,
    height: number,
    first: z.string(),
    second: z.string(),
    areas: z.array(number),
    boxes: z.array(z.array(number)),
    united: z.string(),
    overlap: value,
    crowdOverlap: value,
  }),
  detections: list({
    task: z.enum(['bbox', 'segm', 'keypoints']),
    truth: z.unknown(),
    answers: z.unknown(),
    stats: z.array(value),
    averagePrecision: z.array(value),
    recall: z.array(value),
  }),
  segmentation: list({
    classes: number,
    pictures: list({ truth: z.array(number), answer: z.array(number) }),
    confusion: z.array(number),
    accuracy: value,
    pooledIou: z.array(value),
    pooledDice: z.array(value),
    pictureIou: z.array(value),
    pictureDice: z.array(value),
    pictureAccuracy: value,
  }),
});

export type DetectionFixture = z.infer<typeof detectionFixture>;

/** Reads `test/fixtures/python/detections.json`, which `test/python/drawDetections.py` wrote. */
export function readDetectionFixture(): DetectionFixture {
  const file = path.join(import.meta.dirname, '../fixtures/python/detections.json');
  return detectionFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
