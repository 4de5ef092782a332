/** Paths that a job was asked about: inside the workspace, links followed. */
import { realpathSync } from 'node:fs';
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { TableProblem } from './tableProblem.ts';

/**
 * The real path of a file or folder.
 *
 * @param label what the user calls it, for the sentence
 * @throws {TableProblem} when it is missing or lies outside, links followed
 */
export async function confinePath(root: string, asked: string, label: string): Promise<string> {
  const folder = path.resolve(root);
  // Before the disk is asked: whether something outside exists is nobody's business.
  if (!isBelow(folder, asked) && !isBelow(await realpath(root), asked)) throw outside(label);
  const real = followLinks(asked);
  if (real === undefined) throw new TableProblem(`${label} was not found; check the path.`);
  // No folder in a real path is a link, so that one which stands there needs not be asked about for each of many files.
  if (isBelow(folder, real) || isBelow(await realpath(root), real)) return real;
  throw outside(label);
}

/**
 * Where a path leads; undefined when nothing is there.
 *
 * Asked in this thread: it takes a few microseconds, and of thousands of images each question would wait behind those
 * that the other threads decode.
 */
function followLinks(location: string): string | undefined {
  try {
    return realpathSync.native(location);
  } catch {
    return undefined;
  }
}

/** Whether something is a link, which may lead anywhere; false when nothing is there. */
export async function isLink(location: string): Promise<boolean> {
  const stats = await lstat(location).catch(() => undefined);
  return stats?.isSymbolicLink() === true;
}

function outside(label: string): TableProblem {
  return new TableProblem(
    `${label} lies outside the workspace, or is a link that leads there; keep it inside the workspace.`,
    'refused',
  );
}

function isBelow(folder: string, location: string): boolean {
  const relative = path.relative(folder, path.resolve(location));
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
