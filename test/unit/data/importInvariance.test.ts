/** Neither the order of rows nor how they are split into files changes what an import comes to. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ImportRequest } from '../../../schemas/importJob.ts';
import { importInto } from './importWorkspace.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

let fileCount = 0;
function write(content: string, ending: string): string {
  const name = `part-${(fileCount += 1)}.${ending}`;
  workspace.write(name, content);
  return name;
}

/** An amount, or a text that is none; a decimal comma can be read to say how much was left out. */
const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 10_000_000 }).map((mills) => (mills / 1000).toFixed(3)) },
  { weight: 1, arbitrary: fc.constantFrom('"12,5"', 'x', '1E-7') },
);
const instant = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('2026-01-31T23:59:59Z', '2026-02-10T00:00:00Z', '2026-03-01T01:00:00+02:00'),
  },
  { weight: 1, arbitrary: fc.constant('soon') },
);
const end = fc.constantFrom('2026-03-11T00:00:00Z', '2026-05-01T12:00:00Z');
const currency = fc.constantFrom('USD', 'EUR');

interface Format {
  readonly name: string;
  readonly format: ImportRequest['format'];
  readonly ending: 'csv' | 'json';
  /** What one row states; its number makes it another one than its equals. */
  readonly row: fc.Arbitrary<(id: number) => string>;
  readonly fileOf: (rows: readonly string[]) => string;
}

const tableOf =
  (header: string) =>
  (rows: readonly string[]): string =>
    `${[header, ...rows].join('\n')}\n`;
const plain = (cell: string): string => cell.replaceAll('"', '');

const formats: readonly Format[] = [
  {
    name: 'a cloud bill',
    format: 'focus',
    ending: 'csv',
    row: fc.tuple(amount, currency, instant, end, fc.constantFrom('VM', 'Disk')).map(
      ([cost, ...others]) =>
        (id: number) =>
          [cost, ...others, `r-${id}`].join(','),
    ),
    fileOf: tableOf('EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,ResourceId'),
  },
  {
    name: 'a timesheet',
    format: 'timesheet',
    ending: 'csv',
    row: fc
      .tuple(
        fc.constantFrom('2026-01-31', '2026-02-01', '2019-02-01', '1.2.2026'),
        amount,
        fc.constantFrom('cleaning', 'development', 'lunch'),
        fc.constantFrom('labelling', ''),
        fc.constantFrom('85.5', '"80,25"', ''),
        currency,
      )
      .map((cells) => (id: number) => [...cells, `p-${id}`].join(',')),
    fileOf: tableOf('date,hours,category,item,rate,currency,person'),
  },
  {
    name: 'a report of Harvest',
    format: 'harvest',
    ending: 'csv',
    row: fc
      .tuple(
        fc.constantFrom('2026-01-31', '2026-02-01', '2019-02-01', '1/2/2026'),
        amount,
        fc.constantFrom('cleaning', 'development', 'lunch'),
        fc.constantFrom('85.5', '"80,25"', '0.0', ''),
      )
      .map((cells) => (id: number) => [...cells, `p-${id}`, 'Li'].join(',')),
    fileOf: tableOf('Date,Hours,Task,Cost Rate,First Name,Last Name'),
  },
  {
    name: 'energy of CodeCarbon',
    format: 'codecarbon',
    ending: 'csv',
    row: fc
      .tuple(amount, amount, instant, fc.constantFrom('flights', 'digits'))
      .map((cells) => (id: number) => [...cells, `run-${id}`].join(',')),
    fileOf: tableOf('energy_consumed,emissions,timestamp,project_name,run_id'),
  },
  {
    name: 'allocations of OpenCost as CSV',
    format: 'opencost',
    ending: 'csv',
    row: fc
      .tuple(instant, end, amount, amount, fc.constantFrom('', '99.5'))
      .map((cells) => (id: number) => [`pod-${id}`, ...cells].join(',')),
    fileOf: tableOf('Name,Window Start,Window End,CPU Cost,GPU Cost,Total Cost'),
  },
  {
    name: 'allocations of OpenCost as JSON',
    format: 'opencost',
    ending: 'json',
    row: fc.tuple(instant, end, amount, amount).map(
      ([start, until, cpuCost, gpuCost]) =>
        (id: number) =>
          JSON.stringify({ name: `pod-${id}`, start, end: until, cpuCost: plain(cpuCost), gpuCost: plain(gpuCost) }),
    ),
    fileOf: (rows) => `{"code": 200, "data": [{}${rows.map((row, index) => `, {"n${index}": ${row}}`).join('')}]}`,
  },
  {
    name: 'times of a labelling tool as CSV',
    format: 'label-tool',
    ending: 'csv',
    row: fc.tuple(amount, instant).map((cells) => (id: number) => [...cells, id].join(',')),
    fileOf: tableOf('lead_time,created_at,annotation_id'),
  },
  {
    name: 'times of a labelling tool as JSON',
    format: 'label-tool',
    ending: 'json',
    row: fc.tuple(amount, instant).map(
      ([time, at]) =>
        (id: number) =>
          JSON.stringify({ annotations: [{ id, lead_time: plain(time), created_at: at }] }),
    ),
    fileOf: (rows) => `[${rows.join(', ')}]`,
  },
];

it.each(formats)(
  'The sums of $name are the same in whatever order its rows stand and however many files hold them',
  { timeout: 240_000 },
  async ({ format, ending, row, fileOf }) => {
    const rows = fc.array(row, { minLength: 2, maxLength: 20 }).map((made) => made.map((one, id) => one(id)));
    const arranged = rows.chain((all) =>
      fc.tuple(
        fc.constant(all),
        fc.shuffledSubarray(all, { minLength: all.length }),
        fc.nat({ max: all.length }),
        fc.nat({ max: all.length }),
      ),
    );
    const importOf = (parts: readonly (readonly string[])[]) =>
      importInto(workspace, {
        format,
        files: parts.map((part) => write(fileOf(part), ending)),
        map: [{ key: 'VM', category: 'inference' }],
        items: [{ id: 'labelling', category: 'labelling', rate: { amount: '26.5', currency: 'USD' } }],
        currency: 'USD',
        period: { planned: '2026-01-01/2026-12-31', from: '2026-01-01', until: '2026-12-31' },
      });
    await fc.assert(
      fc.asyncProperty(arranged, async ([all, shuffled, one, other]) => {
        const [from, until] = [Math.min(one, other), Math.max(one, other)];
        const whole = await importOf([all]);
        const split = await importOf([shuffled.slice(0, from), shuffled.slice(from, until), shuffled.slice(until)]);
        const totals = ({ sums, unmapped, leftOut, rows: counted, unreadRows }: typeof whole) => {
          return { sums, unmapped, leftOut, counted, unreadRows };
        };
        expect(totals(split)).toEqual(totals(whole));
        expect(split.repeatedRows).toBe(0);
      }),
      { numRuns: 10 },
    );
  },
);
