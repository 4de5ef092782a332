/** The job that hashes one file. */
import type { JobHandler } from '../../../schemas/jobs.ts';
import { confinePath } from './confinedPath.ts';
import { digestFile } from './digestFile.ts';
import { answerWith } from './tableProblem.ts';

export const hashFile: JobHandler<'hashFile'> = ({ root, path, label }, { report }) =>
  answerWith<'hashFile'>(async () => {
    const real = await confinePath(root, path, label);
    return digestFile(real, label, (share) => {
      report({ doing: `Hashing ${label}`, share });
    });
  });
