/**
 * View model of the Drift panel: the latest comparison of each check of a project, in bars and verdicts.
 *
 * All text is plain text for display. Its size depends on columns and windows alone: nothing of it is a row.
 */
import * as z from 'zod';
import { driftAgainst, driftOverlay, driftWindow, mostWindows } from './driftJob.ts';
import { thumbnailsResult } from './errorRows.ts';
import { watchedWindow } from './driftReport.ts';
import { driftAnswer, driftAspect } from './driftVerdict.ts';
import { togetherMethod } from './driftTogether.ts';
import { sourceLocation } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });

const answer = z.union([driftAnswer, z.literal('not-judged')]);

const shownVerdict = z.strictObject({
  aspect: driftAspect,
  name: sentence('The aspect in words.'),
  answer: driftAnswer,
  effect: z.number().meta({ description: 'In [0, 1].' }),
  low: z.number(),
  high: z.number(),
  smallest: z.number().meta({ description: 'Smallest effect that counts: where the band of alarms begins.' }),
  p: sentence('Adjusted probability for display.'),
  test: sentence('How the probability was found, in words.'),
  words: sentence('The verdict as a sentence.'),
  need: z.string().optional().meta({ description: 'How many rows would settle it, as a sentence.' }),
});

export const driftCellView = z.strictObject({
  answer,
  verdicts: z.array(shownVerdict),
  undefinedBecause: z.array(z.string()).meta({ description: 'Why aspects were not judged.' }),
  added: z.array(z.string()),
  vanished: z.array(z.string()),
});

export const driftColumnView = z.strictObject({
  name: z.string(),
  answer,
  drifting: count('Windows that drift.'),
  judged: count('Windows that have a verdict.'),
  window: count('The window to look at first.'),
  sentence: sentence('Why, in words.'),
  advice: z.string().nullable(),
  canMonitor: z.boolean().meta({ description: 'Whether it drifts, and a check that watches it can be added.' }),
  money: z
    .strictObject({ text: z.string(), range: z.string() })
    .nullable()
    .meta({ description: 'Change of the yearly value, estimated; null where it is not known.' }),
  overlay: driftOverlay,
  cells: z.array(driftCellView.nullable()),
});

const performanceValue = z
  .strictObject({ value: z.number(), low: z.number().optional(), high: z.number().optional() })
  .nullable();

export const driftCheckView = z.strictObject({
  id: sentence('Id of the check.'),
  definedAt: sourceLocation,
  record: sourceLocation.nullable().meta({ description: 'Null for what is not recorded.' }),
  owner: z.string().nullable().meta({ description: 'Who looks into it when something drifts, as the spec says.' }),
  action: z
    .strictObject({
      text: sentence('What that person does: a runbook, or one sentence.'),
      location: sourceLocation
        .nullable()
        .meta({ description: 'The runbook; null for a sentence, or a file that is not there.' }),
    })
    .nullable(),
  progress: z
    .strictObject({
      compared: count('Columns that were compared.'),
      total: count('Columns that were to be compared.'),
      stopped: z.string().nullable().meta({ description: 'Why no more columns come; null while they do.' }),
    })
    .nullable()
    .meta({ description: 'How far a comparison is that is not done; null for one that is recorded.' }),
  reference: sentence('What was compared with.'),
  current: sentence('What was compared.'),
  age: sentence('How long ago, in words.'),
  at: sentence('ISO 8601 with zone.'),
  against: driftAgainst.meta({ description: 'What each window was held against.' }),
  basis: z
    .array(
      z.strictObject({
        label: sentence('For display.'),
        hasReference: z.boolean().meta({ description: 'Whether the reference is part of it.' }),
        windows: z.array(count('Number of a window, from 0.')).meta({ description: 'Windows that are part of it.' }),
      }),
    )
    .meta({ description: 'What each window was held against, one for each.' }),
  referenceRows: count('Rows of the reference.'),
  falseAlarm: sentence('The rate that is held, for display.'),
  tests: count('Judgements of the family.'),
  canAccept: z.boolean().meta({ description: 'Whether what was compared can become the reference in the spec.' }),
  canAcceptWindows: z.boolean().meta({ description: 'Whether some of its windows can, too.' }),
  windows: z.array(driftWindow),
  columns: z.array(driftColumnView).meta({ description: 'In the order in which to look at them.' }),
  notCompared: z.array(z.strictObject({ column: z.string(), because: z.string() })),
  performance: z
    .array(
      z.strictObject({
        metric: sentence('Such as `recall`.'),
        reference: z.number().nullable().meta({ description: 'Realised in the reference; null when undefined there.' }),
        points: z.array(z.strictObject({ label: z.string(), estimated: performanceValue, realised: performanceValue })),
      }),
    )
    .meta({ description: 'What the answers of the model are worth, window by window; empty when none are watched.' }),
  wholeRows: z
    .array(
      z.strictObject({
        window: z.string().meta({ description: 'Label of the window.' }),
        method: togetherMethod,
        name: sentence('The method in words.'),
        answer,
        size: sentence('Size of the change, for display.').nullable(),
        range: sentence('Its 95 % interval, for display.').nullable(),
        smallest: sentence('Smallest size that counts, for display; null where the measure has no scale.').nullable(),
        p: sentence('Adjusted probability, for display.').nullable(),
        features: z
          .array(z.strictObject({ name: z.string(), share: z.number().min(0).max(1) }))
          .meta({ description: 'Columns, or words, by how much they tell the sides apart, the most first.' }),
        words: sentence('What was found, or why nothing was.'),
      }),
    )
    .meta({ description: 'What was found of whole rows, in the order in which to look at it.' }),
  parts: z
    .array(z.strictObject({ heading: sentence('What it is about.'), lines: z.array(z.string()) }))
    .meta({ description: 'What was found beyond single columns, in words.' }),
  changed: z
    .array(
      z.strictObject({
        window: count('Number of the window, from 0.'),
        name: z.string().meta({ description: 'The path of an image, or a text.' }),
        why: sentence('The column in which it lies far from the reference, and how far.'),
        picture: thumbnailsResult.shape.pictures.element.shape.picture,
      }),
    )
    .meta({ description: 'Images or texts that changed most, in the order of the windows.' }),
  moneyBecause: z.string().nullable().meta({ description: 'How money was estimated, or why it was not.' }),
  notes: z.array(z.string()),
});

/** A number that is watched window by window: a metric, the share of alerts, a condition on rows. */
export const driftWatchedView = z.strictObject({
  id: sentence('Id of the check.'),
  definedAt: sourceLocation,
  record: sourceLocation,
  kind: sentence('What is watched, in words, such as `metric`.'),
  name: sentence('What the number is called.'),
  current: sentence('What was watched.'),
  normal: sentence('What is normal, in words.'),
  low: z.number().nullable().meta({ description: 'Lowest normal value.' }),
  high: z.number().nullable().meta({ description: 'Highest normal value.' }),
  isShare: z.boolean().meta({ description: 'Whether the number is shown in per cent.' }),
  answer,
  outside: count('Windows that are surely outside of what is normal.'),
  judged: count('Windows that have a verdict.'),
  sentence: sentence('The worst window in words.'),
  advice: z.string().nullable(),
  age: sentence('How long ago, in words.'),
  at: sentence('ISO 8601 with zone.'),
  windows: z.array(watchedWindow),
  notes: z.array(z.string()),
});

/** Windows that become the reference of a check, as the page shows their labels. */
export const acceptedWindows = z
  .array(z.string().min(1).max(200))
  .min(1)
  .max(mostWindows)
  .nullable()
  .meta({ description: 'Null for all that was compared.' });

/** A column that drifts and that no check of the spec watches. */
export const unwatchedColumn = z.strictObject({
  check: z.string().min(1).max(200).meta({ description: 'Id of the check that compared it.' }),
  column: z.string().min(1).max(200),
});

const isComparing = () => z.boolean().meta({ description: 'Whether checks of the spec are being compared now.' });

export const driftViewModel = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('empty'),
    project: z.string(),
    because: sentence('Why nothing is shown, as a sentence.'),
    next: sentence('What to do about it, as a sentence.'),
    canCompare: z.boolean().meta({ description: 'Whether there is a check that can be compared here and now.' }),
    canMonitor: z.boolean().meta({ description: 'Whether the first checks can be added to the spec.' }),
    isComparing: isComparing(),
  }),
  z.strictObject({
    state: z.literal('checks'),
    project: sentence('Name for display.'),
    spec: sourceLocation,
    isTrusted: z.boolean(),
    isComparing: isComparing(),
    checks: z.array(driftCheckView),
    watched: z.array(driftWatchedView),
    waiting: z.array(z.string()).meta({ description: 'Checks that were never compared.' }),
    failures: z
      .array(z.strictObject({ check: z.string(), because: sentence('What happened, and what to do next.') }))
      .meta({ description: 'Checks whose latest comparison failed.' }),
    unreadable: count('Records that cannot be read.'),
  }),
]);

export type DriftViewModel = z.infer<typeof driftViewModel>;
export type DriftWatchedView = z.infer<typeof driftWatchedView>;
export type DriftChecks = Extract<DriftViewModel, { state: 'checks' }>;
export type DriftCheckView = z.infer<typeof driftCheckView>;
export type DriftColumnView = z.infer<typeof driftColumnView>;
export type DriftCellView = z.infer<typeof driftCellView>;
