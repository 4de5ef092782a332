/** A table that a job reads, and which of its rows belong to a split. */
import * as z from 'zod';

const text = (description: string) => z.string().min(1).meta({ description });

export const tableFormat = z.enum(['csv', 'tsv', 'jsonl', 'parquet']);

/** Columns that every folder of images has, all of them text. */
export const imageColumns = ['image', 'folder', 'file'] as const;

/** Files of one source. */
export const mostFiles = 200_000;

/** A table to read: its files, and the columns computed on reading. */
export const tableSource = z.strictObject({
  label: text('What the user calls it, such as `data/flights.parquet`; stands in every sentence about it.'),
  root: text('Absolute path of the workspace. A file that lies elsewhere, links followed, is refused.'),
  files: z
    .array(z.string().min(1))
    .max(mostFiles)
    .meta({ description: 'Absolute paths, globs already resolved, in the order in which rows count. Empty: refused.' }),
  format: tableFormat.optional().meta({ description: 'Default: by the ending of the file name; `.gz` may follow.' }),
  images: z
    .strictObject({
      folder: text('Absolute path of the folder; images are named from there.'),
      index: z
        .strictObject({ path: text('Absolute path.'), label: text('What the user calls it.') })
        .optional()
        .meta({ description: 'A table with more columns, joined on its column `image`.' }),
      measured: z
        .strictObject({
          path: text('Absolute path of a file of ours with the rows, outside the workspace.'),
          columns: z
            .array(z.string().min(1))
            .meta({ description: 'Columns of numbers that it has besides the names.' }),
        })
        .optional()
        .meta({ description: 'What a job has measured of the images; set inside the worker alone.' }),
    })
    .optional()
    .meta({
      description:
        'The files are images. Each is a row: `image` is its path below the folder, `folder` the name of the folder in which it lies, `file` its name.',
    }),
  engine: z
    .strictObject({
      kind: z.enum(['duckdb', 'trino']),
      variable: text('Variable that holds the connection, for sentences.'),
      connection: text('The connection string, or of DuckDB the path of a file; never part of a sentence or a log.'),
      table: text('Name of the table in the engine: `table`, `schema.table` or `catalog.schema.table`.'),
      patienceMs: z
        .int()
        .positive()
        .default(300_000)
        .meta({ description: 'Longest wait for the next rows of an answer.' }),
    })
    .optional()
    .meta({ description: 'The table lies in an engine or a database file, and there are no files.' }),
  derive: z
    .array(z.strictObject({ column: text('Name of the new column.'), expression: text('How it is computed.') }))
    .default([])
    .meta({ description: 'Derived columns, in the expression language; they may use each other.' }),
});

/** Which rows belong to a split. All given conditions hold together; none means every row. */
export const splitRows = z.strictObject({
  id: text('Id of the split.'),
  where: z.string().min(1).optional().meta({ description: 'Condition in the expression language.' }),
  period: z
    .strictObject({
      column: text('Date or timestamp column.'),
      from: z.iso.date().meta({ description: 'First day, included.' }),
      to: z.iso.date().meta({ description: 'Last day, included.' }),
    })
    .optional(),
  files: z
    .array(z.string().min(1))
    .max(mostFiles)
    .optional()
    .meta({ description: 'Those of the files of the source that belong to it, absolute paths.' }),
  fraction: z
    .strictObject({
      share: z.number().gt(0).lte(1).meta({ description: 'Share of the rows, or of the groups.' }),
      seed: z.int().meta({ description: 'Seed of the cut.' }),
      group: z.string().min(1).optional().meta({ description: 'Column whose groups stay together.' }),
    })
    .optional()
    .meta({ description: 'Splits of equal other conditions and seed take consecutive shares, in the order given.' }),
});

export type TableFormat = z.infer<typeof tableFormat>;
export type TableSource = z.output<typeof tableSource>;
export type SplitRows = z.infer<typeof splitRows>;
