/** DuckDB, locked before it sees a path or an expression of the user. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DuckDBPreparedStatement, DuckDBResult } from '@duckdb/node-api';
import type { JobLimits } from '../../../schemas/jobs.ts';
import type { RowBatch } from '../evaluation/rowSource.ts';
import { createColumnReader } from './columnReader.ts';
import type { SqlDialect } from './engines/dialect.ts';
import { duckdbDialect } from './engines/duckdbDialect.ts';
import { quoteText, quoteTexts } from './sqlText.ts';
import { TableProblem } from './tableProblem.ts';

/** A row: column → value as JSON has it; integers of 64 bits and more are text, NaN and infinities are words. */
export type Row = Readonly<Record<string, unknown>>;

export interface Engine {
  /** Name and version, such as `DuckDB 1.5.5`. */
  readonly name: string;
  /** How its SQL differs from that of others. */
  readonly dialect: SqlDialect;
  /** Most memory that it takes; of an engine of others it is not known. */
  readonly memoryBytes: number | undefined;
  /**
   * Runs one query.
   *
   * @throws {Error} what the engine says; an error of ours when the text is not exactly one query
   */
  readonly select: (sql: string) => Promise<readonly Row[]>;
  /**
   * Keeps the result of a query as a table of this engine, on disk where it exceeds the memory.
   *
   * @param onShare called now and then with the part that is done
   */
  readonly keep: (table: string, sql: string, onShare: (share: number) => void) => Promise<void>;
  /**
   * Reads whole numbers of 64 bits, cut into parts by their lowest bits: equal numbers are in the same part.
   *
   * @param take gets the lower and the upper 32 bits of the numbers of a part, one after the other, in an array that is
   * gone once it returns; false ends the reading
   * @returns whether everything was read
   */
  readonly readPrints: (query: PrintsQuery, take: (pairs: Uint32Array) => boolean) => Promise<boolean>;
  /**
   * Reads the rows of a query a few thousand at a time, in their order.
   *
   * @param take gets one batch after the other, whose values are gone once it returns
   * @throws {Error} what the engine says, also of a failure after the first batches
   */
  readonly readBatches: (sql: string, take: (batch: RowBatch) => Promise<void>) => Promise<void>;
  readonly close: () => void;
}

export interface PrintsQuery {
  /** SQL of a number of the type UBIGINT that is never null. */
  readonly prints: string;
  /** SQL of the rows: what stands behind FROM. */
  readonly rows: string;
  /** How many parts; a power of two, at most 2,048. */
  readonly parts: number;
}

const progressMs = 200;
/** What the tables of an attached database are found under. */
export const databaseCatalog = 'database';

/**
 * Opens a database in memory that can read the given files and nothing else.
 *
 * The order matters: what could load code or reach out goes first, then the budget, then the files, then the lock,
 * after which no setting can be changed. Files are named one by one rather than by folder, so that a query can neither
 * list nor write beside them. The folder for temporary files stays writable for the engine: `select` and `keep` see to
 * it that nothing but queries is run.
 *
 * @param files absolute real paths, links already followed
 * @param scratch absolute path of a folder for temporary files
 * @param database absolute path of a DuckDB file whose tables can be read, too, as those of the catalog `database`; what
 * its views read of other files is locked like everything else
 * @throws {Error} what the engine says of the database
 */
export async function openEngine(
  files: readonly string[],
  scratch: string,
  limits: JobLimits,
  database?: string,
): Promise<Engine> {
  const spill = path.join(scratch, 'spill');
  await mkdir(spill, { recursive: true });
  const { DuckDBInstance, DuckDBListVector, StatementType, version } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  const settings = [
    'autoinstall_known_extensions = false',
    'autoload_known_extensions = false',
    'allow_community_extensions = false',
    // The rest of the memory is for Node, for results, and for what the engine does not count.
    `memory_limit = '${Math.floor(limits.memoryBytes / 2 / 2 ** 20)}MiB'`,
    `threads = ${limits.threads}`,
    `temp_directory = ${quoteText(spill)}`,
    `max_temp_directory_size = '${Math.floor(limits.diskBytes / 2 ** 20)}MiB'`,
    // A time without zone means what is written; one with a zone is shown in UTC, wherever this runs.
    `TimeZone = 'UTC'`,
    `enable_progress_bar_print = false`,
    `enable_progress_bar = true`,
    `allowed_paths = ${quoteTexts(files)}`,
    'enable_external_access = false',
    'lock_configuration = true',
  ];
  try {
    // All at once, in this order: each call takes longer than what it sets.
    const attach =
      database === undefined ? [] : [`ATTACH ${quoteText(database)} AS ${databaseCatalog} (TYPE duckdb, READ_ONLY)`];
    await connection.run([...attach, ...settings.map((setting) => `SET ${setting}`)].join('; '));
  } catch (error) {
    close();
    throw error;
  }
  const requireOneStatement = async (sql: string) => {
    const statements = await connection.extractStatements(sql);
    if (statements.count !== 1) throw new RangeError(`One query is run at a time, not ${statements.count}.`);
    return statements;
  };
  /**
   * Hands a query over that is ready to run, and refuses all but exactly one: an open engine could still write into its
   * folder for temporary files.
   */
  const withQuery = async <Result>(
    sql: string,
    use: (query: DuckDBPreparedStatement) => Promise<Result>,
  ): Promise<Result> => {
    const statements = await requireOneStatement(sql);
    const query = await statements.prepare(0);
    try {
      if (query.statementType !== StatementType.SELECT) throw new RangeError('Only queries are run.');
      return await use(query);
    } finally {
      query.destroySync();
    }
  };
  const select = async (sql: string): Promise<readonly Row[]> => {
    const result = await withQuery(sql, (query) => query.runAndReadAll());
    return result.getRowObjectsJson();
  };
  /**
   * Tells rows that broke off from rows that came to their end.
   *
   * Its package ends both in the same way and keeps the reason to itself: of a result that failed, all that it shows is
   * that it streams no more. So the query is run once more, into one row, which fails with the reason.
   *
   * @throws {Error} what the engine says
   */
  const expectEnd = async (result: DuckDBResult, sql: string): Promise<void> => {
    if (result.isStreaming) return;
    await select(`SELECT max(hash(COLUMNS(*))) FROM (${sql})`);
    throw new Error('It ended before its last row');
  };
  return {
    name: `DuckDB ${version().replace(/^v/, '')}`,
    dialect: duckdbDialect,
    memoryBytes: limits.memoryBytes / 2,
    select,
    keep: async (table, sql, onShare) => {
      // What else than a query is no table's content, so that only the number of statements is to be seen to.
      await requireOneStatement(sql);
      const timer = setInterval(() => {
        const { percentage } = connection.progress;
        if (percentage > 0) onShare(Math.min(1, percentage / 100));
      }, progressMs);
      try {
        await connection.run(`CREATE TEMP TABLE ${table} AS ${sql}`);
      } finally {
        clearInterval(timer);
      }
    },
    readPrints: async ({ prints, rows, parts }, take) => {
      // Lists of a part each: handed over a few thousand at a time, numbers take longer on their way than in the engine.
      const sql = `SELECT list(print) FROM (SELECT ${prints} AS print FROM ${rows}) GROUP BY print & ${parts - 1}`;
      const result = await withQuery(sql, (query) => query.stream());
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) {
          await expectEnd(result, sql);
          return true;
        }
        const lists = chunk.getColumnVector(0);
        if (!(lists instanceof DuckDBListVector)) throw new TypeError('Lists of numbers are something else.');
        for (let part = 0; part < chunk.rowCount; part += 1) {
          const numbers = lists.getItemVector(part);
          if (numbers !== null && !take(halvesOf(numbers, numbers.itemCount))) return false;
        }
      }
    },
    readBatches: async (sql, take) => {
      const result = await withQuery(sql, (query) => query.stream());
      const readers = Array.from({ length: result.columnCount }, () => createColumnReader());
      let next = result.fetchChunk();
      for (;;) {
        const chunk = await next;
        if (chunk === null || chunk.rowCount === 0) {
          await expectEnd(result, sql);
          return;
        }
        const { rowCount: rows } = chunk;
        // The engine makes the next rows while these are used; a failure is thrown where they are waited for.
        next = result.fetchChunk();
        next.catch(() => undefined);
        const columns = readers.map((read, index) => read(chunk.getColumnVector(index), rows));
        try {
          await take({ rows, columns });
        } catch (error) {
          // The connection is closed next, which must not happen under a query that runs.
          await next.catch(() => undefined);
          throw error;
        }
      }
    },
    close,
  };
}

/**
 * The lower and the upper halves of a column of numbers of 64 bits.
 *
 * The engine's package gives numbers one by one, each made an object first, which takes four times as long as the query;
 * it holds them as they lie in memory, lower half first on every platform for which the engine is built.
 *
 * @throws {TypeError} when the column holds something else: a bug of ours
 */
function halvesOf(column: object, rows: number): Uint32Array {
  const items: unknown = Reflect.get(column, 'items');
  if (!(items instanceof BigUint64Array) || items.length < rows) {
    throw new TypeError('A column of numbers of 64 bits holds something else.');
  }
  return new Uint32Array(items.buffer, items.byteOffset, rows * 2);
}

/**
 * Loads the engine on first use: on a platform without it the worker starts all the same and can say so.
 *
 * @throws {TableProblem} when it is not installed or does not fit this platform
 */
async function loadDuckDb() {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n', 1)[0] : String(error);
    throw new TableProblem(
      `Tables cannot be read, because DuckDB does not load on ${process.platform}-${process.arch} (${String(reason)}); run \`plumbline doctor\`.`,
      'unavailable',
      { cause: error },
    );
  }
}

/** A whole number of a row. @throws {TypeError} when the query did not give one: a bug of ours */
export function wholeCell(row: Row, column: string): number {
  const value = row[column];
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw new TypeError(`${column} is no whole number.`);
  return number;
}

/** A whole number of any size. @throws {TypeError} when the query did not give one: a bug of ours */
export function bigCell(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value === 'string' || typeof value === 'number') return BigInt(value);
  throw new TypeError(`${column} is no whole number.`);
}

/** A text of a row. @throws {TypeError} when the query did not give one: a bug of ours */
export function textCell(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw new TypeError(`${column} is no text.`);
  return value;
}
