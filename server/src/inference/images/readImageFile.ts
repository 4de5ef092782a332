/** The bytes of an image. */
import { closeSync, openSync, read, readSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { ImageProblem } from './imageProblem.ts';

/** No picture of a hundred million pixels needs more. */
const mostBytes = 512 * 2 ** 20;

/** To hand a file of so few bytes to another thread and back takes longer than to read it. */
const fewBytes = 64 * 2 ** 10;

const readPart = promisify(read);

/**
 * Reads a file whose path was just followed, so that the system knows it and where it lies: what is asked of it beside its
 * bytes goes through no other thread, where it would wait behind pictures that are decoded.
 *
 * @param path real path inside the workspace, links followed
 * @returns bytes with memory of their own
 * @throws {ImageProblem} when it is no plain file, is empty, too large, or may not be read
 */
export async function readImageFile(path: string): Promise<Buffer> {
  const size = sizeOf(path);
  try {
    return await readWhole(path, size);
  } catch {
    throw new ImageProblem('may not be read by this user');
  }
}

/** @throws {ImageProblem} when it is no plain file, is empty or too large */
function sizeOf(path: string): number {
  const status = lookAt(path);
  if (status === undefined) throw new ImageProblem('was not found');
  // A pipe or a device would never end.
  if (!status.isFile()) throw new ImageProblem('is not a plain file');
  if (status.size === 0) throw new ImageProblem('is empty');
  if (status.size > mostBytes) {
    throw new ImageProblem(`has ${Math.round(status.size / 2 ** 20)} MiB, and at most 512 MiB are read`);
  }
  return status.size;
}

function lookAt(path: string) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

async function readWhole(path: string, size: number): Promise<Buffer> {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.allocUnsafeSlow(size);
    let at = 0;
    while (at < size) {
      const count =
        size <= fewBytes
          ? readSync(file, bytes, at, size - at, at)
          : (await readPart(file, bytes, at, size - at, at)).bytesRead;
      // It was cut off meanwhile; whoever decodes it says so.
      if (count === 0) break;
      at += count;
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}
