import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine, wholeCell } from '../../../server/src/data/engine.ts';
import type { Engine } from '../../../server/src/data/engine.ts';
import type { FormattedFile } from '../../../server/src/data/fileFormat.ts';
import { keepRows } from '../../../server/src/data/keepRows.ts';
import { TableWorkspace } from './tableWorkspace.ts';

const rows = 2500;

let workspace: TableWorkspace;
let scratch: string;
beforeAll(() => {
  workspace = new TableWorkspace();
  scratch = path.join(workspace.root, '..', 'scratch');
});
afterAll(() => workspace.dispose());

/** Keeps a table of text in an engine of 32 MiB. */
async function keep(width: number): Promise<{ readonly from: string; readonly counted: number }> {
  const names = Array.from({ length: width }, (_, index) => `c${index}`);
  const line = names.map((_, index) => index).join(',');
  const own = workspace.write(`wide${width}.csv`, `${names.join(',')}\n${`${line}\n`.repeat(rows)}`);
  const file: FormattedFile = { path: own, asked: own, label: 'wide.csv', sizeBytes: 1, format: 'csv', isGzip: false };
  const engine = await openEngine([own], scratch, { memoryBytes: 2 ** 26, diskBytes: 1e8, threads: 1 });
  try {
    const from = await keepRows({ engine, files: [file], columns: columnsOf(names) }, queryOf(own), () => undefined);
    return { from, counted: await countIn(engine, from) };
  } finally {
    engine.close();
  }
}

function columnsOf(names: readonly string[]) {
  return names.map((name) => ({ name, type: 'BIGINT', kind: 'integer' }) as const);
}

function queryOf(file: string): string {
  return `SELECT * FROM read_csv('${file}', header = true, buffer_size = 1000000)`;
}

async function countIn(engine: Engine, from: string): Promise<number> {
  const [row = {}] = await engine.select(`SELECT count("c0") AS n FROM ${from}`);
  return wholeCell(row, 'n');
}

describe('rows for several questions', () => {
  it('are kept where the engine has room for their columns', async () => {
    expect(await keep(20)).toEqual({ from: 'kept_rows', counted: rows });
  });

  it('are read anew where their columns alone would take its memory', async () => {
    const { from, counted } = await keep(200);
    expect(from).toContain('read_csv');
    expect(counted).toBe(rows);
  });
});
