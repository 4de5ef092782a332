/** The job that measures predictions that were made elsewhere: a table with truth and answers, and no model. */
import * as z from 'zod';
import { className, question } from './evaluationJob.ts';
import { tableSource } from './tableSource.ts';

const columnName = (description: string) => z.string().min(1).meta({ description });

export const predictionsRequest = z.strictObject({
  ...question,
  source: tableSource,
  columns: z
    .strictObject({
      truth: columnName('Column of what is true.').optional(),
      answer: columnName('Column of what was answered.').optional(),
      scores: z.array(columnName('Column of a score.')).max(10_000).optional(),
    })
    .default({})
    .meta({ description: 'Columns that the user names; the others are found by their usual names.' }),
  usualTruth: z.string().min(1).optional().meta({ description: 'What the spec calls the column of the truth.' }),
  classes: z
    .array(className)
    .min(1)
    .max(10_000)
    .optional()
    .meta({ description: 'In the declared order; those that the table names, sorted, when absent.' }),
});

export type PredictionsRequest = z.output<typeof predictionsRequest>;
