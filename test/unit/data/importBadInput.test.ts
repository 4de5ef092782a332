/** Bad exports, importer by importer: each says where and how much, and imports the rest. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ImportRequest } from '../../../schemas/importJob.ts';
import { answerOf, importInto, totalOf } from './importWorkspace.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

let fileCount = 0;
function write(content: string, ending = 'csv'): string {
  const name = `export-${(fileCount += 1)}.${ending}`;
  workspace.write(name, content);
  return name;
}

/** A good export of a format, with two rows that come to the amount in the unit, and how its columns are called. */
interface Example {
  readonly format: ImportRequest['format'];
  readonly header: string;
  readonly rows: readonly [string, string];
  /** Of both rows, and of the second alone. */
  readonly total: string;
  readonly second: string;
  readonly unit: 'amount' | 'energyKwh';
  readonly required: string;
}

const examples: readonly Example[] = [
  {
    format: 'focus',
    header: 'EffectiveCost,BillingCurrency,ChargePeriodStart,ServiceName',
    rows: ['12.5,USD,2026-04-01T00:00:00Z,VM', '3.25,USD,2026-04-02T00:00:00Z,Disk'],
    total: '15.75',
    second: '3.25',
    unit: 'amount',
    required: 'EffectiveCost',
  },
  {
    format: 'timesheet',
    header: 'hours,rate,currency,date,category',
    rows: ['7.5,80,USD,2026-04-01,development', '4,85.5,USD,2026-04-02,cleaning'],
    total: '942',
    second: '342',
    unit: 'amount',
    required: 'hours',
  },
  {
    format: 'codecarbon',
    header: 'energy_consumed,timestamp,run_id,project_name',
    rows: ['1.5,2026-04-01T10:00:00,r1,p', '2.25,2026-04-02T10:00:00,r2,p'],
    total: '3.75',
    second: '2.25',
    unit: 'energyKwh',
    required: 'energy_consumed',
  },
  {
    format: 'opencost',
    header: 'CPU Cost,Name,Window Start,Window End',
    rows: ['12.5,a,2026-04-01T00:00:00Z,2026-04-02T00:00:00Z', '3.25,b,2026-04-01T00:00:00Z,2026-04-02T00:00:00Z'],
    total: '15.75',
    second: '3.25',
    unit: 'amount',
    required: 'Name',
  },
  {
    format: 'label-tool',
    header: 'lead_time,annotation_id,created_at',
    rows: ['4.5,1,2026-04-01T10:00:00Z', '7.25,2,2026-04-02T10:00:00Z'],
    total: '11.75',
    second: '7.25',
    unit: 'amount',
    required: 'lead_time',
  },
];

/** 3600 USD per hour: each second of labelling is one. */
const items = [{ id: 'labelling', category: 'labelling', rate: { amount: '3600', currency: 'USD' } }];

function imported({ format }: Example, files: readonly string[]) {
  return importInto(workspace, { format, files, items, currency: 'USD', currencies: ['USD'] });
}

function sumOf({ unit }: Example, { sums }: Awaited<ReturnType<typeof imported>>): string {
  return totalOf(sums.map((sum) => sum[unit]));
}

const exportOf = ({ header, rows }: Example): string => `${[header, ...rows].join('\n')}\n`;

describe.each(examples)('a bad export of $format', { timeout: 240_000 }, (example) => {
  const { format, header, rows, total, second, required } = example;

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
    ['vertical bars', '|'],
  ])('is read when %s delimit its columns', async (_, delimiter) => {
    const read = await imported(example, [write(exportOf(example).replaceAll(',', delimiter))]);
    expect([sumOf(example, read), read.rows]).toEqual([total, 2]);
  });

  it('says that no delimiter of a table is in its header', async () => {
    const name = write(exportOf(example).replaceAll(',', '^'));
    const answer = await answerOf(workspace, { format, files: [name], currency: 'USD' });
    const sentence = answer.kind === 'failed' ? answer.sentence : '';
    expect(sentence).toContain(`${name} has one column`);
    expect(sentence).toContain('separate its columns by commas, semicolons, tabs or vertical bars');
  });

  it('names the line of a decimal comma, says what it comes to, and imports the rest', async () => {
    const [first, other] = rows.map((row) => row.replaceAll(',', ';'));
    const name = write(`${[header.replaceAll(',', ';'), (first ?? '').replace('.', ','), other].join('\n')}\n`);
    const read = await imported(example, [name]);
    const lost = format === 'timesheet' ? '600' : (first ?? '').split(';')[0];
    expect(read.problems[0]).toMatch(new RegExp(`^${name} line 2: .* is no number`));
    expect(read.leftOut).toEqual([{ amount: lost, unit: example.unit === 'amount' ? 'USD' : 'kWh' }]);
    expect([sumOf(example, read), read.unreadRows]).toEqual([second, 1]);
  });

  it('names a file that lacks a column, with its rows, and imports the others', async () => {
    const lacking = write(exportOf(example).replace(required, 'other'));
    const read = await imported(example, [write(exportOf(example)), lacking]);
    expect(read.problems).toContain(
      `${lacking} has no column ${required}, so its 2 rows are in no sum; export it again with that column.`,
    );
    expect([sumOf(example, read), read.rows, read.unreadRows]).toEqual([total, 2, 2]);
  });

  it('names a column that stands twice, and counts the first', async () => {
    const name = write(`${[`${header},${required}`, ...rows.map((row) => `${row},9999`)].join('\n')}\n`);
    const read = await imported(example, [name]);
    expect(read.problems).toContain(
      `${name} line 1: several columns are called ${required}; the first of them counts.`,
    );
    expect(sumOf(example, read)).toBe(total);
  });

  it('names lines with too few and too many values where they stand, and imports the rest', async () => {
    const [first, other] = rows;
    const broken = '7,1,1,1,1,1,1,1';
    // A cell with a line break is one line; the line of what follows stays true.
    const name = write(`${[header, '7', broken, first, '8', other, first.replace(/^[\d.]+/, 'x')].join('\n')}\n`);
    const read = await imported(example, [name]);
    const columns = header.split(',').length;
    expect(read.problems.slice(0, 3)).toEqual([
      `${name} line 2: the line has 1 value for ${columns} columns, so what it states is in no sum; repair that line.`,
      `${name} line 3: the line has more values than the ${columns} columns of the header; a decimal comma or a text with a delimiter needs quotes around it, so what it states is in no sum; repair that line.`,
      `${name} line 5: the line has 1 value for ${columns} columns, so what it states is in no sum; repair that line.`,
    ]);
    expect(read.problems[3]).toMatch(new RegExp(`^${name} line 7: `));
    expect([sumOf(example, read), read.rows, read.unreadRows]).toEqual([total, 2, 4]);
  });

  it('takes no number beyond the range of sums', async () => {
    const huge = rows[0].replace(/^[\d.]+/, '1e400');
    const read = await imported(example, [write(`${[header, huge, rows[1]].join('\n')}\n`)]);
    expect([sumOf(example, read), read.unreadRows, read.leftOut]).toEqual([second, 1, []]);
  });

  it('runs no formula and no HTML of a cell', async () => {
    const formula = rows[0].replace(/^[\d.]+/, '=1+1');
    const html = rows[0].replace(/^[\d.]+/, '<img src=x>');
    const name = write(`${[header, formula, html, rows[1]].join('\n')}\n`);
    const read = await imported(example, [name]);
    expect(read.problems.slice(0, 2).map((problem) => problem.slice(0, `${name} line 2`.length))).toEqual([
      `${name} line 2`,
      `${name} line 3`,
    ]);
    expect(sumOf(example, read)).toBe(second);
  });
});

describe('sums that somebody should look at', { timeout: 240_000 }, () => {
  const focus = (rows: readonly string[], extra = ''): string =>
    write(
      `${[`EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName${extra}`, ...rows].join('\n')}\n`,
    );
  const april = '2026-04-01T00:00:00Z,2026-05-01T00:00:00Z,VM';

  it('are a month of a bill that comes to less than nothing', async () => {
    const file = focus([`5,USD,${april}`, `-93,USD,${april}`]);
    const { problems, sums } = await importInto(workspace, { format: 'focus', files: [file] });
    expect(problems).toEqual([
      `${file} line 3: what matches no category comes to -88 USD in 2026-04, by amounts below 0 in EffectiveCost from here on; they are in the sums, so check that what they take back stands in these files, too.`,
    ]);
    expect(sums[0]?.amount).toBe('-88');
  });

  it('are allocations that come to less than nothing', async () => {
    const file = write('Name,Window Start,Total Cost\na,2026-04-01T00:00:00Z,-7\n');
    const { problems } = await importInto(workspace, { format: 'opencost', files: [file], currency: 'USD' });
    expect(problems[0]).toContain(`${file} line 2: a comes to -7 USD in 2026-04`);
  });

  it('are more hours taken back than booked, while a price below 0 is none', async () => {
    const rows = ['2026-04-01,-8,development,85', '2026-04-02,3,development,85', '2026-04-02,1,development,-85'];
    const file = write(`${['date,hours,category,rate', ...rows].join('\n')}\n`);
    const read = await importInto(workspace, { format: 'timesheet', files: [file], currency: 'USD' });
    expect(read.problems).toEqual([
      `${file} line 4: \`rate\` is no number with a decimal point, from 0 on.`,
      `${file} line 2: development comes to -5 h in 2026-04, by amounts below 0 in \`hours\` from here on; they are in the sums, so check that what they take back stands in these files, too.`,
    ]);
    expect(read.leftOut).toEqual([{ amount: '-85', unit: 'USD' }]);
  });

  it('are charges in a currency without a rate, from the first row on', async () => {
    const file = focus([`5,USD,${april}`, `7,EUR,${april}`, `8,CHF,${april}`, `1,EUR,${april}`]);
    const currencies = ['USD', 'CHF'];
    const { problems } = await importInto(workspace, { format: 'focus', files: [file], currencies });
    expect(problems).toEqual([
      `${file} line 3: 2 rows from here on are in EUR by BillingCurrency; \`costs.rates\` does not say what that is worth, so 8 EUR can be compared with nothing in the plan.`,
    ]);
  });

  it('are hours with a price in such a currency, whose name is shown only when it is a code', async () => {
    const rows = ['2026-04-01,8,development,85,EUR', '2026-04-02,1,development,85,Ann Smith'];
    const file = write(`${['date,hours,category,rate,currency', ...rows].join('\n')}\n`);
    const read = await importInto(workspace, { format: 'timesheet', files: [file], currencies: ['USD'] });
    expect(read.problems[0]).toContain(`${file} line 2: 1 row from here on is in EUR by \`currency\``);
    expect(read.problems[1]).toContain('is in units of another currency');
    expect(JSON.stringify(read.problems)).not.toContain('Ann');
  });

  it('are charges for the same thing in periods of two files that overlap, with the money of the shared time', async () => {
    const month = focus([`30,USD,${april},disk-1`, `30,USD,${april},disk-2`], ',ResourceId');
    const late = '2026-04-28T00:00:00Z,2026-05-04T00:00:00Z,VM';
    const week = focus(
      [`6,USD,${late},disk-1`, `9,USD,2026-05-01T00:00:00Z,2026-05-02T00:00:00Z,VM,disk-2`],
      ',ResourceId',
    );
    const { problems } = await importInto(workspace, { format: 'focus', files: [month, week] });
    expect(problems).toEqual([
      `${week} line 2: 1 row from here on charges for a time between ChargePeriodStart and ChargePeriodEnd that ${month} charges the same thing for, too, so 3 USD may count twice.`,
    ]);
  });

  it('are a total of an allocation that is no number, and an end that is no time', async () => {
    const rows = ['a,2026-04-01T00:00:00Z,2026-04-02T00:00:00Z,3,"3,5"', 'b,2026-04-01T00:00:00Z,soon,4,4'];
    const file = write(`${['Name,Window Start,Window End,CPU Cost,Total Cost', ...rows].join('\n')}\n`);
    const read = await importInto(workspace, { format: 'opencost', files: [file], currency: 'USD' });
    expect(read.problems).toEqual([
      `${file} line 2: the cost in Total Cost (totalCost) is no number, so the allocation counts with its parts alone.`,
      `${file} line 3: the end of the window is no time after its start, so all of it counts to the month of the start.`,
    ]);
    expect(read.leftOut).toEqual([{ amount: '0.5', unit: 'USD' }]);
    expect(read.sums[0]?.amount).toBe('7');
  });

  it('are emissions that are no number, beside energy that counts', async () => {
    const file = write('timestamp,energy_consumed,emissions\n2026-04-01T10:00:00,1.5,"0,6"\n');
    const read = await importInto(workspace, { format: 'codecarbon', files: [file] });
    expect(read.problems).toEqual([
      `${file} line 2: emissions is no number from 0 on, so the carbon of this row is not counted.`,
    ]);
    expect(read.sums).toEqual([{ month: '2026-04', category: 'training_compute', energyKwh: '1.5' }]);
  });

  it('are refused as allocations when no column holds costs', async () => {
    const file = write('Name,Window Start\na,2026-04-01T00:00:00Z\n');
    const answer = await answerOf(workspace, { format: 'opencost', files: [file], currency: 'USD' });
    expect(answer.kind === 'failed' ? answer.sentence : '').toContain('has no column of costs');
  });
});

it('reads documents and tables of one pattern together', async () => {
  const document = write(
    JSON.stringify([{ annotations: [{ id: 1, lead_time: 36, created_at: '2026-04-01T10:00:00Z' }] }]),
    'json',
  );
  const table = write('lead_time,annotation_id,created_at\n72,2,2026-04-01T10:00:00Z\n');
  const read = await importInto(workspace, { format: 'label-tool', files: [document, table], items });
  expect(totalOf(read.sums.map(({ amount }) => amount))).toBe('108');
});
