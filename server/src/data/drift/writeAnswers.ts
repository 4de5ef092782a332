/** Writes answers of a model as a table, so that they can be compared as any other rows. */
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { finished } from 'node:stream/promises';

/** Rows that are put together before they are written. */
const rowsAtOnce = 5000;

/**
 * Writes a CSV file.
 *
 * @param rows cells without line breaks; quotes are doubled here
 */
export async function writeAnswers(
  file: string,
  header: readonly string[],
  rows: Iterable<readonly string[]>,
): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  let waiting = [lineOf(header)];
  const flush = async (): Promise<void> => {
    const isFull = !stream.write(`${waiting.join('\n')}\n`);
    waiting = [];
    if (isFull) await once(stream, 'drain');
  };
  for (const row of rows) {
    waiting.push(lineOf(row));
    if (waiting.length >= rowsAtOnce) await flush();
  }
  if (waiting.length > 0) await flush();
  stream.end();
  await finished(stream);
}

function lineOf(cells: readonly string[]): string {
  return cells.map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}
