import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

const flights = path.resolve('node_modules/vega-datasets/data/flights-3m.parquet');
let workspace: TableWorkspace;

beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

/** What the user is told about a file when it is profiled. */
async function sentenceAbout(name: string): Promise<string> {
  const answer = await workspace.profile({ source: workspace.source(name) });
  return answer.kind === 'failed' ? `${answer.category}: ${answer.sentence}` : 'profiled';
}

const rows = Array.from({ length: 30_000 }, (_, index) => `${index},${index % 7}`).join('\n');
const whole = readFileSync(flights);

/** File → content, and what the sentence must say besides the file's name. */
const hostile: Readonly<Record<string, { readonly content: () => string | Uint8Array; readonly says: RegExp }>> = {
  'empty.csv': { content: () => '', says: /is empty/ },
  'ragged.csv': { content: () => 'a,b\n1,2\n3,4,5\n', says: /2 columns but 3 values near line 3/ },
  'short-row.csv': { content: () => 'a,b\n1,2\n3\n', says: /2 columns but 1 values near line 3/ },
  'late-ragged.csv': { content: () => `a,b\n${rows}\n1,2,3\n`, says: /near line 30002/ },
  'open-quote.csv': { content: () => 'a,b\n1,"x\n2,y\n', says: /quote/ },
  'huge-cell.csv': { content: () => `a,b\n1,${'x'.repeat(5_000_000)}\n`, says: /more than 2 MB/ },
  'latin1.csv': { content: () => Buffer.from('a,b\n1,caf\u00e9\n', 'latin1'), says: /not UTF-8/ },
  'utf16.csv': { content: () => Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), says: /UTF-16/ },
  'nul.csv': { content: () => 'a,b\n1,\0\n', says: /binary/ },
  'binary.csv': {
    content: () => Uint8Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256),
    says: /binary/,
  },
  'really-parquet.csv': { content: () => whole.subarray(0, 100_000), says: /is a Parquet file/ },
  'really-gzip.csv': { content: () => gzipSync('a\n1\n'), says: /gzip/ },
  'zip.csv': { content: () => 'PK\u0003\u0004 and so on', says: /archive/ },
  'not-gzip.csv.gz': { content: () => 'a,b\n1,2\n', says: /not a complete gzip|not a gzip/ },
  'cut.csv.gz': { content: () => gzipSync(`a,b\n${rows}\n`).subarray(0, 20_000), says: /not a complete gzip/ },
  'csv.parquet': { content: () => 'a,b\n1,2\n', says: /not a Parquet file/ },
  'cut.parquet': { content: () => whole.subarray(0, 1_000_000), says: /not a complete Parquet/ },
  'hollow.parquet': {
    content: () => Buffer.concat([whole.subarray(0, 1_000_000), whole.subarray(-6000)]),
    says: /not a complete Parquet/,
  },
  'cut.jsonl': { content: () => '{"a":1}\n{"a":\n', says: /not valid JSON lines near line/ },
  'array.jsonl': { content: () => '[{"a":1}]\n', says: /one object per line/ },
  'twice.jsonl': { content: () => '{"a":1,"a":2}\n', says: /same key twice near line 1/ },
  'table.feather': { content: () => 'FEA1', says: /Parquet/ },
  'table.xlsx': { content: () => 'PK', says: /spreadsheet/ },
  'table.unknown': { content: () => 'a\n', says: /csv, tsv, jsonl, parquet/ },
};

describe('a table that cannot be read', { timeout: 60_000 }, () => {
  it.each(Object.entries(hostile))('is told in one sentence: %s', async (name, { content, says }) => {
    workspace.write(name, content());
    const told = await sentenceAbout(name);
    expect(told).toMatch(/^bad-input: /);
    expect(told).toContain(name);
    expect(told).toMatch(says);
    expect(told.length).toBeLessThan(400);
    expect(told).not.toContain('\n');
    expect(told).toMatch(/\.$/);
  });

  it('is told when the file is missing, a folder, or no file matches', async () => {
    workspace.write('folder/part.csv', 'a\n1\n');
    expect(await sentenceAbout('missing.csv')).toContain('missing.csv was not found');
    expect(await sentenceAbout('folder')).toContain('folder is a folder');
    const none = await workspace.describe({ source: workspace.source([]) });
    expect(none.kind === 'failed' && none.sentence).toContain('No file matches');
  });

  it('is told how many columns it has when these are too many', async () => {
    workspace.write('wide.csv', `${Array.from({ length: 1_000_000 }, (_, index) => `c${index}`).join(',')}\n`);
    expect(await sentenceAbout('wide.csv')).toMatch(/wide\.csv has 1,000,000 columns, and at most 5,000/);
  });

  it('is told when a name would be taken for a pattern', async () => {
    workspace.write('a*b.csv', 'a\n1\n');
    workspace.write('axb.csv', 'a\n2\n');
    expect(await sentenceAbout('a*b.csv')).toContain('rename it');
  });
});

describe('a file outside the workspace', { timeout: 60_000 }, () => {
  it('is refused by a path that leads up, whether it exists or not', async () => {
    workspace.write('../secret.csv', 'a\n1\n');
    expect(await sentenceAbout('../secret.csv')).toMatch(/^refused: .*outside the workspace/);
    expect(await sentenceAbout('../nothing.csv')).toMatch(/^refused: .*outside the workspace/);
  });

  it('is refused through a link to it or to its folder', async () => {
    const outside = workspace.write('../elsewhere/secret.csv', 'a\n1\n');
    workspace.link('link.csv', outside);
    workspace.link('linked', path.dirname(outside));
    expect(await sentenceAbout('link.csv')).toMatch(/^refused: /);
    expect(await sentenceAbout('linked/secret.csv')).toMatch(/^refused: /);
  });

  it('is refused in a folder whose name begins like that of the workspace', async () => {
    workspace.write('../workspace2/secret.csv', 'a\n1\n');
    expect(await sentenceAbout('../workspace2/secret.csv')).toMatch(/^refused: /);
  });

  it('is read when it is a link that stays inside', async () => {
    const inside = workspace.write('real.csv', 'a\n1\n');
    workspace.link('alias.csv', inside);
    expect(await sentenceAbout('alias.csv')).toBe('profiled');
  });
});

describe('an odd table that can be read', { timeout: 60_000 }, () => {
  async function columnsOf(name: string, content: string | Uint8Array) {
    workspace.write(name, content);
    return valueOf(await workspace.describe({ source: workspace.source(name) }));
  }

  it('has names with quotes, line breaks and spaces', async () => {
    const { columns } = await columnsOf('names.csv', '"a""b","c\nd", e \n1,2,3\n');
    expect(columns.map(({ name }) => name)).toEqual(['a"b', 'c\nd', 'e']);
    const profiled = valueOf(await workspace.profile({ source: workspace.source('names.csv') }));
    expect(profiled.summary.columns.map(({ max }) => max)).toEqual(['1', '2', '3']);
  });

  it('says what became of equal and missing names', async () => {
    const { columns, notes } = await columnsOf('equal.csv', 'a,a,\n1,2,3\n');
    expect(columns.map(({ name }) => name)).toEqual(['a', 'a_1', 'column2']);
    expect(notes).toHaveLength(2);
    expect(notes[0]).toContain('two columns "a"');
  });

  it('has a byte order mark and line endings of Windows', async () => {
    const { columns } = await columnsOf('windows.csv', '\ufeffa,b\r\n1,x\r\n');
    expect(columns.map(({ name, kind }) => [name, kind])).toEqual([
      ['a', 'integer'],
      ['b', 'text'],
    ]);
  });

  it('has semicolons, tabs or bars between its values', async () => {
    for (const [name, delimiter] of [
      ['semi.csv', ';'],
      ['bar.csv', '|'],
      ['tab.tsv', '\t'],
    ] as const) {
      const { columns } = await columnsOf(name, `a${delimiter}b\n1,5${delimiter}2\n`);
      expect(columns).toHaveLength(2);
    }
  });

  it('has a header and no rows', async () => {
    workspace.write('header.csv', 'a,b\n');
    const { summary } = valueOf(await workspace.profile({ source: workspace.source('header.csv') }));
    expect(summary.rows).toBe(0);
    expect(summary.columns.map(({ plot }) => plot.kind)).toEqual(['none', 'none']);
  });

  it('has numbers with NaN and infinities', async () => {
    workspace.write('special.csv', 'x\n1.5\nnan\ninf\n-inf\n\n2.5\n');
    const { profile } = valueOf(await workspace.profile({ source: workspace.source('special.csv') }));
    expect(profile?.columns[0]).toMatchObject({
      kind: 'float',
      distinct: { kind: 'exact', count: 5 },
      spread: { nan: 1, positiveInfinity: 1, negativeInfinity: 1, finite: { min: 1.5, max: 2.5, sum: 4 } },
    });
  });

  it('has a text far down in a column that begins with numbers', async () => {
    const pad = 'x'.repeat(800);
    const long = Array.from({ length: 25_000 }, (_, index) => `${index % 1000},${pad}`).join('\n');
    workspace.write('late-text.csv', `a,b\n${long}\nhello,2\n`);
    const { profile } = valueOf(await workspace.profile({ source: workspace.source('late-text.csv') }));
    expect(profile?.columns.map(({ kind, rows: count }) => [kind, count])).toEqual([
      ['text', 25_001],
      ['text', 25_001],
    ]);
  });

  it('has nested values, of which only missing ones are counted', async () => {
    workspace.write('nested.jsonl', '{"a":{"b":1},"c":[1]}\n{"a":null,"c":[2]}\n');
    const { profile } = valueOf(await workspace.profile({ source: workspace.source('nested.jsonl') }));
    expect(profile?.columns.map(({ kind, missing, spread }) => [kind, missing, spread.shape])).toEqual([
      ['opaque', 1, 'withheld'],
      ['opaque', 0, 'withheld'],
    ]);
  });
});
