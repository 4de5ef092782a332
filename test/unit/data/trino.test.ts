import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { readConnection } from '../../../server/src/data/engines/connection.ts';
import { openTrino } from '../../../server/src/data/engines/trinoEngine.ts';
import { TableWorkspace } from './tableWorkspace.ts';

type Side = JobRequest<'compareDrift'>['reference'];
type Answer = (request: IncomingMessage, response: ServerResponse, base: string) => void;

const secret = 'hunter2-äöü';

let server: Server;
let base: string;
let answer: Answer;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    answer(request, response, base);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function send(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Answers every statement with these pages, one request after the other. */
function pages(...bodies: readonly Record<string, unknown>[]): Answer {
  return (request, response, at) => {
    const page = request.method === 'POST' ? 0 : Number(/\/(\d+)$/.exec(request.url ?? '')?.[1] ?? 0);
    const more = page + 1 < bodies.length ? { nextUri: `${at}/v1/statement/executing/q/${page + 1}` } : {};
    send(response, { id: 'q', ...bodies[page], ...more });
  };
}

function open(patienceMs = 20_000) {
  const text = base.replace('//', `//ann:${encodeURIComponent(secret)}@`);
  return openTrino(readConnection(`${text}/lake/ops`, 'LAKE'), 'flights', patienceMs);
}

async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('A failure is expected.');
  expect(JSON.stringify([error.message, error.stack, error.cause])).not.toContain('hunter2');
  return error.message;
}

describe('Trino, asked over its protocol', { timeout: 30_000 }, () => {
  it('waits in the queue, follows every page, and reads numbers that JSON does not have', async () => {
    const columns = [
      { name: 'n', type: 'bigint' },
      { name: 'x', type: 'double' },
      { name: 't', type: 'varchar' },
    ];
    answer = pages(
      { stats: { state: 'QUEUED' } },
      { stats: { state: 'RUNNING' } },
      { columns, data: [[1, 0.5, 'NaN']] },
      {
        columns,
        data: [
          [2, 'NaN', null],
          [3, '-Infinity', 'b'],
        ],
      },
    );
    const engine = await open();
    const seen: unknown[] = [];
    await engine.readBatches('SELECT 1', ({ rows, columns: cells }) => {
      for (let row = 0; row < rows; row++) seen.push(cells.map((cell) => cell.getItem(row)));
      return Promise.resolve();
    });
    expect(seen).toEqual([
      [1, 0.5, 'NaN'],
      [2, Number.NaN, null],
      [3, -Infinity, 'b'],
    ]);
    expect(await engine.select('SELECT 1')).toEqual([
      { n: 1, x: 0.5, t: 'NaN' },
      { n: 2, x: 'NaN', t: null },
      { n: 3, x: '-Infinity', t: 'b' },
    ]);
  });

  it('sends user and password as asked, with catalog and schema', async () => {
    let headers: IncomingMessage['headers'] = {};
    answer = (request, response) => {
      headers = request.headers;
      send(response, { id: 'q', columns: [{ name: 'n', type: 'bigint' }], data: [[1]] });
    };
    await (await open()).select('SELECT 1');
    expect(Buffer.from(String(headers.authorization).replace('Basic ', ''), 'base64').toString()).toBe(`ann:${secret}`);
    expect(headers).toMatchObject({ 'x-trino-user': 'ann', 'x-trino-catalog': 'lake', 'x-trino-schema': 'ops' });
  });

  it.each([401, 403])('says that the password is refused, and never prints it: %i', async (status) => {
    answer = (_, response) => response.writeHead(status).end(`no ${secret}`);
    expect(await sentenceOf((await open()).select('SELECT 1'))).toMatch(
      /^http:\/\/127\.0\.0\.1:\d+ refuses the user or the password for flights; check the variable/,
    );
  });

  it('says that something else answers there', async () => {
    answer = (_, response) => response.writeHead(404).end('<h1>Apache</h1>');
    expect(await sentenceOf((await open()).select('SELECT 1'))).toContain('answers with the status 404 for flights');
  });

  it('says that what answers is no Trino', async () => {
    answer = (_, response) => send(response, '<h1>Welcome</h1>');
    expect(await sentenceOf((await open()).select('SELECT 1'))).toContain('does not speak the protocol of Trino');
  });

  it('says that nobody answers', async () => {
    const engine = await open();
    await new Promise((resolve) => server.close(resolve));
    expect(await sentenceOf(engine.select('SELECT 1'))).toMatch(/nobody answers at http.*\(ECONNREFUSED\)/);
  });

  it('says that the answer takes too long, and withdraws the query', async () => {
    answer = (request, response, at) => {
      if (request.method === 'POST') {
        send(response, {
          id: 'q7',
          columns: [{ name: 'n', type: 'bigint' }],
          nextUri: `${at}/v1/statement/executing/q/1`,
        });
      } else if (request.url?.endsWith('/1') === true) {
        send(response, {
          id: 'q7',
          columns: [{ name: 'n', type: 'bigint' }],
          data: [[1]],
          nextUri: `${at}/v1/statement/executing/q/2`,
        });
      } else if (request.method === 'DELETE') response.writeHead(204).end();
    };
    expect(await sentenceOf((await open(300)).select('SELECT 1'))).toContain('flights did not answer within 0.3 s at');
    expect(asked).toContain('DELETE /v1/query/q7');
  });

  it('passes on why a query was refused', async () => {
    answer = pages({}, { error: { message: 'line 1:8: Column late cannot be resolved\n at io.trino' } });
    expect(await sentenceOf((await open()).select('SELECT 1'))).toMatch(
      /cannot answer for flights: line 1:8: Column late cannot be resolved\.$/,
    );
  });
});

describe('a table in Trino, as a side of a comparison', { timeout: 30_000 }, () => {
  const workspace = new TableWorkspace();
  const side = (more: Partial<Extract<Side, { kind: 'rows' }>> = {}): Side => ({
    kind: 'rows',
    label: 'flights',
    source: {
      label: 'flights',
      root: '/',
      files: [],
      engine: { kind: 'trino', variable: 'LAKE', connection: `${base}/lake/ops`, table: 'flights' },
    },
    ...more,
  });
  const columns = [
    { name: 'x', type: 'double' },
    { name: 'odd', type: 'map(varchar, bigint)' },
  ];

  async function sentence(request: Partial<JobRequest<'compareDrift'>>): Promise<string> {
    answer = pages({}, { columns, data: [] });
    const found = await workspace.compare('a.csv', 'b.csv', { reference: side(), current: side(), ...request });
    if (found.kind !== 'failed') throw new Error('A failure is expected.');
    return found.sentence;
  }

  it('cannot be cut by the number of a row, which an engine does not have', async () => {
    expect(await sentence({ chunks: { kind: 'rows', rows: 100 } })).toContain('cut them by time with --every');
  });

  it('cannot be cut into shares', async () => {
    const splits = [{ id: 'half', fraction: { share: 0.5, seed: 1 } }];
    expect(await sentence({ current: side({ splits, split: 'half' }) })).toContain(
      'The split half is a share of flights',
    );
  });

  it('refuses an expression that would give another number than a file does', async () => {
    const splits = [{ id: 'part', where: 'x / 2 > 1' }];
    expect(await sentence({ current: side({ splits, split: 'part' }) })).toContain(
      'uses a division, which Trino answers',
    );
  });

  it('is asked nothing but queries, whatever a column or a table is called', async () => {
    const statements: string[] = [];
    answer = (request, response) => {
      let text = '';
      request.on('data', (part: Buffer) => (text += part.toString()));
      request.on('end', () => {
        statements.push(text);
        const asksForRows = text.startsWith('SELECT __plumbline_window AS w, count(*) AS n FROM');
        const counts = ['w', 'n'].map((name) => ({ name, type: 'bigint' }));
        const odd = [{ name: 'x"; DROP TABLE t; --', type: 'double' }];
        send(response, { id: 'q', columns: asksForRows ? counts : odd, data: asksForRows ? [[0, 5]] : [] });
      });
    };
    await workspace.compare('a.csv', 'b.csv', { reference: side(), current: side() });
    expect(statements[0]).toBe('SELECT * FROM (SELECT * FROM "flights") LIMIT 0');
    expect(statements.every((statement) => statement.startsWith('SELECT '))).toBe(true);
    expect(statements.join('\n')).toContain('"x""; DROP TABLE t; --"');
  });
});

describe('the connection of an engine', () => {
  it.each([
    ['nothing at all', 'hunter2'],
    ['another protocol', 'jdbc:trino://ann:hunter2@host/lake'],
    ['too many parts', 'https://ann:hunter2@host/a/b/c'],
  ])('is refused without showing it: %s', (_, text) => {
    expect(() => readConnection(text, 'LAKE')).toThrow(/^The variable LAKE holds no connection; write it like https:/);
  });

  it('sends no password in the clear to another machine', () => {
    expect(() => readConnection('http://ann:hunter2@trino.example.com/lake', 'LAKE')).toThrow(/use https\.$/);
    expect(readConnection('http://ann@trino.example.com/lake', 'LAKE')).toEqual({
      server: 'http://trino.example.com',
      user: 'ann',
      password: undefined,
      catalog: 'lake',
      schema: undefined,
    });
  });
});
