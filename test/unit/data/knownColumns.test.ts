import * as fc from 'fast-check';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnKindOf } from '../../../server/src/data/columnKind.ts';
import { openEngine, textCell } from '../../../server/src/data/engine.ts';
import type { Engine } from '../../../server/src/data/engine.ts';
import type { FormattedFile } from '../../../server/src/data/fileFormat.ts';
import { readHeader } from '../../../server/src/data/delimitedHeader.ts';
import { knownColumns, writeReader, writeSniffer } from '../../../server/src/data/readerSql.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
let engine: Engine;
let file: FormattedFile;

beforeAll(async () => {
  workspace = new TableWorkspace();
  const own = workspace.write('table.csv', 'a\n1\n');
  file = { path: own, asked: own, label: 'table.csv', sizeBytes: 1, format: 'csv', isGzip: false };
  const scratch = path.join(workspace.root, '..', 'scratch');
  engine = await openEngine([own], scratch, { memoryBytes: 1e9, diskBytes: 1e8, threads: 1 });
});
afterAll(() => {
  engine.close();
  workspace.dispose();
});

interface Readings {
  /** The rows as JSON, or what is wrong. */
  readonly guessed: string;
  /** Undefined where the columns have to be guessed. */
  readonly known: string | undefined;
}

async function read(text: string): Promise<Readings | undefined> {
  workspace.write('table.csv', text);
  const options = {
    header: await readHeader(file),
    sampledRows: -1,
    types: new Map<string, string>(),
    withOrigin: false,
  };
  const select = (query: string): Promise<string> =>
    engine.select(query).then(
      (rows) => JSON.stringify(rows),
      // What follows are the settings of the reader.
      (error: unknown) => String(error).split('\n', 1)[0] ?? '',
    );
  const guess = writeReader([file], options);
  const described = await engine.select(writeSniffer(file, options)).catch(() => undefined);
  if (described === undefined) return undefined;
  const columns = described.map((row) => {
    const type = textCell(row, 'column_type');
    return { name: textCell(row, 'column_name'), type, kind: columnKindOf(type) };
  });
  const known = knownColumns([file], columns, described[0]?.['iso'] === true);
  return {
    guessed: await select(guess),
    known: known === undefined ? undefined : await select(writeReader([file], { ...options, known })),
  };
}

describe('a delimited file whose columns are known', () => {
  it.each([
    ['numbers, texts and truth values', 'a,b,c,d\n1,x,2.5,true\n-2,,3e5,false\n'],
    ['lines that end as in Windows', 'a,b\r\n1,x\r\n2,y\r\n'],
    ['lines that end as in old systems', 'a,b\r1,x\r2,y\r'],
    ['a mark of Unicode at its beginning', '\uFEFF"a",b\r\n1,x\r\n2,y\r\n'],
    ['lines inside of quotes', 'a,b\n1,"x\ny"\n2,"p\r\nq"\n3,"he said ""hi"""\n'],
    ['empty lines and no end', 'a,b\n1,x\n\n2,y'],
    ['one column with empty lines', 'a\n1\n\n2\n'],
    ['spaces around numbers', 'a,b\n 1 , x \n2 ,y\n'],
    ['numbers in quotes', 'a,b\n"1","2.5"\n"","3"\n'],
    ['numbers that are none', 'a,b\n1,nan\n2,inf\n'],
    ['zeros before numbers', 'a,b\n007,+1\n008,.5\n'],
    ['names that occur twice or are missing', 'a,a,\n1,2,3\n'],
    ['no row', 'a,b\n'],
    ['days as in ISO 8601, and the last day of all', 'day,a\n2020-12-31,1\ninfinity,2\n'],
    ['days beside times', 'day,at\n2020-12-31,2020-12-31 12:00:00\n,2020-12-31 12:00:01\n'],
    ['times as in ISO 8601', 'at,a\n2020-12-31 23:59:59.5,1\n2020-12-31T12:00,2\n'],
  ])('is read as if they were guessed: %s', async (_what, text) => {
    const readings = await read(text);
    expect(readings?.known).toBeDefined();
    expect(readings?.known).toBe(readings?.guessed);
  });

  it('is read as if they were guessed, whatever it holds', async () => {
    const cell = fc.oneof(
      fc.integer().map(String),
      fc.double({ noNaN: true }).map(String),
      fc.constantFrom('', 'true', 'FALSE', '1e9', '0x10', '1_000', 'NULL', '-', 'é', '12:30', ' 7', 'inf'),
      fc.constantFrom(
        '2020-12-31',
        '31/12/2020',
        '02/01/2020',
        '2020-12-31 23:00',
        '31.12.2020',
        '2020-12-31T23:00:00Z',
      ),
      fc.string({ maxLength: 6 }).map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    const table = fc
      .integer({ min: 2, max: 4 })
      .chain((width) =>
        fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }),
      );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const names = rows[0]?.map((_, column) => `c${column}`) ?? [];
        const readings = await read([names, ...rows].map((row) => `${row.join(',')}\n`).join(''));
        if (readings?.known !== undefined) expect(readings.known).toBe(readings.guessed);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['a day may be written in several ways', 'day,a\n31/12/2020,1\n01/02/2021,2\n'],
    ['days stand in another order', 'day,a\n02/01/2021,1\n12/31/2020,2\n'],
    ['days have dots', 'day,a\n31.12.2020,1\n,2\n'],
    ['times stand in another order', 'at,a\n31/12/2020 23:59:59,1\n01/02/2021 00:00:00,2\n'],
    ['a time has a zone', 'at,a\n2020-12-31T23:00:00Z,1\n'],
    ['a text may be a time of day', 'time,a\n12:30:00,1\n'],
  ])('keeps its guess where %s', async (_what, text) => {
    const readings = await read(text);
    expect(readings?.guessed).toMatch(/^\[/);
    expect(readings?.known).toBeUndefined();
  });
});
