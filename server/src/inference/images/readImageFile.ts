/** The bytes of an image. */
import { readFile, stat } from 'node:fs/promises';
import { ImageProblem } from './imageProblem.ts';

/** No picture of a hundred million pixels needs more. */
const mostBytes = 512 * 2 ** 20;

/**
 * @param path real path inside the workspace, links followed
 * @throws {ImageProblem} when it is no plain file, is empty, too large, or may not be read
 */
export async function readImageFile(path: string): Promise<Buffer> {
  const status = await stat(path).catch(() => undefined);
  if (status === undefined) throw new ImageProblem('was not found');
  // A pipe or a device would never end.
  if (!status.isFile()) throw new ImageProblem('is not a plain file');
  if (status.size === 0) throw new ImageProblem('is empty');
  if (status.size > mostBytes) {
    throw new ImageProblem(`has ${Math.round(status.size / 2 ** 20)} MiB, and at most 512 MiB are read`);
  }
  try {
    return await readFile(path);
  } catch {
    throw new ImageProblem('may not be read by this user');
  }
}
