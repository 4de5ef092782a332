/** Stores that MLflow itself wrote: what we read from them must be what MLflow reads. */
import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { mlflowRun } from '../../schemas/mlflowJob.ts';
import { readMlflow } from '../../server/src/data/readMlflow.ts';
import { runTool } from '../../scripts/process/runTool.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const expectedRun = mlflowRun.pick({
  id: true,
  name: true,
  experiment: true,
  isFinished: true,
  values: true,
  params: true,
  commit: true,
});
const expected = z.object({ database: z.array(expectedRun), folder: z.array(expectedRun) });

export interface ComparedStores {
  /** Runs that are equal. */
  readonly passed: number;
  readonly differences: readonly string[];
  /** Why there is no MLflow here, in one sentence; undefined when there is. */
  readonly absent: string | undefined;
}

/** Lets the pinned MLflow write its two kinds of store, and reads both. */
export async function compareMlflowStores(): Promise<ComparedStores> {
  const python = await preparePython(path.join(root, 'test/python/requirements-mlflow.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-mlflow-')));
  try {
    await runTool(python.executable, [path.join(root, 'test/python/writeMlflowStores.py'), folder]);
    const wanted = expected.parse(JSON.parse(await readFile(path.join(folder, 'expected.json'), 'utf8')));
    const stores = [
      ['database', { database: { path: path.join(folder, 'mlflow.db'), label: 'mlflow.db' } }],
      ['folder', { folder: { path: path.join(folder, 'mlruns'), label: 'mlruns' } }],
    ] as const;
    let passed = 0;
    const differences: string[] = [];
    for (const [name, request] of stores) {
      const limits = { memoryBytes: 1e9, diskBytes: 1e9, threads: 1 };
      const answer = await readMlflow(
        { root: folder, ...request },
        { limits, scratch: folder, report: () => undefined },
      );
      if (answer.kind === 'failed') {
        differences.push(`MLflow's ${name}: ${answer.sentence}`);
        continue;
      }
      const read = new Map(answer.value.runs.map((run) => [run.id, expectedRun.strip().parse(run)]));
      for (const run of wanted[name]) {
        if (isDeepStrictEqual(read.get(run.id), run)) passed += 1;
        else
          differences.push(
            `MLflow's ${name}: ${run.name} is ${JSON.stringify(read.get(run.id))}, not ${JSON.stringify(run)}`,
          );
      }
      if (read.size !== wanted[name].length)
        differences.push(`MLflow's ${name} has ${wanted[name].length} runs, not ${read.size}`);
    }
    return { passed, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
