/** Trino as an engine: the same queries, answered where the table lies. */
import * as z from 'zod';
import type { Engine, Row } from '../engine.ts';
import { TableProblem } from '../tableProblem.ts';
import type { EngineConnection } from './connection.ts';
import { trinoDialect } from './trinoDialect.ts';

/** A column of an answer, with the type as Trino names it. */
export interface AnsweredColumn {
  readonly name: string;
  readonly type: string;
}

export interface TrinoEngine extends Engine {
  /** The columns that a query would give, without running it on any row. */
  readonly describe: (sql: string) => Promise<readonly AnsweredColumn[]>;
}

interface Page {
  readonly columns: readonly AnsweredColumn[];
  readonly data: readonly (readonly unknown[])[];
}

/** A page of an answer: whoever answers may be no Trino at all. */
const answerShape = z.object({
  id: z.string(),
  nextUri: z.string().optional(),
  error: z.object({ message: z.string() }).optional(),
  columns: z.array(z.object({ name: z.string(), type: z.string() })).optional(),
  data: z.array(z.array(z.unknown())).optional(),
});
/** Rows that are handed on at once. */
const batchRows = 2_048;

/**
 * Opens nothing yet: the first query connects.
 *
 * @param patienceMs longest wait for the next rows of an answer
 */
export async function openTrino(connection: EngineConnection, label: string, patienceMs: number): Promise<TrinoEngine> {
  const { BasicAuth, Trino } = await import('trino-client');
  const { server, user, password, catalog, schema } = connection;
  const client = Trino.create({
    server,
    source: 'plumbline',
    // Without a password nothing is sent that a server could refuse.
    ...(password === undefined ? { extraHeaders: { 'X-Trino-User': user } } : { auth: new BasicAuth(user, password) }),
    ...(catalog === undefined ? {} : { catalog }),
    ...(schema === undefined ? {} : { schema }),
  });
  const wait = <Value>(answer: Promise<Value>): Promise<Value> => waitFor(answer, patienceMs, label, server);

  async function* run(sql: string): AsyncGenerator<Page> {
    const pages = await wait(client.query(sql));
    let id: string | undefined = undefined;
    try {
      for (;;) {
        const step: { readonly value: unknown; readonly done?: boolean } = await wait(pages.next());
        const read = answerShape.safeParse(step.value);
        if (!read.success) throw explainStranger(label, server);
        const value = read.data;
        id = value.nextUri === undefined ? undefined : value.id;
        if (value.error !== undefined) throw explainRefusal(value.error.message, label, server);
        if (value.columns !== undefined) yield { columns: value.columns, data: value.data ?? [] };
        if (step.done === true || value.nextUri === undefined) return;
      }
    } finally {
      // A query that nobody waits for any more would go on at the cost of others.
      if (id !== undefined) await client.cancel(id).catch(() => undefined);
    }
  }

  return {
    name: 'Trino',
    dialect: trinoDialect,
    describe: async (sql) => {
      for await (const page of run(`SELECT * FROM (${sql}) LIMIT 0`)) return page.columns;
      return [];
    },
    select: async (sql) => {
      const rows: Row[] = [];
      for await (const { columns, data } of run(sql)) {
        for (const values of data) {
          rows.push(Object.fromEntries(columns.map(({ name }, index) => [name, values[index] ?? null])));
        }
      }
      return rows;
    },
    readBatches: async (sql, take) => {
      for await (const { columns, data } of run(sql)) {
        for (let start = 0; start < data.length; start += batchRows) {
          const rows = data.slice(start, start + batchRows);
          await take({
            rows: rows.length,
            columns: columns.map(({ type }, index) => ({ getItem: (row) => readCell(rows[row]?.[index], type) })),
          });
        }
      }
    },
    memoryBytes: undefined,
    keep: () => Promise.reject(new RangeError('Nothing is kept in an engine of others.')),
    readPrints: () => Promise.reject(new RangeError('Numbers of rows are read from files alone.')),
    close: () => undefined,
  };
}

/** JSON has no NaN and no infinities, so they come as words. */
function readCell(value: unknown, type: string): unknown {
  return typeof value === 'string' && (type === 'double' || type === 'real') ? Number(value) : value;
}

/** @throws {TableProblem} in one sentence, which never holds what was sent */
async function waitFor<Value>(
  answer: Promise<Value>,
  patienceMs: number,
  label: string,
  server: string,
): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const seconds = Math.round(patienceMs / 100) / 10;
      reject(
        new TableProblem(
          `${label} did not answer within ${seconds} s at ${server}; try again when it is less busy.`,
          'unavailable',
        ),
      );
    }, patienceMs);
  });
  try {
    return await Promise.race([answer, late]);
  } catch (error) {
    throw error instanceof TableProblem ? error : explainTransport(error, label, server);
  } finally {
    clearTimeout(timer);
  }
}

/** The client's errors carry the request with its headers, so nothing of them is passed on but a status and a code. */
function explainTransport(error: unknown, label: string, server: string): TableProblem {
  const status = readNumber(error, 'status') ?? readNumber(readField(error, 'response'), 'status');
  if (status === 401 || status === 403) {
    return new TableProblem(
      `${server} refuses the user or the password for ${label}; check the variable that holds the connection.`,
      'unavailable',
    );
  }
  if (status !== undefined) {
    return new TableProblem(
      `${server} answers with the status ${status} for ${label}; check that it is the address of a Trino server that is up.`,
      'unavailable',
    );
  }
  const code = readField(error, 'code');
  const reason = typeof code === 'string' && /^[A-Z_]{1,40}$/.test(code) ? ` (${code})` : '';
  return new TableProblem(
    `${label} cannot be asked, because nobody answers at ${server}${reason}; check that the server is up and can be reached from here.`,
    'unavailable',
  );
}

function explainStranger(label: string, server: string): TableProblem {
  return new TableProblem(
    `What answers at ${server} for ${label} does not speak the protocol of Trino; check the address.`,
    'unavailable',
  );
}

function explainRefusal(message: string, label: string, server: string): TableProblem {
  const first = message.split('\n', 1)[0]?.slice(0, 300) ?? '';
  return new TableProblem(`Trino at ${server} cannot answer for ${label}: ${first.replace(/\.?$/, '.')}`);
}

function readField(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}

function readNumber(value: unknown, key: string): number | undefined {
  const found = readField(value, key);
  return typeof found === 'number' ? found : undefined;
}
