/** A text file of the workspace as a whole. */
import { readFile, stat } from 'node:fs/promises';
import { confinePath } from './confinedPath.ts';
import { TableProblem } from './tableProblem.ts';

/** The longest text that the runtime can hold is a little above. */
const mostBytes = 500_000_000;

/** @throws {TableProblem} when it lies outside, is no file, is too large, or no UTF-8 */
export async function readText(root: string, path: string, label: string): Promise<string> {
  const real = await confinePath(root, path, label);
  const status = await stat(real);
  if (!status.isFile()) throw new TableProblem(`${label} is no file.`);
  if (status.size > mostBytes) {
    const size = Math.round(status.size / 1e6);
    throw new TableProblem(
      `${label} has ${size} MB, and files of up to 500 MB are read; split it by images.`,
      'too-big',
    );
  }
  try {
    // Other encodings would give other names of classes, and no error.
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(real));
  } catch (error) {
    if (error instanceof TypeError) throw new TableProblem(`${label} is no UTF-8 text, so it is no JSON.`);
    throw error;
  }
}
