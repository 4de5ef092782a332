/** What is said of the answers of a model in each window: what they are worth, with and without labels. */
import * as z from 'zod';
import { driftAnswer } from './driftVerdict.ts';

const count = (description: string) => z.int().nonnegative().meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });
const sentence = (description: string) => z.string().min(1).meta({ description });

/** What is estimated and realised: of two classes, or of numbers. */
export const watchedMetric = z.enum(['accuracy', 'precision', 'recall', 'specificity', 'f1', 'mae', 'mse', 'rmse']);

const interval = {
  low: z.number().optional().meta({ description: 'Lower end of the 95 % interval, where there is one.' }),
  high: z.number().optional().meta({ description: 'Upper end of it.' }),
};

/** One metric of one window. Estimated and realised values are never one series. */
export const watchedValue = z.strictObject({
  metric: watchedMetric,
  reference: z.number().nullable().meta({ description: 'Realised in the reference; null when it is undefined there.' }),
  estimated: z
    .strictObject({ value: z.number(), ...interval })
    .nullable()
    .meta({ description: 'Without labels; null when it is undefined.' }),
  realised: z
    .strictObject({ value: z.number(), ...interval })
    .nullable()
    .meta({ description: 'Of the rows whose labels have come; null when there are none, or it is undefined.' }),
});

const judged = {
  effect: share('Size of the change.'),
  low: share('Lower end of its 95 % interval.'),
  high: share('Upper end of it.'),
  smallest: share('Smallest effect that counts.'),
  p: share('Probability of at least this change when nothing changed.'),
  adjustedP: share('The same, corrected for the number of windows.'),
  answer: driftAnswer,
};

export const answersWindow = z.strictObject({
  window: count('Number of the window, from 0.'),
  rows: count('Rows that were answered.'),
  labelled: count('Rows of these whose labels have come.'),
  values: z.array(watchedValue).meta({ description: 'In the order of the metrics.' }),
  scores: z.strictObject(judged).nullable().meta({ description: 'Whether the scores moved; ranks, as for columns.' }),
  labels: z
    .strictObject({ ...judged, reference: share('Share of positives.'), current: share('Share of positives.') })
    .nullable()
    .meta({ description: 'Whether the share of positives moved; null without labels.' }),
  concept: z
    .strictObject(judged)
    .nullable()
    .meta({ description: 'Whether equal scores come true as often as before; null without labels.' }),
  shifts: z
    .array(
      z.strictObject({
        kind: z.enum(['none', 'covariate', 'label', 'concept', 'unknown']),
        says: sentence('What it is and what helps.'),
      }),
    )
    .meta({ description: 'Which kind of shift it is.' }),
});

export const detectorName = z.enum(['adwin', 'page-hinkley', 'ddm', 'eddm', 'hddm-a', 'hddm-w', 'kswin']);

/** A detector that went through the errors in the order in which labels arrived. */
export const detectorFinding = z.strictObject({
  detector: detectorName,
  rows: count('Labelled rows that it saw.'),
  alarms: z
    .array(
      z.strictObject({
        row: count('Number of the labelled row, from 0, in the order of arrival.'),
        window: count('Window of that row.').nullable(),
        at: z.string().nullable().meta({ description: 'Time of the row as the table has it; null without a time.' }),
      }),
    )
    .max(100)
    .meta({ description: 'Where it alarmed, the first ones.' }),
  alarmCount: count('All alarms.'),
  chance: z
    .strictObject({
      expected: z.number().nonnegative().meta({
        description: 'Alarms that the same errors raise in random order, in the mean.',
      }),
      streams: count('Streams in random order that this was counted in.'),
      adjustedP: z.number().min(0).max(1).meta({
        description: 'How probable so many alarms are when nothing changes, adjusted for all detectors.',
      }),
    })
    .optional()
    .meta({ description: 'Absent without an alarm, and in older records.' }),
  warnings: count('Rows at which it warned.'),
});

export const driftAnswers = z.strictObject({
  task: z.enum(['binary-classification', 'regression']),
  method: z.enum(['cbpe', 'dle']).meta({
    description:
      'cbpe: from calibrated scores; dle: from a learner that expects the loss of each row from its inputs and its answer.',
  }),
  threshold: z.number().nullable().meta({ description: 'Score from which a row is answered positive.' }),
  referenceRows: count('Labelled rows of the reference, from which everything was learnt.'),
  calibration: z
    .strictObject({
      isCalibrated: z.boolean().meta({ description: 'Whether scores were calibrated first.' }),
      before: z.number().meta({ description: 'Expected calibration error of the raw scores.' }),
      after: z.number().meta({ description: 'The same after calibration.' }),
    })
    .nullable(),
  assumptions: z.array(sentence('What must hold for the estimates to hold.')),
  windows: z.array(answersWindow),
  detectors: z.array(detectorFinding).meta({ description: 'Empty when no label has come.' }),
  pastError: z
    .number()
    .nonnegative()
    .nullable()
    .meta({ description: 'Mean distance of estimated from realised accuracy, or error, where both are known.' }),
  notes: z.array(z.string().min(1)),
});

export type WatchedMetric = z.infer<typeof watchedMetric>;
export type WatchedValue = z.infer<typeof watchedValue>;
export type AnswersWindow = z.infer<typeof answersWindow>;
export type DetectorName = z.infer<typeof detectorName>;
export type DetectorFinding = z.infer<typeof detectorFinding>;
export type DriftAnswers = z.infer<typeof driftAnswers>;
