/** A table ready to be asked: its files checked, its engine locked, its derived columns written. */
import type { JobLimits, TableColumn } from '../../../schemas/jobs.ts';
import type { TableSource } from '../../../schemas/tableSource.ts';
import type { ColumnKind } from '../../../schemas/profile.ts';
import { parseExpression, columnsOf, type Expression } from '../spec/expression.ts';
import { nearest } from '../spec/nearest.ts';
import { columnKindOf } from './columnKind.ts';
import { requireHarmless } from './conditionLock.ts';
import { confineFiles } from './confinedFiles.ts';
import { readHeader, type DelimitedHeader } from './delimitedHeader.ts';
import { openEngine, textCell, type Engine } from './engine.ts';
import { explainExpression, explainReading, isExpressionError } from './engineProblem.ts';
import { writeCondition, writeExpression } from './expressionSql.ts';
import { findFormat, type FormattedFile } from './fileFormat.ts';
import { isWholeGzip } from './fileStart.ts';
import { hiddenColumns, writeReader, writeStrictReader, type ReaderOptions } from './readerSql.ts';
import { quoteName } from './sqlText.ts';
import { TableProblem } from './tableProblem.ts';

export interface OpenTable {
  readonly engine: Engine;
  readonly label: string;
  readonly files: readonly FormattedFile[];
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
/** Text files up to this size have their types found from all rows. */
const smallBytes = 16 * 2 ** 20;
const sampledRows = 20_480;

/**
 * Opens a table, uses it, and closes it.
 *
 * When a value of a text format does not have the type that the first rows suggest, all rows are asked for the types
 * and `use` is called once more.
 *
 * @throws {TableProblem} in words for the user, whatever the engine says while it reads
 */
export async function withTable<Result>(
  source: TableSource,
  world: TableWorld,
  options: OpenOptions,
  use: (table: OpenTable) => Promise<Result>,
): Promise<Result> {
  const files: FormattedFile[] = [];
  for (const file of await confineFiles(source)) files.push(await findFormat(file, source.format));
  const [first] = files;
  const odd = files.find((file) => file.format !== first?.format);
  if (first === undefined || odd !== undefined) {
    throw new TableProblem(`${source.label} mixes formats (${odd?.label ?? ''}); name files of one format.`);
  }
  if (options.readsAll) {
    for (const file of files) {
      if (file.isGzip && !(await isWholeGzip(file.path))) {
        throw new TableProblem(`${file.label} is not a complete gzip file; compress it again.`);
      }
    }
  }
  const isDelimited = first.format === 'csv' || first.format === 'tsv';
  const header = isDelimited ? await readHeader(first) : undefined;
  if (header !== undefined) refuseTooManyColumns(header.names.length, source.label);
  const engine = await openEngine(
    files.map((file) => file.path),
    world.scratch,
    world.limits,
  );
  try {
    const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
    const attempt = async (rows: number) => use(await describe(engine, source, files, header, rows, options));
    if (sizeBytes <= smallBytes) return await attempt(-1);
    try {
      return await attempt(sampledRows);
    } catch (error) {
      if (!isWrongGuess(error)) throw error;
      return await attempt(-1);
    }
  } catch (error) {
    if (error instanceof TableProblem || error instanceof TypeError || error instanceof RangeError) throw error;
    throw explainReading(error, source.label);
  } finally {
    engine.close();
  }
}

function isWrongGuess(error: unknown): boolean {
  return (
    error instanceof Error && /Error when converting column|JSON transform error/.test(error.message.slice(0, 20_000))
  );
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
  header: DelimitedHeader | undefined,
  rows: number,
  { withOrigin, textColumns = [], depth }: OpenOptions,
): Promise<OpenTable> {
  const stated = textColumns.filter((column) => header?.names.includes(column) === true);
  const asText = new Map(stated.map((column) => [column, 'VARCHAR']));
  const guess: ReaderOptions = {
    header,
    sampledRows: rows,
    types: asText,
    withOrigin,
    ...(depth === undefined ? {} : { depth }),
  };
  const guessed = await readColumns(engine, files, guess, source.label);
  const types = header === undefined ? guess.types : await findNumbersWithInfinities(engine, files, guess, guessed);
  const reader = { ...guess, types };
  const columns = types === guess.types ? guessed : await readColumns(engine, files, reader, source.label);
  const builder = new TableBuilder(engine, source, columns, writeReader(files, reader));
  await builder.derive();
  const notes = header === undefined ? [] : noteRenames(header, columns, source.label);
  return builder.build(files, notes);
}

async function readColumns(
  engine: Engine,
  files: readonly FormattedFile[],
  options: ReaderOptions,
  label: string,
): Promise<readonly TableColumn[]> {
  const rows = await engine.select(`DESCRIBE ${writeReader(files, options)}`).catch(async (error: unknown) => {
    const { header } = options;
    for (const file of header === undefined ? [] : files) {
      if (header === undefined) break;
      const query = `SELECT count(COLUMNS(*)) FROM (${writeStrictReader(file, header)})`;
      await engine.select(query).catch((exact: unknown) => {
        throw explainReading(exact, file.label);
      });
    }
    throw error;
  });
  const hidden = new Set<string>(Object.values(hiddenColumns));
  const columns = rows
    .map((row) => ({ name: textCell(row, 'column_name'), type: textCell(row, 'column_type') }))
    .filter(({ name }) => !hidden.has(name))
    .map(({ name, type }) => ({ name, type, kind: columnKindOf(type) }));
  refuseTooManyColumns(columns.length, label);
  return columns;
}

/** The engine takes a column with `inf` for text; one whose every value is a number is a column of numbers. */
async function findNumbersWithInfinities(
  engine: Engine,
  files: readonly FormattedFile[],
  options: ReaderOptions,
  columns: readonly TableColumn[],
): Promise<ReadonlyMap<string, string>> {
  const texts = columns.filter(({ name, type }) => type === 'VARCHAR' && !options.types.has(name));
  if (texts.length === 0) return options.types;
  const limit = options.sampledRows < 0 ? '' : ` LIMIT ${options.sampledRows}`;
  const tests = texts.map(({ name }, index) => {
    const column = quoteName(name);
    return `bool_and(TRY_CAST(${column} AS DOUBLE) IS NOT NULL) FILTER (WHERE ${column} IS NOT NULL) AS t${index}`;
  });
  const [row] = await engine.select(`SELECT ${tests.join(', ')} FROM (${writeReader(files, options)}${limit})`);
  const numbers = texts.filter((_, index) => row?.[`t${index}`] === true);
  if (numbers.length === 0) return options.types;
  return new Map([...options.types, ...numbers.map(({ name }) => [name, 'DOUBLE'] as const)]);
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

/** Adds derived columns one by one, each over those before it. */
class TableBuilder {
  private readonly engine: Engine;
  private readonly source: TableSource;
  private readonly columns = new Map<string, TableColumn>();
  private readonly origins = new Map<string, ReadonlySet<string>>();
  private query: string;

  constructor(engine: Engine, source: TableSource, columns: readonly TableColumn[], query: string) {
    this.engine = engine;
    this.source = source;
    this.query = query;
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
      columns: [...this.columns.values()],
      notes,
      query: this.query,
      column: (name) => this.column(name),
      originsOf: (name) => this.originsOf(name),
      writeCondition: async (text) => {
        const { sql, type } = await this.write(text, this.parse(text), writeCondition);
        if (type !== 'BOOLEAN') {
          throw new TableProblem(`The expression \`${text}\` is no condition; compare it with something.`);
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

  /** Writes an expression, reads it back (the second lock), and tries it on a row of nulls, which finds its type. */
  private async write(
    text: string,
    root: Expression,
    writeSql: (root: Expression, kindOf: (column: string) => ColumnKind) => string,
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
    return { sql, type: textCell(row, 'type') };
  }
}
