/** Reads a delimited file once for how its cells are written. */
import { isUtf8 } from 'node:buffer';
import { open } from 'node:fs/promises';
import { createCellShapes } from './cellShapes.ts';
import type { CellShapes } from './cellShapes.ts';
import type { DelimitedHeader } from './delimitedHeader.ts';
import type { FormattedFile } from './fileFormat.ts';

/** Lines behind the header that the engine has surely seen when it has looked at {@link guessedRows}. */
const earlyRows = 1024;
/** Rows by which the engine tells texts from everything else, where the other rows are looked at by us. */
export const guessedRows = 2048;
/** Smaller files take the engine no time. */
const fewestBytes = 2 ** 20;
const chunkBytes = 2 ** 20;
const windowsEnd = Buffer.from('\r\n');
const unixEnd = Buffer.from('\n');
const mark = Buffer.from('\uFEFF');

/**
 * Looks at every cell of a file, on this thread alone: at most half of the work of an engine that tries types.
 *
 * @returns undefined for files that are small or packed, and for those whose text is not plain enough to be certain
 * what the engine makes of it
 */
export async function scanCells(
  { path, sizeBytes, isGzip }: Pick<FormattedFile, 'path' | 'sizeBytes' | 'isGzip'>,
  { names, delimiter }: DelimitedHeader,
  fewest = fewestBytes,
): Promise<Pick<CellShapes, 'shapes' | 'earlyShapes'> | undefined> {
  if (isGzip || sizeBytes < fewest) return undefined;
  const cells = createCellShapes(names.length, delimiter, earlyRows);
  return (await readLines(path, (lines) => isUtf8(lines) && cells.take(lines))) ? cells : undefined;
}

/**
 * @param take gets whole lines, and at last what is left
 * @returns false as soon as `take` does, where a line is longer than is read at once, and where the file cannot be read
 */
async function readLines(path: string, take: (lines: Uint8Array) => boolean): Promise<boolean> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    // The next part is read while the one before is looked at.
    const parts = [Buffer.allocUnsafe(2 * chunkBytes), Buffer.allocUnsafe(2 * chunkBytes)] as const;
    let [filled, free] = parts;
    /** Bytes of a line that has not ended, at the beginning of `filled`. */
    let rest = 0;
    let isFirst = true;
    let lineEnd = unixEnd;
    let next = file.read(filled, chunkBytes, chunkBytes, null);
    for (;;) {
      const { bytesRead } = await next;
      const text = filled.subarray(chunkBytes - rest, chunkBytes + bytesRead);
      if (bytesRead === 0) return rest === 0 || take(Buffer.concat([text, lineEnd]));
      next = file.read(free, chunkBytes, chunkBytes, null);
      next.catch(() => undefined);
      const start = isFirst && text.subarray(0, mark.length).equals(mark) ? mark.length : 0;
      isFirst = false;
      const end = text.lastIndexOf('\n') + 1;
      // A line inside of quotes is cut in two, too, and told as one that is not plain.
      if (end === 0 || text.length - end > chunkBytes || !take(text.subarray(start, end))) {
        await next.catch(() => undefined);
        return false;
      }
      lineEnd = text.subarray(0, end).subarray(-windowsEnd.length).equals(windowsEnd) ? windowsEnd : unixEnd;
      rest = text.length - end;
      free.set(text.subarray(end), chunkBytes - rest);
      [filled, free] = [free, filled];
    }
  } catch {
    return false;
  } finally {
    await file.close();
  }
}
