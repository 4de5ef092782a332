/** The worker as operations and their callers know it. */
export type { JobOutcome, JobRunner } from '../jobs/jobRunner.ts';
