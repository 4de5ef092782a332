/** Two runs side by side: what `plumbline compare` prints, and what the Evaluation panel shows. */
import * as z from 'zod';

const text = (description: string) => z.string().min(1).meta({ description });

/** How far apart two values are. */
export const comparedDifference = z.strictObject({
  value: z.number().meta({ description: 'Second minus first.' }),
  low: z.number().optional(),
  high: z.number().optional(),
  p: z.number().min(0).max(1).optional().meta({ description: 'Chance of as large a difference if there were none.' }),
  method: text('How interval and chance were computed.'),
});

/** Whether a metric is better in the second run, and whether that is more than chance. */
export const comparedVerdict = z.enum(['better', 'worse', 'not-settled', 'same', 'not-known']);

export const comparedMetric = z.strictObject({
  id: z.string().min(1),
  first: z.string().nullable().meta({ description: 'For display; null when the run has no value.' }),
  second: z.string().nullable(),
  difference: z
    .strictObject({
      ...comparedDifference.shape,
      text: text('For display, with its sign.'),
      range: z.string().nullable(),
    })
    .nullable(),
  adjusted: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .meta({ description: 'Chance after Benjamini and Hochberg, over all metrics that are compared.' }),
  verdict: comparedVerdict,
});

export const comparisonReport = z.strictObject({
  kind: z.literal('comparison'),
  schema: z.literal(1),
  version: z.string().min(1),
  first: text('Name of the run.'),
  second: text('Name of the run.'),
  rows: z.int().positive().nullable().meta({ description: 'Rows that both runs answered; null when none are paired.' }),
  because: z.string().nullable().meta({ description: 'Why rows are not paired; null when they are.' }),
  metrics: z.array(comparedMetric),
  changed: z
    .array(z.strictObject({ label: text('Such as `Model`.'), first: z.string(), second: z.string() }))
    .meta({ description: 'What was run on what, where the runs differ.' }),
});

export type ComparisonReport = z.output<typeof comparisonReport>;
export type ComparedMetricView = z.output<typeof comparedMetric>;
export type ComparedVerdict = z.output<typeof comparedVerdict>;
