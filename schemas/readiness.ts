/** Readiness of a project: the 28 tests of the ML Test Score with what earned each. View model and JSON output. */
import * as z from 'zod';
import { sourceLocation } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });

export const readinessPoint = z.strictObject({
  id: sentence('Section and number, such as `data-1`.'),
  title: sentence('What is asked, as a statement that holds or not.'),
  state: z.enum(['earned', 'failed', 'not-known']).meta({
    description: 'Earned by evidence; failed, because what was looked at says so; or not known, which counts 0, too.',
  }),
  points: z
    .literal([0, 0.5, 1])
    .meta({ description: '0.5 for what was done by hand and written down, 1 for what runs by itself.' }),
  sentence: sentence('What was found, or what is missing, with a full stop.'),
  evidence: sourceLocation.optional().meta({ description: 'File and place that earned the point, or that lack it.' }),
});

export const readinessSection = z.strictObject({
  id: z.enum(['data', 'model', 'infrastructure', 'monitoring']),
  title: sentence('Name for display.'),
  points: z.number().min(0).max(7).meta({ description: 'Sum over its tests.' }),
  tests: z.array(readinessPoint).length(7),
});

export const readiness = z.strictObject({
  project: z.string().nullable().meta({ description: 'Null when the spec gives no name that can be read.' }),
  specUri: z.string().min(1).meta({ description: 'URI of the main spec file.' }),
  score: z.number().min(0).max(7).meta({ description: 'The least of the four sections.' }),
  verdict: sentence('What the score means, without a full stop.'),
  sections: z.array(readinessSection).length(4),
});

/** What `plumbline check --readiness --format json` prints. Public. */
export const readinessReport = z.strictObject({
  kind: z.literal('readiness'),
  schema: z.literal(1).meta({ description: 'Version of this shape; it grows when a key changes its meaning.' }),
  version: z.string().min(1).meta({ description: 'Version of Plumbline.' }),
  checkedAt: z.string().min(1).meta({ description: 'ISO 8601 with zone.' }),
  projects: z.array(readiness),
});

export type ReadinessPoint = z.infer<typeof readinessPoint>;
export type ReadinessSection = z.infer<typeof readinessSection>;
export type Readiness = z.infer<typeof readiness>;
export type ReadinessReport = z.infer<typeof readinessReport>;
