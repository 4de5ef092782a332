/** The worker as operations and their callers know it. */
export type { JobOptions, JobOutcome, JobRunner } from '../jobs/jobRunner.ts';
