/** A folder of images as a table: one row for each file, and what an index says of it. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { imageColumns } from '../../../schemas/tableSource.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { hiddenColumns } from './readerSql.ts';
import { quoteName, quoteText } from './sqlText.ts';

/** Rows of images that lie in a file which the engine can read. */
export interface ImageRows {
  /** Absolute path of the file with the rows. */
  readonly path: string;
  /** A query of the columns of images and the hidden ones. */
  readonly query: string;
}

/**
 * Writes the names of images where the engine can read them.
 *
 * Nothing is looked up on the disk: a file that is gone, or a link that leads out of the workspace, is a row, and is
 * told when the image is read.
 *
 * @param scratch folder for temporary files
 */
export async function writeImageRows(
  { files }: TableSource,
  { folder }: NonNullable<TableSource['images']>,
  scratch: string,
): Promise<ImageRows> {
  await mkdir(scratch, { recursive: true });
  const location = path.join(scratch, 'images.csv');
  const header = [...imageColumns, hiddenColumns.file, hiddenColumns.row];
  const rows = files.map((file, row) => {
    const image = path.relative(folder, file).replaceAll('\\', '/');
    const parent = path.basename(path.dirname(file));
    return [image, parent, path.basename(file), file, String(row)].map(quoteField).join(',');
  });
  await writeFile(location, `${[header.join(','), ...rows].join('\n')}\n`);
  const types = header.map((name) => `${quoteText(name)}: '${name === hiddenColumns.row ? 'BIGINT' : 'VARCHAR'}'`);
  const options = [
    'auto_detect = false',
    'header = true',
    `delim = ','`,
    `quote = '"'`,
    `escape = '"'`,
    `columns = {${types.join(', ')}}`,
  ];
  return { path: location, query: `SELECT * FROM read_csv(${quoteText(location)}, ${options.join(', ')})` };
}

function quoteField(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

/**
 * Joins the rows of images with an index.
 *
 * @param index a query of the index, and its columns; one of them is `image`
 * @param withOrigin whether the hidden columns are wanted
 * @returns a query in the order of the images
 */
export function writeImageQuery(
  { query }: ImageRows,
  index: { readonly query: string; readonly columns: readonly string[] } | undefined,
  withOrigin: boolean,
): string {
  const hidden = withOrigin ? [hiddenColumns.file, hiddenColumns.row] : [];
  const own = [...imageColumns, ...hidden].map((name) => `images.${quoteName(name)}`);
  const order = `ORDER BY images.${quoteName(hiddenColumns.row)}`;
  if (index === undefined) return `SELECT ${own.join(', ')} FROM (${query}) AS images ${order}`;
  const added = index.columns.filter((name) => !isImageColumn(name)).map((name) => `told.${quoteName(name)}`);
  return `SELECT ${[...own, ...added].join(', ')} FROM (${query}) AS images LEFT JOIN (${index.query}) AS told ON CAST(told.image AS VARCHAR) = images.image ${order}`;
}

/** Whether a folder of images has this column by itself; the engine does not tell capitals apart. */
export function isImageColumn(name: string): boolean {
  return imageColumns.some((own) => own === name.toLowerCase());
}
