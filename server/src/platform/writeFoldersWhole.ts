/** Files of several folders are written together: all of them, or none. */
import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { lstat, mkdir, open, realpath, rename, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { isBelow } from './workspaceFiles.ts';

/** What is to change in one folder. */
export interface FolderChange {
  /** Absolute path; need not exist. */
  readonly folder: string;
  /** Paths below the folder, with forward slashes; null deletes what is there. */
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
}

/** A step that has been done, and how to take it back. */
type Undo = () => Promise<unknown>;

/**
 * Writes all texts beside their folders first, which is where a full disk shows; then renames alone put them in place.
 * When one of these fails, those before it are taken back.
 *
 * @throws the system's error, or one whose message says that a link leads out of a folder or that a folder stands where a file is
 *   to be written; everything is then as it was
 */
export async function writeFoldersWhole(changes: readonly FolderChange[]): Promise<void> {
  const staged: { readonly change: FolderChange; readonly stage: string }[] = [];
  const undo: Undo[] = [];
  try {
    for (const change of changes) {
      await refuseLinks(change);
      await refuseFolders(change);
      await makeFolder(path.dirname(change.folder), undo);
      const stage = path.join(path.dirname(change.folder), `.${path.basename(change.folder)}.${randomUUID()}.tmp`);
      await mkdir(stage);
      staged.push({ change, stage });
      // Before the folders around it go again, and after what it keeps went back.
      undo.push(() => rm(stage, { recursive: true, force: true }));
      for (const { path: name, text } of change.files) {
        if (text !== null) await writeDurably(path.join(stage, 'new', name), text);
      }
    }
    for (const { change, stage } of staged) await putInPlace(change, stage, undo);
  } catch (error) {
    // One that fails, as where somebody wrote into a new folder meanwhile, must not keep the others from going back.
    for (const step of undo.toReversed()) await step().catch(() => undefined);
    throw error;
  } finally {
    for (const { stage } of staged) await rm(stage, { recursive: true, force: true });
  }
}

async function putInPlace({ folder, files }: FolderChange, stage: string, undo: Undo[]): Promise<void> {
  await makeFolder(folder, undo);
  for (const { path: name, text } of files) {
    const target = path.join(folder, name);
    const old = path.join(stage, 'old', name);
    if (await exists(target)) {
      await mkdir(path.dirname(old), { recursive: true });
      await rename(target, old);
      undo.push(() => rename(old, target));
    }
    if (text === null) continue;
    await makeFolder(path.dirname(target), undo);
    await rename(path.join(stage, 'new', name), target);
    undo.push(() => rm(target, { force: true }));
  }
}

/** Makes a folder and those above it, and notes which of them are new. */
async function makeFolder(folder: string, undo: Undo[]): Promise<void> {
  if (await exists(folder)) return;
  await makeFolder(path.dirname(folder), undo);
  await mkdir(folder);
  undo.push(() => rmdir(folder));
}

/** A folder inside that is a link may lead anywhere. */
async function refuseLinks({ folder, files }: FolderChange): Promise<void> {
  if (!(await exists(folder))) return;
  const root = await realpath(folder);
  for (const parent of new Set(files.map(({ path: name }) => path.dirname(path.join(folder, name))))) {
    const real = await realpath(await nearest(parent));
    if (!isBelow(root, real)) throw new Error(`${parent} is a link that leads out of ${folder}`);
  }
}

/** What is in the place of a new file is replaced by it, which must never be a folder with all that it holds. */
async function refuseFolders({ folder, files }: FolderChange): Promise<void> {
  for (const { path: name, text } of files) {
    const target = path.join(folder, name);
    if (text !== null && (await isFolder(target))) throw new Error(`${target} is a folder`);
  }
}

async function nearest(location: string): Promise<string> {
  return (await exists(location)) ? location : nearest(path.dirname(location));
}

async function writeDurably(location: string, text: string): Promise<void> {
  await mkdir(path.dirname(location), { recursive: true });
  const handle = await open(location, 'wx');
  try {
    await handle.writeFile(text, 'utf8');
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(location: string): Promise<boolean> {
  return (await statusOf(location)) !== undefined;
}

async function isFolder(location: string): Promise<boolean> {
  return (await statusOf(location))?.isDirectory() ?? false;
}

async function statusOf(location: string): Promise<Stats | undefined> {
  try {
    return await lstat(location);
  } catch {
    return undefined;
  }
}
