/** What jobs on tables and files are asked and what they answer; their messages are in `jobs.ts`. */
import * as z from 'zod';
import { countOf, jobNotes, jobProgress, namedPath, textOf } from './jobParts.ts';
import { columnKind } from './profile.ts';
import { splitRows, tableSource } from './tableSource.ts';

export const tableColumn = z.strictObject({
  name: z.string(),
  type: textOf('Type as the engine names it.'),
  kind: columnKind,
  isNullable: z.boolean().optional().meta({ description: 'What the file promises; absent when it says nothing.' }),
  derivation: z.string().optional().meta({ description: 'Expression, for derived columns.' }),
});

/** Values of shared groups that are shown per pair of splits. */
export const mostSharedExamples = 3;

/** Columns and types, from the header alone; rows when the file states them. */
export const describeTable = {
  request: z.strictObject({ source: tableSource }),
  progress: jobProgress,
  result: z.strictObject({
    columns: z.array(tableColumn).meta({ description: 'In the order of the file, derived ones last.' }),
    rows: countOf('Rows.').optional().meta({ description: 'Absent when counting would mean reading the file.' }),
    sizeBytes: countOf('Bytes on disk, of all files.'),
    notes: jobNotes,
  }),
};

/** Counts the rows of each split. */
export const countSplits = {
  request: z.strictObject({
    source: tableSource,
    splits: z.array(splitRows).max(100),
    conditions: z
      .array(z.strictObject({ id: textOf('Id of the answer.'), where: textOf('Condition over the columns.') }))
      .max(500)
      .default([])
      .meta({ description: 'Conditions whose rows are counted in the same pass.' }),
    positive: z
      .string()
      .min(1)
      .optional()
      .meta({ description: 'Condition that holds for rows of the positive class.' }),
    time: z.string().min(1).optional().meta({ description: 'Date or timestamp column, for the first and last time.' }),
    overlaps: z
      .boolean()
      .default(false)
      .meta({ description: 'Also count rows that two splits share (20 splits at most).' }),
  }),
  progress: jobProgress,
  result: z.strictObject({
    total: countOf('Rows of the source.'),
    splits: z.array(
      z.strictObject({
        id: textOf('Id of the split.'),
        rows: countOf('Rows of the split.'),
        positives: countOf('Rows of the positive class; absent when none was asked for.').optional(),
        first: z.string().optional().meta({ description: 'Earliest time in ISO form; absent when there is none.' }),
        last: z.string().optional().meta({ description: 'Latest time in ISO form.' }),
      }),
    ),
    overlaps: z
      .array(z.strictObject({ first: textOf('Id.'), second: textOf('Id.'), rows: countOf('Rows in both.') }))
      .meta({ description: 'Pairs of splits that share rows; empty when none does or none was asked for.' }),
    conditions: z.array(
      z.union([
        z.strictObject({ id: textOf('Id of the condition.'), rows: countOf('Rows for which it holds.') }),
        z.strictObject({ id: textOf('Id of the condition.'), sentence: textOf('Why it cannot be used on the table.') }),
      ]),
    ),
    notes: jobNotes,
  }),
};

/** Counts groups, such as patients, that have rows in two splits. */
export const countSharedGroups = {
  request: z.strictObject({
    source: tableSource,
    splits: z.array(splitRows).min(2).max(100),
    group: textOf('Column that names the group of a row.'),
    showsValues: z
      .boolean()
      .meta({ description: 'Whether values of the column may leave the worker; not when they are personal.' }),
  }),
  progress: jobProgress,
  result: z.strictObject({
    groups: countOf('Groups of the whole source.'),
    shared: z
      .array(
        z.strictObject({
          first: textOf('Id.'),
          second: textOf('Id.'),
          groups: countOf('Groups with rows in both.'),
          examples: z
            .array(z.string())
            .max(mostSharedExamples)
            .meta({ description: 'The first of them in the order of their text, cut when long.' }),
        }),
      )
      .meta({ description: 'Pairs of splits that share groups; empty when none does.' }),
  }),
};

/** Hashes one file. */
export const hashFile = {
  request: namedPath.extend({
    root: textOf('Absolute path of the workspace. A file that lies elsewhere, links followed, is refused.'),
  }),
  progress: jobProgress,
  result: z.strictObject({
    sizeBytes: countOf('Bytes that were read.'),
    sha256: textOf('64 hexadecimal digits.'),
    md5: textOf('32 hexadecimal digits.'),
  }),
};

export type TableColumn = z.infer<typeof tableColumn>;
