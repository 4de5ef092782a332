/** A table ready to be asked: its files checked, its engine locked, its derived columns written. */
import type { JobLimits } from '../../../schemas/jobs.ts';
import type { TableColumn } from '../../../schemas/tableJobs.ts';
import { imageColumns } from '../../../schemas/tableSource.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import type { ColumnKind } from '../../../schemas/profile.ts';
import { parseExpression, columnsOf, type Expression } from '../spec/expression.ts';
import { nearest } from '../spec/nearest.ts';
import { columnKindOf } from './columnKind.ts';
import { requireHarmless } from './conditionLock.ts';
import { confineFiles, type ConfinedFile } from './confinedFiles.ts';
import { readHeader, type DelimitedHeader } from './delimitedHeader.ts';
import { databaseCatalog, openEngine, textCell, type Engine, type Row } from './engine.ts';
import { readConnection } from './engines/connection.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { openDuckdbFile } from './engines/duckdbFile.ts';
import { requirePortable } from './engines/requirePortable.ts';
import { duckdbTypeOf } from './engines/trinoDialect.ts';
import { openTrino } from './engines/trinoEngine.ts';
import { explainExpression, explainReading, isExpressionError } from './engineProblem.ts';
import { writeCondition, writeExpression } from './expressionSql.ts';
import { findFormat, type FormattedFile } from './fileFormat.ts';
import { isWholeGzip } from './fileStart.ts';
import { isImageColumn, writeImageQuery, writeImageRows, type ImageRows } from './imageTable.ts';
import { guessedRows, scanCells } from './scanCells.ts';
import { typeOfShapes } from './cellShapes.ts';
import {
  hiddenColumns,
  knownColumns,
  withRowNumber,
  writeReader,
  writeSniffer,
  writeStrictReader,
} from './readerSql.ts';
import type { ReaderOptions } from './readerSql.ts';
import { quoteName } from './sqlText.ts';
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

/** Tables with more columns are refused: each costs memory in every step. */
export const mostColumns = 5_000;
/** Larger text files are described from their first rows, as long as these say something of every column. */
const smallBytes = 16 * 2 ** 20;
const sampledRows = 20_480;

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

function refuseTooManyColumns(count: number, label: string): void {
  if (count <= mostColumns) return;
  const [found, most] = [count, mostColumns].map((number) => number.toLocaleString('en-US'));
  throw new TableProblem(
    `${label} has ${found ?? ''} columns, and at most ${most ?? ''} can be read; split the table.`,
  );
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

interface FoundColumns {
  readonly columns: readonly TableColumn[];
  /** Whether it is certain that all times are written as in ISO 8601. */
  readonly hasIsoTimes: boolean;
}

async function readColumns(
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
async function hasEmptyColumn(
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

const noNames: ReadonlySet<string> = new Set();

/**
 * Columns that the engine takes for text and whose every value is a number: with `inf`, a sign or spaces. Zeros in front
 * make a code of a number, such as 00123, and so do lines below its digits.
 */
async function findOddNumbers(
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

function noteRenames(header: DelimitedHeader, columns: readonly TableColumn[], label: string): readonly string[] {
  return header.names.flatMap((name, index) => {
    const read = columns[index]?.name;
    if (read === undefined || read === name.trim() || read === name) return [];
    const found =
      name.trim() === '' ? `Column ${index + 1} of ${label} has no name` : `${label} names two columns "${name}"`;
    return [`${found}; it is read as "${read}".`];
  });
}

type SqlWriter = (root: Expression, kindOf: (column: string) => ColumnKind, dialect?: SqlDialect) => string;

/** Adds derived columns one by one, each over those before it. */
class TableBuilder {
  private readonly engine: Engine;
  private readonly source: TableSource;
  private readonly columns = new Map<string, TableColumn>();
  private readonly origins = new Map<string, ReadonlySet<string>>();
  private query: string;
  private readonly dialect: SqlDialect;

  /** @param dialect of the engine in which the table lies */
  constructor(
    engine: Engine,
    source: TableSource,
    columns: readonly TableColumn[],
    query: string,
    dialect: SqlDialect = engine.dialect,
  ) {
    this.engine = engine;
    this.source = source;
    this.query = query;
    this.dialect = dialect;
    for (const column of columns) this.columns.set(column.name, column);
  }

  async derive(): Promise<void> {
    const waiting = new Map<string, { text: string; root: Expression }>();
    for (const { column, expression: text } of this.source.derive) {
      if (this.columns.has(column) || waiting.has(column)) {
        throw new TableProblem(
          `${this.source.label} already has a column "${column}"; give the derived one another name.`,
        );
      }
      waiting.set(column, { text, root: this.parse(text) });
    }
    while (waiting.size > 0) {
      const next = [...waiting].find(([, { root }]) => !columnsOf(root).some((use) => waiting.has(use.name)));
      if (next === undefined) {
        throw new TableProblem(
          `The derived columns ${[...waiting.keys()].join(', ')} use each other; break the circle.`,
        );
      }
      const [column, { text, root }] = next;
      waiting.delete(column);
      const { sql, type } = await this.write(text, root, writeExpression);
      this.query = `SELECT *, ${sql} AS ${quoteName(column)} FROM (${this.query})`;
      this.origins.set(column, new Set([column, ...columnsOf(root).flatMap((use) => [...this.originsOf(use.name)])]));
      this.columns.set(column, { name: column, type, kind: columnKindOf(type), derivation: text });
    }
  }

  build(files: readonly FormattedFile[], notes: readonly string[]): OpenTable {
    return {
      engine: this.engine,
      label: this.source.label,
      files,
      images: this.source.images === undefined ? undefined : new Set(this.source.files),
      columns: [...this.columns.values()],
      notes,
      query: this.query,
      column: (name) => this.column(name),
      originsOf: (name) => this.originsOf(name),
      writeCondition: (text) => this.writeTruth(text, writeCondition),
      writeFilter: (text) => this.writeTruth(text, writeExpression),
      writeAmount: async (text) => {
        const { sql, type } = await this.write(text, this.parse(text), writeExpression);
        const kind = columnKindOf(type);
        if (kind !== 'integer' && kind !== 'float') {
          throw new TableProblem(`The expression \`${text}\` gives no number, and an amount of money is needed.`);
        }
        return sql;
      },
    };
  }

  private originsOf(name: string): ReadonlySet<string> {
    return this.origins.get(name) ?? new Set([name]);
  }

  private column(name: string): TableColumn {
    const column = this.columns.get(name);
    if (column !== undefined) return column;
    const near = nearest(name, this.columns.keys());
    const hint = near === undefined ? 'check the name' : `did you mean "${near}"?`;
    throw new TableProblem(`${this.source.label} has no column "${name}"; ${hint}${near === undefined ? '.' : ''}`);
  }

  private parse(text: string): Expression {
    const reading = parseExpression(text);
    if (reading.kind === 'expression') return reading.root;
    throw new TableProblem(`The expression \`${text.slice(0, 80)}\` cannot be read: ${reading.message}`);
  }

  private async writeTruth(text: string, writeSql: SqlWriter): Promise<string> {
    const { sql, type } = await this.write(text, this.parse(text), writeSql);
    if (type === 'BOOLEAN') return sql;
    throw new TableProblem(`The expression \`${text}\` is no condition; compare it with something.`);
  }

  /** Writes an expression, reads it back (the second lock), and tries it on a row of nulls, which finds its type. */
  private async write(
    text: string,
    root: Expression,
    writeSql: SqlWriter,
  ): Promise<{ readonly sql: string; readonly type: string }> {
    let sql: string;
    const used = new Set(columnsOf(root).map((use) => use.name));
    const nulls = [...used].map((name) => `CAST(NULL AS ${this.column(name).type}) AS ${quoteName(name)}`);
    try {
      sql = writeSql(root, (name) => this.column(name).kind);
    } catch (error) {
      if (error instanceof TableProblem) throw explainExpression(error, text);
      throw error;
    }
    await requireHarmless(this.engine, sql, used);
    const rows = await this.engine
      .select(`SELECT ${sql} AS value, typeof(${sql}) AS type FROM (SELECT ${['1 AS one', ...nulls].join(', ')})`)
      .catch((error: unknown) => {
        throw isExpressionError(error) ? explainExpression(error, text) : error;
      });
    const [row] = rows;
    if (row === undefined) throw new RangeError('The engine gave no type.');
    const type = textCell(row, 'type');
    if (this.dialect === this.engine.dialect) return { sql, type };
    requirePortable(root, text, this.dialect);
    return { sql: writeSql(root, (name) => this.column(name).kind, this.dialect), type };
  }
}
