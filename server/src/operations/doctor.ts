/** Is everything installed, and does it work: what `plumbline doctor` finds out. */
import type { NativeName } from '../../../schemas/doctorJob.ts';
import type { DoctorCheck } from '../../../schemas/requests.ts';
import type { JobRunner } from '../jobs/jobRunner.ts';

export interface DoctorPorts {
  readonly jobs: JobRunner;
  /** Such as `24.1.0 on linux-x64`. */
  readonly runtime: string;
  readonly findGit: () => Promise<GitState>;
  readonly signal?: AbortSignal;
}

/** What asking git for its version came to; `because` ends "not known because …". */
export type GitState =
  | { readonly kind: 'works'; readonly version: string }
  | { readonly kind: 'absent' }
  | { readonly kind: 'silent'; readonly because: string };

/** How users know the natives, and what is missing without each. */
const natives: Readonly<Record<NativeName, { readonly name: string; readonly purpose: string }>> = {
  duckdb: { name: 'DuckDB', purpose: 'reading and profiling tables' },
  sharp: { name: 'sharp', purpose: 'reading images' },
  onnxruntime: { name: 'ONNX Runtime', purpose: 'running models' },
};

const nativeNames = ['duckdb', 'sharp', 'onnxruntime'] as const satisfies readonly NativeName[];

/** Tries each thing once. Never rejects: what fails is one of the checks. */
export async function runDoctor({ jobs, runtime, findGit, signal }: DoctorPorts): Promise<DoctorCheck[]> {
  const [git, worker] = await Promise.all([findGit(), checkWorker(jobs, signal)]);
  return [
    { name: 'Plumbline', state: 'works', sentence: `Runs on Node ${runtime}.` },
    ...worker,
    { name: 'git', ...describeGit(git) },
  ];
}

function describeGit(git: GitState): Pick<DoctorCheck, 'state' | 'sentence'> {
  switch (git.kind) {
    case 'works':
      return { state: 'works', sentence: `Version ${git.version}.` };
    case 'absent':
      return { state: 'absent', sentence: 'Not on the PATH: reviews against a base need it, checks do not.' };
    case 'silent':
      return {
        state: 'broken',
        sentence: `Its version is not known because ${git.because}. Without it, reviews against a base are not available.`,
      };
  }
}

/** Each native in a job of its own, so that one that stops the worker does not hide the others. */
async function checkWorker(jobs: JobRunner, signal: AbortSignal | undefined): Promise<DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const native of nativeNames) {
    const { name, purpose } = natives[native];
    const outcome = await jobs.run('doctor', { natives: [native] }, signal === undefined ? {} : { signal });
    if (outcome.kind !== 'done') {
      const sentence = outcome.kind === 'failed' ? outcome.sentence : 'The check was cancelled.';
      checks.push({ name, state: 'broken', sentence: `${sentence} Without it, ${purpose} is not available.` });
      continue;
    }
    const { runtime, natives: reports } = outcome.value;
    if (checks.length === 0) {
      const electron = runtime.electron === undefined ? '' : ` of Electron ${runtime.electron}`;
      const sentence = `Runs on Node ${runtime.node}${electron} (${runtime.executable}), ${runtime.platform}.`;
      checks.push({ name: 'Worker', state: 'works', sentence });
    }
    for (const report of reports) {
      checks.push(
        report.state === 'works'
          ? { name, state: 'works', sentence: `Version ${report.version}. ${report.did}` }
          : { name, state: 'broken', sentence: `${report.sentence} Without it, ${purpose} is not available.` },
      );
    }
  }
  return checks;
}
