// What vitest's JSON report says of a run: how many tests passed, and which failed and why.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { PartResult } from './partResult.ts';

/** The few fields that we read. */
const vitestReport = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/**
 * Reads the report; a skipped test is one that nobody runs: it counts as a failure.
 *
 * @param root absolute path of the working tree; files are named relative to it
 * @returns undefined when there is no report, or none that can be read
 */
export async function readVitestReport(root: string, file: string): Promise<PartResult | undefined> {
  if (!existsSync(file)) return undefined;
  const report = vitestReport.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!report.success) return undefined;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = report.data;
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const relative = path.relative(root, name);
    const ofTests = assertionResults
      .filter((test) => test.status !== 'passed')
      .map((test) => `${relative} › ${test.fullName}\n${test.failureMessages?.join('\n') ?? test.status}`);
    // A file that cannot even be loaded has no tests, only a message.
    return ofTests.length === 0 && status === 'failed' ? [`${relative}\n${message}`] : ofTests;
  });
  return { passed: numPassedTests, failed: numFailedTests + numPendingTests + numTodoTests, failures };
}
