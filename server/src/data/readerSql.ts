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
  /** Columns that are known already, so that the engine need not guess them once more. */
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
        options.known === undefined
          ? [...sampled, ...writeTypes(options.types), 'files_to_sniff = -1']
          : ['auto_detect = false', ...writeKnown(options.known)];
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
        ...(options.known === undefined
          ? [...sampled, `maximum_sample_files = ${mostFiles}`]
          : writeKnown(options.known)),
        ...origin,
      ]);
      return withRowNumber(call, options.withOrigin);
    }
  }
}

/** Writes the query that finds the columns of one delimited file, and whether its times are as in ISO 8601. */
export function writeSniffer(file: FormattedFile, { header, sampledRows, types }: ReaderOptions): string {
  const options = [...writeDialect(header), `sample_size = ${sampledRows}`, ...writeTypes(types)];
  const sniffed = `sniff_csv(${[quoteText(file.path), ...options].join(', ')})`;
  const isIso = `coalesce("DateFormat", '%Y-%m-%d') = '%Y-%m-%d' AND "TimestampFormat" IS NULL`;
  const found = `SELECT unnest("Columns") AS c, ${isIso} AS iso FROM ${sniffed}`;
  return `SELECT c.name AS column_name, c.type AS column_type, iso FROM (${found})`;
}

/** Most files of a table, as the engine takes it: all. */
const mostFiles = '9223372036854775807';

/** Types whose texts the engine reads in one way alone. */
const plainTypes: ReadonlySet<string> = new Set(['BIGINT', 'DOUBLE', 'BOOLEAN', 'VARCHAR']);
/** Types that it reads in one way where they are written as in ISO 8601. */
const timeTypes: ReadonlySet<string> = new Set(['DATE', 'TIMESTAMP']);

/**
 * The columns of a table as its reader can be told them.
 *
 * Otherwise the engine guesses them anew for each query, from every row, twice where it also prepares it.
 *
 * @param hasIsoTimes whether it is certain that all times of the file are written as in ISO 8601
 * @returns undefined where a guess says more than this: of several delimited files, whose columns may stand in another
 * order, of times that are written otherwise, and of types that no delimited file has
 */
export function knownColumns(
  files: readonly FormattedFile[],
  columns: readonly TableColumn[],
  hasIsoTimes: boolean,
): readonly TableColumn[] | undefined {
  const isJson = files[0]?.format === 'jsonl';
  if (!isJson && files.length !== 1) return undefined;
  const isKnown = (type: string): boolean =>
    plainTypes.has(type) || (isJson ? type === 'JSON' : hasIsoTimes && timeTypes.has(type));
  return columns.every(({ type }) => isKnown(type)) ? columns : undefined;
}

function writeKnown(known: readonly TableColumn[]): readonly string[] {
  const typed = known.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  return [`columns = {${typed.join(', ')}}`];
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

/** What has no row numbers of its own: the order of a scan is that of the files, or of the table of a database. */
export function withRowNumber(call: string, withOrigin: boolean): string {
  return withOrigin
    ? `SELECT *, row_number() OVER () - 1 AS ${quoteName(hiddenColumns.row)} FROM ${call}`
    : `SELECT * FROM ${call}`;
}
