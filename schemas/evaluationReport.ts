/** What `plumbline evaluate --format json` prints: one document, also when something could not be evaluated. Public. */
import * as z from 'zod';
import { evaluatedValue, evaluationResult } from './evaluationJob.ts';

const sentence = () => z.string().min(1);

export const judgedVerdict = z.enum(['target-met', 'limit-held', 'limit-missed', 'not-known']);

const judged = z.strictObject({
  value: evaluatedValue,
  text: z.string().nullable().meta({ description: 'The value for display; null when there is none.' }),
  range: z.string().nullable().meta({ description: 'Its 95 % interval for display, such as `0.58 to 0.59`.' }),
  target: z.string().nullable().meta({ description: 'As the spec writes it.' }),
  limit: z.string().nullable(),
  verdict: judgedVerdict,
  isSettled: z
    .boolean()
    .nullable()
    .meta({ description: 'Whether the whole interval lies on one side of the limit; null when it has no interval.' }),
});

export const judgedMetric = judged.extend({
  id: z.string().min(1),
  metric: z.string().min(1),
  slices: z.array(judged.extend({ id: z.string().min(1), rows: z.int().nonnegative() })),
});

export const evaluatedPairing = z.strictObject({
  state: z.literal('evaluated'),
  model: z.string().min(1),
  split: z.string().min(1),
  run: z.string().min(1).nullable().meta({ description: 'Name of the run record; null when none was written.' }),
  metrics: z.array(judgedMetric),
  /** The business metrics that follow from the answers. */
  business: z.array(judged.extend({ id: z.string().min(1) })),
  result: evaluationResult.omit({ sample: true }),
});

export const evaluationReport = z.strictObject({
  kind: z.literal('evaluation'),
  schema: z.literal(1),
  version: z.string().min(1),
  evaluatedAt: z.string().min(1).meta({ description: 'ISO 8601 with zone.' }),
  spec: z
    .string()
    .min(1)
    .nullable()
    .meta({ description: 'Path of the spec, relative to the working directory; null when there is none.' }),
  project: z.string().nullable(),
  evaluations: z.array(
    z.discriminatedUnion('state', [
      evaluatedPairing,
      z.strictObject({
        state: z.literal('failed'),
        model: z.string().min(1),
        split: z.string().min(1),
        sentence: sentence(),
      }),
    ]),
  ),
  notMeasured: z
    .array(z.strictObject({ id: z.string().min(1), because: sentence() }))
    .meta({ description: 'Metrics of the spec that no evaluation here gives.' }),
});

export type EvaluationReport = z.infer<typeof evaluationReport>;
export type EvaluatedPairing = z.infer<typeof evaluatedPairing>;
export type JudgedMetric = z.infer<typeof judgedMetric>;
export type JudgedVerdict = z.infer<typeof judgedVerdict>;
