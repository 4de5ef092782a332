// How a part of the tests that is no vitest tells `npm test` what came of it: a small file beside its exit code.
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';

/** Environment variable with the file to write; not set when the part runs on its own. */
export const resultVariable = 'PLUMBLINE_TEST_RESULT';

const partResult = z.object({
  passed: z.int().nonnegative(),
  failed: z.int().nonnegative(),
  /** Each failed test with the first lines of its reason, so that the end of a long output is enough to know it. */
  failures: z.array(z.string()).default([]),
  /** Why the part could not run here at all, in one sentence; absent when it ran. */
  absent: z.string().optional(),
});

export type PartResult = z.infer<typeof partResult>;

/** Tells the caller, if there is one, what came of this part. */
export async function writePartResult(result: z.input<typeof partResult>): Promise<void> {
  const file = process.env[resultVariable];
  if (file !== undefined) await writeFile(file, JSON.stringify(result));
}

/** @returns undefined when the part ended before it wrote a result */
export async function readPartResult(file: string): Promise<PartResult | undefined> {
  try {
    return partResult.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
