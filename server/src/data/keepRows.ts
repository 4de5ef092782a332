import type { OpenTable } from './openTable.ts';

/** What the engine holds of each column of a table to which rows are added, however few they are: one of its blocks. */
const bytesPerColumn = 2 ** 18;

/**
 * Prepares rows for several questions: text is parsed once and kept, typed, by the engine. A table that is too wide for
 * its memory is parsed anew for each question, as slow as that is.
 *
 * @param query of rows of the table
 * @param onShare called now and then with the part that is done
 * @returns SQL of the rows, as something to select from
 */
export async function keepRows(
  { engine, files, columns }: Pick<OpenTable, 'engine' | 'files' | 'columns'>,
  query: string,
  onShare: (share: number) => void,
): Promise<string> {
  const { memoryBytes } = engine;
  if (memoryBytes === undefined || files[0]?.format === 'parquet') return `(${query})`;
  if (columns.length * bytesPerColumn > memoryBytes / 2) return `(${query})`;
  onShare(0);
  await engine.keep('kept_rows', query, onShare);
  return 'kept_rows';
}
