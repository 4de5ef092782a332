/** What is asked and answered of the spread of columns. */
import * as z from 'zod';
import { driftChunks, mostWindows } from './driftJob.ts';
import { jobNotes, jobProgress, textOf } from './jobParts.ts';
import { profile, tableSummary } from './profile.ts';
import { splitRows, tableSource } from './tableSource.ts';

export const tableProfiling = {
  request: z.strictObject({
    source: tableSource,
    splits: z.array(splitRows).max(100).default([]).meta({ description: 'Every split of the source, in spec order.' }),
    split: z.string().optional().meta({ description: 'The one whose rows are profiled; absent: all rows.' }),
    windows: z
      .strictObject({
        chunks: driftChunks.meta({ description: 'How the rows are cut.' }),
        labels: z.array(textOf('Such as `2001-06`.')).min(1).max(mostWindows),
      })
      .optional()
      .meta({ description: 'The windows whose rows are profiled; absent: all rows.' }),
    version: z.string().optional().meta({ description: 'Version of the data, kept in the profile.' }),
    plumbline: textOf('Version of Plumbline, named in the profile as its maker.'),
    personal: z
      .array(z.string())
      .default([])
      .meta({ description: 'Columns with personal data: no value of theirs leaves the worker.' }),
    leaveOut: z
      .array(z.string())
      .default([])
      .meta({ description: 'Columns that are not profiled, such as the names of images.' }),
    truth: z
      .strictObject({ column: textOf('Column of the label.'), condition: textOf('Rows of the positive class.') })
      .optional()
      .meta({ description: 'What a profile counts apart, so that a change can be priced; absent: nothing.' }),
    wants: z.enum(['summary', 'profile']).meta({ description: '`profile` gives both.' }),
  }),
  progress: jobProgress,
  result: z.strictObject({ summary: tableSummary, profile: profile.optional(), notes: jobNotes }),
};
