/** A table ready to be asked: its files checked, its engine locked, its derived columns written. */
import type { JobLimits } from '../../../schemas/jobs.ts';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { imageColumns } from '../../../schemas/tableSource.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import { columnKindOf } from './columnKind.ts';
import { confineFiles, type ConfinedFile } from './confinedFiles.ts';
import { readHeader, type DelimitedHeader } from './delimitedHeader.ts';
import { databaseCatalog, openEngine, textCell, type Engine } from './engine.ts';
import { readConnection } from './engines/connection.ts';
import { openDuckdbFile } from './engines/duckdbFile.ts';
import { duckdbTypeOf } from './engines/trinoDialect.ts';
import { openTrino } from './engines/trinoEngine.ts';
import { explainReading } from './engineProblem.ts';
import { findFormat, type FormattedFile } from './fileFormat.ts';
import { isWholeGzip } from './fileStart.ts';
import { isImageColumn, writeImageQuery, writeImageRows, type ImageRows } from './imageTable.ts';
import {
  findOddNumbers,
  hasEmptyColumn,
  noteRenames,
  readColumns,
  refuseTooManyColumns,
  sampledRows,
} from './findColumns.ts';
import { knownColumns, withRowNumber, writeReader } from './readerSql.ts';
import type { ReaderOptions } from './readerSql.ts';
import { quoteName } from './sqlText.ts';
import { TableBuilder } from './tableBuilder.ts';
import { TableProblem } from './tableProblem.ts';

export interface OpenTable {
  readonly engine: Engine;
  readonly label: string;
  /** Files with rows; none for a folder of images. */
  readonly files: readonly FormattedFile[];
  /** Images that are rows, by the path that the request names; undefined for other tables. */
  readonly images: ReadonlySet<string> | undefined;
  /** In the order of the file, derived ones last. */
  readonly columns: readonly TableColumn[];
  readonly notes: readonly string[];
  /** A query of all rows and columns, and the hidden columns where they were asked for. */
  readonly query: string;
  readonly column: (name: string) => TableColumn;
  /**
   * Writes a condition of the user as SQL that is never null.
   *
   * @throws {TableProblem} when it cannot be parsed, names another column or is no condition
   */
  readonly writeCondition: (text: string) => Promise<string>;
  /**
   * Writes a condition of the user as SQL for a WHERE, where null counts as false: the engine passes over parts of a
   * file that cannot hold a row.
   *
   * @throws {TableProblem} as `writeCondition`
   */
  readonly writeFilter: (text: string) => Promise<string>;
  /**
   * Writes an expression of the user that gives a number, as SQL.
   *
   * @throws {TableProblem} when it cannot be parsed, names another column or gives no number
   */
  readonly writeAmount: (text: string) => Promise<string>;
  /** Names of the columns that a column is computed from, itself included. */
  readonly originsOf: (name: string) => ReadonlySet<string>;
}

export interface OpenOptions {
  /** Whether every row is going to be read, not the header alone. */
  readonly readsAll: boolean;
  /** Whether the file and the row of each row are needed. */
  readonly withOrigin: boolean;
  /** Columns of delimited files that hold text even where it looks like numbers, so that `007` stays what it is. */
  readonly textColumns?: readonly string[];
  /** Of JSON: levels that have types, the rows themselves counted; what is deeper stays JSON. */
  readonly depth?: number;
}

export interface TableWorld {
  readonly scratch: string;
  readonly limits: JobLimits;
}

const noNames: ReadonlySet<string> = new Set();
/** Larger text files are described from their first rows, as long as these say something of every column. */
const smallBytes = 16 * 2 ** 20;

/**
 * Opens a table, uses it, and closes it.
 *
 * Where rows are read, all of them say which types a text format has: with types that fit the first rows the engine
 * would round the fractions that follow whole numbers, and drop times and leading zeros, without a word.
 *
 * @throws {TableProblem} in words for the user, whatever the engine says while it reads
 */
export async function withTable<Result>(
  source: TableSource,
  world: TableWorld,
  options: OpenOptions,
  use: (table: OpenTable) => Promise<Result>,
): Promise<Result> {
  if (source.engine !== undefined) return withEngineTable(source, source.engine, world, options, use);
  const images = source.images === undefined ? undefined : await writeImageRows(source, source.images, world.scratch);
  const files: FormattedFile[] = [];
  for (const file of await confineTableFiles(source)) files.push(await findFormat(file, source.format));
  const [first] = files;
  const odd = files.find((file) => file.format !== first?.format);
  if ((first === undefined && images === undefined) || odd !== undefined) {
    throw new TableProblem(`${source.label} mixes formats (${odd?.label ?? ''}); name files of one format.`);
  }
  if (options.readsAll) {
    for (const file of files) {
      if (file.isGzip && !(await isWholeGzip(file.path))) {
        throw new TableProblem(`${file.label} is not a complete gzip file; compress it again.`);
      }
    }
  }
  const header = first?.format === 'csv' || first?.format === 'tsv' ? await readHeader(first) : undefined;
  if (header !== undefined) refuseTooManyColumns(header.names.length, source.label);
  const engine = await openEngine(
    [...files.map((file) => file.path), ...(images === undefined ? [] : [images.path])],
    world.scratch,
    world.limits,
  );
  try {
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const rows = options.readsAll || sizeBytes <= smallBytes ? -1 : sampledRows;
    const table = await describe(engine, source, files, images, header, rows, options);
    return await use({ ...table, engine: nameIn(engine, source.label) });
  } catch (error) {
    throw nameTable(error, source.label);
  } finally {
    engine.close();
  }
}

function withEngineTable<Result>(
  source: TableSource,
  from: NonNullable<TableSource['engine']>,
  world: TableWorld,
  options: OpenOptions,
  use: (table: OpenTable) => Promise<Result>,
): Promise<Result> {
  return from.kind === 'trino'
    ? withRemoteTable(source, from, world, use)
    : withDatabaseTable(source, from, world, options, use);
}

/** An engine whose failures name its table, also where two tables are read side by side. */
function nameIn(engine: Engine, label: string): Engine {
  const named = <Result>(result: Promise<Result>): Promise<Result> =>
    result.catch((error: unknown) => {
      throw nameTable(error, label);
    });
  return {
    ...engine,
    select: (sql) => named(engine.select(sql)),
    keep: (table, sql, onShare) => named(engine.keep(table, sql, onShare)),
    readPrints: (query, take) => named(engine.readPrints(query, take)),
    readBatches: async (sql, take) => {
      // What becomes of the rows fails in words of its own.
      let ofRows: { readonly error: unknown } | undefined;
      const reading = engine.readBatches(sql, (batch) =>
        take(batch).catch((error: unknown) => {
          ofRows = { error };
          throw error;
        }),
      );
      await reading.catch((error: unknown) => {
        throw ofRows === undefined ? nameTable(error, label) : ofRows.error;
      });
    },
  };
}

function nameTable(error: unknown, label: string): unknown {
  const isOurs = error instanceof TableProblem || error instanceof TypeError || error instanceof RangeError;
  return isOurs ? error : explainReading(error, label);
}

/**
 * A table in an engine of others. Expressions are typed and locked by an engine of ours that holds nothing, then run
 * where the table lies; no row comes here, only counts of rows.
 */
async function withRemoteTable<Result>(
  source: TableSource,
  { variable, connection, table, patienceMs }: NonNullable<TableSource['engine']>,
  world: TableWorld,
  use: (table: OpenTable) => Promise<Result>,
): Promise<Result> {
  const remote = await openTrino(readConnection(connection, variable), source.label, patienceMs);
  const local = await openEngine([], world.scratch, world.limits);
  try {
    const query = `SELECT * FROM ${table.split('.').map(quoteName).join('.')}`;
    const columns = (await remote.describe(query)).map(({ name, type }): TableColumn => {
      const known = duckdbTypeOf(type);
      return { name, type: known, kind: columnKindOf(known) };
    });
    refuseTooManyColumns(columns.length, source.label);
    const builder = new TableBuilder(local, source, columns, query, remote.dialect);
    await builder.derive();
    return await use({ ...builder.build([], []), engine: remote });
  } finally {
    local.close();
    remote.close();
  }
}

/** A table in a DuckDB file is read as files are: its engine is ours. */
async function withDatabaseTable<Result>(
  source: TableSource,
  { connection, variable, table }: NonNullable<TableSource['engine']>,
  world: TableWorld,
  options: OpenOptions,
  use: (table: OpenTable) => Promise<Result>,
): Promise<Result> {
  const engine = await openDuckdbFile(connection, variable, world.scratch, world.limits);
  try {
    const name = [databaseCatalog, ...table.split('.').map(quoteName)].join('.');
    const described = await engine.describe(`SELECT * FROM ${name}`);
    const columns = described.map((column): TableColumn => ({ ...column, kind: columnKindOf(column.type) }));
    refuseTooManyColumns(columns.length, source.label);
    const builder = new TableBuilder(engine, source, columns, withRowNumber(name, options.withOrigin));
    await builder.derive();
    return await use({ ...builder.build([], []), engine: nameIn(engine, source.label) });
  } catch (error) {
    throw nameTable(error, source.label);
  } finally {
    engine.close();
  }
}

async function describe(
  engine: Engine,
  source: TableSource,
  files: readonly FormattedFile[],
  images: ImageRows | undefined,
  header: DelimitedHeader | undefined,
  rows: number,
  options: OpenOptions,
): Promise<OpenTable> {
  const { withOrigin, textColumns = [], depth } = options;
  const stated = textColumns.filter((column) => header?.names.includes(column) === true);
  const asText = new Map(stated.map((column) => [column, 'VARCHAR']));
  const guess: ReaderOptions = {
    header,
    sampledRows: rows,
    types: asText,
    // Of images the file and the row are known; those of an index say nothing.
    withOrigin: withOrigin && images === undefined,
    ...(depth === undefined ? {} : { depth }),
  };
  if (images !== undefined && files.length === 0) return describeImages(engine, source, images, withOrigin);
  const { columns: guessed, hasIsoTimes } = await readColumns(engine, files, guess, source.label);
  const known = { ...guess, known: knownColumns(files, guessed, hasIsoTimes) };
  if (rows > 0 && (await hasEmptyColumn(engine, writeReader(files, known), rows, guessed))) {
    return describe(engine, source, files, images, header, -1, options);
  }
  const numbers = header === undefined ? noNames : await findOddNumbers(engine, files, known, guessed);
  const columns = guessed.map((column): TableColumn =>
    numbers.has(column.name) ? { ...column, type: 'DOUBLE', kind: columnKindOf('DOUBLE') } : column,
  );
  const types = new Map([...guess.types, ...[...numbers].map((name) => [name, 'DOUBLE'] as const)]);
  const query = writeReader(files, { ...guess, types, known: knownColumns(files, columns, hasIsoTimes) });
  if (images !== undefined) return describeImages(engine, source, images, withOrigin, { query, columns });
  const builder = new TableBuilder(engine, source, columns, query);
  await builder.derive();
  const notes = header === undefined ? [] : noteRenames(header, columns, source.label);
  return builder.build(files, notes);
}

/** Files with rows: of images that of the index alone. */
async function confineTableFiles(source: TableSource): Promise<readonly ConfinedFile[]> {
  if (source.images === undefined) return confineFiles(source);
  if (source.files.length === 0) throw new TableProblem(`There is no image in ${source.label}; check the path.`);
  const { index } = source.images;
  return index === undefined ? [] : confineFiles({ ...source, label: index.label, files: [index.path] });
}

/** @throws {TableProblem} when the index does not tell of images, or tells of one twice */
async function describeImages(
  engine: Engine,
  source: TableSource,
  images: ImageRows,
  withOrigin: boolean,
  index?: { readonly query: string; readonly columns: readonly TableColumn[] },
): Promise<OpenTable> {
  const label = source.images?.index?.label ?? source.label;
  if (index !== undefined) await requireImageIndex(engine, index, label);
  const names = index?.columns.map(({ name }) => name) ?? [];
  const query = writeImageQuery(
    images,
    index === undefined ? undefined : { query: index.query, columns: names },
    withOrigin,
  );
  const own = imageColumns.map((name): TableColumn => ({ name, type: 'VARCHAR', kind: 'text' }));
  const found = images.measured.map((name): TableColumn => ({ name, type: 'DOUBLE', kind: 'float' }));
  const told = index?.columns.filter(({ name }) => !isImageColumn(name, images.measured)) ?? [];
  const builder = new TableBuilder(engine, source, [...own, ...found, ...told], query);
  await builder.derive();
  const shadowed = names.filter((name) => isImageColumn(name, images.measured) && name.toLowerCase() !== 'image');
  return builder.build(
    [],
    shadowed.map(
      (name) => `The column "${name}" of ${label} is not read: every folder of images has one of that name.`,
    ),
  );
}

async function requireImageIndex(
  engine: Engine,
  { query, columns }: { readonly query: string; readonly columns: readonly TableColumn[] },
  label: string,
): Promise<void> {
  if (!columns.some(({ name }) => name.toLowerCase() === 'image')) {
    throw new TableProblem(
      `${label} has no column "image"; an index names each image by its path below the folder, such as train/7/0012.png.`,
    );
  }
  const [twice] = await engine.select(
    `SELECT CAST(image AS VARCHAR) AS image FROM (${query}) WHERE image IS NOT NULL GROUP BY 1 HAVING count(*) > 1 ORDER BY 1 LIMIT 1`,
  );
  if (twice === undefined) return;
  throw new TableProblem(`${label} names the image ${textCell(twice, 'image')} twice; keep one row for each image.`);
}
