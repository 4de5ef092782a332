/** What `plumbline drift --format json` prints, and the record that is kept of each check. Public. */
import * as z from 'zod';
import { driftAnswers } from './driftAnswers.ts';
import { driftAgainst, driftResult } from './driftJob.ts';
import { driftAnswer, driftAspect, driftMeasure } from './driftVerdict.ts';
import { textRange } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().nonnegative().meta({ description });

/** A column in the order in which a person should look at it. */
export const rankedColumn = z.strictObject({
  column: z.string(),
  answer: z.union([driftAnswer, z.literal('not-judged')]).meta({
    description: 'drift when any window drifts; stable when all are; cannot-tell when some window cannot be told.',
  }),
  drifting: count('Windows that drift.'),
  judged: count('Windows that have a verdict.'),
  worst: z
    .strictObject({
      window: count('Number of the window, from 0.'),
      aspect: driftAspect,
      measure: driftMeasure,
      effect: z.number(),
      low: z.number(),
      high: z.number(),
      adjustedP: z.number(),
    })
    .nullable()
    .meta({ description: 'The verdict that decides its place: the one of the greatest change.' }),
  money: z
    .strictObject({
      text: sentence('For display, with sign and period.'),
      low: z.string(),
      high: z.string(),
      window: count('Number of the window, from 0.'),
      perYear: z.number().meta({ description: 'Change of the yearly value if the window stayed as it is.' }),
      currency: z.string(),
    })
    .nullable()
    .meta({ description: 'What the change means for the value of the model, estimated; null where it is not known.' }),
  sentence: sentence('Why, in words.'),
  advice: sentence('What to do next.').nullable(),
});

export const comparedCheck = z.strictObject({
  state: z.literal('compared'),
  id: z.string().min(1).meta({ description: 'Id of the check in the spec; `files` when two files were compared.' }),
  reference: sentence('What was compared with.'),
  current: sentence('What was compared.'),
  against: driftAgainst.optional().meta({ description: 'What each window was held against; absent: the reference.' }),
  file: z.string().nullable().meta({ description: 'File in which the check stands, or the current file.' }),
  range: textRange.nullable().meta({ description: 'Where in it.' }),
  falseAlarm: z.number(),
  correction: z.string(),
  seconds: z.number().nonnegative(),
  moneyBecause: z
    .string()
    .nullable()
    .meta({ description: 'How money was estimated, or why it was not, as a sentence.' }),
  ranking: z.array(rankedColumn),
  result: driftResult,
  answers: driftAnswers.optional().meta({
    description: 'What the answers of the model are worth in each window; absent when no answers are watched.',
  }),
  queue: z
    .strictObject({
      file: sentence('Path of the queue, from the folder of the spec or the working directory.'),
      rows: count('Rows that were picked for labelling.'),
    })
    .optional()
    .meta({ description: 'The rows that were picked for labelling; absent when none were asked for.' }),
});

/** One window of a check that watches a number instead of the spread of columns. */
export const watchedWindow = z.strictObject({
  label: sentence('Such as `2001-06`.'),
  rows: count('Rows in it.'),
  isIncomplete: z.boolean().meta({ description: 'Whether the data does not fill it.' }),
  value: z.number().nullable().meta({ description: 'The number that is watched; null when it is not known.' }),
  low: z.number().nullable().meta({ description: 'Lower end of its interval.' }),
  high: z.number().nullable().meta({ description: 'Upper end of its interval.' }),
  text: sentence('The number for display, or why there is none.'),
  answer: z.union([driftAnswer, z.literal('not-judged')]).meta({
    description: 'drift when it is surely outside of what is normal; stable when it is surely inside.',
  }),
});

/** A check of a metric, of the share of alerts, or of a condition on rows. */
export const watchedCheck = z.strictObject({
  state: z.literal('watched'),
  id: z.string().min(1).meta({ description: 'Id of the check in the spec.' }),
  watch: z.enum(['metric', 'alert-rate', 'invariant']),
  reference: sentence('What is normal, such as `22 % to 54 %`.'),
  current: sentence('What was watched: a split or a data source.'),
  file: z.string().nullable().meta({ description: 'File in which the check stands.' }),
  range: textRange.nullable().meta({ description: 'Where in it.' }),
  falseAlarm: z.number().meta({ description: 'Chance of a false alarm in any of the windows; 0 for a condition.' }),
  correction: z.string(),
  seconds: z.number().nonnegative(),
  normal: z
    .strictObject({
      low: z.number().nullable().meta({ description: 'Lowest normal value; null when there is none.' }),
      high: z.number().nullable().meta({ description: 'Highest normal value; null when there is none.' }),
    })
    .meta({ description: 'What the number is held against.' }),
  isShare: z.boolean().meta({ description: 'Whether the number is a share, shown in per cent.' }),
  ranking: z.array(rankedColumn).length(1).meta({ description: 'The number that is watched, as one column.' }),
  result: z.strictObject({
    windows: z.array(watchedWindow),
    notCompared: z.array(z.strictObject({ column: z.string(), because: sentence('In one sentence.') })).length(0),
    tests: count('Windows that were judged.'),
    notes: z.array(z.string().min(1)),
  }),
});

export const failedCheck = z.strictObject({
  state: z.literal('failed'),
  id: z.string().min(1),
  sentence: sentence('What happened, and what to do next.'),
});

export const driftReport = z.strictObject({
  kind: z.literal('drift'),
  schema: z.literal(1),
  version: z.string().min(1),
  comparedAt: sentence('ISO 8601 with zone.'),
  spec: z.string().min(1).nullable().meta({ description: 'Path of the spec, relative to the working directory.' }),
  project: z.string().nullable(),
  checks: z.array(z.discriminatedUnion('state', [comparedCheck, watchedCheck, failedCheck])),
  notCompared: z
    .array(z.strictObject({ id: z.string().min(1), because: sentence('In one sentence.') }))
    .meta({ description: 'Checks of the spec that do not say what is watched.' }),
});

/** The record of the latest comparison of a check, in `.plumbline/drift`. */
export const driftRecord = z.strictObject({
  plumblineDrift: z.literal(1).meta({ description: 'Version of this format.' }),
  madeBy: sentence('Version of Plumbline.'),
  comparedAt: sentence('ISO 8601 with zone.'),
  check: z.discriminatedUnion('state', [comparedCheck, watchedCheck]),
});

export type RankedColumn = z.infer<typeof rankedColumn>;
export type ComparedCheck = z.infer<typeof comparedCheck>;
export type WatchedWindow = z.infer<typeof watchedWindow>;
export type WatchedCheck = z.infer<typeof watchedCheck>;
export type FailedCheck = z.infer<typeof failedCheck>;
export type DriftReport = z.infer<typeof driftReport>;
export type DriftRecord = z.infer<typeof driftRecord>;
