import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { assignRanges, hashPlace } from '../../../server/src/data/fractionSql.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

type Splits = JobRequest<'countSplits'>['splits'];

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

async function rowsOf(names: string | readonly string[], splits: Splits): Promise<readonly number[]> {
  const counted = valueOf(await workspace.count({ source: workspace.source(names), splits }));
  return counted.splits.map(({ rows }) => rows);
}

async function sentenceAbout(splits: Splits): Promise<string> {
  const answer = await workspace.count({ source: workspace.source('days.csv'), splits });
  return answer.kind === 'failed' ? answer.sentence : 'counted';
}

describe('counting splits', { timeout: 60_000 }, () => {
  beforeAll(() => {
    const days = Array.from(
      { length: 31 },
      (_, day) => `2001-05-${String(day + 1).padStart(2, '0')} 23:59:59,${day % 4},g${day % 5}`,
    );
    workspace.write('days.csv', `t,late,group\n${days.join('\n')}\n,,\n`);
  });

  it('counts conditions, and none where a value is missing', async () => {
    expect(
      await rowsOf('days.csv', [{ id: 'a', where: 'late = 0' }, { id: 'b', where: 'not (late = 0)' }, { id: 'c' }]),
    ).toEqual([8, 23, 32]);
  });

  it('counts other conditions in the same pass, and says of each alone why it cannot be used', async () => {
    const counted = valueOf(
      await workspace.count({
        source: workspace.source('days.csv'),
        splits: [],
        conditions: [
          { id: 'few', where: 'late = 0' },
          { id: 'odd', where: 'lat = 0' },
        ],
      }),
    );
    expect(counted.total).toBe(32);
    expect(counted.conditions).toEqual([
      { id: 'few', rows: 8 },
      { id: 'odd', sentence: 'days.csv has no column "lat"; did you mean "late"?' },
    ]);
  });

  it('counts few and many splits alike, and none of a table without rows', async () => {
    workspace.write('none.csv', 't,late,group\n');
    const splits = Array.from({ length: 20 }, (_, index) => ({ id: `split ${index}`, where: `late <= ${index % 5}` }));
    const count = async (some: Splits) =>
      valueOf(
        await workspace.count({
          source: workspace.source('days.csv'),
          splits: some,
          positive: 'late = 1',
          overlaps: true,
        }),
      );
    const many = await count(splits);
    const few = await count(splits.slice(0, 5));
    expect(many.total).toBe(32);
    expect(many.splits.slice(0, 5)).toEqual(few.splits);
    expect(few.splits.map(({ rows, positives }) => [rows, positives])).toEqual([
      [8, 0],
      [16, 8],
      [24, 8],
      [31, 8],
      [31, 8],
    ]);
    expect(many.overlaps.filter(({ first }) => first === 'split 0')).toHaveLength(19);
    expect(await rowsOf('none.csv', [{ id: 'a' }, { id: 'b' }])).toEqual([0, 0]);
  });

  it('counts both days of a period, to the last second', async () => {
    const period = { column: 't', from: '2001-05-10', to: '2001-05-12' };
    expect(await rowsOf('days.csv', [{ id: 'a', period }])).toEqual([3]);
  });

  it('counts positives, and the first and last time', async () => {
    const counted = valueOf(
      await workspace.count({
        source: workspace.source('days.csv', { isLate: 'late >= 3' }),
        splits: [
          { id: 'a', where: `t < '2001-05-09'` },
          { id: 'none', where: 'late > 9' },
        ],
        positive: 'isLate',
        time: 't',
      }),
    );
    expect(counted.splits).toEqual([
      { id: 'a', rows: 8, positives: 2, first: '2001-05-01T23:59:59', last: '2001-05-08T23:59:59' },
      { id: 'none', rows: 0, positives: 0 },
    ]);
  });

  it('finds rows that two splits share', async () => {
    const counted = valueOf(
      await workspace.count({
        source: workspace.source('days.csv'),
        splits: [
          { id: 'a', where: 'late <= 1' },
          { id: 'b', where: 'late >= 1' },
          { id: 'c', where: 'late = 3' },
        ],
        overlaps: true,
      }),
    );
    expect(counted.overlaps).toEqual([
      { first: 'a', second: 'b', rows: 8 },
      { first: 'b', second: 'c', rows: 7 },
    ]);
  });

  it('counts the rows of some of the files', async () => {
    workspace.write('part-1.csv', 'a\n1\n2\n');
    workspace.write('part-2.csv', 'a\n3\n');
    const [first = '', second = ''] = ['part-1.csv', 'part-2.csv'].map((name) => path.join(workspace.root, name));
    const splits = [
      { id: 'one', files: [first] },
      { id: 'two', files: [second] },
      { id: 'both', files: [first, second], where: 'a > 1' },
    ];
    expect(await rowsOf(['part-1.csv', 'part-2.csv'], splits)).toEqual([2, 1, 2]);
  });

  it('compares words with a column whose words the engine takes for truth values', async () => {
    workspace.write('words.csv', 'answer,short\nyes,t\nno,f\nyes,t\n,\n');
    const wheres = ["answer = 'yes'", "answer in ('No')", "short != 't'", "answer = 'true'", 'answer'];
    expect(
      await rowsOf(
        ['words.csv'],
        wheres.map((where, index) => ({ id: `s${index}`, where })),
      ),
    ).toEqual([2, 1, 1, 2, 2]);
    const source = workspace.source('words.csv');
    const maybe = await workspace.count({ source, splits: [{ id: 'a', where: "answer = 'maybe'" }] });
    expect(maybe.kind === 'failed' ? maybe.sentence : '').toMatch(/boolean is compared with a text/);
  });

  it.each([
    [{ id: 'a', where: 'lat = 1' }, /no column "lat"; did you mean "late"\?/],
    [{ id: 'a', where: 'late +' }, /cannot be read/],
    [{ id: 'a', where: 'late' }, /no condition|does not fit/],
    [{ id: 'a', where: `late = 'x'` }, /number is compared with a text/],
    [{ id: 'a', period: { column: 'late', from: '2001-01-01', to: '2001-01-02' } }, /holds no dates/],
    [{ id: 'a', period: { column: 't', from: '2001-01-02', to: '2001-01-01' } }, /ends before it begins/],
    [{ id: 'a', files: ['/etc/passwd'] }, /not one of/],
  ])('tells what is wrong with a split: %j', async (split, says) => {
    expect(await sentenceAbout([split])).toMatch(says);
  });
});

describe('fractions', { timeout: 60_000 }, () => {
  const length = 20_000;
  beforeAll(() => {
    workspace.write('many.csv', `n,g\n${Array.from({ length }, (_, n) => `${n},${n % 100}`).join('\n')}\n`);
  });

  async function cut(splits: Splits) {
    return valueOf(await workspace.count({ source: workspace.source('many.csv'), splits, overlaps: true }));
  }

  it('of one base and seed share no row and leave none out when they add up to 1', async () => {
    const shares = [0.7, 0.2, 0.1];
    const counted = await cut(shares.map((share, index) => ({ id: `s${index}`, fraction: { share, seed: 4 } })));
    expect(counted.overlaps).toEqual([]);
    expect(counted.splits.reduce((sum, { rows }) => sum + rows, 0)).toBe(length);
    for (const [index, share] of shares.entries()) {
      // Five standard deviations of a binomial count.
      const slack = 5 * Math.sqrt(length * share * (1 - share));
      expect(Math.abs((counted.splits[index]?.rows ?? 0) - share * length)).toBeLessThan(slack);
    }
  });

  it('take the rows that the hash in TypeScript says', async () => {
    const fraction = { share: 0.3, seed: 42 };
    const expected = Array.from({ length }, (_, n) => hashPlace(n, 42)).filter(
      (hash) => hash < Math.round(0.3 * 2 ** 32),
    );
    expect((await cut([{ id: 'a', fraction }])).splits[0]?.rows).toBe(expected.length);
  });

  it('of another seed cut other rows', async () => {
    const counted = await cut([
      { id: 'a', fraction: { share: 0.5, seed: 1 } },
      { id: 'b', fraction: { share: 0.5, seed: 2 } },
    ]);
    expect(counted.overlaps[0]?.rows).toBeGreaterThan(length * 0.2);
    expect(counted.overlaps[0]?.rows).toBeLessThan(length * 0.3);
  });

  it('keep groups together', async () => {
    const counted = await cut([
      { id: 'a', fraction: { share: 0.5, seed: 1, group: 'g' } },
      { id: 'b', fraction: { share: 0.5, seed: 1, group: 'g' } },
      ...['3', '7', '50'].map((g) => ({ id: `g${g}`, where: `g = ${g}` })),
    ]);
    for (const { first, second, rows } of counted.overlaps) {
      expect([first, second].some((id) => id.startsWith('g'))).toBe(true);
      expect(rows).toBe(200);
    }
    expect(counted.overlaps).toHaveLength(3);
  });

  it('narrow a condition', async () => {
    const base = { where: 'n < 1000' };
    const counted = await cut([
      { id: 'a', ...base, fraction: { share: 0.5, seed: 1 } },
      { id: 'b', ...base, fraction: { share: 0.5, seed: 1 } },
    ]);
    expect(counted.splits.reduce((sum, { rows }) => sum + rows, 0)).toBe(1000);
  });

  it('that add up to more than 1 are refused', async () => {
    const splits = [0.7, 0.4].map((share, index) => ({ id: `s${index}`, fraction: { share, seed: 4 } }));
    const answer = await workspace.count({ source: workspace.source('many.csv'), splits });
    expect(answer.kind === 'failed' && answer.sentence).toMatch(/s0, s1 .*more than 100 %/);
  });

  it('have ranges side by side, whatever the shares', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (shares) => {
          const sum = shares.reduce((total, share) => total + share, 0);
          const splits = shares.map((share, index) => ({
            id: `s${index}`,
            fraction: { share: Math.min(1, share / sum), seed: 1 },
          }));
          const ranges = [...assignRanges(splits).values()];
          expect(ranges[0]?.low).toBe(0);
          expect(ranges.at(-1)?.high).toBeGreaterThan(2 ** 32 - 100);
          for (const [index, range] of ranges.slice(1).entries()) expect(range.low).toBe(ranges[index]?.high);
        },
      ),
    );
  });
});

describe('the splits of real flights', { timeout: 120_000 }, () => {
  it('have the rows that are known of them', async () => {
    const file = path.resolve('node_modules/vega-datasets/data/flights-3m.parquet');
    const counted = valueOf(
      await workspace.count({
        source: {
          label: 'flights',
          root: path.dirname(file),
          files: [file],
          derive: [{ column: 'late', expression: 'delay >= 15' }],
        },
        splits: [
          { id: 'train', where: `date < '2001-04-01'` },
          { id: 'april', period: { column: 'date', from: '2001-04-01', to: '2001-04-30' } },
          { id: 'may', where: `date >= '2001-05-01' and date < '2001-06-01'` },
          { id: 'june', period: { column: 'date', from: '2001-06-01', to: '2001-06-30' } },
        ],
        positive: 'late',
        overlaps: true,
      }),
    );
    expect(counted.total).toBe(3_000_000);
    expect(counted.overlaps).toEqual([]);
    expect(counted.splits.map(({ rows }) => rows)).toEqual([1_477_911, 501_030, 518_831, 502_222]);
    expect(counted.splits[2]?.positives).toBe(87_748);
  });
});
