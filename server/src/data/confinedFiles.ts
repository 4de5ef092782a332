/** Files of a table: inside the workspace, links followed, before any engine sees their names. */
import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { TableProblem } from './tableProblem.ts';

export interface ConfinedFile {
  /** Real absolute path, which the engine is given. */
  readonly path: string;
  /** Path as the request names it. */
  readonly asked: string;
  /** Name for sentences: the label of the source, or the path in the workspace when there are several files. */
  readonly label: string;
  readonly sizeBytes: number;
}

/** The engine would take these for a pattern. */
const patternCharacters = /[*?[\]]/;

/**
 * Checks every file of a source.
 *
 * @throws {TableProblem} about the first one that is missing, lies outside the workspace, is no plain file or is empty
 */
export async function confineFiles(source: TableSource): Promise<readonly ConfinedFile[]> {
  if (source.files.length === 0) throw new TableProblem(`No file matches ${source.label}; check the path.`);
  const root = await realpath(source.root);
  const files: ConfinedFile[] = [];
  for (const asked of source.files) {
    if (!path.isAbsolute(asked)) throw new RangeError('The paths of a request are absolute.');
    const label = source.files.length === 1 ? source.label : path.relative(source.root, asked).replaceAll('\\', '/');
    // Before the disk is asked: whether a file outside exists is nobody's business.
    if (!isInside(asked, path.resolve(source.root)) && !isInside(asked, root)) throw outside(label);
    files.push(await confineFile(root, asked, label));
  }
  return files;
}

async function confineFile(root: string, asked: string, label: string): Promise<ConfinedFile> {
  const real = await realpath(asked).catch(() => undefined);
  if (real === undefined) throw new TableProblem(`${label} was not found; check the path.`);
  if (!isInside(real, root)) throw outside(label);
  const status = await stat(real);
  if (status.isDirectory()) throw new TableProblem(`${label} is a folder; name its files, such as ${label}/*.parquet.`);
  if (!status.isFile()) throw new TableProblem(`${label} is not a plain file.`);
  if (status.size === 0) throw new TableProblem(`${label} is empty.`);
  if (patternCharacters.test(real)) {
    throw new TableProblem(`${label} has one of the characters * ? [ ] in its path; rename it.`);
  }
  const handle = await open(real).catch(() => undefined);
  if (handle === undefined) throw new TableProblem(`${label} may not be read by this user; check its permissions.`);
  await handle.close();
  return { path: real, asked, label, sizeBytes: status.size };
}

function outside(label: string): TableProblem {
  return new TableProblem(
    `${label} lies outside the workspace, or is a link that leads there; keep data inside the workspace.`,
    'refused',
  );
}

function isInside(file: string, folder: string): boolean {
  const relative = path.relative(folder, path.resolve(file));
  return relative !== '' && relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
