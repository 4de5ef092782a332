import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { profile as profileSchema, type Profile, type ProfileColumn } from '../../../schemas/profile.ts';
import { mergeProfiles } from '../../../server/src/drift/mergeProfiles.ts';
import { printProfile } from '../../../server/src/drift/printProfile.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

async function profileOf(...[request, reports]: Parameters<TableWorkspace['profile']>): Promise<Profile> {
  const { profile } = valueOf(await workspace.profile(request, reports));
  return profileSchema.parse(profile);
}

function finiteOf(column: ProfileColumn | undefined) {
  return column?.spread.shape === 'numeric' ? column.spread.finite : undefined;
}

/** A small seeded generator: the tests need spread, not quality. */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

function take(length: number, seed: number): number[] {
  const source = numbers(seed);
  return Array.from({ length }, () => source.next().value);
}

describe('the profile of a table', { timeout: 60_000 }, () => {
  it('counts the rows of chosen windows alone, by time and by number, and refuses a window that is not there', async () => {
    const dates = ['2026-01-30', '2026-02-01', '2026-02-28', '2026-03-01', '', '2026-03-31'];
    workspace.write('months.csv', `date,x\n${dates.map((date, row) => `${date},${row}`).join('\n')}\n`);
    const source = workspace.source('months.csv');
    const months = { kind: 'period' as const, column: 'date', length: { unit: 'month' as const, count: 1 } };
    const values = async (windows: NonNullable<JobRequest<'profileTable'>['windows']>) => {
      const profile = await profileOf({ source, windows });
      const counts = finiteOf(profile.columns.find(({ name }) => name === 'x'))?.counts;
      return { rows: profile.rows, columns: profile.columns.length, source: profile.source, counts };
    };
    const labels = ['2026-02', '2026-03'];
    expect(await values({ chunks: months, labels })).toEqual({
      rows: 4,
      columns: 2,
      source: { label: 'months.csv', windows: labels },
      counts: { kind: 'values', values: [1, 2, 3, 5].map((x) => [x, 1]) },
    });
    expect(await values({ chunks: { kind: 'rows', rows: 2 }, labels: ['rows 3 to 4'] })).toMatchObject({
      counts: { values: [2, 3].map((x) => [x, 1]) },
    });
    const refused = await workspace.profile({ source, windows: { chunks: months, labels: ['2027-01'] } });
    expect(JSON.stringify(refused)).toContain('has no window 2027-01 as the spec cuts it now');
  });

  it('has the exact bins and moments of many different numbers', async () => {
    // Heavy tails on both sides, so that the width is not that of the span.
    const values = take(50_000, 7).map((u) => Math.tan(Math.PI * (u - 0.5)) * 1000);
    workspace.write('cauchy.csv', `x\n${values.join('\n')}\n`);
    const finite = finiteOf((await profileOf({ source: workspace.source('cauchy.csv') })).columns[0]);
    const counts = finite?.counts;
    if (counts?.kind !== 'dyadic') throw new Error('Bins are expected.');
    const binsAt = (exponent: number) => {
      const bins = new Map<number, number>();
      for (const value of values) {
        const index = Math.floor(value / 2 ** exponent);
        bins.set(index, (bins.get(index) ?? 0) + 1);
      }
      return [...bins].sort(([a], [b]) => a - b);
    };
    expect(counts.bins).toEqual(binsAt(counts.exponent));
    expect(counts.bins.length).toBeLessThanOrEqual(4096);
    expect(binsAt(counts.exponent - 1).length).toBeGreaterThan(4096);
    expect([finite?.min, finite?.max]).toEqual([Math.min(...values), Math.max(...values)]);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect((finite?.mean ?? 0) / mean).toBeCloseTo(1, 9);
    expect((finite?.deviation ?? 0) / Math.sqrt(variance)).toBeCloseTo(1, 12);
    const squares = values.reduce((sum, value) => sum + value * value, 0);
    expect(Number(finite?.sumOfSquares) / squares).toBeCloseTo(1, 12);
  });

  it('has exact sums of whole numbers beyond 2^53, negative ones too', async () => {
    const values = take(30_000, 3).map((u) => BigInt(Math.trunc((u - 0.5) * 2 ** 40)) * 3_000_017n);
    workspace.write('big.csv', `x\n${values.join('\n')}\n`);
    const finite = finiteOf((await profileOf({ source: workspace.source('big.csv') })).columns[0]);
    expect(BigInt(finite?.sum ?? 0)).toBe(values.reduce((sum, value) => sum + value, 0n));
    const counts = finite?.counts;
    if (counts?.kind !== 'dyadic') throw new Error('Bins are expected.');
    const bins = new Map<number, number>();
    for (const value of values) {
      const index = Number(value >> BigInt(counts.exponent));
      bins.set(index, (bins.get(index) ?? 0) + 1);
    }
    expect(counts.bins).toEqual([...bins].sort(([a], [b]) => a - b));
  });

  it('equals the merge of the profiles of its parts, whatever their size', async () => {
    const rows = take(40_000, 11).map((u, index) => [
      u * 1e3,
      Math.trunc(u * 1e6) - 500_000,
      `c${Math.trunc(u * 40)}`,
      u < 0.1 ? '' : index,
    ]);
    const text = (part: typeof rows) => `f,i,c,m\n${part.map((row) => row.join(',')).join('\n')}\n`;
    workspace.write('whole.csv', text(rows));
    workspace.write('head.csv', text(rows.slice(0, 900)));
    workspace.write('tail.csv', text(rows.slice(900)));
    const [whole, head, tail] = [
      await profileOf({ source: workspace.source('whole.csv') }),
      await profileOf({ source: workspace.source('head.csv') }),
      await profileOf({ source: workspace.source('tail.csv') }),
    ];
    const merge = mergeProfiles(tail, head, whole.source);
    if (merge.kind === 'differ') throw new Error(merge.sentence);
    for (const [index, column] of whole.columns.entries()) {
      const merged = merge.profile.columns[index];
      expect([merged?.rows, merged?.missing]).toEqual([column.rows, column.missing]);
      if (column.spread.shape === 'categories') expect(merged?.spread).toEqual(column.spread);
      else expect(finiteOf(merged)?.counts).toEqual(finiteOf(column)?.counts);
    }
    expect(finiteOf(merge.profile.columns[1])?.sum).toBe(finiteOf(whole.columns[1])?.sum);
  });

  it('counts dates, times, booleans, missing and infinite values', async () => {
    const lines = [
      '2001-01-02,2001-01-02 03:04:05,23:59:59,true,x',
      '1969-12-31,1969-12-31 23:59:59,00:00:01,false,',
      ',,,,x',
    ];
    workspace.write('kinds.csv', `d,t,c,b,s\n${lines.join('\n')}\n`);
    const { columns } = await profileOf({ source: workspace.source('kinds.csv') });
    expect(columns.map(({ kind, missing }) => [kind, missing])).toEqual([
      ['date', 1],
      ['timestamp', 1],
      ['time', 1],
      ['boolean', 1],
      ['text', 1],
    ]);
    expect([finiteOf(columns[0])?.min, finiteOf(columns[0])?.max]).toEqual([-1, 11_324]);
    expect([finiteOf(columns[1])?.min, finiteOf(columns[1])?.max]).toEqual([-1000, 978_404_645_000]);
    expect([finiteOf(columns[2])?.min, finiteOf(columns[2])?.max]).toEqual([1000, 86_399_000]);
    expect(columns[3]?.spread).toEqual({ shape: 'boolean', true: 1, false: 1 });
    expect(columns[4]?.spread).toMatchObject({ values: [['x', 2]] });
  });

  it('is the same text on every run and from every format', async () => {
    const values = take(3000, 5).map((u) => Math.trunc(u * 1e6));
    workspace.write('same.csv', `x\n${values.join('\n')}\n`);
    workspace.write('same.csv.gz', gzipSync(`x\n${values.join('\n')}\n`));
    workspace.write('same.jsonl', values.map((x) => JSON.stringify({ x })).join('\n'));
    const texts = [];
    for (const name of ['same.csv', 'same.csv', 'same.csv.gz', 'same.jsonl']) {
      texts.push(printProfile(await profileOf({ source: { ...workspace.source(name), label: 'same' } })));
    }
    expect(new Set(texts).size).toBe(1);
  });

  it('says what it was made of', async () => {
    workspace.write('made.csv', 'x,y\n1,a\n2,b\n3,a\n');
    const splits = [{ id: 'few', where: 'x < 3' }];
    const made = await profileOf({ source: workspace.source('made.csv'), splits, split: 'few', version: 'md5:1' });
    expect(made.source).toEqual({ label: 'made.csv', split: 'few', where: 'x < 3', version: 'md5:1' });
    expect(made.rows).toBe(2);
    expect(made.madeBy).toEqual({ plumbline: '0.1.0', engine: expect.stringMatching(/^DuckDB \d/) as unknown });
    const expected = createHash('sha256').update('[["x","integer"],["y","text"]]').digest('hex');
    expect(made.schemaHash).toBe(expected);
  });

  it('keeps no value of a personal column, nor of one derived from it', async () => {
    workspace.write('people.csv', 'name,age,town\nAda Lovelace,987654321,London\nAlan Turing,876543219,London\n');
    const source = workspace.source('people.csv', { shout: 'upper(name)', older: 'age + 1' });
    const answer = valueOf(await workspace.profile({ source, personal: ['name', 'age'] }));
    const text = JSON.stringify(answer);
    for (const secret of ['Ada', 'Turing', 'LOVELACE', '987654', '876543']) expect(text).not.toContain(secret);
    expect(answer.profile?.columns[0]?.spread).toEqual({
      shape: 'withheld',
      because: 'personal',
      length: { rows: 2, min: 11, max: 12, mean: 11.5 },
    });
    expect(answer.summary.columns.map(({ plot }) => plot.kind)).toEqual(['none', 'none', 'categories', 'none', 'none']);
  });

  it('profiles derived columns, which may use each other', async () => {
    workspace.write('derive.csv', 'a\n1\n2\n3\n');
    const source = workspace.source('derive.csv', { big: 'double > 3', double: 'a * 2' });
    const { columns } = await profileOf({ source });
    expect(columns.map(({ name, derivation }) => [name, derivation])).toEqual([
      ['a', undefined],
      ['double', 'a * 2'],
      ['big', 'double > 3'],
    ]);
    expect(columns[2]?.spread).toEqual({ shape: 'boolean', true: 2, false: 1 });
  });

  it.each([
    [{ x: 'y * 2', y: 'x * 2' }, /use each other/],
    [{ a: 'a + 1' }, /already has a column "a"/],
    [{ x: 'a +' }, /cannot be read/],
    [{ x: 'b + 1' }, /no column "b"/],
    [{ x: 'lower(a)' }, /does not fit/],
  ])('tells what is wrong with a derived column: %j', async (derive, says) => {
    workspace.write('derive2.csv', 'a\n1\n');
    const answer = await workspace.profile({ source: workspace.source('derive2.csv', derive) });
    expect(answer.kind === 'failed' && answer.sentence).toMatch(says);
  });

  it('reports progress that never goes back and ends at 1', async () => {
    workspace.write('progress.csv', 'a,b,c\n1,2,3\n');
    const reports: { doing: string; share: number }[] = [];
    await profileOf({ source: workspace.source('progress.csv') }, reports);
    const shares = reports.map(({ share }) => share);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
  });
});

describe('the profile of real flights', { timeout: 120_000 }, () => {
  const file = path.resolve('node_modules/vega-datasets/data/flights-3m.parquet');
  const root = path.dirname(file);

  it('has the numbers that are known of them', async () => {
    const made = await profileOf({ source: { label: 'flights', root, files: [file] } });
    expect(made.rows).toBe(3_000_000);
    const [date, delay, , origin] = made.columns;
    expect([finiteOf(delay)?.min, finiteOf(delay)?.max, finiteOf(delay)?.sum]).toEqual([-1116, 1688, 20_003_603]);
    const bins = finiteOf(date)?.counts;
    expect(bins?.kind === 'dyadic' && bins.bins.reduce((sum, [, rows]) => sum + rows, 0)).toBe(3_000_000);
    expect(origin?.spread.shape === 'categories' && origin.spread.values[0]).toEqual(['ORD', 166_341]);
    expect(readFileSync(file).length).toBe(13_493_022);
  });
});
