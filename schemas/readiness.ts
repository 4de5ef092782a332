/** Readiness of a project: the 28 tests of the ML Test Score with what earned each. View model and JSON output. */
import * as z from 'zod';
import { sourceLocation, textRange } from './sourceLocation.ts';

const sentence = (description: string) => z.string().min(1).meta({ description });

/** Shapes whose places are told in one of two ways: as the editor opens them, or as the command line names them. */
function shapesWith<Place extends z.ZodType>(place: Place) {
  const point = z.strictObject({
    id: sentence('Section and number, such as `data-1`.'),
    title: sentence('What is asked, as a statement that holds or not.'),
    state: z.enum(['earned', 'failed', 'not-known']).meta({
      description: 'Earned by evidence; failed, because what was looked at says so; or not known, which counts 0, too.',
    }),
    points: z
      .literal([0, 0.5, 1])
      .meta({ description: '0.5 for what was done by hand and written down, 1 for what runs by itself.' }),
    sentence: sentence('What was found, or what is missing, with a full stop.'),
    evidence: place.optional().meta({ description: 'File and place that earned the point, or that lack it.' }),
  });
  const section = z.strictObject({
    id: z.enum(['data', 'model', 'infrastructure', 'monitoring']),
    title: sentence('Name for display.'),
    points: z.number().min(0).max(7).meta({ description: 'Sum over its tests.' }),
    tests: z.array(point).length(7),
  });
  const project = {
    project: z.string().nullable().meta({ description: 'Null when the spec gives no name that can be read.' }),
    score: z.number().min(0).max(7).meta({ description: 'The least of the four sections.' }),
    verdict: sentence('What the score means, without a full stop.'),
    sections: z.array(section).length(4),
  };
  return { point, section, project };
}

const opened = shapesWith(sourceLocation);

export const readiness = z.strictObject({
  specUri: z.string().min(1).meta({ description: 'URI of the main spec file.' }),
  ...opened.project,
});

const file = sentence('Path relative to the working directory, with forward slashes.');
const named = shapesWith(z.strictObject({ file, range: textRange }));

/** What `plumbline check --readiness --format json` prints. Public. */
export const readinessReport = z.strictObject({
  kind: z.literal('readiness'),
  schema: z.literal(1).meta({ description: 'Version of this shape; it grows when a key changes its meaning.' }),
  version: z.string().min(1).meta({ description: 'Version of Plumbline.' }),
  checkedAt: z.string().min(1).meta({ description: 'ISO 8601 with zone.' }),
  projects: z.array(z.strictObject({ file, ...named.project })),
});

export type ReadinessPoint = z.infer<typeof opened.point>;
export type ReadinessSection = z.infer<typeof opened.section>;
export type Readiness = z.infer<typeof readiness>;
export type ReadinessReport = z.infer<typeof readinessReport>;
