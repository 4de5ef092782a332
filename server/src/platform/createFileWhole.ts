/** New files are written whole or not at all, and never over something that is there. */
import { constants } from 'node:fs';
import { copyFile, link, rm } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { writeFileWhole } from './writeFileWhole.ts';

/**
 * @returns false when something has the name already, also a link that leads nowhere; it is as it was
 * @throws the system's error when the folder cannot be written
 */
export async function createFileWhole(location: string, text: string): Promise<boolean> {
  const temporary = path.join(path.dirname(location), `.${path.basename(location)}.${randomUUID()}.new`);
  try {
    await writeFileWhole(temporary, text);
    await giveName(temporary, location);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** A second name is refused by the system when the name is taken, in one step; not every disk knows second names. */
async function giveName(temporary: string, location: string): Promise<void> {
  try {
    await link(temporary, location);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw error;
    await copyFile(temporary, location, constants.COPYFILE_EXCL);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
