/** The job that compares two runs row by row. */
import * as z from 'zod';
import { comparedDifference } from './comparisonReport.ts';
import { evaluatedValue, metricRequest, moneyRequest } from './evaluationJob.ts';

const text = (description: string) => z.string().min(1).meta({ description });
const hash = () => z.string().regex(/^[0-9a-f]{64}$/);

export const comparisonRequest = z.strictObject({
  root: text('Absolute path of the workspace.'),
  folder: text('Absolute path of the folder in which answers are kept.'),
  first: hash().meta({ description: 'SHA-256 of the answers of the first run.' }),
  second: hash(),
  metrics: z.array(metricRequest).max(200),
  money: z
    .array(
      z.strictObject({
        id: text('Id of the business metric.'),
        money: moneyRequest,
        prevalence: z.number().gt(0).lt(1).optional().meta({ description: 'Share of positives in production.' }),
        perYear: z.number().positive().meta({ description: 'Answers a year.' }),
      }),
    )
    .max(50)
    .default([])
    .meta({ description: 'Metrics of money a year, whose difference is told in the currency of the amounts.' }),
  seed: z.int().nonnegative().default(0),
});

export const comparisonResult = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('paired'),
    rows: z.int().positive().meta({ description: 'Rows that both runs answered.' }),
    metrics: z.array(
      z.strictObject({
        id: z.string(),
        first: evaluatedValue,
        second: evaluatedValue,
        difference: comparedDifference.optional(),
      }),
    ),
    money: z
      .array(z.strictObject({ id: z.string(), difference: comparedDifference }))
      .default([])
      .meta({ description: 'Those of the metrics of money whose rows have an amount.' }),
  }),
  z.strictObject({ state: z.literal('apart'), because: text('Why rows cannot be paired.') }),
]);

export type ComparisonRequest = z.input<typeof comparisonRequest>;
export type ComparisonResult = z.output<typeof comparisonResult>;
