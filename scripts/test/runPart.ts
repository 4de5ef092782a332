// Runs one part of the tests and counts what came of it.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../process/ownedChild.ts';
import { wholeLines } from '../process/wholeLines.ts';
import { readPartResult, resultVariable } from './partResult.ts';
import type { PartResult } from './partResult.ts';
import type { Part } from './parts.ts';
import { readVitestReport } from './readVitestReport.ts';

export interface PartOutcome extends PartResult {
  readonly name: string;
  readonly seconds: number;
}

export interface PartRun {
  /** Absolute path of the working tree. */
  readonly root: string;
  /** Handed to the part's program, such as a vitest filter. */
  readonly extraArgs: readonly string[];
  /** `inherit` leaves the terminal to the part; otherwise each whole line of its output is handed over. */
  readonly output: 'inherit' | ((line: string) => void);
  readonly signal: AbortSignal;
}

/**
 * Runs a part.
 *
 * @throws {Error} when the signal is aborted
 */
export async function runPart(part: Part, run: PartRun): Promise<PartOutcome> {
  const start = performance.now();
  const result = await runAndCount(part, run);
  run.signal.throwIfAborted();
  return { ...result, name: part.name, seconds: (performance.now() - start) / 1000 };
}

async function runAndCount(part: Part, { root, extraArgs, output, signal }: PartRun): Promise<PartResult> {
  if (part.onlyWith !== undefined && !existsSync(path.join(root, part.onlyWith))) {
    return { passed: 0, failed: 0, failures: [], absent: `there is no ${part.onlyWith}.` };
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-test-'));
  try {
    const resultFile = path.join(folder, 'result.json');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultFile}`];
    const args = [...part.command, ...(part.counting === 'vitest' ? reporters : []), ...extraArgs];
    const lines = output === 'inherit' ? undefined : wholeLines(output);
    const child = await startChild(process.execPath, args, {
      cwd: root,
      env: { ...process.env, [resultVariable]: resultFile },
      output: lines?.add ?? 'inherit',
      signal,
    });
    const code = await child.ended;
    lines?.end();
    return withExitCode(await countResults(root, part, resultFile, code), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function countResults(
  root: string,
  part: Part,
  resultFile: string,
  code: number,
): Promise<PartResult | undefined> {
  switch (part.counting) {
    case 'one-check':
      return code === 0 ? { passed: 1, failed: 0, failures: [] } : { passed: 0, failed: 1, failures: [] };
    case 'vitest':
      return readVitestReport(root, resultFile);
    case 'result-file':
      return readPartResult(resultFile);
    default:
      return part.counting satisfies never;
  }
}

/** A program that fails with no failed test, or without a word, failed all the same. */
function withExitCode(result: PartResult | undefined, code: number): PartResult {
  if (result === undefined) return { passed: 0, failed: 1, failures: ['It ended without a result.'] };
  if (code !== 0 && result.failed === 0 && result.absent === undefined) return { ...result, failed: 1 };
  if (result.passed + result.failed === 0 && result.absent === undefined) return { ...result, failed: 1 };
  return result;
}
