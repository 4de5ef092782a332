/** Rows that were picked for labelling. */
import * as z from 'zod';

const text = (description: string) => z.string().min(1).meta({ description });

/** A row that is worth a label. */
export const queuedRow = z.strictObject({
  reason: z.enum(['uncertain', 'anomalous', 'representative']).meta({
    description:
      'uncertain: its score lies close to the threshold; anomalous: it lies far from how the reference varies; representative: it stands for rows around it.',
  }),
  measure: z.number().meta({
    description:
      'Distance of the score from the threshold, from the directions of the reference, or from the middle of the window.',
  }),
  row: z.int().positive().meta({ description: 'Number of the row among those that were compared, from 1.' }),
  values: z.array(z.string().nullable()).meta({ description: 'Its values in the order of the columns.' }),
});

export const driftQueue = z.strictObject({
  window: text('Label of the window of which they are rows.'),
  columns: z.array(z.string()).meta({ description: 'Columns that were compared, without personal ones.' }),
  rows: z.array(queuedRow),
});

export type QueuedRow = z.infer<typeof queuedRow>;
export type DriftQueue = z.infer<typeof driftQueue>;
