/** The jobs that watch rows and answers window by window, besides the spread of columns. */
import * as z from 'zod';
import { driftChunks, driftRequest, driftResult } from './driftJob.ts';
import { evaluationRequest } from './evaluationJob.ts';
import { splitRows, tableSource } from './tableSource.ts';

const count = (description: string) => z.int().nonnegative().meta({ description });
const text = (description: string) => z.string().min(1).meta({ description });
const notes = z.array(z.string().min(1)).meta({ description: 'What is to be known of the rows, in sentences.' });

/** How often something holds for the rows of a window. */
export const countedWindow = z.strictObject({
  label: text('Such as `2001-06`.'),
  rows: count('Rows in it.'),
  isIncomplete: z.boolean().meta({ description: 'Whether the data does not fill it.' }),
  holds: count('Rows for which it holds.'),
});

/** Counts, window by window, the rows for which a condition holds. */
export const holdingRequest = z.strictObject({
  source: tableSource,
  splits: z.array(splitRows).max(100).default([]).meta({ description: 'Every split of the source, in spec order.' }),
  split: z.string().optional().meta({ description: 'The one whose rows count; absent: all rows.' }),
  where: text('Condition over the columns; a comparison with a missing value does not hold.'),
  chunks: driftChunks,
});
export const holdingResult = z.strictObject({ windows: z.array(countedWindow), notes });

/** Has rows answered by a model, and looks at the answers of each window. */
export const answersRequest = z.strictObject({
  current: evaluationRequest.meta({ description: 'The rows that are watched; their truth is not read.' }),
  reference: evaluationRequest
    .optional()
    .meta({ description: 'Rows whose answers are normal; with it, scores and answers are compared with theirs.' }),
  labels: z.strictObject({ current: text('What the rows are called.'), reference: text('The same.').optional() }),
  time: z.string().min(1).optional().meta({ description: 'Column with the time of a row, for periods.' }),
  chunks: driftChunks.meta({ description: 'How the answers are cut; a period names the column `time`.' }),
  compare: driftRequest
    .pick({ leastRows: true, falseAlarm: true, correction: true, exact: true, tools: true, statistics: true })
    .prefault({}),
});
export const answersResult = z.strictObject({
  rows: count('Rows that were answered.'),
  unanswered: count('Rows without a score that is finite.'),
  drift: driftResult.optional().meta({ description: 'Scores and answers against the reference.' }),
  alerts: z
    .array(countedWindow)
    .optional()
    .meta({ description: 'Rows that were raised, window by window; absent when no class is looked for.' }),
  notes,
});

/** Columns of the table of answers. */
export const answerColumns = { time: 'time', score: 'score', answer: 'answer', alert: 'alert' } as const;

export type CountedWindow = z.infer<typeof countedWindow>;
export type HoldingRequest = z.output<typeof holdingRequest>;
export type AnswersRequest = z.output<typeof answersRequest>;
export type AnswersResult = z.infer<typeof answersResult>;
