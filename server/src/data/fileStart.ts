/** The first bytes of a file, unpacked where it is compressed: enough to see what it is and to read its header. */
import { open } from 'node:fs/promises';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Writable } from 'node:stream';

/**
 * Reads the start of a file.
 *
 * @param isGzip whether to unpack it first; a broken archive gives what could be unpacked
 * @returns at most `maximumBytes` bytes
 */
export async function readStart(file: string, maximumBytes: number, isGzip: boolean): Promise<Buffer> {
  if (!isGzip) {
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(maximumBytes), 0, maximumBytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  }
  const parts: Buffer[] = [];
  let length = 0;
  const packed = createReadStream(file);
  const unpacked = packed.pipe(createGunzip());
  try {
    for await (const part of unpacked) {
      if (!Buffer.isBuffer(part)) continue;
      parts.push(part);
      length += part.length;
      if (length >= maximumBytes) break;
    }
  } catch {
    // Whether the archive is whole is asked by `isWholeGzip`; here its beginning is enough.
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
  return Buffer.concat(parts).subarray(0, maximumBytes);
}

/**
 * Whether a gzip file can be unpacked to its end. The engine reads a file that was cut off as if it ended there.
 *
 * Unpacks the whole file: about 3 s per GB.
 */
export async function isWholeGzip(file: string): Promise<boolean> {
  const sink = new Writable({ write: (_part, _encoding, done) => done() });
  try {
    await pipeline(createReadStream(file), createGunzip(), sink);
    return true;
  } catch {
    return false;
  }
}
