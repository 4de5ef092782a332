/** A folder of images as a table: one row for each file, and what an index says of it. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { imageColumns } from '../../../schemas/tableSource.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { hiddenColumns } from './readerSql.ts';
import { quoteName, quoteText } from './sqlText.ts';

/** Rows of images that lie in a file which the engine can read. */
export interface ImageRows {
  /** Columns of numbers that were measured of each image. */
  readonly measured: readonly string[];
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
  { folder, measured }: NonNullable<TableSource['images']>,
  scratch: string,
): Promise<ImageRows> {
  if (measured !== undefined) return readImageRows(measured.path, measured.columns);
  await mkdir(scratch, { recursive: true });
  const location = path.join(scratch, 'images.csv');
  const lines = [headerOf([]), ...files.map((file, row) => writeImageRow(folder, file, row))];
  await writeFile(location, `${lines.join('\n')}\n`);
  return readImageRows(location, []);
}

/** The columns of a file with rows of images, in its order. */
function headerOf(measured: readonly string[]): string {
  return columnsOf(measured).map(quoteField).join(',');
}

function columnsOf(measured: readonly string[]): readonly string[] {
  return [...imageColumns, hiddenColumns.file, hiddenColumns.row, ...measured];
}

function writeImageRow(folder: string, file: string, row: number): string {
  const image = path.relative(folder, file).replaceAll('\\', '/');
  const parent = path.basename(path.dirname(file));
  return [image, parent, path.basename(file), file, String(row)].map(quoteField).join(',');
}

/**
 * Writes the rows of images with what was measured of them.
 *
 * @param values of the images, each in the order of `columns`; NaN is missing
 */
export async function writeMeasuredImages(
  location: string,
  folder: string,
  columns: readonly string[],
  images: Iterable<{ readonly file: string; readonly values: readonly number[] }>,
): Promise<void> {
  await mkdir(path.dirname(location), { recursive: true });
  const lines = [headerOf(columns)];
  for (const { file, values } of images) {
    const numbers = values.map((value) => (Number.isNaN(value) ? '' : String(value)));
    lines.push([writeImageRow(folder, file, lines.length - 1), ...numbers].join(','));
  }
  await writeFile(location, `${lines.join('\n')}\n`);
}

function readImageRows(location: string, measured: readonly string[]): ImageRows {
  const known = new Set(measured);
  const typeOf = (name: string): string =>
    known.has(name) ? 'DOUBLE' : name === hiddenColumns.row ? 'BIGINT' : 'VARCHAR';
  const types = columnsOf(measured).map((name) => `${quoteText(name)}: '${typeOf(name)}'`);
  const options = [
    'auto_detect = false',
    'header = true',
    `delim = ','`,
    `quote = '"'`,
    `escape = '"'`,
    `columns = {${types.join(', ')}}`,
  ];
  return {
    path: location,
    measured,
    query: `SELECT * FROM read_csv(${quoteText(location)}, ${options.join(', ')})`,
  };
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
  { query, measured }: ImageRows,
  index: { readonly query: string; readonly columns: readonly string[] } | undefined,
  withOrigin: boolean,
): string {
  const hidden = withOrigin ? [hiddenColumns.file, hiddenColumns.row] : [];
  const own = [...imageColumns, ...measured, ...hidden].map((name) => `images.${quoteName(name)}`);
  const order = `ORDER BY images.${quoteName(hiddenColumns.row)}`;
  if (index === undefined) return `SELECT ${own.join(', ')} FROM (${query}) AS images ${order}`;
  const added = index.columns.filter((name) => !isImageColumn(name, measured)).map((name) => `told.${quoteName(name)}`);
  return `SELECT ${[...own, ...added].join(', ')} FROM (${query}) AS images LEFT JOIN (${index.query}) AS told ON CAST(told.image AS VARCHAR) = images.image ${order}`;
}

/** Whether a folder of images has this column by itself; the engine does not tell capitals apart. */
export function isImageColumn(name: string, measured: readonly string[] = []): boolean {
  return [...imageColumns, ...measured].some((own) => own === name.toLowerCase());
}
