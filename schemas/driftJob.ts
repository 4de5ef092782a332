/** The job that compares windows of a table with a reference: what it is asked and what it answers. */
import * as z from 'zod';
import {
  driftStatistic,
  driftStatisticName,
  driftTool,
  driftToolResult,
  driftUnjudged,
  driftVerdict,
} from './driftVerdict.ts';
import type { DriftJudgement, DriftUnjudged } from './driftVerdict.ts';
import { driftAnswers } from './driftAnswers.ts';
import { driftQueue } from './driftQueue.ts';
import { togetherFinding, togetherMethod } from './driftTogether.ts';
import { jobProgress } from './jobParts.ts';
import { columnKind, profile } from './profile.ts';
import { splitRows, tableSource } from './tableSource.ts';

const count = (description: string) => z.int().nonnegative().meta({ description });
const text = (description: string) => z.string().min(1).meta({ description });

/** More windows than this are refused: nobody reads them, and each is a test. */
export const mostWindows = 400;
/** Most bars of an overlay. */
export const mostBars = 40;

/** One side of the comparison. */
export const driftSide = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('rows'),
    label: text('What the user calls these rows, such as `train`.'),
    source: tableSource,
    splits: z.array(splitRows).max(100).default([]).meta({ description: 'Every split of the source, in spec order.' }),
    split: z.string().optional().meta({ description: 'The one whose rows count; absent: all rows.' }),
  }),
  z.strictObject({ kind: z.literal('profile'), label: text('What the user calls the profile.'), profile }),
]);

/** Most rows that are picked for labelling at once. */
export const mostQueuedRows = 100_000;

const periodLength = z.discriminatedUnion('unit', [
  z.strictObject({ unit: z.literal('month'), count: z.int().positive().max(1_200) }),
  z.strictObject({ unit: z.literal('second'), count: z.int().positive() }),
]);

/** How the current side is cut into windows. */
export const driftChunks = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('whole') }),
  z.strictObject({ kind: z.literal('rows'), rows: z.int().positive().meta({ description: 'Rows of each window.' }) }),
  z.strictObject({
    kind: z.literal('number'),
    windows: z.int().positive().max(mostWindows).meta({ description: 'How many windows of equal size.' }),
  }),
  z.strictObject({
    kind: z.literal('period'),
    column: text('Date or timestamp column.'),
    length: periodLength,
    latestOnly: z.boolean().default(false).meta({ description: 'Only one window of this length, up to the last row.' }),
  }),
]);

/** What each window is compared with. */
export const driftAgainst = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('fixed') }).meta({ description: 'Always the reference.' }),
  z.strictObject({ kind: z.literal('previous') }).meta({ description: 'The window before; the first: the reference.' }),
  z
    .strictObject({ kind: z.literal('rolling'), windows: z.int().min(1).max(mostWindows) })
    .meta({ description: 'So many windows before it together; while there are fewer, the reference joins them.' }),
]);

export const incompleteWindows = z.enum(['keep', 'append', 'drop']).meta({
  description: 'What becomes of a last window that the data does not fill: judged, joined to the one before, left out.',
});

export const driftRequest = z.strictObject({
  reference: driftSide,
  current: driftSide,
  columns: z.array(z.string()).optional().meta({ description: 'Columns to compare; absent: all that both have.' }),
  personal: z.array(z.string()).default([]).meta({ description: 'Columns of which no value may leave the worker.' }),
  truth: z.string().min(1).optional().meta({
    description:
      'Condition of the positive class in the reference; with it, what a change means for positives is told.',
  }),
  chunks: driftChunks,
  blocks: z
    .strictObject({
      column: text('Date or timestamp column.'),
      length: periodLength,
      isDefault: z.boolean().default(false).meta({
        description: 'Whether nobody named the length, so that a longer one may be taken of a long reference.',
      }),
    })
    .optional()
    .meta({
      description:
        'Periods whose rows are alike, such as days: effects are held against how far those of the reference lie apart. Absent: rows are independent.',
    }),
  against: driftAgainst.default({ kind: 'fixed' }),
  incomplete: incompleteWindows.default('keep'),
  leastRows: z.int().positive().default(1).meta({ description: 'A window with fewer rows gets no verdict.' }),
  falseAlarm: z.number().gt(0).lt(1).default(0.05),
  correction: z.enum(['none', 'bonferroni', 'benjamini-hochberg']).default('benjamini-hochberg'),
  exact: z.boolean().default(false).meta({ description: 'Never compare in bins, whatever that costs.' }),
  tools: z.array(driftTool).default([]).meta({ description: 'Tools whose numbers are recomputed.' }),
  statistics: z
    .array(driftStatisticName)
    .default([])
    .meta({ description: 'Single statistics that are also computed.' }),
  answers: z
    .strictObject({
      score: text('Column with the score of the positive class.'),
      truth: text('Condition of the positive class; rows that lack what it compares have no label yet.'),
      threshold: z.number().default(0.5).meta({ description: 'Score from which a row is answered positive.' }),
      arrived: z.string().min(1).optional().meta({
        description: 'Column with the time at which the label came; absent: labels came in the order of rows.',
      }),
    })
    .optional()
    .meta({ description: 'Answers of a model that are watched beside its inputs.' }),
  queueRows: z
    .int()
    .positive()
    .max(mostQueuedRows)
    .optional()
    .meta({ description: 'How many rows are picked for labelling; absent: none.' }),
  together: z
    .array(togetherMethod)
    .default([])
    .meta({ description: 'Ways in which whole rows are compared beside single columns.' }),
  vectors: z.array(z.string()).default([]).meta({
    description: 'Columns that are numbers of one vector, such as an embedding: compared together, never one by one.',
  }),
  shown: z.string().optional().meta({
    description: 'Column that names a row for a reader, such as `image`; the rows that changed most are told by it.',
  }),
  showsRows: z.boolean().default(true).meta({
    description: 'Whether names of images and texts of rows may leave the worker; not where they may be personal.',
  }),
  seed: z.int().default(20261102),
});

/** A row of a window that drifts, and lies where the column has drifted to. */
export const changedRow = z.strictObject({
  window: count('Number of the window, from 0.'),
  column: text('The column that drifts.'),
  names: text('What names the row, such as the path of an image, or a text, cut when long.'),
  value: z.number().meta({ description: 'Its value in that column.' }),
  usual: z
    .tuple([z.number(), z.number()])
    .meta({ description: 'Between these lie the middle nine tenths of the reference.' }),
});

export const driftWindow = z.strictObject({
  label: text('Such as `2001-06` or `rows 1 to 500`.'),
  rows: count('Rows in it.'),
  isIncomplete: z.boolean().meta({ description: 'Whether the data does not fill it.' }),
  /** Why it gets no verdict. */
  because: z.string().min(1).optional().meta({ description: 'Why it has no verdict, in one sentence.' }),
});

/** Bars of the reference and of each window over the same places. */
export const driftOverlay = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('bars'),
    isNumeric: z.boolean().meta({ description: 'Whether the bars are ranges, in their order, or categories.' }),
    labels: z.array(z.string()).min(1).max(mostBars),
    reference: z.array(count('Rows.')).meta({ description: 'Rows of the reference per bar.' }),
    windows: z.array(z.array(count('Rows.'))).meta({ description: 'Rows per bar, for each window.' }),
  }),
  z.strictObject({ kind: z.literal('none'), because: text('Why nothing can be drawn.') }),
]);

export const driftCell = z.strictObject({
  /** One per aspect. */
  judgements: z.array(z.discriminatedUnion('kind', [driftVerdict, driftUnjudged])),
  statistics: z.array(driftStatistic).meta({ description: 'Empty unless asked for.' }),
  tools: z.array(driftToolResult).meta({ description: 'What other tools would say; empty unless asked for.' }),
  explained: z
    .strictObject({
      change: z
        .number()
        .min(-1)
        .max(1)
        .meta({ description: 'Change of the share of positives if only this column had changed.' }),
      half: z.number().nonnegative().meta({ description: 'Half-width of its 95 % interval.' }),
      unknown: z.number().min(0).max(1).optional().meta({
        description: 'Share of its rows with a category that the reference never had, left out of the change.',
      }),
    })
    .optional()
    .meta({ description: 'Absent without a positive class, or where nothing can be weighted.' }),
  added: z.array(z.string()).max(10).meta({ description: 'Categories that the reference never had, most rows first.' }),
  vanished: z.array(z.string()).max(10).meta({ description: 'Categories of the reference that the window lacks.' }),
  means: z
    .strictObject({ reference: z.number(), current: z.number() })
    .optional()
    .meta({ description: 'Of numbers, the mean of the finite values from counts; of booleans, the share of true.' }),
  factor: z
    .number()
    .positive()
    .optional()
    .meta({ description: 'Power of ten, or other known factor, by which the unit seems to have changed.' }),
});

export const driftColumn = z.strictObject({
  name: z.string(),
  kind: columnKind,
  overlay: driftOverlay,
  cells: z.array(driftCell.nullable()).meta({ description: 'One per window; null where the window has no verdict.' }),
});

export const driftResult = z.strictObject({
  referenceRows: count('Rows of the reference.'),
  windows: z.array(driftWindow),
  columns: z.array(driftColumn).meta({ description: 'In the order of the reference.' }),
  notCompared: z.array(
    z.strictObject({
      column: z.string(),
      because: text('In one sentence.'),
      reason: z.enum(['vanished', 'new', 'unknown', 'retyped']).optional().meta({
        description:
          'Which side lacks the column: the current one, the reference, or both; `retyped`: both have it, with values of types that cannot be compared.',
      }),
    }),
  ),
  together: z
    .array(togetherFinding)
    .optional()
    .meta({ description: 'What was found of whole rows, window by window; absent when it was not asked for.' }),
  changed: z
    .array(changedRow)
    .optional()
    .meta({ description: 'Images or texts that changed most, window by window; absent where rows have no names.' }),
  tests: count('Judgements of the family.'),
  seed: z.int(),
  notes: z.array(z.string().min(1)),
});

/** What was found by a pass over some columns, before the others are looked at. */
export const driftFound = z.strictObject({
  total: count('Columns that will be compared.'),
  compared: count('Of these, compared until now.'),
  columns: z.array(driftColumn).meta({
    description: 'Of this pass alone; what they are called can change, because it holds for all columns together.',
  }),
  ...driftResult.pick({ referenceRows: true, windows: true, notCompared: true, notes: true }).shape,
});

/** What the job answers: what was found of the answers stands apart in the record. */
export const driftJobResult = driftResult.extend({
  answers: z
    .union([driftAnswers, z.strictObject({ sentence: text('Why nothing can be said of them.') })])
    .optional()
    .meta({ description: 'Absent when no answers are watched.' }),
  queue: driftQueue
    .optional()
    .meta({ description: 'Rows that were picked for labelling; absent when none were wanted.' }),
});

/** A column before the family of tests is complete. */
export type JudgedCell = Omit<DriftCell, 'judgements'> & {
  readonly judgements: (DriftJudgement | DriftUnjudged)[];
};
export type DriftSide = z.output<typeof driftSide>;
/** What a comparison reports meanwhile. */
export const driftProgress = jobProgress.extend({
  found: driftFound.optional().meta({ description: 'What the last pass found; absent where none has ended.' }),
});

export type DriftChunks = z.output<typeof driftChunks>;
export type PeriodLength = z.output<typeof periodLength>;
export type DriftAgainst = z.infer<typeof driftAgainst>;
export type DriftRequest = z.output<typeof driftRequest>;
export type DriftWindow = z.infer<typeof driftWindow>;
export type DriftOverlay = z.infer<typeof driftOverlay>;
export type DriftCell = z.infer<typeof driftCell>;
export type DriftColumn = z.infer<typeof driftColumn>;
export type ChangedRow = z.infer<typeof changedRow>;
export type DriftFound = z.infer<typeof driftFound>;
export type DriftResult = z.infer<typeof driftResult>;
