import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Part } from '../../../scripts/test/parts.ts';
import { runPart } from '../../../scripts/test/runPart.ts';

describe('runPart', () => {
  let root = '';
  beforeEach(async () => {
    root = await mkdtemp(path.join(tmpdir(), 'plumbline-part-'));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function run(source: string, part: Partial<Part>) {
    await writeFile(path.join(root, 'part.mjs'), source);
    const whole: Part = {
      name: 'part',
      shows: '',
      counting: 'one-check',
      command: ['part.mjs'],
      lane: 'code',
      ...part,
    };
    const { passed, failed, failures, absent } = await runPart(whole, {
      root,
      extraArgs: [],
      output: 'inherit',
      signal: new AbortController().signal,
    });
    return { passed, failed, failures, absent };
  }

  const writesResult = (result: unknown, code: number) =>
    `import { writeFileSync } from 'node:fs';
     writeFileSync(process.env.PLUMBLINE_TEST_RESULT, ${JSON.stringify(JSON.stringify(result))});
     process.exit(${code});`;

  const writesReport = (counts: object, testResults: readonly object[]) =>
    `import { writeFileSync } from 'node:fs';
     const file = process.argv.find((text) => text.startsWith('--outputFile.json=')).split('=')[1];
     const report = ${JSON.stringify({ ...counts, testResults })};
     for (const result of report.testResults) result.name = process.cwd() + '/' + result.name;
     writeFileSync(file, JSON.stringify(report));`;

  it('counts a check by its exit code', async () => {
    expect(await run('', {})).toMatchObject({ passed: 1, failed: 0 });
    expect(await run('process.exit(2)', {})).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts the tests that a part reports', async () => {
    const source = writesResult({ passed: 5, failed: 2 }, 1);
    expect(await run(source, { counting: 'result-file' })).toMatchObject({ passed: 5, failed: 2 });
  });

  it('counts a part that fails without a failed test', async () => {
    const source = writesResult({ passed: 5, failed: 0 }, 1);
    expect(await run(source, { counting: 'result-file' })).toMatchObject({ passed: 5, failed: 1 });
  });

  it('counts a part that ends without a word', async () => {
    expect(await run('', { counting: 'result-file' })).toMatchObject({ passed: 0, failed: 1 });
  });

  it('counts a part without any test as failed', async () => {
    const source = writesResult({ passed: 0, failed: 0 }, 0);
    expect(await run(source, { counting: 'result-file' })).toMatchObject({ failed: 1 });
  });

  it('reports why a part is absent, and counts nothing', async () => {
    const source = writesResult({ passed: 0, failed: 0, absent: 'there is no display.' }, 0);
    expect(await run(source, { counting: 'result-file' })).toEqual({
      passed: 0,
      failed: 0,
      failures: [],
      absent: 'there is no display.',
    });
  });

  it('takes a part for absent whose program does not exist yet', async () => {
    expect(await run('', { onlyWith: 'missing.mjs' })).toMatchObject({ absent: 'there is no missing.mjs.' });
  });

  it('counts a skipped test as failed', async () => {
    const source = writesReport({ numPassedTests: 3, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 }, [
      { name: 'a.test.ts', status: 'passed', assertionResults: [{ fullName: 'a cat sleeps', status: 'skipped' }] },
    ]);
    expect(await run(source, { counting: 'vitest' })).toMatchObject({
      passed: 3,
      failed: 1,
      failures: ['a.test.ts › a cat sleeps\nskipped'],
    });
  });

  it('names the tests that failed, with their reasons', async () => {
    const failed = { fullName: 'a cat sleeps', status: 'failed', failureMessages: ['Error: it purrs'] };
    const source = writesReport({ numPassedTests: 1, numFailedTests: 1, numPendingTests: 0, numTodoTests: 0 }, [
      {
        name: 'test/a.test.ts',
        status: 'failed',
        assertionResults: [{ fullName: 'a cat eats', status: 'passed', failureMessages: [] }, failed],
      },
    ]);
    expect(await run(source, { counting: 'vitest' })).toMatchObject({
      failures: ['test/a.test.ts › a cat sleeps\nError: it purrs'],
    });
  });

  it('names a file of tests that cannot be loaded', async () => {
    const source = writesReport({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }, [
      { name: 'a.test.ts', status: 'failed', message: 'SyntaxError', assertionResults: [] },
    ]);
    expect(await run(source, { counting: 'vitest' })).toMatchObject({
      failed: 1,
      failures: ['a.test.ts\nSyntaxError'],
    });
  });
});
