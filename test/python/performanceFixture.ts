/** Estimates that NannyML made without labels: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const numbers = z.array(z.number());
const rows = z.array(numbers).min(1);
const losses = z.strictObject({ mae: z.number(), rmse: z.number() });

const performanceFixture = z.strictObject({
  tools: z.record(z.string(), z.string()),
  seed: z.int(),
  isotonic: z.array(z.strictObject({ x: numbers, y: numbers, at: numbers, fitted: numbers })).min(1),
  estimates: z
    .array(
      z.strictObject({
        reference: numbers,
        truth: z.array(z.int()),
        current: numbers,
        isCalibrated: z.boolean(),
        estimates: z.record(z.string(), z.number()),
      }),
    )
    .min(1),
  reconstructions: z
    .array(
      z.strictObject({
        reference: rows,
        current: rows,
        errors: z.tuple([z.number(), z.number()]),
        components: z.int(),
      }),
    )
    .min(1),
  losses: z.array(z.strictObject({ reference: rows, current: rows, estimates: losses, realised: losses })).min(1),
});

/** Reads `test/fixtures/python/performance.json`, which `test/python/drawPerformance.py` wrote. */
export function readPerformanceFixture(): z.infer<typeof performanceFixture> {
  const file = path.join(import.meta.dirname, '../fixtures/python/performance.json');
  return performanceFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
