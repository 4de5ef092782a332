/** The jobs that watch rows and answers window by window, besides the spread of columns. */
import * as z from 'zod';
import { driftAnswers } from './driftAnswers.ts';
import { driftChunks, driftRequest, driftResult } from './driftJob.ts';
import { evaluatedValue, evaluationRequest, metricRequest } from './evaluationJob.ts';
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

/** Rows that a model answers, once for all wishes. */
const answeredRows = z.strictObject({
  id: text('Name that wishes have for these rows, such as the split.'),
  rows: evaluationRequest.meta({ description: 'Model, rows and truth; rows without a truth are answered, too.' }),
  time: z.string().min(1).optional().meta({ description: 'Column with the time of a row, for periods.' }),
  arrived: z.string().min(1).optional().meta({
    description: 'Column with the time at which the label came; absent: labels came in the order of time, or of rows.',
  }),
});

const wished = { id: text('Id of the check.'), current: text('The rows that are watched.'), chunks: driftChunks };

/** What is to be looked at, of rows that were answered. */
export const answersWish = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('compared'),
      ...wished,
      reference: text('The rows whose answers are normal.'),
      compare: driftRequest
        .pick({
          against: true,
          blocks: true,
          incomplete: true,
          leastRows: true,
          falseAlarm: true,
          correction: true,
          exact: true,
          tools: true,
          statistics: true,
          seed: true,
        })
        .prefault({}),
    })
    .meta({ description: 'Scores and answers against those to the reference, and against the labels that have come.' }),
  z
    .strictObject({ kind: z.literal('alerts'), ...wished })
    .meta({ description: 'How many rows of each window are answered with the class that one looks for.' }),
  z
    .strictObject({ kind: z.literal('metric'), ...wished, metric: metricRequest })
    .meta({ description: 'A metric of the labelled rows of each window.' }),
]);

/** Has rows answered by a model, each only once, and looks at the answers of each window. */
export const answersRequest = z.strictObject({
  sides: z.array(answeredRows).min(1).max(100),
  wishes: z.array(answersWish).min(1).max(100),
});

export const measuredWindow = countedWindow
  .omit({ holds: true })
  .extend({ value: evaluatedValue.optional().meta({ description: 'Absent where it has no labelled row.' }) });

export const answersFinding = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('compared'),
    drift: driftResult.meta({ description: 'Scores and answers against the reference.' }),
    answers: driftAnswers
      .optional()
      .meta({ description: 'What they are worth, with labels and without; absent where nothing can be learnt of it.' }),
  }),
  z.strictObject({
    kind: z.literal('alerts'),
    windows: z
      .array(countedWindow)
      .optional()
      .meta({ description: 'Rows that were raised, window by window; absent when no class is looked for.' }),
  }),
  z.strictObject({ kind: z.literal('metric'), windows: z.array(measuredWindow) }),
  z.strictObject({ kind: z.literal('failed'), sentence: text('Why it could not be looked at.') }),
]);

export const answersResult = z.strictObject({
  findings: z.array(
    z.strictObject({
      id: text('Id of the check.'),
      rows: count('Rows of the current side that were answered.'),
      unanswered: count('Rows of it without a score that is finite.'),
      unlabelled: count('Rows of it whose label has not come.'),
      seconds: z.number().nonnegative().meta({ description: 'From its first row that no other check had answered.' }),
      found: answersFinding,
      notes,
    }),
  ),
});

export type CountedWindow = z.infer<typeof countedWindow>;
export type HoldingRequest = z.output<typeof holdingRequest>;
export type AnswersRequest = z.output<typeof answersRequest>;
export type AnswersWish = z.output<typeof answersWish>;
export type AnswersResult = z.infer<typeof answersResult>;
export type AnswersFinding = z.infer<typeof answersFinding>;
