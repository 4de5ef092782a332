import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

type Side = Extract<JobRequest<'compareDrift'>['reference'], { kind: 'rows' }>;

const rows = (shift: number): string =>
  `SELECT (i * 7919 % 1009) / 1009.0 + ${shift} AS x, CASE WHEN i % 7 < 3 THEN 'a' ELSE 'b' END AS word FROM range(900) t(i)`;

let workspace: TableWorkspace;
let database: string;
beforeAll(async () => {
  workspace = new TableWorkspace();
  database = path.join(workspace.root, 'lake.duckdb');
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const secret = workspace.write('secret.csv', 'x,word\n1,a\n2,b\n');
  await connection.run(`CREATE TABLE before AS ${rows(0)}`);
  await connection.run(`CREATE SCHEMA ops; CREATE TABLE ops."af""ter" AS ${rows(0.2)}`);
  await connection.run(`CREATE VIEW outside AS SELECT * FROM read_csv('${secret}')`);
  for (const name of ['before', 'ops."af""ter"']) {
    const file = path.join(workspace.root, name === 'before' ? 'before.csv' : 'after.csv');
    await connection.run(`COPY (SELECT * FROM ${name}) TO '${file}' (HEADER)`);
  }
  connection.closeSync();
  instance.closeSync();
});
afterAll(() => workspace.dispose());

function side(table: string, connection = database, more: Partial<Side> = {}): Side {
  const engine = { kind: 'duckdb' as const, variable: 'LAKE', connection, table };
  return { kind: 'rows', label: table, source: { label: table, root: '/', files: [], engine }, ...more };
}

function compare(current: Side, more: Partial<JobRequest<'compareDrift'>> = {}) {
  return workspace.compare('before.csv', 'after.csv', { reference: side('before'), current, ...more });
}

async function sentenceOf(current: Side): Promise<string> {
  const answer = await compare(current);
  if (answer.kind === 'done') throw new Error('A failure is expected.');
  expect(answer.sentence).not.toContain(workspace.root);
  return answer.sentence;
}

describe('a table in a DuckDB file', { timeout: 60_000 }, () => {
  it('is compared exactly as files with the same rows are, whole rows and windows of so many rows included', async () => {
    const chunks = { kind: 'rows' as const, rows: 300 };
    const ofTables = valueOf(await compare(side('ops.af"ter'), { chunks }));
    const ofFiles = valueOf(await workspace.compare('before.csv', 'after.csv', { chunks }));
    expect(ofTables.windows).toEqual(ofFiles.windows);
    expect(ofTables.columns).toEqual(ofFiles.columns);
    expect(ofTables.together).toEqual(ofFiles.together);
  });

  it('is cut into shares as a file is', async () => {
    const splits = [{ id: 'half', fraction: { share: 0.5, seed: 1 } }];
    const half = valueOf(await compare(side('before', database, { splits, split: 'half' })));
    const ofFile: Side = { kind: 'rows', label: 'half', source: workspace.source('before.csv'), splits, split: 'half' };
    expect(half.windows).toEqual(valueOf(await compare(ofFile)).windows);
  });

  it('reads no file beside the database, also where a view asks for one', async () => {
    expect(await sentenceOf(side('outside'))).toContain('outside lies outside of what may be read');
  });

  it('says that the table is not there', async () => {
    expect(await sentenceOf(side('nothing'))).toContain('nothing');
  });

  it('names the variable, and no path, when there is no database', async () => {
    const broken = workspace.write('broken.duckdb', 'This is no database, but long enough to be looked at as one.');
    expect(await sentenceOf(side('before', broken))).toContain('that the variable LAKE names is no DuckDB database');
    expect(await sentenceOf(side('before', path.join(workspace.root, 'none.duckdb')))).toContain(
      'LAKE names is not there',
    );
    expect(await sentenceOf(side('before', 'lake.duckdb'))).toContain('LAKE holds no absolute path');
  });
});
