/** What `plumbline check --format json` prints: one document, also when the check could not run. Public. */
import * as z from 'zod';
import { projectReview } from './review.ts';
import { textRange } from './sourceLocation.ts';

export const reportSeverity = z.enum(['error', 'warning', 'info', 'hint']);

const message = z.string().min(1);
const file = z.string().min(1).meta({ description: 'Path relative to the working directory, with forward slashes.' });

const textEdit = z.strictObject({
  file,
  range: textRange,
  newText: z.string().meta({ description: 'Text that takes the place of the range.' }),
});

const cell = z
  .strictObject({ number: z.int().min(1), line: z.int().min(1) })
  .optional()
  .meta({ description: 'In a notebook: the cell and the line in it, both counted from 1.' });

export const reportFinding = z.strictObject({
  rule: z.string().min(1).meta({ description: 'Code of the rule, such as `metric/no-limit`.' }),
  severity: reportSeverity,
  file,
  range: textRange,
  cell,
  message: message.meta({ description: 'One sentence: what, where, what next.' }),
  related: z.array(z.strictObject({ file, range: textRange, cell, message })),
  fixes: z
    .array(z.strictObject({ title: message, isPreferred: z.boolean(), edits: z.array(textEdit) }))
    .meta({ description: 'Changes that remove the finding.' }),
});

const reportProject = z.strictObject({
  file: file.meta({ description: 'The main file of the spec.' }),
  parts: z.array(file).meta({ description: 'Its other files.' }),
  name: z.string().nullable().meta({ description: 'Null when the spec gives none that can be read.' }),
  phase: z.enum(['poc', 'pilot', 'production', 'retired']),
  notChecked: z
    .array(z.strictObject({ rule: z.string().min(1), because: message }))
    .meta({ description: 'Rules that lacked something outside the text.' }),
});

const counts = z.strictObject({
  error: z.int().min(0),
  warning: z.int().min(0),
  info: z.int().min(0),
  hint: z.int().min(0),
  suppressed: z.int().min(0),
});

export const checkReport = z.strictObject({
  kind: z.literal('check'),
  schema: z.literal(1).meta({ description: 'Version of this shape; it grows when a key changes its meaning.' }),
  version: z.string().min(1).meta({ description: 'Version of Plumbline.' }),
  checkedAt: z.string().min(1).meta({ description: 'ISO 8601 with zone.' }),
  projects: z.array(reportProject),
  notebooks: z.int().min(0).optional().meta({ description: 'How many notebooks were checked.' }),
  findings: z.array(reportFinding).meta({ description: 'Sorted by file, place and rule.' }),
  suppressed: z.array(z.strictObject({ finding: reportFinding, reason: z.string().min(1) })),
  counts,
  review: z.array(projectReview).optional().meta({ description: 'With `--base`: each project against its base.' }),
});

export const errorReport = z.strictObject({
  kind: z.literal('error'),
  schema: z.literal(1),
  version: z.string().min(1),
  sentence: message.meta({ description: 'What happened and what to do next.' }),
});

/** Everything that `--format json` can print. */
export const checkDocument = z.discriminatedUnion('kind', [checkReport, errorReport]);

export type ReportSeverity = z.infer<typeof reportSeverity>;
export type ReportFinding = z.infer<typeof reportFinding>;
export type CheckReport = z.infer<typeof checkReport>;
export type ErrorReport = z.infer<typeof errorReport>;
