import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

/** More than the engine looks at when it guesses, and together more than 16 MiB. */
const rows = 20_600;
const filling = 'x'.repeat(830);

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
  const early = [filling, '1', '2.5', '2001-05-01', 'true', '', '12'];
  const late = ['', '1.5', '007', '2001-05-01 23:00:00', '1', '7.25', '012'];
  const line = `${early.join(',')}\n`;
  workspace.write('large.csv', `filling,whole,code,day,flag,empty,sign\n${line.repeat(rows)}${late.join(',')}\n`);
  const object = `${JSON.stringify({ filling, whole: 1, code: '12', empty: null })}\n`;
  const last = '{"whole":1.5,"code":"7","empty":7.25,"new":3}\n';
  workspace.write('large.jsonl', `${object.repeat(rows)}${last}`);
  for (let month = 1; month <= 40; month += 1) {
    workspace.write(`months/${month}.csv`, month < 40 ? 'whole,empty\n1,\n' : 'whole,empty\n1.5,7.25\n');
    const empty = month < 40 ? '' : ',"empty":7.25';
    workspace.write(`months/${month}.jsonl`, `{"whole":${month < 40 ? 1 : 1.5}${empty}}\n`);
  }
  workspace.write('codes.csv', 'code,sign,found\n00123,+1,1\n04567,2,inf\n');
});
afterAll(() => workspace.dispose());

async function countWhere(names: string | readonly string[], where: string): Promise<number | undefined> {
  const source = workspace.source(names);
  return valueOf(await workspace.count({ source, splits: [{ id: 'some', where }] })).splits[0]?.rows;
}

async function kindsOf(name: string): Promise<Readonly<Record<string, string>>> {
  const { columns } = valueOf(await workspace.describe({ source: workspace.source(name) }));
  return Object.fromEntries(columns.map((column) => [column.name, column.kind]));
}

const months = (ending: string): readonly string[] =>
  Array.from({ length: 40 }, (_, month) => `months/${month + 1}.${ending}`);

describe('values that come late in a large text file', { timeout: 60_000 }, () => {
  it.each([
    ['a fraction after whole numbers', 'whole = 1.5'],
    ['a code with a zero in front after numbers', "code = '007'"],
    ['a time after days', "day = '2001-05-01 23:00:00'"],
    ['a number after truth values', "flag = '1'"],
    ['a number after nothing', 'empty = 7.25'],
    ['a code with a zero in front after whole numbers', "sign = '012'"],
  ])('are read as they stand: %s', async (_what, where) => {
    expect(await countWhere('large.csv', where)).toBe(1);
  });

  it('are read as they stand in JSON, too', async () => {
    expect(await countWhere('large.jsonl', 'whole = 1.5 and empty = 7.25 and new = 3')).toBe(1);
  });

  it('make a column of numbers of one that begins empty, when the columns are described', async () => {
    expect(await kindsOf('large.csv')).toMatchObject({ empty: 'float' });
    expect(await kindsOf('large.jsonl')).toMatchObject({ empty: 'float' });
  });
});

describe('values that come in the last of many files', { timeout: 60_000 }, () => {
  it.each(['csv', 'jsonl'])('are read as they stand: %s', async (ending) => {
    expect(await countWhere(months(ending), 'whole = 1.5 and empty = 7.25')).toBe(1);
    expect(await countWhere(months(ending), 'whole = 1')).toBe(39);
  });
});

describe('a column of codes', () => {
  it('stays text where numbers have a zero in front; a sign and an infinity make no text of numbers', async () => {
    expect(await kindsOf('codes.csv')).toEqual({ code: 'text', sign: 'float', found: 'float' });
  });
});
