/** What drift says of a column: the judgement of each of its aspects, and single statistics. */
import * as z from 'zod';
import { driftStatistics } from './driftMethods.ts';

const count = (description: string) => z.int().nonnegative().meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });
const period = z.string().min(1).meta({ description: 'Length of a block, such as `1 day`.' });

/** What about a column may change; each aspect is judged for itself and counts as one test. */
export const driftAspect = z.enum(['values', 'missing', 'not-finite', 'new-values', 'out-of-range']).meta({
  description:
    'values: how the values spread; missing: share of rows without a value; not-finite: share of NaN and infinities; ' +
    'new-values: share of rows with a category that the reference never had; out-of-range: share of rows beyond the smallest and largest value of the reference.',
});

/** The unit of an effect. All lie in [0, 1]. */
export const driftMeasure = z.enum(['rank-wasserstein', 'total-variation', 'proportion']).meta({
  description:
    'rank-wasserstein: mean distance that ranks move, as a share of all ranks; total-variation: share of rows in another category; proportion: difference of two shares.',
});

export const driftTest = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('permutation'),
    permutations: z.int().positive().meta({ description: 'How often the rows of both sides were dealt out anew.' }),
  }),
  z.strictObject({ kind: z.literal('kolmogorov') }).meta({
    description: 'No permutation came near, so the tail of the Kolmogorov-Smirnov test gives the probability.',
  }),
  z.strictObject({ kind: z.literal('chi-square') }).meta({
    description: 'No permutation came near, so the tail of the chi-square test gives the probability.',
  }),
  z.strictObject({ kind: z.literal('fisher') }).meta({ description: 'Fisher’s exact test of two shares.' }),
  z
    .strictObject({
      kind: z.literal('blocks'),
      blocks: z.int().positive().meta({ description: 'Blocks of the reference, such as its days.' }),
      period: period.optional(),
    })
    .meta({
      description:
        'Blocks of the reference lie apart themselves, so the probability is that of a block this far from the others.',
    }),
  z.strictObject({ kind: z.literal('exact') }).meta({ description: 'The exact probability under exchange of rows.' }),
]);

/** How many rows would settle the question. */
export const driftNeed = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enough') }).meta({ description: 'The window settles it already.' }),
  z.strictObject({
    kind: z.literal('rows'),
    rows: z.int().positive().meta({ description: 'Rows of the window.' }),
    blocks: z
      .strictObject({ count: z.int().positive(), period })
      .optional()
      .meta({ description: 'Blocks of the window, where rows of a block are alike: more rows in as few do not help.' }),
  }),
  z
    .strictObject({
      kind: z.literal('no-window'),
      referenceRows: count('Rows of the reference, too few for any window.'),
      /** Rows that both sides would need. */
      bothRows: z.int().positive().meta({ description: 'Rows that would be enough when both sides had as many.' }),
      blocks: z
        .strictObject({
          reference: z.int().positive(),
          both: z.int().positive(),
          period,
          hasOneValue: z
            .literal(true)
            .optional()
            .meta({ description: 'Each block holds one value of the column, so it follows the blocks.' }),
        })
        .optional()
        .meta({ description: 'The same in blocks, where rows of a block are alike.' }),
    })
    .meta({ description: 'No window is enough: the reference is too small.' }),
  z
    .strictObject({ kind: z.literal('at-the-line') })
    .meta({ description: 'The effect lies at the smallest one that counts, where no number of rows settles it.' }),
]);

/** A number of the tool people know, shown beside the effect; nothing is decided on it. */
export const shownEffect = z.strictObject({
  measure: z.literal('wasserstein-normed').meta({
    description: 'Wasserstein distance over the standard deviation of the reference.',
  }),
  value: z.number().nonnegative(),
});

export const driftJudgement = z.strictObject({
  kind: z.literal('judged'),
  aspect: driftAspect,
  measure: driftMeasure,
  effect: share('Size of the change.'),
  low: share('Lower end of the conservative 95 % interval of the effect.'),
  high: share('Upper end of it.'),
  smallest: share('Smallest effect that counts.'),
  p: share('Probability of at least this change when nothing changed, for this test alone.'),
  test: driftTest,
  need: driftNeed,
  isExact: z.boolean().meta({ description: 'False when values were compared in bins.' }),
  bound: share('Most by which bins can hide a part of the effect; 0 when exact.'),
  widened: z.number().min(1).optional().meta({
    description:
      'How many times wider the interval is than that of independent rows, because blocks of the reference lie apart; absent where they do not.',
  }),
  shown: shownEffect.optional(),
});

export const driftUnjudged = z.strictObject({
  kind: z.literal('undefined'),
  aspect: driftAspect,
  because: z.string().min(1).meta({ description: 'Why there is nothing to compare, in one sentence.' }),
});

export const driftAnswer = z.enum(['drift', 'stable', 'cannot-tell']).meta({
  description:
    'drift: surely changed, and by enough to matter; stable: surely not by enough to matter; cannot-tell: too few rows.',
});

export const driftVerdict = driftJudgement.extend({
  adjustedP: share('The probability after the correction for the number of tests.'),
  answer: driftAnswer,
});

/** A single statistic, as `monitoring.checks.*.method` names it. */
export const driftStatisticName = z.enum(driftStatistics.map(([name]) => name));

export const driftStatistic = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('known'),
    name: driftStatisticName,
    value: z.number().meta({ description: 'Finite; an infinite one is undefined, with the reason.' }),
    p: share('Probability of at least this value when nothing changed, where the test gives one.').optional(),
    isExact: z.boolean().meta({ description: 'False when values were compared in bins.' }),
  }),
  z.strictObject({
    kind: z.literal('undefined'),
    name: driftStatisticName,
    because: z.string().min(1).meta({ description: 'In one sentence.' }),
  }),
]);

/** The tools whose numbers can be recomputed. */
export const driftTool = z.enum(['evidently', 'nannyml', 'tfdv', 'whylogs']);

/** What another tool would say of a column. */
export const driftToolResult = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('known'),
    tool: driftTool,
    method: z.string().min(1).meta({ description: 'As the tool names it.' }),
    value: z
      .number()
      .meta({ description: 'What the tool compares with its alarm threshold: a distance, or a p-value.' }),
    threshold: z.number().optional().meta({ description: 'Its alarm threshold; absent when the tool has none.' }),
    isAlarm: z
      .boolean()
      .optional()
      .meta({ description: 'Whether the tool raises an alarm; absent without a threshold.' }),
    isExact: z.boolean().meta({ description: 'False when values were compared in bins that the tool does not use.' }),
    differs: z.string().min(1).meta({ description: 'Why this differs from our verdict, in one sentence.' }),
  }),
  z.strictObject({
    kind: z.literal('undefined'),
    tool: driftTool,
    method: z.string().min(1),
    because: z.string().min(1).meta({ description: 'In one sentence.' }),
  }),
]);

export type DriftTool = z.infer<typeof driftTool>;
export type DriftToolResult = z.infer<typeof driftToolResult>;
export type DriftMeasure = z.infer<typeof driftMeasure>;
export type DriftAspect = z.infer<typeof driftAspect>;
export type DriftTest = z.infer<typeof driftTest>;
export type DriftNeed = z.infer<typeof driftNeed>;
export type DriftJudgement = z.infer<typeof driftJudgement>;
export type DriftUnjudged = z.infer<typeof driftUnjudged>;
export type DriftAnswer = z.infer<typeof driftAnswer>;
export type DriftVerdict = z.infer<typeof driftVerdict>;
export type DriftStatisticName = z.infer<typeof driftStatisticName>;
export type DriftStatistic = z.infer<typeof driftStatistic>;
