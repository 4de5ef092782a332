/** The rows on which a run errs most: the jobs that find them and draw their images, and what the panel shows. */
import * as z from 'zod';
import { evaluationRequest } from './evaluationJob.ts';

const text = (description: string) => z.string().min(1).meta({ description });

/** Rows that are shown: nobody looks at more one by one. */
export const mostErrorRows = 24;
/** Characters of a cell that are shown. */
export const longestCell = 200;

export const errorRowsRequest = z.strictObject({
  root: text('Absolute path of the workspace.'),
  folder: text('Absolute path of the folder in which answers are kept.'),
  answers: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: 'SHA-256 of the answers of the run.' }),
  source: evaluationRequest.shape.source,
  splits: evaluationRequest.shape.splits,
  split: evaluationRequest.shape.split,
  truth: evaluationRequest.shape.truth.meta({
    description: 'Where the right answers stand, to see that rows are still the same.',
  }),
  first: z
    .array(text('Column.'))
    .meta({ description: 'Columns that are shown first; the others of the table follow.' }),
  hidden: z
    .union([z.literal('all'), z.array(z.string())])
    .meta({ description: 'Columns whose values do not leave the worker, because they may be personal.' }),
  wanted: z
    .strictObject({ truth: z.string(), answer: z.string() })
    .nullable()
    .meta({ description: 'Only rows of this class with this answer; null means all that are answered wrongly.' }),
});

const cell = z
  .string()
  .max(longestCell + 1)
  .nullable();

export const errorRowsResult = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('rows'),
    columns: z.array(z.string()),
    total: z.int().nonnegative().meta({ description: 'Rows that are answered wrongly in this way.' }),
    rows: z
      .array(
        z.strictObject({
          row: z.int().nonnegative().meta({ description: 'Place in the split, from 0 on.' }),
          truth: z.string(),
          answer: z.string(),
          score: z.number().meta({ description: 'Score of the wrong answer, or the error.' }),
          cells: z.array(cell).meta({ description: 'In the order of the columns; null where a value is missing.' }),
        }),
      )
      .max(mostErrorRows)
      .meta({ description: 'The worst ones first.' }),
    hasHidden: z.boolean().meta({ description: 'Whether columns are left out because they may be personal.' }),
  }),
  z.strictObject({ state: z.literal('none'), because: text('Why rows cannot be shown.') }),
]);

export const thumbnailsRequest = z.strictObject({
  root: text('Absolute path of the workspace. What lies elsewhere, links followed, is refused.'),
  folder: text('Absolute path of the folder from which images are named.'),
  images: z.array(text('Path below the folder.')).max(mostErrorRows),
  edge: z.int().min(16).max(1024).default(256).meta({ description: 'Longest side of a picture, in pixels.' }),
});

const picture = z
  .string()
  .regex(/^data:image\/(?:png|jpeg);base64,[A-Za-z0-9+/=]+$/)
  .meta({ description: 'Pixels for a page.' });

export const thumbnailsResult = z.strictObject({
  pictures: z.array(
    z.strictObject({
      image: z.string(),
      picture: picture.optional(),
      because: z.string().optional().meta({ description: 'Why there is none.' }),
    }),
  ),
});

/** What the panel shows of the rows behind a run. */
export const shownErrorRows = z.strictObject({
  run: text('Name of the run.'),
  wanted: errorRowsRequest.shape.wanted,
  found: errorRowsResult,
  pictures: z
    .array(thumbnailsResult.shape.pictures.element)
    .optional()
    .meta({ description: 'Of rows that are images, in the order of the rows.' }),
});

export type ErrorRowsRequest = z.output<typeof errorRowsRequest>;
export type ErrorRowsResult = z.output<typeof errorRowsResult>;
export type ShownErrorRows = z.output<typeof shownErrorRows>;
