/** What `plumbline evaluate --format json` prints: one document, also when something could not be evaluated. Public. */
import * as z from 'zod';
import { compressionReport } from './compressionReport.ts';
import { evaluatedValue } from './evaluationJob.ts';
import { pictureResult } from './pictureJob.ts';
import { machineResult } from './machineJob.ts';

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

export const judgedFigure = judged.extend({
  id: z.string().min(1),
  metric: z.string(),
  elsewhere: sentence()
    .optional()
    .meta({ description: 'Why the value is not judged, such as that it was measured on another machine.' }),
});

const amount = z.strictObject({
  text: sentence(),
  number: z.number().meta({ description: 'Money a year.' }),
  currency: sentence().meta({ description: 'ISO 4217.' }),
});

/** What answering costs, and what is left of the money that answers save. */
export const inferenceMoney = z.strictObject({
  busyHours: z
    .number()
    .nonnegative()
    .nullable()
    .meta({ description: 'Hours a year that one machine answers, at the mean latency of one row.' }),
  inference: amount.nullable().meta({ description: 'What the plan says that inference costs in a year.' }),
  inferenceBecause: z.string().nullable().meta({ description: 'Why that is not known.' }),
  net: z.array(amount.extend({ id: z.string().min(1) })).meta({
    description: 'Business metrics in the same currency, less what inference costs.',
  }),
});

const machineReport = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('measured'),
    metrics: z.array(judgedFigure),
    result: machineResult,
    tried: z
      .array(
        z.strictObject({
          provider: z.string().min(1),
          seconds: z.number().optional().meta({ description: 'Median latency of one batch.' }),
          because: z.string().optional().meta({ description: 'Why it cannot be used.' }),
        }),
      )
      .meta({ description: 'Execution providers among which the fastest was chosen; empty when one was set.' }),
    money: inferenceMoney,
  }),
  z.strictObject({ state: z.literal('failed'), sentence: sentence() }),
]);

export const evaluatedPairing = z.strictObject({
  state: z.literal('evaluated'),
  model: z.string().min(1),
  split: z.string().min(1),
  run: z.string().min(1).nullable().meta({ description: 'Name of the run record; null when none was written.' }),
  metrics: z.array(judgedMetric),
  /** The business metrics that follow from the answers. */
  business: z.array(judged.extend({ id: z.string().min(1) })),
  result: pictureResult.omit({ sample: true }),
  machine: machineReport.optional().meta({ description: 'Absent when the machine was not asked for.' }),
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
  compressions: z
    .array(compressionReport)
    .optional()
    .meta({ description: 'Smaller forms of models beside their originals, where both were evaluated.' }),
  notMeasured: z
    .array(z.strictObject({ id: z.string().min(1), because: sentence() }))
    .meta({ description: 'Metrics of the spec that no evaluation here gives.' }),
});

export type EvaluationReport = z.infer<typeof evaluationReport>;
export type EvaluatedPairing = z.infer<typeof evaluatedPairing>;
export type JudgedMetric = z.infer<typeof judgedMetric>;
export type JudgedFigure = z.infer<typeof judgedFigure>;
export type MachineReport = z.infer<typeof machineReport>;
export type InferenceMoney = z.infer<typeof inferenceMoney>;
export type JudgedVerdict = z.infer<typeof judgedVerdict>;
