/** The job that compares two runs row by row. */
import * as z from 'zod';
import { comparedDifference } from './comparisonReport.ts';
import { evaluatedValue, metricRequest } from './evaluationJob.ts';

const text = (description: string) => z.string().min(1).meta({ description });
const hash = () => z.string().regex(/^[0-9a-f]{64}$/);

export const comparisonRequest = z.strictObject({
  root: text('Absolute path of the workspace.'),
  folder: text('Absolute path of the folder in which answers are kept.'),
  first: hash().meta({ description: 'SHA-256 of the answers of the first run.' }),
  second: hash(),
  metrics: z.array(metricRequest).max(200),
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
  }),
  z.strictObject({ state: z.literal('apart'), because: text('Why rows cannot be paired.') }),
]);

export type ComparisonResult = z.output<typeof comparisonResult>;
