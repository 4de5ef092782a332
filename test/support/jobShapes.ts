/** The shapes of all jobs, loaded, for tests that ask a handler directly. */
import { jobKind, loadJobShape } from '../../schemas/jobs.ts';
import type { JobKind, JobShape } from '../../schemas/jobs.ts';

type JobShapes = { readonly [Kind in JobKind]: JobShape<Kind> };

const loaded: Partial<Record<JobKind, unknown>> = {};
for (const kind of jobKind.options) loaded[kind] = await loadJobShape[kind]();

function isWhole(shapes: Partial<Record<JobKind, unknown>>): shapes is JobShapes {
  return jobKind.options.every((kind) => shapes[kind] !== undefined);
}

if (!isWhole(loaded)) throw new Error('A kind of job has no shape.');

export const jobShapes: JobShapes = loaded;
