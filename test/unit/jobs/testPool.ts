/** Pools of real worker processes for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { JobRequest } from '../../../schemas/jobs.ts';
import type { JobRunner } from '../../../server/src/jobs/jobRunner.ts';
import { createWorkerPool, type WorkerPoolOptions } from '../../../server/src/jobs/workerPool.ts';

const sources = path.resolve('server/src');

/** The worker of the product, run from its sources. */
export const realWorker = path.join(sources, 'worker.ts');

export interface TestPool {
  readonly pool: JobRunner;
  /** Processes that were started, oldest first. */
  readonly pids: readonly number[];
  readonly lines: readonly string[];
}

export function createTestPool(options: Partial<WorkerPoolOptions> = {}): TestPool {
  const pids: number[] = [];
  const lines: string[] = [];
  const pool = createWorkerPool({
    entry: realWorker,
    chooseRuntime: () =>
      Promise.resolve({
        kind: 'runtime',
        runtime: { executable: process.execPath, environment: {}, reason: 'the runtime of the tests' },
      }),
    onStart: (pid) => pids.push(pid),
    log: (line) => lines.push(line),
    ...options,
  });
  return { pool, pids, lines };
}

/** A folder for scripts of odd workers. */
export class OddWorkers {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'plumbline-odd-'));

  /** A worker whose job `describeTable` runs the given code; `countSplits` waits without end, and the other jobs fail. */
  write(name: string, code: string): string {
    const file = path.join(this.folder, `${name}.ts`);
    writeFileSync(
      file,
      `import { serveJobs } from ${JSON.stringify(path.join(sources, 'jobs/serveJobs.ts'))};
import { writeFileSync } from 'node:fs';
const refuse = async () => ({ kind: 'failed', category: 'internal', sentence: 'Not here.' });
const table = (note) => ({ kind: 'done', value: { columns: [], sizeBytes: 0, notes: [note] } });
const wait = (_, context) => { context.report({ doing: 'counting', share: 0 }); return new Promise(() => setInterval(() => {}, 1000)); };
serveJobs({ profileTable: refuse, countSplits: wait, doctor: refuse, describeTable: async (request, context) => { ${code} } });
`,
    );
    return file;
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A request that odd workers are free to understand; the label is what they are asked to do. */
export function ask(label: string): JobRequest<'describeTable'> {
  return { source: { label, root: '/', files: [] } };
}

/** The same for a count, which odd workers never end. */
export function askCount(): JobRequest<'countSplits'> {
  return { ...ask('count'), splits: [], conditions: [], overlaps: false };
}

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
