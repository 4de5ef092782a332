/** What is said of whole rows of a window: columns together, where each alone may look the same. */
import * as z from 'zod';
import { togetherMethods } from './driftMethods.ts';
import { driftAnswer } from './driftVerdict.ts';

const count = (description: string) => z.int().nonnegative().meta({ description });
const share = (description: string) => z.number().min(0).max(1).meta({ description });
const sentence = (description: string) => z.string().min(1).meta({ description });

export const togetherMethod = z.enum(togetherMethods.map(([name]) => name));

const place = {
  window: count('Number of the window, from 0.'),
  method: togetherMethod,
};

export const togetherFinding = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('judged'),
    ...place,
    measure: z.enum(['auc', 'rank-wasserstein', 'mmd-squared', 'correlation']).meta({
      description:
        'auc: area under the ROC curve of the classifier; rank-wasserstein: by how much the distances of rows from their reconstruction moved; mmd-squared: the unbiased squared discrepancy; correlation: the largest change of a rank correlation.',
    }),
    value: z.number().meta({ description: 'Size of the change in that measure.' }),
    low: z.number().optional().meta({ description: 'Lower end of its 95 % interval, where there is one.' }),
    high: z.number().optional().meta({ description: 'Upper end of it.' }),
    usual: z.number().meta({ description: 'The value when nothing changed: 0.5 of an area, else 0.' }),
    smallest: z
      .number()
      .optional()
      .meta({ description: 'Smallest value that counts; absent where the measure has no scale of its own.' }),
    p: share('Probability of at least this change when nothing changed, for this test alone.'),
    adjustedP: share('The probability after the correction for the number of these tests.'),
    answer: driftAnswer,
    rows: z.strictObject({
      reference: count('Rows of the reference that were used.'),
      current: count('Rows of the window that were used.'),
    }),
    columns: z
      .array(z.strictObject({ name: z.string(), share: share('Part of what tells the sides apart.') }))
      .max(20)
      .meta({ description: 'Columns by how much they tell, the most first; empty where the method does not say.' }),
    pairs: z
      .array(
        z.strictObject({
          first: z.string(),
          second: z.string(),
          reference: z.number().min(-1).max(1).meta({ description: 'Rank correlation in the reference.' }),
          current: z.number().min(-1).max(1).meta({ description: 'Rank correlation in the window.' }),
          adjustedP: share('Of all pairs of all windows.'),
        }),
      )
      .max(10)
      .meta({ description: 'Pairs whose relation surely changed, the greatest change first.' }),
    sentence: sentence('What was found, in words.'),
  }),
  z.strictObject({
    kind: z.literal('undefined'),
    ...place,
    because: sentence('Why there is nothing to say, in one sentence.'),
  }),
]);

export type TogetherMethod = z.infer<typeof togetherMethod>;
export type TogetherFinding = z.infer<typeof togetherFinding>;
