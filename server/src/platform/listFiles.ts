/** The files below a folder, folders of one depth read side by side. */
import { opendir, stat } from 'node:fs/promises';
import path from 'node:path';

export interface ListedFile {
  /** Absolute path. */
  readonly location: string;
  /** Whether it is a link, which may lead anywhere; a file that is none lies where its path says. */
  readonly isLink: boolean;
}

/** Entries of folders that one search looks at. */
const entryLimit = 200_000;
/** Folders that are read at a time. */
const width = 16;
/** Entries that are asked for at a time: a folder of a million pictures, read whole, would hold the process for a second. */
const batch = 256;

/**
 * Lists plain files and links to files, near ones first and those of one folder by name.
 *
 * Links to folders are not followed, so the search ends. A folder that cannot be read is passed over.
 *
 * @param isSkipped folders by name that are not entered
 */
export async function listFiles(
  start: string,
  isSkipped: (folderName: string) => boolean,
): Promise<readonly ListedFile[]> {
  const files: ListedFile[] = [];
  let folders: readonly string[] = [start];
  let left = entryLimit;
  while (folders.length > 0 && left > 0) {
    const below: string[] = [];
    for (let begin = 0; begin < folders.length && left > 0; begin += width) {
      const limit = left;
      const read = await Promise.all(
        folders.slice(begin, begin + width).map((folder) => readFolder(folder, isSkipped, limit)),
      );
      for (const { entries, own, inner } of read) {
        left -= entries;
        files.push(...own);
        below.push(...inner);
      }
    }
    folders = below;
  }
  return files;
}

interface Folder {
  /** How many entries were looked at. */
  readonly entries: number;
  readonly own: readonly ListedFile[];
  /** Absolute paths of the folders in it that are entered. */
  readonly inner: readonly string[];
}

async function readFolder(folder: string, isSkipped: (folderName: string) => boolean, limit: number): Promise<Folder> {
  const own: ListedFile[] = [];
  const inner: string[] = [];
  let entries = 0;
  try {
    for await (const entry of await opendir(folder, { bufferSize: batch })) {
      entries += 1;
      if (entries > limit) break;
      const location = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!isSkipped(entry.name)) inner.push(location);
      } else if (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(location)))) {
        own.push({ location, isLink: entry.isSymbolicLink() });
      }
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  own.sort((left, right) => (left.location < right.location ? -1 : 1));
  inner.sort();
  return { entries, own, inner };
}

async function leadsToFile(location: string): Promise<boolean> {
  const stats = await stat(location).catch(() => undefined);
  return stats?.isFile() === true;
}
