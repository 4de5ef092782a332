// Makes a folder whole or not at all, once, also when two processes want it at the same time.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Written last: a folder with it is whole. */
const marker = '.complete';

/**
 * Gives the folder, made first when it is not there.
 *
 * It is made under another name beside it, and renamed when done, so that an interrupted or failed attempt leaves
 * nothing that looks complete.
 *
 * @param folder absolute path; its parent is made when missing
 * @param make fills the empty folder that it is given; when it throws, nothing stays
 * @returns `folder`
 * @throws what `make` throws
 */
export async function installOnce(folder: string, make: (emptyFolder: string) => Promise<void>): Promise<string> {
  if (existsSync(path.join(folder, marker))) return folder;
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  const attempt = await mkdtemp(path.join(parent, `.${path.basename(folder)}-`));
  try {
    await make(attempt);
    await writeFile(path.join(attempt, marker), '');
    await putInPlace(attempt, folder);
  } finally {
    await rm(attempt, { recursive: true, force: true });
  }
  return folder;
}

async function putInPlace(attempt: string, folder: string): Promise<void> {
  try {
    await rename(attempt, folder);
  } catch (error) {
    // Another process was faster: what it made is as good as ours.
    if (existsSync(path.join(folder, marker))) return;
    throw error;
  }
}
