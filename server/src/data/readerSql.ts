/** The call of DuckDB that reads the files of a table. */
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import type { FormattedFile } from './fileFormat.ts';
import type { DelimitedHeader } from './delimitedHeader.ts';
import { quoteName, quoteText, quoteTexts } from './sqlText.ts';

/** Columns of our own beside those of the table. */
export const hiddenColumns = { file: '__plumbline_file', row: '__plumbline_row' } as const;

export interface ReaderOptions {
  /** Header of the first file, for CSV and TSV. */
  readonly header: DelimitedHeader | undefined;
  /** How many rows decide the types of text formats; -1 for all. */
  readonly sampledRows: number;
  /** Types that overrule the engine's guess: column → type. */
  readonly types: ReadonlyMap<string, string>;
  /** Columns of a single delimited file that are known already, so that the engine need not guess them once more. */
  readonly known?: readonly TableColumn[] | undefined;
  /** Of JSON: levels that have types, the rows themselves counted; 2 unless said. What is deeper stays JSON. */
  readonly depth?: number;
  /** Whether to add the columns of `hiddenColumns`: path, and row from 0 within the file (text formats: overall). */
  readonly withOrigin: boolean;
}

/**
 * Writes the query that reads files of one format, in their order.
 *
 * Dialects are stated rather than guessed: a guess depends on what the rows hold.
 */
export function writeReader(files: readonly FormattedFile[], options: ReaderOptions): string {
  const paths = quoteTexts(files.map((file) => file.path));
  const origin = options.withOrigin ? [`filename = ${quoteText(hiddenColumns.file)}`] : [];
  const sampled = [`sample_size = ${options.sampledRows}`];
  const format = files[0]?.format ?? 'csv';
  const row = quoteName(hiddenColumns.row);
  switch (format) {
    case 'parquet': {
      const call = writeCall('read_parquet', paths, [
        ...origin,
        ...(options.withOrigin ? ['file_row_number = true'] : []),
      ]);
      return options.withOrigin
        ? `SELECT * EXCLUDE (file_row_number), file_row_number AS ${row} FROM ${call}`
        : `SELECT * FROM ${call}`;
    }
    case 'csv':
    case 'tsv': {
      const typed =
        options.known === undefined ? [...sampled, ...writeTypes(options.types)] : writeKnown(options.known);
      const call = writeCall('read_csv', paths, [...writeDialect(options.header), ...typed, ...origin]);
      return withRowNumber(call, options.withOrigin);
    }
    case 'jsonl': {
      const call = writeCall('read_json', paths, [
        `format = 'newline_delimited'`,
        'records = true',
        // One column per key, never a map; what is nested deeper stays JSON.
        'map_inference_threshold = -1',
        'field_appearance_threshold = 0',
        `maximum_depth = ${options.depth ?? 2}`,
        ...sampled,
        ...origin,
      ]);
      return withRowNumber(call, options.withOrigin);
    }
  }
}

/** Types whose texts the engine reads in one way alone; of times it also guesses how they are written. */
const plainTypes: ReadonlySet<string> = new Set(['BIGINT', 'DOUBLE', 'BOOLEAN', 'VARCHAR']);

/**
 * The columns of a table as its reader can be told them.
 *
 * Otherwise the engine guesses them anew for each query, from up to 16 MB of text, twice where it also prepares it.
 *
 * @returns undefined where a guess says more than a name and a type: of times, and of several files
 */
export function knownColumns(
  files: readonly FormattedFile[],
  columns: readonly TableColumn[],
): readonly TableColumn[] | undefined {
  return files.length === 1 && columns.every(({ type }) => plainTypes.has(type)) ? columns : undefined;
}

function writeKnown(columns: readonly TableColumn[]): readonly string[] {
  const typed = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  return ['auto_detect = false', `columns = {${typed.join(', ')}}`];
}

function writeTypes(types: ReadonlyMap<string, string>): readonly string[] {
  if (types.size === 0) return [];
  return [`types = {${[...types].map(([column, type]) => `${quoteText(column)}: ${quoteText(type)}`).join(', ')}}`];
}

/**
 * Writes a query that reads a delimited file without guessing anything; it meets the first broken line, and its error
 * names that line, which the error of a failed guess does not.
 */
export function writeStrictReader(file: FormattedFile, header: DelimitedHeader): string {
  return writeTextReader(file, header, []);
}

/** Faults of broken lines that the engine keeps at most; a line has one for each value that it lacks. */
export const mostRejects = 20_000;

/** Names of the tables in which the engine keeps the lines that a tolerant reader passes over. */
export function rejectTables(id: number): { readonly lines: string; readonly scans: string } {
  return { lines: `broken_lines_${id}`, scans: `broken_scans_${id}` };
}

/**
 * Writes the query that reads what can be read of a delimited file, all columns as texts; the engine keeps each line
 * that it passes over.
 *
 * @param id of the tables in which it keeps them, one for each file
 */
export function writeTolerantReader(file: FormattedFile, header: DelimitedHeader, id: number): string {
  const { lines, scans } = rejectTables(id);
  return writeTextReader(file, header, [
    'store_rejects = true',
    `rejects_table = ${quoteText(lines)}`,
    `rejects_scan = ${quoteText(scans)}`,
    `rejects_limit = ${mostRejects}`,
  ]);
}

function writeTextReader(file: FormattedFile, header: DelimitedHeader, extra: readonly string[]): string {
  const columns = header.names.map((_, index) => `'c${index}': 'VARCHAR'`);
  const options = ['auto_detect = false', ...writeDialect(header), ...extra, `columns = {${columns.join(', ')}}`];
  return `SELECT * FROM ${writeCall('read_csv', quoteTexts([file.path]), options)}`;
}

function writeDialect(header: DelimitedHeader | undefined): readonly string[] {
  return [
    `delim = ${quoteText(header?.delimiter ?? ',')}`,
    'header = true',
    `quote = '"'`,
    `escape = '"'`,
    `comment = ''`,
    'skip = 0',
    'null_padding = false',
  ];
}

function writeCall(name: string, paths: string, options: readonly string[]): string {
  // The folders of a path are no columns of the table.
  return `${name}(${[paths, 'hive_partitioning = false', ...options].join(', ')})`;
}

/** Text formats have no row numbers of their own; the order of a scan is that of the files. */
function withRowNumber(call: string, withOrigin: boolean): string {
  return withOrigin
    ? `SELECT *, row_number() OVER () - 1 AS ${quoteName(hiddenColumns.row)} FROM ${call}`
    : `SELECT * FROM ${call}`;
}
