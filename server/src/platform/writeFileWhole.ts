/** Files are written whole or not at all. */
import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Writes beside the file and renames over it, so that no reader ever sees half of it.
 *
 * @throws the system's error when the folder cannot be written; the file is then as it was
 */
export async function writeFileWhole(location: string, text: string): Promise<void> {
  const temporary = path.join(path.dirname(location), `.${path.basename(location)}.${randomUUID()}.tmp`);
  try {
    const handle = await open(temporary, 'wx');
    try {
      await handle.writeFile(text, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, location);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
