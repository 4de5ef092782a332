/** Reads the runs of an MLflow store: its database, its folder, or both. */
import type { JobHandler } from '../../../schemas/jobs.ts';
import { confinePath } from './confinedPath.ts';
import { readMlflowDatabase } from './mlflowDatabase.ts';
import { readMlflowFolder } from './mlflowFolder.ts';
import { mlflowRunLimit } from './mlflowLimits.ts';
import { answerWith } from './tableProblem.ts';

export const readMlflow: JobHandler<'readMlflow'> = ({ root, database, folder }) =>
  answerWith<'readMlflow'>(async () => {
    const inDatabase =
      database === undefined
        ? []
        : await readMlflowDatabase(await confinePath(root, database.path, database.label), database.label);
    const inFolder =
      folder === undefined ? [] : await readMlflowFolder(await confinePath(root, folder.path, folder.label));
    // A store that was moved from the folder to the database holds its runs twice.
    const known = new Set(inDatabase.map(({ id }) => id));
    const runs = [...inDatabase, ...inFolder.filter(({ id }) => !known.has(id))];
    const newest = runs.toSorted((left, right) =>
      left.endedAt < right.endedAt ? 1 : left.endedAt > right.endedAt ? -1 : 0,
    );
    return { runs: newest.slice(0, mlflowRunLimit) };
  });
