/**
 * The jobs of the worker: one map from name to request, progress and result, and the messages that carry them.
 *
 * Both ends parse. Everything here survives JSON: no NaN, no big integers, no dates.
 */
import * as z from 'zod';
import { comparisonRequest, comparisonResult } from './comparisonJob.ts';
import { contractAnswers, contractQuestions } from './contractCheck.ts';
import { driftChunks, driftFound, driftJobResult, driftRequest, mostWindows } from './driftJob.ts';
import { detectionsRequest, detectionsResult, masksRequest, masksResult } from './detectionJob.ts';
import { errorRowsRequest, errorRowsResult, thumbnailsRequest, thumbnailsResult } from './errorRows.ts';
import { evaluationRequest, evaluationResult } from './evaluationJob.ts';
import { pictureDriftRequest } from './pictureDriftJob.ts';
import { pictureRequest, pictureResult } from './pictureJob.ts';
import { machineRequest, machineResult } from './machineJob.ts';
import { predictionsRequest } from './predictionsJob.ts';
import { importRequest, importResult } from './importJob.ts';
import { columnKind, profile, tableSummary } from './profile.ts';
import { splitRows, tableSource } from './tableSource.ts';
import { answersRequest, answersResult, holdingRequest, holdingResult } from './watchJob.ts';
import { verificationRequest, verificationResult } from './verificationJob.ts';

const count = (description: string) => z.number().int().nonnegative().meta({ description });
const text = (description: string) => z.string().min(1).meta({ description });

export const tableColumn = z.strictObject({
  name: z.string(),
  type: text('Type as the engine names it.'),
  kind: columnKind,
  isNullable: z.boolean().optional().meta({ description: 'What the file promises; absent when it says nothing.' }),
  derivation: z.string().optional().meta({ description: 'Expression, for derived columns.' }),
});

const notes = z
  .array(z.string().min(1))
  .meta({ description: 'Sentences about what was read otherwise than it stands in the file.' });

const tableProgress = z.strictObject({
  doing: text('What is being done, for display: `Counting origin`.'),
  share: z.number().min(0).max(1).meta({ description: 'Part of the job that is done.' }),
});

const driftProgress = tableProgress.extend({
  found: driftFound.optional().meta({ description: 'What the last pass found; absent where none has ended.' }),
});

/** A run of an MLflow store. */
export const mlflowRun = z.strictObject({
  id: text('Id of the run, 32 hexadecimal digits.'),
  name: z.string().meta({ description: 'Name that people gave it; may be empty.' }),
  experiment: z.string().meta({ description: 'Name of its experiment.' }),
  endedAt: text('ISO 8601 with zone; when it started, while it has not ended.'),
  isFinished: z.boolean().meta({ description: 'Whether it ended as hoped.' }),
  file: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Its file below the folder, with forward slashes; absent in a database.' }),
  values: z.record(z.string(), z.number()).meta({ description: 'Last value of each metric that is a finite number.' }),
  params: z.record(z.string(), z.string()),
  datasets: z.record(z.string(), z.string()).meta({ description: 'Name of each data set → its digest.' }),
  commit: z.string().min(1).optional().meta({ description: 'Commit of the code, as MLflow noted it.' }),
});

/** Something in the workspace, and how sentences call it. */
const namedPath = z.strictObject({ path: text('Absolute path.'), label: text('What the user calls it.') });

/** The natives of the worker. */
export const nativeName = z.enum(['duckdb', 'sharp', 'onnxruntime']);

export const nativeReport = z.discriminatedUnion('state', [
  z.strictObject({
    native: nativeName,
    state: z.literal('works'),
    version: text('Version of the library inside the package.'),
    did: text('What was done to see it, as a sentence.'),
  }),
  z.strictObject({
    native: nativeName,
    state: z.literal('fails'),
    sentence: text('What happened, with a full stop; callers say what is lost without it.'),
  }),
]);

export const runtimeReport = z.strictObject({
  executable: text('Program that runs the worker.'),
  node: text('Version of Node in it.'),
  electron: z.string().optional().meta({ description: 'Version of Electron, when the editor’s own runtime is used.' }),
  platform: text('Such as `linux-x64`.'),
});

/** Values of shared groups that are shown per pair of splits. */
export const mostSharedExamples = 3;

/** Every job: what it is asked, what it reports meanwhile, what it answers. */
/** What is asked and answered of the spread of columns. */
const tableProfiling = {
  request: z.strictObject({
    source: tableSource,
    splits: z.array(splitRows).max(100).default([]).meta({ description: 'Every split of the source, in spec order.' }),
    split: z.string().optional().meta({ description: 'The one whose rows are profiled; absent: all rows.' }),
    windows: z
      .strictObject({
        chunks: driftChunks.meta({ description: 'How the rows are cut.' }),
        labels: z.array(text('Such as `2001-06`.')).min(1).max(mostWindows),
      })
      .optional()
      .meta({ description: 'The windows whose rows are profiled; absent: all rows.' }),
    version: z.string().optional().meta({ description: 'Version of the data, kept in the profile.' }),
    plumbline: text('Version of Plumbline, named in the profile as its maker.'),
    personal: z
      .array(z.string())
      .default([])
      .meta({ description: 'Columns with personal data: no value of theirs leaves the worker.' }),
    leaveOut: z
      .array(z.string())
      .default([])
      .meta({ description: 'Columns that are not profiled, such as the names of images.' }),
    wants: z.enum(['summary', 'profile']).meta({ description: '`profile` gives both.' }),
  }),
  progress: tableProgress,
  result: z.strictObject({ summary: tableSummary, profile: profile.optional(), notes }),
};

const jobs = {
  /** Columns and types, from the header alone; rows when the file states them. */
  describeTable: {
    request: z.strictObject({ source: tableSource }),
    progress: tableProgress,
    result: z.strictObject({
      columns: z.array(tableColumn).meta({ description: 'In the order of the file, derived ones last.' }),
      rows: count('Rows.').optional().meta({ description: 'Absent when counting would mean reading the file.' }),
      sizeBytes: count('Bytes on disk, of all files.'),
      notes,
    }),
  },
  /** Counts how the values of each column spread. */
  profileTable: tableProfiling,
  /** Measures each image of a folder, and counts how that spreads. */
  profilePictures: tableProfiling,
  /** Compares windows of a table with a reference, and judges each column. */
  compareDrift: { request: driftRequest, progress: driftProgress, result: driftJobResult },
  /** Measures pictures, and compares what was measured as `compareDrift` does. */
  comparePictures: { request: pictureDriftRequest, progress: driftProgress, result: driftJobResult },
  /** Counts, window by window, the rows for which a condition holds. */
  countHolding: { request: holdingRequest, progress: tableProgress, result: holdingResult },
  /** Has rows answered by a model, and looks at the answers of each window. */
  watchAnswers: { request: answersRequest, progress: tableProgress, result: answersResult },
  /** Counts the rows of each split. */
  countSplits: {
    request: z.strictObject({
      source: tableSource,
      splits: z.array(splitRows).max(100),
      conditions: z
        .array(z.strictObject({ id: text('Id of the answer.'), where: text('Condition over the columns.') }))
        .max(500)
        .default([])
        .meta({ description: 'Conditions whose rows are counted in the same pass.' }),
      positive: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Condition that holds for rows of the positive class.' }),
      time: z
        .string()
        .min(1)
        .optional()
        .meta({ description: 'Date or timestamp column, for the first and last time.' }),
      overlaps: z
        .boolean()
        .default(false)
        .meta({ description: 'Also count rows that two splits share (20 splits at most).' }),
    }),
    progress: tableProgress,
    result: z.strictObject({
      total: count('Rows of the source.'),
      splits: z.array(
        z.strictObject({
          id: text('Id of the split.'),
          rows: count('Rows of the split.'),
          positives: count('Rows of the positive class; absent when none was asked for.').optional(),
          first: z.string().optional().meta({ description: 'Earliest time in ISO form; absent when there is none.' }),
          last: z.string().optional().meta({ description: 'Latest time in ISO form.' }),
        }),
      ),
      overlaps: z
        .array(z.strictObject({ first: text('Id.'), second: text('Id.'), rows: count('Rows in both.') }))
        .meta({ description: 'Pairs of splits that share rows; empty when none does or none was asked for.' }),
      conditions: z.array(
        z.union([
          z.strictObject({ id: text('Id of the condition.'), rows: count('Rows for which it holds.') }),
          z.strictObject({ id: text('Id of the condition.'), sentence: text('Why it cannot be used on the table.') }),
        ]),
      ),
      notes,
    }),
  },
  /** Counts groups, such as patients, that have rows in two splits. */
  countSharedGroups: {
    request: z.strictObject({
      source: tableSource,
      splits: z.array(splitRows).min(2).max(100),
      group: text('Column that names the group of a row.'),
      showsValues: z
        .boolean()
        .meta({ description: 'Whether values of the column may leave the worker; not when they are personal.' }),
    }),
    progress: tableProgress,
    result: z.strictObject({
      groups: count('Groups of the whole source.'),
      shared: z
        .array(
          z.strictObject({
            first: text('Id.'),
            second: text('Id.'),
            groups: count('Groups with rows in both.'),
            examples: z
              .array(z.string())
              .max(mostSharedExamples)
              .meta({ description: 'The first of them in the order of their text, cut when long.' }),
          }),
        )
        .meta({ description: 'Pairs of splits that share groups; empty when none does.' }),
    }),
  },
  /** Reads the runs of an MLflow store, without a server and without writing. */
  readMlflow: {
    request: z.strictObject({
      root: text('Absolute path of the workspace. What lies elsewhere, links followed, is refused.'),
      database: namedPath.optional().meta({ description: 'The SQLite file.' }),
      folder: namedPath.optional().meta({ description: 'The folder with one folder per experiment.' }),
    }),
    progress: tableProgress,
    result: z.strictObject({ runs: z.array(mlflowRun).meta({ description: 'Newest first, 2,000 at most.' }) }),
  },
  /** Hashes one file. */
  hashFile: {
    request: namedPath.extend({
      root: text('Absolute path of the workspace. A file that lies elsewhere, links followed, is refused.'),
    }),
    progress: tableProgress,
    result: z.strictObject({
      sizeBytes: count('Bytes that were read.'),
      sha256: text('64 hexadecimal digits.'),
      md5: text('32 hexadecimal digits.'),
    }),
  },
  /** Asks a table what a data contract asks of it. */
  checkContract: {
    request: z.strictObject({ source: tableSource, questions: contractQuestions }),
    progress: tableProgress,
    result: z.strictObject({ answers: contractAnswers, notes }),
  },
  /** Sums charges, hours or energy from files of other systems. */
  importActuals: { request: importRequest, progress: tableProgress, result: importResult },
  /** Runs a model over the rows of a split and measures its answers. */
  evaluateModel: { request: evaluationRequest, progress: tableProgress, result: evaluationResult },
  /** Runs a model over pictures and measures the things or the classes of pixels that it finds. */
  evaluatePictures: { request: pictureRequest, progress: tableProgress, result: pictureResult },
  /** Measures what a model asks of this machine. */
  measureMachine: { request: machineRequest, progress: tableProgress, result: machineResult },
  /** Compares two runs by the answers that were kept of them. */
  compareAnswers: { request: comparisonRequest, progress: tableProgress, result: comparisonResult },
  /** Finds the rows on which a run errs most. */
  readErrorRows: { request: errorRowsRequest, progress: tableProgress, result: errorRowsResult },
  /** Shrinks images for a page. */
  drawThumbnails: { request: thumbnailsRequest, progress: tableProgress, result: thumbnailsResult },
  /** Measures predictions that were made elsewhere. */
  measurePredictions: { request: predictionsRequest, progress: tableProgress, result: evaluationResult },
  /** Measures detections that were made elsewhere against a COCO ground truth. */
  measureDetections: { request: detectionsRequest, progress: tableProgress, result: detectionsResult },
  /** Measures masks that were made elsewhere against true ones. */
  measureMasks: { request: masksRequest, progress: tableProgress, result: masksResult },
  /** Runs a notebook twice and its package once, in Python, and compares what they compute. */
  verifyPromotion: { request: verificationRequest, progress: tableProgress, result: verificationResult },
  /** Loads natives and uses each once. */
  doctor: {
    request: z.strictObject({ natives: z.array(nativeName).min(1) }),
    progress: tableProgress,
    result: z.strictObject({ runtime: runtimeReport, natives: z.array(nativeReport) }),
  },
} as const;

export type JobKind = keyof typeof jobs;
/** What a caller writes: defaults may be left out. */
export type JobRequest<Kind extends JobKind> = z.input<(typeof jobs)[Kind]['request']>;
/** What a handler reads: defaults filled in. */
export type ParsedJobRequest<Kind extends JobKind> = z.output<(typeof jobs)[Kind]['request']>;
export type JobProgress<Kind extends JobKind> = z.output<(typeof jobs)[Kind]['progress']>;
export type JobResult<Kind extends JobKind> = z.output<(typeof jobs)[Kind]['result']>;

/** The map, in the form in which a generic caller keeps the type of its kind. */
export const jobShapes: {
  readonly [Kind in JobKind]: {
    readonly request: z.ZodType<ParsedJobRequest<Kind>>;
    readonly progress: z.ZodType<JobProgress<Kind>>;
    readonly result: z.ZodType<JobResult<Kind>>;
  };
} = jobs;

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

export type TableColumn = z.infer<typeof tableColumn>;
export type MlflowRun = z.infer<typeof mlflowRun>;
export type NativeName = z.infer<typeof nativeName>;
export type NativeReport = z.infer<typeof nativeReport>;
export type RuntimeReport = z.infer<typeof runtimeReport>;
export type ToWorker = z.infer<typeof toWorker>;
export type FromWorker = z.infer<typeof fromWorker>;
