/** One verification while it goes on: its interpreter, its folder, and the runs in it. */
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { JobContext } from '../../../schemas/jobs.ts';
import type { VerificationRequest } from '../../../schemas/verificationJob.ts';
import type { ReadBlob } from '../notebook/verify/compare/columnValues.ts';
import type { RunRecord } from '../notebook/verify/runRecord.ts';
import { fillTree } from './gatherData.ts';
import type { DataSource } from './gatherData.ts';
import type { PythonReport } from './inspectPython.ts';
import { bring, mirrored, writeFiles } from './mirrorTree.ts';
import { runOnce } from './runOnce.ts';
import type { RunOptions, RunStep } from './runOnce.ts';

export interface Session {
  readonly request: VerificationRequest;
  readonly context: JobContext<'verifyPromotion'>;
  /** Folder of its own; `prepareScratch` has made what it holds. */
  readonly scratch: string;
  /** Folder of the Python programs. */
  readonly harness: string;
  readonly executable: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly python: PythonReport;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
}

export type RunName = 'notebook' | 'again' | 'package';

/** Where every run finds its files; made anew for each. */
export function treeOf({ scratch }: Session): string {
  return path.join(scratch, 'tree');
}

/** The folders that runs share: a home, one for temporary files, one for the blobs of values. */
export async function prepareScratch(scratch: string): Promise<void> {
  for (const folder of ['home', 'home/matplotlib', 'temporary', 'blobs']) {
    await mkdir(path.join(scratch, folder), { recursive: true });
  }
}

/** How much of the job is done when a run begins, and how much it takes. */
const shares: Readonly<Record<RunName, readonly [number, number]>> = {
  notebook: [0.03, 0.3],
  again: [0.33, 0.3],
  package: [0.63, 0.3],
};

/** Runs the notebook, or the package, in a fresh tree. */
export async function runInTree(session: Session, name: RunName, sources: readonly DataSource[]): Promise<RunRecord> {
  const { request, context, scratch, python } = session;
  const left = session.deadline - performance.now();
  const timeoutMs = Math.min(request.limits.runSeconds * 1000, left);
  if (timeoutMs <= 0) return { observations: [], ending: { kind: 'timeout', seconds: request.limits.totalSeconds } };
  const tree = treeOf(session);
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  await fillTree(request, sources, { tree, mayLink: python.holdsWrites });
  const home = name === 'package' ? request.project : path.dirname(request.notebook);
  const folder = mirrored(tree, home);
  await mkdir(folder, { recursive: true });
  if (name === 'package') {
    // Modules that people added to the package are part of it.
    await bring(path.join(request.project, 'src'), path.join(folder, 'src'), { tree, mayLink: false });
    await writeFiles(folder, request.files);
  }
  const options: RunOptions = {
    what: name === 'package' ? 'package' : 'notebook',
    plan: request.plan,
    name: `run-${name}`,
    executable: session.executable,
    environment: session.environment,
    scratch,
    harness: session.harness,
    tree,
    folder,
    timeoutMs,
    memoryBytes: request.limits.memoryBytes,
    diskBytes: context.limits.diskBytes,
    onStep: (step) => context.report(describeStep(name, step, request)),
  };
  return runOnce(options);
}

function describeStep(name: RunName, step: RunStep, { plan }: VerificationRequest): { doing: string; share: number } {
  const [start, length] = shares[name];
  if ('function' in step) {
    const names = plan.functions.map(({ module, name: own }) => `${module}.${own}`);
    const part = Math.max(0, names.indexOf(step.function)) / Math.max(1, names.length);
    return { doing: `Running the package: ${step.function}`, share: start + length * part };
  }
  const cells = [...new Set(plan.statements.map(({ cell }) => cell))];
  const part = Math.max(0, cells.indexOf(step.cell)) / Math.max(1, cells.length);
  const time = name === 'again' ? 'the notebook again' : 'the notebook';
  return { doing: `Running ${time}: cell ${step.cell + 1}`, share: start + length * part };
}

/** Reads blobs of values that runs left. */
export function blobReader({ scratch }: Session): ReadBlob {
  return (hash) => {
    try {
      return readFileSync(path.join(scratch, 'blobs', hash));
    } catch {
      // It was too large to be kept.
      return undefined;
    }
  };
}
