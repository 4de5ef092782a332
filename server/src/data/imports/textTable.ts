/** Files of an export as one table of texts, columns found by their names, each row with its file and line. */
import type { JobLimits } from '../../../../schemas/jobs.ts';
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { confineFiles } from '../confinedFiles.ts';
import { readHeader } from '../delimitedHeader.ts';
import { openEngine, textCell, wholeCell, type Engine, type Row } from '../engine.ts';
import { explainReading } from '../engineProblem.ts';
import { findFormat, type FormattedFile } from '../fileFormat.ts';
import { isWholeGzip } from '../fileStart.ts';
import { writeTolerantReader } from '../readerSql.ts';
import { counted } from '../../spec/words.ts';
import { quoteName, quoteText } from '../sqlText.ts';
import { TableProblem } from '../tableProblem.ts';
import { findBrokenLines, type BrokenLine } from './brokenLines.ts';
import { cellSql } from './exactSql.ts';
import { sourceOf } from './importSource.ts';
import type { RowPlace } from './repeats.ts';
import { shown, type Tally } from './tally.ts';

/** A column that an import asks for. */
export interface WantedColumn {
  /** Names that it may have, the preferred one first; compared without case and blanks around. */
  readonly names: readonly string[];
  /** Whether every file must have it. A file that has it not is told, and in no sum. */
  readonly isRequired: boolean;
}

export interface TextTable {
  readonly engine: Engine;
  readonly files: readonly FormattedFile[];
  /** Whether at least one file has a column. */
  readonly has: (alias: string) => boolean;
  /**
   * A query of all rows: each wanted column as text under its alias, null where a cell or the column is missing;
   * `file` counts from 0, `line` is that of the row in its file from 1, the header included and broken lines left out,
   * `print` is equal for rows that are equal letter for letter, and `is_whole` is false for rows of a file that lacks a
   * required column, which has been told.
   */
  readonly query: string;
  /** Tells the lines that are no rows. Asked for once, after the query was read, and before any place is. */
  readonly tellBroken: () => Promise<void>;
  /** "finance/a.csv line 7", of the two hidden columns of a row. */
  readonly placeOf: (file: number, line: number) => string;
  /** The place of a row that was selected with both hidden columns. */
  readonly rowPlaceOf: (row: Row) => RowPlace;
  /** What the first file that has a wanted column calls it; the alias where none has it. */
  readonly nameOf: (alias: string) => string;
}

export interface ImportWorld {
  readonly scratch: string;
  readonly limits: JobLimits;
}

/**
 * Opens the files of an import, uses them, and closes them.
 *
 * @param wanted alias → column
 * @throws {TableProblem} in words for the user, whatever the engine says while it reads
 */
export async function withTextTable<Result>(
  request: ImportRequest,
  world: ImportWorld,
  wanted: Readonly<Record<string, WantedColumn>>,
  tally: Tally,
  use: (table: TextTable) => Promise<Result>,
): Promise<Result> {
  const files: FormattedFile[] = [];
  for (const file of await confineFiles(sourceOf(request))) {
    const formatted = await findFormat(file, undefined);
    if (formatted.format === 'jsonl')
      throw new TableProblem(`${file.label} is JSON lines; export it as CSV or Parquet.`);
    if (formatted.isGzip && !(await isWholeGzip(file.path))) {
      throw new TableProblem(`${file.label} is not a complete gzip file; compress it again.`);
    }
    files.push(formatted);
  }
  const engine = await openEngine(
    files.map((file) => file.path),
    world.scratch,
    world.limits,
  );
  try {
    const found = new Map<string, string>();
    const broken = new Map<number, readonly BrokenLine[]>();
    const labelOf = (file: number): string => files[file]?.label ?? request.label;
    const placeOf = (file: number, row: number): string => `${labelOf(file)} line ${lineOf(row, broken.get(file))}`;
    const sources: FileRows[] = [];
    for (const [index, file] of files.entries()) sources.push(await readColumns(engine, file, index));
    const parts = sources.map((source) => selectFrom(source, wanted, found));
    await tellLacking(engine, parts, tally);
    tellDoubled(parts, tally);
    return await use({
      engine,
      files,
      has: (alias) => found.has(alias),
      query: parts.map(({ sql }) => sql).join(' UNION ALL '),
      tellBroken: async () => {
        for (const { index, file, columns } of sources) {
          if (file.format === 'parquet') continue;
          const lines = await findBrokenLines(engine, index, file.label, columns.length);
          broken.set(index, lines);
          for (const { line, what } of lines) {
            tally.problem(`${file.label} line ${line}: ${what}, so what it states is in no sum; repair that line.`);
          }
        }
      },
      placeOf,
      rowPlaceOf: (row) => {
        const file = wholeCell(row, 'file');
        return { file: labelOf(file), text: placeOf(file, wholeCell(row, 'line')) };
      },
      nameOf: (alias) => found.get(alias) ?? alias,
    });
  } catch (error) {
    if (error instanceof TableProblem || error instanceof TypeError || error instanceof RangeError) throw error;
    throw explainReading(error, request.label);
  } finally {
    engine.close();
  }
}

/** The line of a row, from its line among those that are rows. */
function lineOf(row: number, broken: readonly BrokenLine[] = []): number {
  return row + broken.filter(({ line }, before) => line - before <= row).length;
}

/** A column of a file: its name as written, and SQL that gives its cells as text. */
interface FileColumn {
  readonly name: string;
  readonly sql: string;
}

/** A file, its columns, and a query of its rows. */
interface FileRows {
  readonly index: number;
  readonly file: FormattedFile;
  readonly columns: readonly FileColumn[];
  readonly rows: string;
}

async function readColumns(engine: Engine, file: FormattedFile, index: number): Promise<FileRows> {
  if (file.format === 'parquet') {
    const rows = `SELECT * FROM read_parquet([${quoteText(file.path)}], hive_partitioning = false)`;
    const described = await engine.select(`DESCRIBE ${rows}`);
    const columns = described.map((row) => {
      const [name, type] = [textCell(row, 'column_name'), textCell(row, 'column_type')];
      const isNested = /^(?:MAP|STRUCT)\(/.test(type);
      const value = isNested ? `to_json(t.${quoteName(name)})` : `t.${quoteName(name)}`;
      return { name, sql: `CAST(${value} AS VARCHAR)` };
    });
    return { index, file, rows, columns };
  }
  const header = await readHeader(file);
  const columns = header.names.map((name, nth) => ({ name, sql: `t.c${nth}` }));
  return { index, file, rows: writeTolerantReader(file, header, index), columns };
}

/** What is selected of a file. */
interface FilePart extends FileRows {
  readonly sql: string;
  /** Names of required columns that it has not. */
  readonly lacking: readonly string[];
  /** Names that several of its columns have, of which the first counts. */
  readonly doubled: readonly string[];
}

function selectFrom(
  source: FileRows,
  wanted: Readonly<Record<string, WantedColumn>>,
  found: Map<string, string>,
): FilePart {
  const { index, file, columns, rows } = source;
  const lacking: string[] = [];
  const doubled: string[] = [];
  const cells = Object.entries(wanted).map(([alias, { names, isRequired }]) => {
    const [column, another] = findColumns(columns, names);
    if (column === undefined && isRequired) lacking.push(names[0] ?? alias);
    if (column !== undefined && another !== undefined) doubled.push(column.name.trim());
    if (column !== undefined && !found.has(alias)) found.set(alias, column.name.trim());
    return `${column === undefined ? 'CAST(NULL AS VARCHAR)' : cellSql(column.sql)} AS ${quoteName(alias)}`;
  });
  // The first line is the header; Parquet has none, and its rows are counted alike.
  const line = `row_number() OVER () + ${file.format === 'parquet' ? 0 : 1}`;
  const sql = `SELECT ${cells.join(', ')}, ${index} AS "file", ${line} AS "line", hash(t) AS "print", ${lacking.length === 0} AS is_whole FROM (${rows}) AS t`;
  return { ...source, sql, lacking, doubled };
}

/**
 * Tells files that lack a required column, with their rows.
 *
 * @throws {TableProblem} when there is no other file
 */
async function tellLacking(engine: Engine, parts: readonly FilePart[], tally: Tally): Promise<void> {
  const isOnly = parts.every(({ lacking }) => lacking.length > 0);
  for (const { file, columns, lacking, rows } of parts) {
    const [first] = lacking;
    if (first === undefined) continue;
    const [only] = columns;
    // A file of one column is one whose delimiter is none of those that tables have.
    const isOneColumn = columns.length === 1 && only !== undefined && file.format !== 'parquet';
    const names = lacking.length === 1 ? `column ${first}` : `columns ${lacking.join(', ')}`;
    const what = isOneColumn ? `has one column, \`${shown(only.name)}\`, and no ${names}` : `has no ${names}`;
    const next = isOneColumn
      ? 'separate its columns by commas, semicolons, tabs or vertical bars'
      : `export it again with ${lacking.length === 1 ? 'that column' : 'those columns'}`;
    if (isOnly) throw new TableProblem(`${file.label} ${what}; ${next}.`);
    const [count] = await engine.select(`SELECT count(*) AS rows FROM (${rows})`);
    const lost = count === undefined ? 0 : wholeCell(count, 'rows');
    tally.problem(
      `${file.label} ${what}, so its ${counted(lost, 'row')} ${lost === 1 ? 'is' : 'are'} in no sum; ${next}.`,
      lost,
    );
  }
}

function tellDoubled(parts: readonly FilePart[], tally: Tally): void {
  for (const { file, doubled } of parts) {
    for (const name of doubled) {
      tally.problem(`${file.label} line 1: several columns are called ${name}; the first of them counts.`, 0);
    }
  }
}

/** The columns that have the first of the names that any has. */
function findColumns(columns: readonly FileColumn[], names: readonly string[]): readonly FileColumn[] {
  for (const name of names) {
    const found = columns.filter((one) => one.name.trim().toLowerCase() === name.toLowerCase());
    if (found.length > 0) return found;
  }
  return [];
}
