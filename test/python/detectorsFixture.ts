/** Where the detectors of river warned and alarmed: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const places = z.array(z.int().nonnegative());

const detectorsFixture = z.strictObject({
  tools: z.strictObject({ python: z.string(), river: z.string() }),
  seed: z.int(),
  /** Which older values KSWIN drew, test by test since its last alarm. */
  choices: z.array(places.length(30)),
  streams: z
    .array(
      z.strictObject({
        name: z.string(),
        isErrors: z.boolean(),
        values: z.array(z.number()),
        found: z.record(z.string(), z.strictObject({ warnings: places, drifts: places })),
      }),
    )
    .min(1),
});

/** Reads `test/fixtures/python/detectors.json`, which `test/python/drawDetectors.py` wrote. */
export function readDetectorsFixture(): z.infer<typeof detectorsFixture> {
  const file = path.join(import.meta.dirname, '../fixtures/python/detectors.json');
  return detectorsFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
