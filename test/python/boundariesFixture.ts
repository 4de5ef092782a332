/** Distances between edges of masks that scipy computed: the fixture that the unit tests read. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

const number = z.number();

const boundariesFixture = z.strictObject({
  tools: z.record(z.string(), z.string()),
  seed: z.int(),
  tolerances: z.array(number),
  cases: z
    .array(
      z.strictObject({
        classes: number,
        height: number,
        width: number,
        truth: z.array(number),
        answer: z.array(number),
        /** By class; null where it is neither true nor answered, and as a distance where one side has no pixel. */
        results: z.array(z.strictObject({ distance: number.nullable(), near: z.array(number) }).nullable()),
      }),
    )
    .min(1),
});

/** Reads `test/fixtures/python/boundaries.json`, which `test/python/drawBoundaries.py` wrote. */
export function readBoundariesFixture(): z.infer<typeof boundariesFixture> {
  const file = path.join(import.meta.dirname, '../fixtures/python/boundaries.json');
  return boundariesFixture.parse(JSON.parse(readFileSync(file, 'utf8')));
}
