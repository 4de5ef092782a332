/**
 * View model of the Evaluation panel: the recorded runs of a project, judged against its spec as it is now.
 *
 * As in the overview, all text is plain text for display, and a number has two faces: `text` to read and `number` to
 * draw, in the base unit that it shares with its neighbours.
 */
import * as z from 'zod';
import { outline } from './detectionJob.ts';
import { comparisonReport } from './comparisonReport.ts';
import { compressionReport } from './compressionReport.ts';
import { shownErrorRows } from './errorRows.ts';
import { sourceLocation } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });

/** A value of a run, or why there is none. */
const shownValue = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('known'),
    text: sentence('For display, with unit.'),
    number: z.number(),
    interval: z
      .strictObject({ low: z.number(), high: z.number(), text: sentence('Such as `0.58 to 0.59`.') })
      .optional(),
    method: z.string().optional().meta({ description: 'How the interval was computed.' }),
    n: z.number().min(0).optional().meta({ description: 'What it is a mean or share of.' }),
  }),
  z.strictObject({ state: z.literal('undefined'), because: sentence('The end of "undefined because …".') }),
]);

/** A share with its interval; null without rows. */
const shownShare = z.strictObject({ share: z.number().min(0).max(1), low: z.number(), high: z.number() }).nullable();

const goal = z.strictObject({ text: sentence('As the spec writes it.'), number: z.number() }).nullable();

/** A value of a run against the goals that the spec states now. */
export const judged = z.strictObject({
  value: shownValue,
  target: goal,
  limit: goal,
  verdict: z.enum(['target-met', 'limit-held', 'limit-missed', 'not-known']),
  isSettled: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether the interval lies on one side of the limit; null when that is not known.' }),
  note: z.string().optional().meta({ description: 'Why it is not judged, such as that the machine is another one.' }),
});

export const runMetric = judged.extend({
  id: sentence('Id in the spec.'),
  kind: z.enum(['business', 'model', 'infrastructure']),
  direction: z.enum(['maximize', 'minimize', 'unknown']),
  definedAt: sourceLocation,
  scale: z.strictObject({ low: z.number(), high: z.number() }).optional(),
  notes: z
    .array(z.string().min(1))
    .optional()
    .meta({ description: 'What else must be known of the value, as sentences.' }),
  slices: z.array(judged.extend({ id: sentence('Slice, or slice and value.'), rows: count('Rows.').optional() })),
});

const points = z.array(z.tuple([z.number(), z.number()]));

/** What the slider moves along: counts and money at a threshold. */
const operating = z.strictObject({
  points: z.array(
    z.strictObject({
      threshold: z.number(),
      truePositives: z.number().min(0),
      falsePositives: z.number().min(0),
      value: z.number().optional().meta({ description: 'Money of one answer.' }),
    }),
  ),
  positives: z.number().min(0),
  negatives: z.number().min(0),
  used: z.number().optional().meta({ description: 'The threshold that the answers of the run were given with.' }),
  current: z
    .strictObject({ threshold: z.number(), definedAt: sourceLocation })
    .optional()
    .meta({ description: 'The threshold that the spec states now.' }),
  currency: z.string().optional(),
  perYear: z.number().positive().optional().meta({ description: 'Answers a year.' }),
  prevalence: z.number().gt(0).lt(1).optional().meta({ description: 'Share of positives in production.' }),
  positiveClass: z.string().optional(),
});

/** What answering asked of the machine. */
const machineView = z.strictObject({
  summary: sentence('What did the work, and for how long it was measured.'),
  latencies: z.array(
    z.strictObject({
      title: sentence('Such as `Latency of 1 row`.'),
      note: sentence('Queries, warm-up, and whether the speed stayed as it was.'),
      bins: z.array(
        z.strictObject({
          low: z.string(),
          high: z.string(),
          fromMs: z.number().meta({ description: 'The same as a number of milliseconds.' }),
          toMs: z.number(),
          count: count('Queries.'),
        }),
      ),
      above: count('Queries slower than the last bin.'),
      percentiles: z.array(
        z.strictObject({
          name: sentence('Such as `p99`.'),
          text: sentence('The value with its unit.'),
          interval: z.string().optional(),
          because: z.string().optional().meta({ description: 'Why it is not valid.' }),
        }),
      ),
    }),
  ),
  throughput: z.array(
    z.strictObject({
      batch: z.int().min(1),
      perSecond: z.number().min(0),
      text: sentence('Rows a second.'),
      rowTime: sentence('Time of one row.'),
      isEnough: z.boolean().meta({ description: 'Whether larger batches gain less than a tenth.' }),
    }),
  ),
  figures: z.array(
    z.strictObject({
      name: sentence('What it is.'),
      state: z.enum(['measured', 'estimated', 'unavailable']),
      text: z.string().optional().meta({ description: 'The value with its unit; absent when it is unavailable.' }),
      how: sentence('What was read, how it was computed, or why there is none.'),
    }),
  ),
  remarks: z.array(z.string().min(1)),
});

const pixels = z.string().regex(/^data:image\/(?:png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]+$/);

/** Left, top, width and height in pixels of the picture. */
const box = z.tuple([z.number(), z.number(), z.number(), z.number()]);

/** A picture with what is true of it and what was answered. */
const flawedPicture = z.strictObject({
  image: sentence('The file, as the data source names it.'),
  width: z.number().positive(),
  height: z.number().positive(),
  summary: sentence('Such as `2 wrong, 1 not found`.'),
  picture: pixels.optional().meta({ description: 'Its pixels, where the file is there and not too large.' }),
  marks: z.array(
    z.strictObject({
      box: box.optional().meta({ description: 'Absent where the outline says it all.' }),
      outline: outline.optional().meta({ description: 'Drawn in place of the box.' }),
      kind: z.enum(['found', 'not-found', 'right', 'wrong', 'true-class', 'confused']),
      text: sentence('What it is, with its place, such as `crate not found at 12, 40, 30 × 20 pixels`.'),
    }),
  ),
});

export const runView = z.strictObject({
  id: sentence('Name of the record.'),
  file: sourceLocation,
  model: z.string(),
  split: z.string(),
  rows: z.int().min(0).optional(),
  at: sentence('ISO 8601 with zone.'),
  age: sentence('How long ago, in words.'),
  facts: z
    .array(z.strictObject({ label: sentence('Such as `Data version`.'), text: sentence('Its value.') }))
    .meta({ description: 'What was run on what, for the reader who asks.' }),
  metrics: z.array(runMetric),
  money: z
    .strictObject({
      note: sentence('For which share of positives the whole is computed, as a sentence.').optional(),
      parts: z.array(
        z.strictObject({
          name: sentence('What it is of: the whole, a comparison, or a slice.'),
          isSlice: z.boolean(),
          rows: count('Rows.').optional(),
          value: shownValue,
        }),
      ),
    })
    .optional()
    .meta({ description: 'What one answer is worth on average; the slices in no order.' }),
  confusion: z.strictObject({ classes: z.array(z.string()), counts: z.array(z.array(z.number().min(0))) }).optional(),
  things: z
    .strictObject({
      measure: sentence('What the value of a class is, such as `AP`.'),
      unit: sentence('What is counted: `true things`, `true pixels`.'),
      classes: z.array(z.strictObject({ name: z.string(), n: z.number().min(0), value: shownValue })),
      errors: z.array(z.strictObject({ what: sentence('Such as `badly placed`.'), count: count('Answers.') })),
      score: z.number().optional(),
      worst: z.array(flawedPicture).optional().meta({ description: 'Pictures with most errors, the worst first.' }),
    })
    .optional()
    .meta({ description: 'Things in pictures, class by class.' }),
  perClass: z
    .array(
      z.strictObject({
        name: z.string(),
        n: count('Rows that are truly of the class.'),
        answered: count('Rows that were answered so.'),
        recall: shownShare,
        precision: shownShare,
        f1: z.number().nullable().meta({ description: 'Null where it is undefined.' }),
      }),
    )
    .optional()
    .meta({ description: 'Each of several classes against the rest; absent where there are two.' }),
  numbers: z
    .strictObject({
      byAnswer: z.array(
        z.strictObject({
          rows: count('Rows of the group.'),
          answer: z.number().meta({ description: 'Mean answer.' }),
          error: z.number().meta({ description: 'Mean of answer minus truth.' }),
          low: z.number().meta({ description: 'A tenth of the errors lie below.' }),
          high: z.number().meta({ description: 'A tenth of the errors lie above.' }),
        }),
      ),
      errors: z.array(z.strictObject({ from: z.number(), to: z.number(), rows: count('Rows.') })),
    })
    .optional()
    .meta({ description: 'How answered numbers err.' }),
  compression: compressionReport.optional().meta({
    description: 'The model beside the one that it is a smaller form of, in its newest run on the same split.',
  }),
  roc: points.optional(),
  precisionRecall: points.optional(),
  reliability: points.optional(),
  operating: operating.optional(),
  machine: machineView.optional().meta({ description: 'Absent when the machine was not measured.' }),
  worst: z
    .array(
      z.strictObject({
        image: sentence('The file, as the data source names it.'),
        truth: z.string(),
        answer: z.string(),
        score: sentence('Score of the wrong answer, or the error.'),
        picture: pixels.optional().meta({ description: 'Its pixels, where the file is there and not too large.' }),
      }),
    )
    .optional()
    .meta({ description: 'Images with the largest errors, the worst first.' }),
  errors: shownErrorRows
    .optional()
    .meta({ description: 'Rows that the run answers wrongly, once they were asked for.' }),
  canShowErrors: z
    .boolean()
    .meta({ description: 'Whether rows can be asked for: answers are kept, and the workspace is trusted.' }),
  unreadable: z
    .strictObject({ rows: count('Images that could not be read.'), sentences: z.array(z.string()) })
    .optional(),
});

/** What a panel of runs shows where there is none. */
export const withoutRuns = z.strictObject({
  state: z.literal('empty'),
  project: z.string(),
  because: sentence('Why nothing is shown, as a sentence.'),
  next: sentence('What to do about it, as a sentence.'),
  canEvaluate: z.boolean().meta({ description: 'Whether there is a model that can be evaluated here and now.' }),
});

export const evaluationViewModel = z.discriminatedUnion('state', [
  withoutRuns,
  z.strictObject({
    state: z.literal('runs'),
    project: sentence('Name for display.'),
    spec: sourceLocation,
    isTrusted: z.boolean(),
    runs: z.array(runView).min(1).meta({ description: 'The newest ones, newest first.' }),
    olderRuns: count('Runs that are not shown.'),
    unreadable: count('Records that cannot be read.'),
    comparisons: z
      .array(comparisonReport)
      .meta({ description: 'Pairs of runs that were compared on request since the start, the latest last.' }),
  }),
]);

export type EvaluationViewModel = z.infer<typeof evaluationViewModel>;
export type EvaluationRuns = Extract<EvaluationViewModel, { state: 'runs' }>;
export type RunView = z.infer<typeof runView>;
export type MachineView = z.infer<typeof machineView>;
export type RunMetric = z.infer<typeof runMetric>;
export type Operating = z.infer<typeof operating>;
