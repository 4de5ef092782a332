/** What `operations` knows of the worker: jobs go in, outcomes come out. */
import type { JobAnswer, JobKind, JobProgress, JobRequest } from '../../../schemas/jobs.ts';

/** How a job ended. A job never rejects because of its input, the worker or a cancellation. */
export type JobOutcome<Kind extends JobKind> = JobAnswer<Kind> | { readonly kind: 'cancelled' };

export interface JobOptions<Kind extends JobKind> {
  /** Aborting ends the job at once, by ending its process; the outcome is `cancelled`. */
  readonly signal?: AbortSignal;
  /** Called zero or more times before the outcome; must not throw. */
  readonly onProgress?: (progress: JobProgress<Kind>) => void;
}

export interface JobRunner {
  /** Starts what jobs will need, while the caller does something else; absent where nothing is started. */
  prepare?(): void;
  /** Runs a job, after those before it. */
  run<Kind extends JobKind>(
    kind: Kind,
    request: JobRequest<Kind>,
    options?: JobOptions<Kind>,
  ): Promise<JobOutcome<Kind>>;
  /** Cancels what runs or waits, and resolves when no process is left. A later `run` is refused. */
  dispose(): Promise<void>;
}
