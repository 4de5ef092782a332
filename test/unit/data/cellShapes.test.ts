import * as fc from 'fast-check';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine, textCell } from '../../../server/src/data/engine.ts';
import type { Engine } from '../../../server/src/data/engine.ts';
import type { FormattedFile } from '../../../server/src/data/fileFormat.ts';
import { readHeader } from '../../../server/src/data/delimitedHeader.ts';
import { findSeenColumns } from '../../../server/src/data/findColumns.ts';
import { writeSniffer } from '../../../server/src/data/readerSql.ts';
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

/** Types of the columns as the engine finds them from all rows, and as ours does; undefined where it leaves it to the engine. */
async function typesOf(text: string): Promise<{ readonly engine: unknown; readonly ours: unknown }> {
  workspace.write('table.csv', text);
  const header = await readHeader(file);
  const options = { header, sampledRows: -1, types: new Map<string, string>(), withOrigin: false };
  const seen = await findSeenColumns(engine, file, header, options, 0);
  const rows = await engine.select(writeSniffer(file, options)).catch(() => undefined);
  return {
    engine: rows?.map((row) => [textCell(row, 'column_name'), textCell(row, 'column_type'), row['iso']]),
    ours: seen?.columns.map(({ name, type }) => [name, type, seen.hasIsoTimes]),
  };
}

const manyLines = (line: string, last: string): string => `a,b\n${`${line}\n`.repeat(3000)}${last}\n`;

describe('the types of a large delimited file', { timeout: 60_000 }, () => {
  it.each([
    ['whole numbers and fractions', 'a,b\n1,0.5\n-20,-3\n0,10.25\n'],
    ['fractions that are whole numbers', 'a,b\n1.0,1\n2.0,2\n'],
    ['powers of ten beside fractions', 'a,b\n1e-05,2\n0.5,3\n1E+07,4\n'],
    ['numbers with nothing between them', 'a,b\n1,\n,0.5\n'],
    ['days and moments', 'a,b\n2001-05-31,2001-05-31 23:59:59\n2000-02-29,2001-05-31 00:00:00.5\n'],
    ['truth values and texts', 'a,b\ntrue,x\nfalse,\n'],
    ['texts in quotes', 'a,b\n"x, y","he said ""no"""\n"1",z\n'],
    ['lines that end as in Windows, and the last one without an end', 'a,b\r\n1,x\r\n2,y'],
    ['a mark of Unicode', '\uFEFFa,b\n1,ü\n2,é\n'],
    ['tabs', 'a\tb\n1\tx\n2\ty\n'],
    ['an empty column', 'a,b\n1,\n2,\n'],
    ['names that occur twice or are missing', 'a,a,\n1,2,3\n'],
  ])('are found without trying them on all rows: %s', async (_what, text) => {
    const types = await typesOf(text);
    expect(types.ours).toBeDefined();
    expect(types.ours).toEqual(types.engine);
  });

  it.each([
    ['a fraction after whole numbers', manyLines('1,x', '1.5,x')],
    ['a text after texts of another kind', manyLines('x1,2', '5,3')],
  ])('are those of all rows, found in one look: %s', async (_what, text) => {
    const types = await typesOf(text);
    expect(types.ours).toBeDefined();
    expect(types.ours).toEqual(types.engine);
  });

  it.each([
    ['a zero in front after whole numbers', manyLines('1,x', '007,x')],
    ['a zero in front after fractions', manyLines('0.5,x', '007,x')],
    ['a moment after days', manyLines('2001-05-01,x', '2001-05-01 10:00:00,x')],
    ['a number after nothing', manyLines(',x', '10:30,x')],
    ['a text after numbers', manyLines('1,x', 'none,x')],
    ['a day that does not exist', manyLines('2001-02-28,x', '2001-02-29,x')],
    ['a line that is too short', manyLines('1,x', '2')],
    ['a quote inside of a cell', manyLines('1,x', '2,x"y')],
    ['line ends of two kinds', 'a,b\r\n1,x\n2,y\n'],
    ['an empty line', 'a\n1\n\n2\n'],
    ['powers of ten alone', 'a,b\n1e5,x\n2e5,y\n'],
    ['a number of more digits than 64 bits have', 'a,b\n12345678901234567890,x\n'],
  ])('are left to the engine where that is not certain: %s', async (_what, text) => {
    expect((await typesOf(text)).ours).toBeUndefined();
  });

  it('equal those that the engine finds from all rows, whatever these hold', async () => {
    const ofKind = [
      fc.oneof(fc.integer().map(String), fc.constantFrom('', '-0', '007', '+1', '0', '-7')),
      fc.oneof(
        fc.double({ noNaN: true }).map(String),
        fc.integer().map(String),
        fc.constantFrom('', '.5', '1.', '1e3'),
      ),
      fc.oneof(
        fc
          .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
          .map((at) => at.toISOString().slice(0, 10)),
        fc.constantFrom('', '2001-02-29', '1999-12-31', '0999-01-01', '2001-5-1'),
      ),
      fc.oneof(
        fc
          .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
          .map((at) => at.toISOString().slice(0, 19).replace('T', ' ')),
        fc.constantFrom(
          '',
          '2001-01-01 24:00:00',
          '2001-01-01T10:00:00',
          '2001-01-01 10:00',
          '2001-01-01 10:00:00.1234567',
        ),
      ),
      fc.constantFrom('true', 'false', '', 'True', '1'),
      fc.oneof(fc.constantFrom('x', 'é', '-', 'nan', 'inf', '12:30:00', '"a,b"', '"1"', '" "', ' 7'), fc.constant('')),
    ];
    const table = fc
      .array(fc.nat(ofKind.length - 1), { minLength: 2, maxLength: 4 })
      .chain((kinds) =>
        fc.array(fc.tuple(...kinds.map((kind) => ofKind[kind] ?? fc.constant(''))), { minLength: 1, maxLength: 6 }),
      );
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const names = rows[0]?.map((_, column) => `c${column}`) ?? [];
        const types = await typesOf([names, ...rows].map((row) => `${row.join(',')}\n`).join(''));
        if (types.ours !== undefined) expect(types.ours).toEqual(types.engine);
      }),
      { numRuns: Number(process.env['RUNS'] ?? 40) },
    );
  });
});
