/**
 * The view model of the Runs panel: every recorded run of a project in one table, judged against its spec as it is now.
 *
 * As in the Evaluation panel, all text is plain text for display, and numbers of one metric share a unit.
 */
import * as z from 'zod';
import { judged, runMetric, withoutRuns } from './evaluationPanel.ts';
import { sourceLocation } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });
const count = (description: string) => z.int().min(0).meta({ description });

const metric = runMetric
  .pick({ id: true, kind: true, direction: true, definedAt: true, target: true, limit: true })
  .extend({
    unit: z.string().meta({ description: 'Of its goals; empty for a ratio, a count, or without goals.' }),
    perUnit: z.number().positive().meta({ description: 'What a number is divided by to stand in the unit.' }),
    zero: z.number().meta({ description: 'What is taken off a number before that, as from kelvin for `degC`.' }),
  });

const recordedRun = z.strictObject({
  id: sentence('Name of the record.'),
  model: sentence('Id in the spec, or that predictions were made elsewhere.'),
  split: sentence('Id in the spec, or that it has no name.'),
  target: z.string().optional().meta({ description: 'Deployment target that the machine was.' }),
  at: sentence('When it ended, ISO 8601 with zone.'),
  age: sentence('How long ago, in words.'),
  data: z.string().optional().meta({ description: 'Data source and version, such as `flights at md5 901eadf9…`.' }),
  commit: z
    .strictObject({ id: sentence('Short.'), isDirty: z.boolean().meta({ description: 'Whether files differed.' }) })
    .optional(),
  values: z
    .array(judged.omit({ target: true, limit: true }).nullable())
    .meta({ description: 'In the order of the metrics; null where the run does not give one.' }),
});

export const runsViewModel = z.discriminatedUnion('state', [
  withoutRuns,
  z.strictObject({
    state: z.literal('runs'),
    project: sentence('Name for display.'),
    spec: sourceLocation,
    isTrusted: z.boolean(),
    metrics: z.array(metric).meta({ description: 'Those of the spec that a run gives, in the order of the spec.' }),
    unmeasured: z.array(z.string()).meta({ description: 'Ids of metrics of the spec that no run gives.' }),
    runs: z.array(recordedRun).min(1).meta({ description: 'Newest first.' }),
    olderRuns: count('Runs that are not shown.'),
    unreadable: count('Records that cannot be read.'),
  }),
]);

export type RunsViewModel = z.infer<typeof runsViewModel>;
export type RecordedRuns = Extract<RunsViewModel, { state: 'runs' }>;
export type RecordedRun = z.infer<typeof recordedRun>;
export type RecordedMetric = z.infer<typeof metric>;
