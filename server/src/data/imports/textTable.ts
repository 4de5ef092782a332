/** Files of an export as one table of texts, columns found by their names, each row with its file and line. */
import type { JobLimits } from '../../../../schemas/jobs.ts';
import type { TableSource } from '../../../../schemas/tableSource.ts';
import type { ImportRequest } from '../../../../schemas/importJob.ts';
import { confineFiles } from '../confinedFiles.ts';
import { readHeader } from '../delimitedHeader.ts';
import { openEngine, textCell, wholeCell, type Engine, type Row } from '../engine.ts';
import { explainReading } from '../engineProblem.ts';
import { findFormat, type FormattedFile } from '../fileFormat.ts';
import { isWholeGzip } from '../fileStart.ts';
import { writeStrictReader } from '../readerSql.ts';
import { quoteName, quoteText } from '../sqlText.ts';
import { TableProblem } from '../tableProblem.ts';
import { cellSql } from './exactSql.ts';
import type { RowPlace } from './repeats.ts';

/** A column that an import asks for. */
export interface WantedColumn {
  /** Names that it may have, the preferred one first; compared without case and blanks around. */
  readonly names: readonly string[];
  /** Whether every file must have it. */
  readonly isRequired: boolean;
}

export interface TextTable {
  readonly engine: Engine;
  readonly files: readonly FormattedFile[];
  /** Whether at least one file has a column. */
  readonly has: (alias: string) => boolean;
  /**
   * A query of all rows: each wanted column as text under its alias, null where a cell or the column is missing;
   * `file` counts from 0, `line` is that of the row in its file from 1, the header included, `print` is equal for rows
   * that are equal letter for letter.
   */
  readonly query: string;
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

/** The files of an import as the readers of tables want them. */
export function sourceOf({ label, root, files }: ImportRequest): TableSource {
  return { label, root, files: [...files], derive: [] };
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
    const labelOf = (file: number): string => files[file]?.label ?? request.label;
    const placeOf = (file: number, line: number): string => `${labelOf(file)} line ${line}`;
    const parts: string[] = [];
    for (const [index, file] of files.entries()) parts.push(await selectFrom(engine, file, index, wanted, found));
    return await use({
      engine,
      files,
      has: (alias) => found.has(alias),
      query: parts.join(' UNION ALL '),
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

/** A column of a file: its name as written, and SQL that gives its cells as text. */
interface FileColumn {
  readonly name: string;
  readonly sql: string;
}

async function columnsOf(
  engine: Engine,
  file: FormattedFile,
): Promise<{ rows: string; columns: readonly FileColumn[] }> {
  if (file.format === 'parquet') {
    const rows = `SELECT * FROM read_parquet([${quoteText(file.path)}], hive_partitioning = false)`;
    const described = await engine.select(`DESCRIBE ${rows}`);
    const columns = described.map((row) => {
      const [name, type] = [textCell(row, 'column_name'), textCell(row, 'column_type')];
      const isNested = /^(?:MAP|STRUCT)\(/.test(type);
      const value = isNested ? `to_json(t.${quoteName(name)})` : `t.${quoteName(name)}`;
      return { name, sql: `CAST(${value} AS VARCHAR)` };
    });
    return { rows, columns };
  }
  const header = await readHeader(file);
  const columns = header.names.map((name, index) => ({ name, sql: `t.c${index}` }));
  return { rows: writeStrictReader(file, header), columns };
}

async function selectFrom(
  engine: Engine,
  file: FormattedFile,
  index: number,
  wanted: Readonly<Record<string, WantedColumn>>,
  found: Map<string, string>,
): Promise<string> {
  const { rows, columns } = await columnsOf(engine, file);
  const cells = Object.entries(wanted).map(([alias, { names, isRequired }]) => {
    const column = findColumn(columns, names);
    if (column === undefined && isRequired) {
      throw new TableProblem(`${file.label} has no column ${names[0] ?? alias}; export it again with that column.`);
    }
    if (column !== undefined && !found.has(alias)) found.set(alias, column.name.trim());
    return `${column === undefined ? 'CAST(NULL AS VARCHAR)' : cellSql(column.sql)} AS ${quoteName(alias)}`;
  });
  // The first line is the header; Parquet has none, and its rows are counted alike.
  const line = `row_number() OVER () + ${file.format === 'parquet' ? 0 : 1}`;
  return `SELECT ${cells.join(', ')}, ${index} AS "file", ${line} AS "line", hash(t) AS "print" FROM (${rows}) AS t`;
}

function findColumn(columns: readonly FileColumn[], names: readonly string[]): FileColumn | undefined {
  for (const name of names) {
    const column = columns.find((one) => one.name.trim().toLowerCase() === name.toLowerCase());
    if (column !== undefined) return column;
  }
  return undefined;
}
