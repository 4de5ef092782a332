/** What the requests and answers of many jobs are made of. */
import * as z from 'zod';

export const countOf = (description: string) => z.number().int().nonnegative().meta({ description });
export const textOf = (description: string) => z.string().min(1).meta({ description });

export const jobNotes = z
  .array(z.string().min(1))
  .meta({ description: 'Sentences about what was read otherwise than it stands in the file.' });

/** What a job reports meanwhile. */
export const jobProgress = z.strictObject({
  doing: textOf('What is being done, for display: `Counting origin`.'),
  share: z.number().min(0).max(1).meta({ description: 'Part of the job that is done.' }),
});

/** Something in the workspace, and how sentences call it. */
export const namedPath = z.strictObject({ path: textOf('Absolute path.'), label: textOf('What the user calls it.') });
