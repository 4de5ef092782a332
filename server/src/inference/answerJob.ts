/** What a job with a model answers, whatever is thrown on the way. */
import type { JobAnswer, JobFailure, JobKind, JobResult } from '../../../schemas/jobs.ts';
import { ModelProblem } from './modelProblem.ts';

/** What every job with a model needs of the side that reads files. */
export interface ModelPorts {
  /** The real path of a file inside the workspace. */
  readonly confine: (root: string, path: string, label: string) => Promise<string>;
  /** What the user can repair about an error of these ports; undefined for bugs. */
  readonly explain: (error: unknown) => { readonly sentence: string; readonly category: JobFailure } | undefined;
}

/** @throws what is neither a problem of the model nor one that the ports explain */
export async function answerJob<Kind extends JobKind>(
  { explain }: ModelPorts,
  work: () => Promise<JobResult<Kind>>,
): Promise<JobAnswer<Kind>> {
  try {
    return { kind: 'done', value: await work() };
  } catch (error) {
    if (error instanceof ModelProblem) return { kind: 'failed', sentence: error.message, category: error.category };
    const explained = explain(error);
    if (explained === undefined) throw error;
    return { kind: 'failed', ...explained };
  }
}
