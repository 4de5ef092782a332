/**
 * A folder that stands for the file system in one run: what lies at `/a/b` lies at `<tree>/a/b` there, so that relative
 * paths of the notebook lead to the same names.
 */
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readdir, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Beside the notebook lie modules and data that no literal names. More of them are left out. */
const limits = { files: 2_000, fileBytes: 64 * 2 ** 20, totalBytes: 2 ** 30, depth: 6 };
/** A larger file is linked where the system itself keeps the run from writing to it. */
const linkedBytes = 256 * 2 ** 20;
const passedOver = /^(?:\..*|node_modules|__pycache__|site-packages|mlruns|wandb)$/;

export interface TreeOptions {
  readonly tree: string;
  /** Whether the system keeps runs from writing elsewhere, so that large data may be linked. */
  readonly mayLink: boolean;
}

export function mirrored(tree: string, location: string): string {
  return path.join(tree, path.relative(path.parse(location).root, location));
}

/** The path that a place in the tree stands for; undefined for places outside. */
export function original(tree: string, location: string): string | undefined {
  const relative = path.relative(tree, location);
  if (relative.startsWith('..') || path.isAbsolute(relative)) return undefined;
  return path.join(path.parse(tree).root, relative);
}

/** Copies a file or a folder to a place in the tree; nothing happens when it is not there. */
export async function bring(source: string, target: string, options: TreeOptions): Promise<void> {
  const real = await realpath(source).catch(() => undefined);
  const status = real === undefined ? undefined : await stat(real);
  if (real === undefined || status === undefined) return;
  await mkdir(path.dirname(target), { recursive: true });
  if (status.isFile()) await bringFile(real, target, status.size, options);
  else if (status.isDirectory()) await bringFolder(real, target, options, { files: 0, bytes: 0 }, 0);
}

async function bringFile(source: string, target: string, size: number, { mayLink }: TreeOptions): Promise<void> {
  if ((await lstat(target).catch(() => undefined)) !== undefined) return;
  if (mayLink && size > linkedBytes) await symlink(source, target);
  else await copyFile(source, target, constants.COPYFILE_FICLONE);
}

interface Used {
  files: number;
  bytes: number;
}

async function bringFolder(
  source: string,
  target: string,
  options: TreeOptions,
  used: Used,
  depth: number,
): Promise<void> {
  await mkdir(target, { recursive: true });
  const entries = await readdir(source, { withFileTypes: true }).catch(() => []);
  // An environment of Python is no data.
  if (depth > 0 && entries.some(({ name }) => name === 'pyvenv.cfg')) return;
  for (const entry of entries) {
    if (passedOver.test(entry.name) || used.files >= limits.files) continue;
    const [from, to] = [path.join(source, entry.name), path.join(target, entry.name)];
    if (entry.isDirectory() && depth < limits.depth) await bringFolder(from, to, options, used, depth + 1);
    if (!entry.isFile() || entry.name.endsWith('.ipynb')) continue;
    const { size } = await stat(from);
    if (size > limits.fileBytes || used.bytes + size > limits.totalBytes) continue;
    used.files += 1;
    used.bytes += size;
    await bringFile(from, to, size, options);
  }
}

/** Writes the files of a package below a folder. */
export async function writeFiles(folder: string, files: readonly { path: string; text: string }[]): Promise<void> {
  for (const { path: name, text } of files) {
    const target = path.join(folder, name);
    // Names come from our own generator; one that leaves the folder is a bug, and is not written.
    if (path.relative(folder, target).startsWith('..'))
      throw new RangeError(`${name} leaves the folder of the package.`);
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
  }
}
