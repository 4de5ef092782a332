/** The runs of an MLflow store, as the worker reads them. */
import * as z from 'zod';
import { jobProgress, namedPath, textOf } from './jobParts.ts';

/** A run of an MLflow store. */
export const mlflowRun = z.strictObject({
  id: textOf('Id of the run, 32 hexadecimal digits.'),
  name: z.string().meta({ description: 'Name that people gave it; may be empty.' }),
  experiment: z.string().meta({ description: 'Name of its experiment.' }),
  endedAt: textOf('ISO 8601 with zone; when it started, while it has not ended.'),
  isFinished: z.boolean().meta({ description: 'Whether it ended as hoped.' }),
  file: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'Its file below the folder, with forward slashes; absent in a database.' }),
  values: z.record(z.string(), z.number()).meta({ description: 'Last value of each metric that is a finite number.' }),
  params: z.record(z.string(), z.string()),
  datasets: z.record(z.string(), z.string()).meta({ description: 'Name of each data set → its digest.' }),
  commit: z.string().min(1).optional().meta({ description: 'Commit of the code, as MLflow noted it.' }),
});

/** Reads the runs of a store, without a server and without writing. */
export const readMlflow = {
  request: z.strictObject({
    root: textOf('Absolute path of the workspace. What lies elsewhere, links followed, is refused.'),
    database: namedPath.optional().meta({ description: 'The SQLite file.' }),
    folder: namedPath.optional().meta({ description: 'The folder with one folder per experiment.' }),
  }),
  progress: jobProgress,
  result: z.strictObject({ runs: z.array(mlflowRun).meta({ description: 'Newest first, 2,000 at most.' }) }),
};

export type MlflowRun = z.infer<typeof mlflowRun>;
