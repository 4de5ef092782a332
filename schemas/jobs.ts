/**
 * The jobs of the worker, and the messages between it and its parent.
 *
 * What a kind of job is asked and answers loads with the first job of that kind: a worker that reads a table must not
 * begin by building the shapes of every evaluation, comparison and verification.
 */
import * as z from 'zod';
import { jobNotes, jobProgress } from './jobParts.ts';

/** A job with progress of the common kind. */
const plain = <Request, Result>(request: Request, result: Result) => ({ request, progress: jobProgress, result });

const jobs = {
  /** Columns and types, from the header alone; rows when the file states them. */
  describeTable: async () => (await import('./tableJobs.ts')).describeTable,
  /** Counts how the values of each column spread. */
  profileTable: async () => (await import('./profileJob.ts')).tableProfiling,
  /** Measures each image of a folder, and counts how that spreads. */
  profilePictures: async () => (await import('./profileJob.ts')).tableProfiling,
  /** Compares windows of a table with a reference, and judges each column. */
  compareDrift: async () => {
    const { driftJobResult, driftProgress, driftRequest } = await import('./driftJob.ts');
    return { request: driftRequest, progress: driftProgress, result: driftJobResult };
  },
  /** Measures pictures, and compares what was measured as `compareDrift` does. */
  comparePictures: async () => {
    const { driftJobResult, driftProgress } = await import('./driftJob.ts');
    const { pictureDriftRequest } = await import('./pictureDriftJob.ts');
    return { request: pictureDriftRequest, progress: driftProgress, result: driftJobResult };
  },
  /** Counts, window by window, the rows for which a condition holds. */
  countHolding: async () => {
    const { holdingRequest, holdingResult } = await import('./watchJob.ts');
    return plain(holdingRequest, holdingResult);
  },
  /** Has rows answered by a model, and looks at the answers of each window. */
  watchAnswers: async () => {
    const { answersRequest, answersResult } = await import('./watchJob.ts');
    return plain(answersRequest, answersResult);
  },
  /** Counts the rows of each split. */
  countSplits: async () => (await import('./tableJobs.ts')).countSplits,
  /** Counts groups, such as patients, that have rows in two splits. */
  countSharedGroups: async () => (await import('./tableJobs.ts')).countSharedGroups,
  /** Reads the runs of an MLflow store, without a server and without writing. */
  readMlflow: async () => (await import('./mlflowJob.ts')).readMlflow,
  /** Hashes one file. */
  hashFile: async () => (await import('./tableJobs.ts')).hashFile,
  /** Asks a table what a data contract asks of it. */
  checkContract: async () => {
    const { contractAnswers, contractQuestions } = await import('./contractCheck.ts');
    const { tableSource } = await import('./tableSource.ts');
    return plain(
      z.strictObject({ source: tableSource, questions: contractQuestions }),
      z.strictObject({ answers: contractAnswers, notes: jobNotes }),
    );
  },
  /** Sums charges, hours or energy from files of other systems. */
  importActuals: async () => {
    const { importRequest, importResult } = await import('./importJob.ts');
    return plain(importRequest, importResult);
  },
  /** Runs a model over the rows of a split and measures its answers. */
  evaluateModel: async () => {
    const { evaluationRequest, evaluationResult } = await import('./evaluationJob.ts');
    return plain(evaluationRequest, evaluationResult);
  },
  /** Runs a model over pictures and measures the things or the classes of pixels that it finds. */
  evaluatePictures: async () => {
    const { pictureRequest, pictureResult } = await import('./pictureJob.ts');
    return plain(pictureRequest, pictureResult);
  },
  /** Measures what a model asks of this machine. */
  measureMachine: async () => {
    const { machineRequest, machineResult } = await import('./machineJob.ts');
    return plain(machineRequest, machineResult);
  },
  /** Compares two runs by the answers that were kept of them. */
  compareAnswers: async () => {
    const { comparisonRequest, comparisonResult } = await import('./comparisonJob.ts');
    return plain(comparisonRequest, comparisonResult);
  },
  /** Finds the rows on which a run errs most. */
  readErrorRows: async () => {
    const { errorRowsRequest, errorRowsResult } = await import('./errorRows.ts');
    return plain(errorRowsRequest, errorRowsResult);
  },
  /** Shrinks images for a page. */
  drawThumbnails: async () => {
    const { thumbnailsRequest, thumbnailsResult } = await import('./errorRows.ts');
    return plain(thumbnailsRequest, thumbnailsResult);
  },
  /** Measures predictions that were made elsewhere. */
  measurePredictions: async () => {
    const { predictionsRequest } = await import('./predictionsJob.ts');
    const { evaluationResult } = await import('./evaluationJob.ts');
    return plain(predictionsRequest, evaluationResult);
  },
  /** Measures detections that were made elsewhere against a COCO ground truth. */
  measureDetections: async () => {
    const { detectionsRequest, detectionsResult } = await import('./detectionJob.ts');
    return plain(detectionsRequest, detectionsResult);
  },
  /** Measures masks that were made elsewhere against true ones. */
  measureMasks: async () => {
    const { masksRequest, masksResult } = await import('./detectionJob.ts');
    return plain(masksRequest, masksResult);
  },
  /** Runs a notebook twice and its package once, in Python, and compares what they compute. */
  verifyPromotion: async () => {
    const { verificationRequest, verificationResult } = await import('./verificationJob.ts');
    return plain(verificationRequest, verificationResult);
  },
  /** Loads natives and uses each once. */
  doctor: async () => (await import('./doctorJob.ts')).doctor,
} as const;

export type JobKind = keyof typeof jobs;

type Loaded<Kind extends JobKind> = Awaited<ReturnType<(typeof jobs)[Kind]>>;
/** What a caller writes: defaults may be left out. */
export type JobRequest<Kind extends JobKind> = z.input<Loaded<Kind>['request']>;
/** What a handler reads: defaults filled in. */
export type ParsedJobRequest<Kind extends JobKind> = z.output<Loaded<Kind>['request']>;
export type JobProgress<Kind extends JobKind> = z.output<Loaded<Kind>['progress']>;
export type JobResult<Kind extends JobKind> = z.output<Loaded<Kind>['result']>;

/** What a kind of job is asked, reports and answers, in the form in which a generic caller keeps the type of its kind. */
export interface JobShape<Kind extends JobKind> {
  readonly request: z.ZodType<ParsedJobRequest<Kind>>;
  readonly progress: z.ZodType<JobProgress<Kind>>;
  readonly result: z.ZodType<JobResult<Kind>>;
}

/** Loads each shape with its first use. */
export const loadJobShape: { readonly [Kind in JobKind]: () => Promise<JobShape<Kind>> } = jobs;

/** Why a job failed: closed, so that callers can decide what to offer. */
export const jobFailure = z.enum([
  'bad-input', // the table, an expression or a path cannot be used; the sentence says what to repair
  'unavailable', // a native or the runtime cannot be used here
  'refused', // not allowed, such as in Restricted Mode
  'crashed', // the worker stopped
  'too-slow', // over the time limit
  'too-big', // over the memory or disk limit
  'internal', // a bug of ours
]);
export type JobFailure = z.infer<typeof jobFailure>;

export const jobKind = z.enum([
  'describeTable',
  'profileTable',
  'profilePictures',
  'compareDrift',
  'comparePictures',
  'countHolding',
  'watchAnswers',
  'countSplits',
  'checkContract',
  'countSharedGroups',
  'importActuals',
  'readMlflow',
  'hashFile',
  'evaluateModel',
  'evaluatePictures',
  'measureMachine',
  'measurePredictions',
  'measureDetections',
  'measureMasks',
  'compareAnswers',
  'readErrorRows',
  'drawThumbnails',
  'verifyPromotion',
  'doctor',
] satisfies JobKind[]);

/** What a job may use of the machine. */
export const jobLimits = z.strictObject({
  memoryBytes: z.number().positive().meta({ description: 'Resident memory of the worker, natives included.' }),
  diskBytes: z.number().positive().meta({ description: 'Temporary files of the job.' }),
  threads: z.int().positive().meta({ description: 'Threads of a native.' }),
});
export type JobLimits = z.infer<typeof jobLimits>;

/** How a handler answers: expected failures are values. */
export type JobAnswer<Kind extends JobKind> =
  | { readonly kind: 'done'; readonly value: JobResult<Kind> }
  | {
      readonly kind: 'failed';
      /** What happened, to what, and what to do next, in one sentence with a full stop. */
      readonly sentence: string;
      readonly category: JobFailure;
    };

/** What the worker gives a handler besides the request. */
export interface JobContext<Kind extends JobKind> {
  readonly limits: JobLimits;
  /** Absolute path of an empty folder for temporary files; removed with the worker. */
  readonly scratch: string;
  /** Tells the caller how far the job is. */
  readonly report: (progress: JobProgress<Kind>) => void;
}

/** Does a job inside the worker. What it throws is a bug of ours and is told as `internal`. */
export type JobHandler<Kind extends JobKind> = (
  request: ParsedJobRequest<Kind>,
  context: JobContext<Kind>,
) => Promise<JobAnswer<Kind>>;

export type JobHandlers = { readonly [Kind in JobKind]: JobHandler<Kind> };

/** Parent to worker. One job at a time: the next is sent after the answer to the last. */
export const toWorker = z.strictObject({
  type: z.literal('run'),
  id: z.int(),
  kind: jobKind,
  limits: jobLimits,
  request: z.unknown(),
});

/** Worker to parent. */
export const fromWorker = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('heartbeat'), residentBytes: z.number().nonnegative() }),
  z.strictObject({ type: z.literal('progress'), id: z.int(), progress: z.unknown() }),
  z.strictObject({ type: z.literal('done'), id: z.int(), value: z.unknown() }),
  z.strictObject({ type: z.literal('failed'), id: z.int(), category: jobFailure, sentence: z.string().min(1) }),
]);

export type ToWorker = z.infer<typeof toWorker>;
export type FromWorker = z.infer<typeof fromWorker>;
