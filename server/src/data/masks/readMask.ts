/** A mask of the workspace. */
import { readFile, stat } from 'node:fs/promises';
import { confinePath } from '../confinedPath.ts';
import { TableProblem } from '../tableProblem.ts';
import { readMaskPng } from './readMaskPng.ts';
import type { ClassPicture } from './readMaskPng.ts';

const mostBytes = 256 * 2 ** 20;

/** @throws {TableProblem} when it lies outside, is missing, too large, or no picture of classes */
export async function readMask(root: string, path: string, label: string): Promise<ClassPicture> {
  const real = await confinePath(root, path, label);
  const { size } = await stat(real);
  if (size > mostBytes) throw new TableProblem(`${label} has ${Math.round(size / 2 ** 20)} MiB, and 256 MiB are read.`);
  const picture = readMaskPng(await readFile(real));
  if ('because' in picture) throw new TableProblem(`${label} cannot be used because ${picture.because}.`);
  return picture;
}
