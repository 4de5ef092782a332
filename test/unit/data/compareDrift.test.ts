import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driftResult, type DriftResult } from '../../../schemas/driftJob.ts';
import type { JobProgress } from '../../../schemas/jobs.ts';
import { rankColumns } from '../../../server/src/drift/comparison/rankColumns.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { TableWorkspace, valueOf } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

type Request = NonNullable<Parameters<TableWorkspace['compare']>[2]>;

async function compare(reference: string, current: string, request: Request = {}): Promise<DriftResult> {
  workspace.write('reference.csv', reference);
  workspace.write('current.csv', current);
  return driftResult.parse(valueOf(await workspace.compare('reference.csv', 'current.csv', request)));
}

async function sentenceOf(reference: string, current: string, request: Request = {}): Promise<string> {
  workspace.write('reference.csv', reference);
  workspace.write('current.csv', current);
  const answer = await workspace.compare('reference.csv', 'current.csv', request);
  if (answer.kind !== 'failed') throw new Error('A failure is expected.');
  return answer.sentence;
}

function rankOf(result: DriftResult, column: string) {
  const found = rankColumns(result).find((one) => one.column === column);
  if (found === undefined) throw new Error(`${column} was not compared.`);
  return found;
}

function table(
  rows: number,
  seed: number,
  columns: Readonly<Record<string, (u: number, row: number) => string | number>>,
): string {
  const random = createRandomStream(seed);
  const names = Object.keys(columns);
  const lines = Array.from({ length: rows }, (_, row) => {
    const u = random.nextFraction();
    return names.map((name) => String(columns[name]?.(u, row) ?? '')).join(',');
  });
  return `${names.join(',')}\n${lines.join('\n')}\n`;
}

const value = { x: (u: number) => u };

describe('days', () => {
  it('before and after 1970 hold the rows between their midnights', async () => {
    const moments = [
      '1969-12-30 00:00:00',
      '1969-12-30 23:59:59.999999',
      '1969-12-31 00:00:00',
      '1969-12-31 23:59:59.999999',
      '1970-01-01 00:00:00',
      '1970-01-02 12:00:00.000001',
    ];
    const text = `when,x\n${moments.map((moment, row) => `${moment},${row}`).join('\n')}\n`;
    const length = { unit: 'second', count: 86_400 } as const;
    const { windows } = await compare(text, text, { chunks: { kind: 'period', column: 'when', length } });
    expect(windows.map(({ label, rows }) => [label, rows])).toEqual([
      ['1969-12-30', 2],
      ['1969-12-31', 2],
      ['1970-01-01', 1],
      ['1970-01-02', 1],
    ]);
  });
});

describe('days whose rows are alike', { timeout: 60_000 }, () => {
  /** Days of 200 rows, each moved by itself; those from `first` on. */
  const days = (first: number, count: number): string => {
    const dayOf = (row: number): number => first + Math.floor(row / 200);
    return table(200 * count, first, {
      when: (_, row) => `2026-03-${String(dayOf(row)).padStart(2, '0')}`,
      x: (u, row) => u + ((dayOf(row) * 7) % 6) / 8,
    });
  };
  const blocks = { column: 'when', length: { unit: 'second', count: 86_400 } } as const;
  const judged = async (request: Request = {}) => {
    const { columns } = await compare(days(1, 12), days(13, 1), { columns: ['x'], ...request });
    return columns[0]?.cells[0]?.judgements[0];
  };

  it('raise no alarm where the days of the reference lie as far apart as the window', async () => {
    expect(await judged()).toMatchObject({ answer: 'drift', test: { kind: 'kolmogorov' } });
    expect(await judged({ blocks })).toMatchObject({
      answer: 'cannot-tell',
      test: { kind: 'blocks', blocks: 12, period: '1 day' },
      need: { blocks: { period: '1 day' } },
    });
  });

  it('are told of once, and change nothing of what is counted', async () => {
    const without = await compare(days(1, 12), days(13, 1), { columns: ['x'] });
    const held = await compare(days(1, 12), days(13, 1), { columns: ['x'], blocks });
    expect(held.notes).toEqual(['Changes of x are held against how far the 12 days of reference.csv lie apart.']);
    expect(held.columns[0]?.overlay).toEqual(without.columns[0]?.overlay);
    const effects = [held, without].map(({ columns }) => columns[0]?.cells[0]?.judgements[0]);
    expect(effects[0]).toHaveProperty('effect', (effects[1] as { effect: number }).effect);
  });

  it('are told to be of no use where each holds one value of a column', async () => {
    const ofWeek = (text: string): string =>
      text
        .split('\n')
        .map((line, row) =>
          row === 0 ? `weekday,${line}` : line && `d${(7 + Math.floor((row - 1) / 200)) % 7},${line}`,
        )
        .join('\n');
    const result = await compare(ofWeek(days(1, 12)), ofWeek(days(13, 7)), { columns: ['weekday'], blocks });
    expect(result.columns[0]?.cells[0]?.judgements[0]).toMatchObject({
      need: { kind: 'no-window', blocks: { hasOneValue: true } },
    });
    expect(rankOf(result, 'weekday').advice).toContain('Days cannot settle it, because each holds one value of it');
  });

  it('are weeks where nobody named a period and there are too many days', async () => {
    const reference = table(2_000, 3, {
      x: (u) => u,
      when: (_, row) => new Date((row * 86_400_000) / 4).toISOString(),
    });
    const odd = table(50, 4, { x: (u) => u / 2, when: () => '1972-01-01' });
    const request = { columns: ['x'], blocks: { ...blocks, isDefault: true } };
    expect((await compare(reference, odd, request)).notes).toEqual([
      'Changes of x are held against how far the 72 weeks of reference.csv lie apart.',
    ]);
    const stated = await compare(reference, odd, { columns: ['x'], blocks });
    expect(stated.notes).toEqual([expect.stringContaining('The data gives 500 windows of this length')]);
  });

  it.each([
    ['too few days', days(1, 5), /reference\.csv has rows of 5 days, and 6 are needed\./],
    ['no times', 'x\n1\n2\n3\n', /cannot be cut into blocks: .*no column "when"/],
  ])('count as independent with a word: %s', async (_, reference, says) => {
    const { notes } = await compare(reference, days(13, 1), { columns: ['x'], blocks });
    expect(notes.join(' ')).toMatch(says);
    expect(notes.join(' ')).toContain('Rows count as independent of each other, so probabilities may be too small,');
  });
});

describe('the comparison of two tables', { timeout: 60_000 }, () => {
  it('finds a shift and leaves what is alike', async () => {
    const columns = { moved: (u: number) => u, same: (_: number, row: number) => (row * 7919) % 1009 };
    const shifted = { ...columns, moved: (u: number) => u + 0.2 };
    const result = await compare(table(4000, 1, columns), table(4000, 2, shifted));
    expect(rankOf(result, 'moved')).toMatchObject({ answer: 'drift', worst: { aspect: 'values' } });
    expect(rankOf(result, 'same').answer).toBe('stable');
  });

  it('says how many rows it needs when there are too few', async () => {
    const result = await compare(table(4000, 3, value), table(40, 4, value));
    expect(rankOf(result, 'x')).toMatchObject({ answer: 'cannot-tell' });
    expect(rankOf(result, 'x').advice).toMatch(/at least [\d,]+ rows would settle it/);
  });

  it('gives the same answer byte for byte when asked again', async () => {
    const [left, right] = [table(700, 5, value), table(700, 6, { x: (u: number) => u ** 1.2 })];
    expect(JSON.stringify(await compare(left, right))).toBe(JSON.stringify(await compare(left, right)));
  });

  it('cuts windows by the calendar, and marks one that the data does not fill', async () => {
    const day = (row: number) => new Date(Date.UTC(2024, 0, 1 + (row % 75))).toISOString().slice(0, 10);
    const columns = { when: (_: number, row: number) => day(row), x: (u: number) => u };
    const result = await compare(table(1000, 7, columns), table(1500, 8, columns), {
      columns: ['x'],
      chunks: { kind: 'period', column: 'when', length: { unit: 'month', count: 1 } },
    });
    expect(result.windows).toEqual([
      { label: '2024-01', rows: 620, isIncomplete: false },
      { label: '2024-02', rows: 580, isIncomplete: false },
      { label: '2024-03', rows: 300, isIncomplete: true },
    ]);
    expect(result.columns[0]?.cells.map((cell) => cell !== null)).toEqual([true, true, true]);
  });

  it.each([
    ['drop', [500, 500, 250], [true, true, false]],
    ['append', [500, 500, 250], [true, true, false]],
    ['keep', [500, 500, 250], [true, true, true]],
  ] as const)('can %s a window that is not full', async (incomplete, rows, judged) => {
    const result = await compare(table(1000, 9, value), table(1250, 10, value), {
      chunks: { kind: 'rows', rows: 500 },
      incomplete,
    });
    expect(result.windows.map((window) => window.rows)).toEqual(rows);
    expect(result.columns[0]?.cells.map((cell) => cell !== null)).toEqual(judged);
  });

  it('judges the rows of an appended window with the one before', async () => {
    const rising = { x: (_: number, row: number) => (row < 1000 ? row % 100 : 1000 + (row % 100)) };
    const chunks = { kind: 'rows', rows: 500 } as const;
    const options = { chunks, incomplete: 'append' } as const;
    const result = await compare(
      table(1000, 9, { x: (_: number, row) => row % 100 }),
      table(1250, 10, rising),
      options,
    );
    expect(result.columns[0]?.overlay).toMatchObject({ kind: 'bars' });
    const last = result.columns[0]?.cells[1]?.judgements.find(
      (one) => one.kind === 'judged' && one.aspect === 'out-of-range',
    );
    expect(last).toMatchObject({ answer: 'drift', effect: expect.closeTo(1 / 3, 6) as number });
  });

  it('reads rows of a reference that is counted by class in the proportion of its classes', async () => {
    // More rows than are read of a class, so that as many of each would stand for a share of one half.
    const columns = { x: (u: number) => u, late: (u: number) => String(u > 0.9) };
    const result = await compare(table(60_000, 31, columns), table(6_000, 32, columns), {
      truth: 'late = true',
      together: ['domain_classifier', 'correlation_change'],
    });
    expect(result.together).toHaveLength(2);
    for (const one of result.together ?? []) {
      expect(one).toMatchObject({ kind: 'judged', answer: expect.not.stringMatching('drift') as string });
    }
  });

  it('holds a window that is part of its own reference against the other rows, as wholes', async () => {
    const all = table(1000, 41, { x: (u: number) => u, y: (_: number, row: number) => (row * 7919) % 1009 });
    workspace.write('all.csv', all);
    const answer = await workspace.compare('all.csv', 'all.csv', {
      chunks: { kind: 'rows', rows: 400 },
      together: ['domain_classifier'],
    });
    expect(driftResult.parse(valueOf(answer)).together).toMatchObject([
      { rows: { reference: 600, current: 400 } },
      { rows: { reference: 600, current: 400 } },
      { rows: { reference: 800, current: 200 } },
    ]);
  });

  it('compares whole rows when asked to, window by window, and never those of personal columns', async () => {
    const pair = (isTied: boolean) => ({
      a: (u: number) => u,
      b: (u: number, row: number) => (isTied || row < 600 ? u : (row * 7919) % 1009),
      who: (_: number, row: number) => `p${row % 3}`,
    });
    const result = await compare(table(1000, 21, pair(true)), table(1200, 22, pair(false)), {
      chunks: { kind: 'rows', rows: 600 },
      personal: ['who'],
      together: ['domain_classifier', 'correlation_change'],
    });
    expect(
      result.together?.map((one) => [one.window, one.method, one.kind === 'judged' ? one.answer : one.because]),
    ).toEqual([
      [0, 'domain_classifier', expect.not.stringMatching('drift')],
      [0, 'correlation_change', expect.not.stringMatching('drift')],
      [1, 'domain_classifier', 'drift'],
      [1, 'correlation_change', 'drift'],
    ]);
    expect(JSON.stringify(result.together)).not.toContain('who');
  });

  it('picks rows of the window that drifts for labelling, by their number, and no value of a personal column', async () => {
    const columns = { x: (u: number, row: number) => u + (row >= 1000 ? 3 : 0), who: () => 'secret', note: () => 'a' };
    workspace.write('reference.csv', table(1000, 31, { ...columns, x: (u: number) => u }));
    workspace.write('current.csv', table(2000, 32, columns));
    const result = valueOf(
      await workspace.compare('reference.csv', 'current.csv', {
        chunks: { kind: 'rows', rows: 1000 },
        personal: ['who'],
        queueRows: 6,
      }),
    );
    expect(result.queue).toMatchObject({ window: 'rows 1,001 to 2,000', columns: ['x', 'note'] });
    expect(result.queue?.rows).toHaveLength(6);
    expect(result.queue?.rows.every(({ row }) => row > 1000 && row <= 2000)).toBe(true);
    expect(JSON.stringify(result.queue)).not.toContain('secret');
  });

  it('compares with the window before when asked to, so that a step is seen once', async () => {
    const step = { x: (u: number, row: number) => u + (row >= 2000 ? 1 : 0) };
    const result = await compare(table(1000, 11, value), table(4000, 12, step), {
      chunks: { kind: 'number', windows: 4 },
      against: { kind: 'previous' },
    });
    const answers = result.columns[0]?.cells.map((cell) =>
      cell?.judgements.some((one) => one.kind === 'judged' && one.answer === 'drift'),
    );
    expect(answers).toEqual([false, false, true, false]);
  });

  it('gives no verdict to windows with fewer rows than asked for, and says so', async () => {
    const result = await compare(table(1000, 13, value), table(1100, 14, value), {
      chunks: { kind: 'rows', rows: 500 },
      leastRows: 200,
    });
    expect(result.windows[2]?.because).toBe('It has 100 rows, fewer than the 200 that a verdict needs.');
    expect(result.columns[0]?.cells[2]).toBeNull();
  });

  it('compares a table with its own profile exactly as with the table', async () => {
    const [left, right] = [
      table(1500, 15, { x: (_: number, row) => row % 37 }),
      table(1500, 16, { x: (u) => Math.floor(u * 37) }),
    ];
    const whole = await compare(left, right);
    const { profile } = valueOf(await workspace.profile({ source: workspace.source('reference.csv') }));
    if (profile === undefined) throw new Error('A profile is expected.');
    const reference = { kind: 'profile', label: 'profile.json', profile } as const;
    const result = valueOf(await workspace.compare('reference.csv', 'current.csv', { reference }));
    expect(result.columns[0]?.cells).toEqual(whole.columns[0]?.cells);
  });

  it('computes single statistics that are asked for', async () => {
    const result = await compare(table(500, 17, value), table(500, 18, { x: (u: number) => u / 2 }), {
      statistics: ['ks', 'psi'],
    });
    expect(result.columns[0]?.cells[0]?.statistics).toMatchObject([
      { kind: 'known', name: 'ks' },
      { kind: 'known', name: 'psi' },
    ]);
  });

  it('tells how far it is, and ends at one', async () => {
    const reports: JobProgress<'compareDrift'>[] = [];
    workspace.write('reference.csv', table(50, 19, value));
    await workspace.compare('reference.csv', 'reference.csv', {}, reports);
    expect(reports.at(-1)?.share).toBe(1);
  });

  it('tells what is known of the first columns before the others are looked at', async () => {
    const names = Array.from({ length: 12 }, (_, place) => `x${place}`);
    // Two values have an exact test, which takes no permutations.
    const columns = Object.fromEntries(names.map((name) => [name, (u: number) => String(u < 0.5)]));
    const reports: JobProgress<'compareDrift'>[] = [];
    workspace.write('reference.csv', table(640, 23, columns));
    workspace.write('current.csv', table(640, 24, columns));
    const chunks = { kind: 'number', windows: 64 } as const;
    const result = valueOf(await workspace.compare('reference.csv', 'current.csv', { chunks }, reports));
    const passes = reports.flatMap(({ found }) => found ?? []);
    expect(passes.map(({ compared, total }) => [compared, total])).toEqual([
      [8, 12],
      [12, 12],
    ]);
    expect(passes.flatMap((pass) => pass.columns.map(({ name }) => name))).toEqual(names);
    expect(passes.at(0)?.windows).toEqual(result.windows);
    // Verdicts wait for the other columns; what they are drawn from does not.
    expect(passes.flatMap((pass) => pass.columns.map(({ overlay }) => overlay))).toEqual(
      result.columns.map(({ overlay }) => overlay),
    );
  });
});

describe('odd tables, compared', { timeout: 60_000 }, () => {
  const good = table(600, 20, { x: (u: number) => u * 100, kind: (_: number, row: number) => 'abc'.charAt(row % 3) });

  it('names columns that only one side has, and compares the rest', async () => {
    const other = table(600, 21, { x: (u: number) => u * 100, sort: () => 'a' });
    const result = await compare(good, other);
    expect(result.notCompared).toEqual([
      { column: 'kind', reason: 'vanished', because: 'current.csv lacks it: the column has vanished.' },
      { column: 'sort', reason: 'new', because: 'reference.csv lacks it: the column is new.' },
    ]);
    expect(result.columns.map(({ name }) => name)).toEqual(['x']);
  });

  it('says that there is no column in common', async () => {
    expect(await sentenceOf(good, 'y\n1\n')).toMatch(/have no column in common; check/);
    expect(await sentenceOf(good, 'x\n1\n', { columns: ['kind', 'kid'] })).toBe(
      'No column that was asked for can be compared. kind: current.csv lacks it: the column has vanished. kid: Neither reference.csv nor current.csv has a column of this name; check the spelling.',
    );
  });

  it('says of a column that its type has changed, and compares the rest', async () => {
    const result = await compare(
      good,
      table(600, 22, { x: () => 'much', kind: (_: number, row: number) => 'abc'.charAt(row % 3) }),
    );
    expect(result.notCompared).toEqual([
      {
        column: 'x',
        reason: 'retyped',
        because:
          'It is float in reference.csv and text in current.csv: its type has changed, so its values are not compared.',
      },
    ]);
    expect(result.columns.map(({ name }) => name)).toEqual(['kind']);
    expect(rankOf(result, 'kind').answer).not.toBe('not-judged');
  });

  it.each([
    ['1000', 1000],
    ['0.001', 0.001],
    ['60', 60],
  ])('says that the unit changed by %s', async (_name, factor) => {
    const result = await compare(good, table(600, 23, { x: (u: number) => u * 100 * factor, kind: () => 'a' }));
    expect(rankOf(result, 'x').advice).toBe(
      `Its unit seems to have changed by a factor of ${factor}; check what delivers the column.`,
    );
  });

  it('says that the unit of a column around 0 changed, whose middle says nothing', async () => {
    const around = (factor: number) => ({ x: (u: number) => (u - 0.5) * factor, kind: () => 'a' });
    const result = await compare(table(600, 24, around(1)), table(600, 25, around(1000)));
    expect(rankOf(result, 'x').advice).toContain('by a factor of 1000');
  });

  it('tells the mean of dates as a date', async () => {
    const days = (first: number) => ({
      x: (u: number) => u,
      kind: (_: number, row: number) => `2024-0${first}-0${1 + (row % 9)}`,
    });
    const result = await compare(table(600, 26, days(1)), table(600, 27, days(3)));
    expect(rankOf(result, 'kind').sentence).toMatch(/the mean from 2024-01-0\d to 2024-03-0\d,/);
  });

  it('says of a column that is all missing that there is nothing to compare, and that it is missing', async () => {
    const result = await compare(good, table(600, 24, { x: () => '', kind: () => 'a' }));
    const found = rankOf(result, 'x');
    expect([found.answer, found.worst?.aspect, found.worst?.effect]).toEqual(['drift', 'missing', 1]);
  });

  it('compares constants with constants', async () => {
    const constant = table(3000, 25, { x: () => 5 });
    expect(rankOf(await compare(constant, constant), 'x').answer).toBe('stable');
    expect(rankOf(await compare(constant, table(3000, 26, { x: () => 6 })), 'x').answer).toBe('drift');
  });

  it('counts infinities and NaN apart from values', async () => {
    const odd = table(600, 27, {
      x: (u: number, row: number) => (row % 3 === 0 ? 'inf' : row % 3 === 1 ? 'NaN' : u * 100),
      kind: () => 'a',
    });
    const found = rankOf(await compare(good, odd), 'x');
    expect([found.answer, found.worst?.aspect]).toEqual(['drift', 'not-finite']);
  });

  it.each([
    ['the reference', 'x\n', 'x\n1\n', /reference\.csv has no rows/],
    ['the window', 'x\n1\n', 'x\n', /current\.csv has no rows/],
  ])('says that %s is empty', async (_name, reference, current, sentence) => {
    expect(await sentenceOf(reference, current)).toMatch(sentence);
  });

  it('cannot tell from one row', async () => {
    expect(rankOf(await compare(good, 'x,kind\n5,a\n'), 'x').answer).toBe('cannot-tell');
  });

  it('renames a column that occurs twice, and says so', async () => {
    const result = await compare('x,x\n1,2\n3,4\n', 'x,x\n1,2\n3,4\n');
    expect(result.columns).toHaveLength(2);
    expect(result.notes[0]).toMatch(/names two columns "x"/);
  });

  it('compares dates as text as categories, and refuses periods of what holds no date', async () => {
    const days = table(400, 28, {
      when: (_: number, row: number) => `${1 + (row % 28)}. May 2024`,
      x: (u: number) => u,
    });
    const result = await compare(days, days);
    expect(rankOf(result, 'when').answer).not.toBe('not-judged');
    const chunks = { kind: 'period', column: 'when', length: { unit: 'month', count: 1 } } as const;
    expect(await sentenceOf(days, days, { chunks })).toMatch(
      /No row of current\.csv has a time in the column "when"; write them like/,
    );
  });

  it.each([
    ['moments', (day: string) => `${day} 00:00:00`],
    ['text', (day: string) => `"${day} "`],
  ])('takes dates that are kept as %s for days, the last one of its own', async (_name, write) => {
    const days = table(400, 29, {
      when: (_: number, row: number) => write(`2024-05-${String(1 + (row % 4)).padStart(2, '0')}`),
      x: (u: number) => u,
    });
    const chunks = { kind: 'period', column: 'when', length: { unit: 'second', count: 86_400 } } as const;
    const { windows } = await compare(days, days, { chunks });
    expect(windows.map(({ label, rows, isIncomplete }) => [label, rows, isIncomplete])).toEqual(
      ['2024-05-01', '2024-05-02', '2024-05-03', '2024-05-04'].map((label) => [label, 100, false]),
    );
  });

  it('cuts no row into a latest month that begins after it', async () => {
    const days = table(310, 30, {
      when: (_: number, row: number) =>
        row < 10 ? '2024-04-30' : `2024-05-${String(1 + (row % 30)).padStart(2, '0')}`,
      x: (u: number) => u,
    });
    const length = { unit: 'month', count: 1 } as const;
    const { windows } = await compare(days, days, {
      chunks: { kind: 'period', column: 'when', length, latestOnly: true },
    });
    expect(windows.map(({ label, rows }) => [label, rows])).toEqual([['2024-05', 300]]);
  });

  it('says that a column of numbers cannot be cut into periods', async () => {
    const chunks = { kind: 'period', column: 'x', length: { unit: 'month', count: 1 } } as const;
    expect(await sentenceOf(good, good, { chunks })).toMatch(/"x" of current\.csv holds no dates/);
  });

  it('refuses more windows than anybody reads', async () => {
    expect(await sentenceOf(good, good, { chunks: { kind: 'rows', rows: 1 } })).toMatch(
      /gives 600 windows, and at most 400 are compared/,
    );
  });

  it('does not take a category per row for drift', async () => {
    const ids = (seed: number) =>
      table(800, seed, { id: (u: number, row: number) => `${seed}-${row}-${u.toFixed(6)}` });
    const found = rankOf(await compare(ids(29), ids(30)), 'id');
    expect(found.column).toBe('id');
    expect(found.sentence.length).toBeLessThan(400);
  });

  it('keeps no value of a personal column', async () => {
    const people = table(300, 31, { name: (_: number, row: number) => `person ${row % 20}`, x: (u: number) => u });
    const result = await compare(people, people, { personal: ['name'] });
    expect(JSON.stringify(result)).not.toContain('person 1');
    expect(result.columns.find(({ name }) => name === 'name')?.overlay.kind).toBe('none');
  });

  it('says that a text in another encoding cannot be read', async () => {
    workspace.write('reference.csv', good);
    workspace.write('latin.csv', Buffer.concat([Buffer.from('x,kind\n'), Buffer.from([0x31, 0x2c, 0xe9, 0xff, 0x0a])]));
    const answer = await workspace.compare('reference.csv', 'latin.csv');
    expect(answer).toMatchObject({ kind: 'failed', sentence: expect.stringMatching(/latin\.csv.*UTF-8/) as string });
  });

  it('says that a Parquet file ends early', async () => {
    workspace.write('reference.csv', good);
    workspace.write('cut.parquet', Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(40)]));
    const answer = await workspace.compare('reference.csv', 'cut.parquet');
    expect(answer).toMatchObject({ kind: 'failed', sentence: expect.stringContaining('cut.parquet') as string });
  });

  it('counts only the missing rows of nested values', async () => {
    workspace.write('nested.jsonl', '{"a": {"b": 1}, "x": 1}\n{"a": null, "x": 2}\n');
    const result = valueOf(await workspace.compare('nested.jsonl', 'nested.jsonl'));
    expect(result.columns.find(({ name }) => name === 'a')?.overlay).toMatchObject({ kind: 'none' });
  });
});
