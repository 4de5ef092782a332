/** Which columns the files of a table have, and of which types. */
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { typeOfShapes } from './cellShapes.ts';
import { columnKindOf } from './columnKind.ts';
import type { DelimitedHeader } from './delimitedHeader.ts';
import { textCell, type Engine, type Row } from './engine.ts';
import { explainReading } from './engineProblem.ts';
import type { FormattedFile } from './fileFormat.ts';
import { hiddenColumns, writeReader, writeSniffer, writeStrictReader } from './readerSql.ts';
import type { ReaderOptions } from './readerSql.ts';
import { guessedRows, scanCells } from './scanCells.ts';
import { quoteName } from './sqlText.ts';
import { TableProblem } from './tableProblem.ts';

/** Tables with more columns are refused: each costs memory in every step. */
const mostColumns = 5_000;
/** Rows of a large text file from which it is described. */
export const sampledRows = 20_480;

/** @throws {TableProblem} when there are more columns than can be read */
export function refuseTooManyColumns(count: number, label: string): void {
  if (count <= mostColumns) return;
  const [found, most] = [count, mostColumns].map((number) => number.toLocaleString('en-US'));
  throw new TableProblem(
    `${label} has ${found ?? ''} columns, and at most ${most ?? ''} can be read; split the table.`,
  );
}
export interface FoundColumns {
  readonly columns: readonly TableColumn[];
  /** Whether it is certain that all times are written as in ISO 8601. */
  readonly hasIsoTimes: boolean;
}

/**
 * The columns of files that rows are read from.
 *
 * @throws {TableProblem} when there are too many of them
 */
export async function readColumns(
  engine: Engine,
  files: readonly FormattedFile[],
  options: ReaderOptions,
  label: string,
): Promise<FoundColumns> {
  const { header } = options;
  const [file] = files;
  const isSniffed = header !== undefined && file !== undefined && files.length === 1;
  if (isSniffed && options.sampledRows < 0) {
    const seen = await findSeenColumns(engine, file, header, options);
    if (seen !== undefined) {
      refuseTooManyColumns(seen.columns.length, label);
      return seen;
    }
  }
  const query = isSniffed ? writeSniffer(file, options) : `DESCRIBE ${writeReader(files, options)}`;
  const rows = await engine.select(query).catch(async (error: unknown) => {
    for (const file of header === undefined ? [] : files) {
      if (header === undefined) break;
      const query = `SELECT count(COLUMNS(*)) FROM (${writeStrictReader(file, header)})`;
      await engine.select(query).catch((exact: unknown) => {
        throw explainReading(exact, file.label);
      });
    }
    throw error;
  });
  const found = foundColumns(rows);
  refuseTooManyColumns(found.columns.length, label);
  return found;
}

function foundColumns(rows: readonly Row[]): FoundColumns {
  const hidden = new Set<string>(Object.values(hiddenColumns));
  const columns = rows
    .map((row) => ({ name: textCell(row, 'column_name'), type: textCell(row, 'column_type') }))
    .filter(({ name }) => !hidden.has(name))
    .map(({ name, type }) => ({ name, type, kind: columnKindOf(type) }));
  return { columns, hasIsoTimes: rows[0]?.['iso'] === true };
}

/**
 * The columns of one large delimited file whose cells are written plainly, without having the engine try types on all of
 * its rows.
 *
 * @returns undefined where it has to
 */
export async function findSeenColumns(
  engine: Engine,
  file: FormattedFile,
  header: DelimitedHeader,
  options: ReaderOptions,
  fewestBytes?: number,
): Promise<FoundColumns | undefined> {
  // The engine looks at the first rows on another thread meanwhile.
  const [rows, seen] = await Promise.all([
    engine.select(writeSniffer(file, { ...options, sampledRows: guessedRows })).catch(() => undefined),
    scanCells(file, header, fewestBytes),
  ]);
  if (rows === undefined || seen === undefined || rows.length !== seen.shapes.length) return undefined;
  const { columns, hasIsoTimes } = foundColumns(rows);
  const typed = columns.flatMap((column, index): readonly TableColumn[] => {
    const type = options.types.has(column.name)
      ? column.type
      : typeOfShapes(seen.shapes[index] ?? 0, seen.earlyShapes[index] ?? 0, column.type);
    return type === undefined ? [] : [{ ...column, type, kind: columnKindOf(type) }];
  });
  return typed.length === seen.shapes.length ? { columns: typed, hasIsoTimes } : undefined;
}

/** Types that the engine gives to columns of which it has seen no value. */
const typesOfNothing: ReadonlySet<string> = new Set(['VARCHAR', 'JSON']);

/** Whether the first rows leave open what a column holds. */
export async function hasEmptyColumn(
  engine: Engine,
  query: string,
  rows: number,
  columns: readonly TableColumn[],
): Promise<boolean> {
  const texts = columns.filter(({ type }) => typesOfNothing.has(type));
  if (texts.length === 0) return false;
  const counts = texts.map(({ name }, index) => `count(${quoteName(name)}) > 0 AS t${index}`);
  const [row] = await engine.select(`SELECT ${counts.join(', ')} FROM (${query} LIMIT ${rows})`);
  return texts.some((_, index) => row?.[`t${index}`] !== true);
}

/**
 * Columns that the engine takes for text and whose every value is a number: with `inf`, a sign or spaces. Zeros in front
 * make a code of a number, such as 00123, and so do lines below its digits.
 */
export async function findOddNumbers(
  engine: Engine,
  files: readonly FormattedFile[],
  options: ReaderOptions,
  columns: readonly TableColumn[],
): Promise<ReadonlySet<string>> {
  let names = columns.flatMap(({ name, type }) => (type === 'VARCHAR' && !options.types.has(name) ? [name] : []));
  // The first rows rule nearly all of them out, without a word about those that begin empty.
  for (const limit of [` LIMIT ${sampledRows}`, ...(options.sampledRows < 0 ? [''] : [])]) {
    if (names.length === 0) break;
    const tests = names.map((name, index) => {
      const column = quoteName(name);
      const isNumber = `TRY_CAST(${column} AS DOUBLE) IS NOT NULL AND NOT regexp_matches(${column}, '^ *[-+]?0[0-9]|_')`;
      return `bool_and(${isNumber}) FILTER (WHERE ${column} IS NOT NULL) AS t${index}`;
    });
    const [row] = await engine.select(`SELECT ${tests.join(', ')} FROM (${writeReader(files, options)}${limit})`);
    const isLast = limit === '' || options.sampledRows >= 0;
    names = names.filter((_, index) => row?.[`t${index}`] === true || (!isLast && row?.[`t${index}`] === null));
  }
  return new Set(names);
}

/** What is said of columns that the engine calls otherwise than the file. */
export function noteRenames(
  header: DelimitedHeader,
  columns: readonly TableColumn[],
  label: string,
): readonly string[] {
  return header.names.flatMap((name, index) => {
    const read = columns[index]?.name;
    if (read === undefined || read === name.trim() || read === name) return [];
    const found =
      name.trim() === '' ? `Column ${index + 1} of ${label} has no name` : `${label} names two columns "${name}"`;
    return [`${found}; it is read as "${read}".`];
  });
}
