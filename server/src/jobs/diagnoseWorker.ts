import { nativeName, type NativeReport, type RuntimeReport } from '../../../schemas/jobs.ts';
import { failNative } from './doctor.ts';
import type { JobRunner } from './jobRunner.ts';

export interface WorkerDiagnosis {
  /** What runs the worker; a sentence when no worker came up at all. */
  readonly runtime: RuntimeReport | { readonly problem: string };
  readonly natives: readonly NativeReport[];
}

/**
 * Tries every native in a job of its own, so that one which ends its process is told and costs the others nothing.
 *
 * @returns undefined when it was cancelled
 */
export async function diagnoseWorker(runner: JobRunner, signal?: AbortSignal): Promise<WorkerDiagnosis | undefined> {
  let runtime: WorkerDiagnosis['runtime'] | undefined;
  let problem = 'No worker answered.';
  const natives: NativeReport[] = [];
  for (const native of nativeName.options) {
    const outcome = await runner.run('doctor', { natives: [native] }, signal === undefined ? {} : { signal });
    switch (outcome.kind) {
      case 'done':
        runtime = outcome.value.runtime;
        natives.push(...outcome.value.natives);
        break;
      case 'failed':
        problem = outcome.sentence;
        natives.push(failNative(native, outcome.sentence));
        break;
      case 'cancelled':
        return undefined;
    }
  }
  return { runtime: runtime ?? { problem }, natives };
}
