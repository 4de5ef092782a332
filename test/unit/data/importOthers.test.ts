import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantIn, monthAt } from '../../../server/src/data/imports/jsonFile.ts';
import { decimal, sumDecimals } from '../../../server/src/spec/decimal.ts';
import { amountsOf, answerOf, importInto, totalOf } from './importWorkspace.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

let fileCount = 0;
function write(lines: readonly string[], ending = 'csv'): string {
  const name = `file-${(fileCount += 1)}.${ending}`;
  workspace.write(name, `${lines.join('\n')}\n`);
  return name;
}

const items = [
  { id: 'development', category: 'development', rate: { amount: '85', currency: 'USD' } },
  { id: 'cleaning-history', category: 'cleaning', rate: { amount: '75', currency: 'USD' } },
  { id: 'cleaning', category: 'cleaning', rate: { amount: '70', currency: 'USD' } },
];

describe('importing a timesheet', { timeout: 240_000 }, () => {
  it('sums hours and money by month, category and item, in any case of the header', async () => {
    const file = write([
      'Date;Hours;CATEGORY;Item;Rate;Currency',
      '2026-04-01;7.5;cleaning;cleaning-history;75.50;EUR',
      '2026-04-30;0.5;cleaning;cleaning-history;75.50;EUR',
      '2026-05-01;8;development;;;',
    ]);
    const { sums } = await importInto(workspace, { format: 'timesheet', files: [file], items });
    expect(sums).toEqual([
      { month: '2026-04', category: 'cleaning', item: 'cleaning-history', currency: 'EUR', amount: '604', hours: '8' },
      { month: '2026-05', category: 'development', currency: 'USD', amount: '680', hours: '8' },
    ]);
  });

  it('takes the rate of the item that a row names, and none where items of a category differ', async () => {
    const file = write([
      'date,hours,category,item',
      '2026-04-01,2,cleaning,cleaning-history',
      '2026-04-01,3,cleaning,',
      '2026-04-01,4,,development',
    ]);
    const { sums } = await importInto(workspace, { format: 'timesheet', files: [file], items });
    expect(sums).toEqual([
      { month: '2026-04', category: 'cleaning', item: 'cleaning-history', currency: 'USD', amount: '150', hours: '2' },
      { month: '2026-04', category: 'cleaning', hours: '3' },
      { month: '2026-04', category: 'development', item: 'development', currency: 'USD', amount: '340', hours: '4' },
    ]);
  });

  it('names rows that cannot be read without quoting them', async () => {
    const file = write([
      'date,hours,category,rate,person',
      '01.04.2026,8,development,85,ann@example.com',
      '2026-04-01,"7,5",development,85,ann@example.com',
      '2026-04-02,ann@example.com,development,85,8',
      '2026-04-03,8,development,much,ann@example.com',
      '2026-04-03,8,ann@example.com,85,ann@example.com',
    ]);
    const imported = await importInto(workspace, { format: 'timesheet', files: [file], items, currency: 'USD' });
    expect(imported.unreadRows).toBe(4);
    expect(imported.problems.length).toBe(4);
    expect(JSON.stringify(imported)).not.toContain('ann@');
    // 8 h and 7.5 h at 85 USD, and 8 h at the rate of the plan; hours that are a name have no amount.
    expect(imported.leftOut).toEqual([{ amount: String(8 * 85 + 7.5 * 85 + 8 * 85), unit: 'USD' }]);
  });

  it('leaves out hours of another year and says how much that is', async () => {
    const file = write([
      'date,hours,category,rate,currency',
      '2025-04-01,8,development,85,USD',
      '2026-04-01,2,development,85,USD',
      '2025-04-02,1,development,85,USD',
      '2062-04-01,4,meetings,,',
    ]);
    const period = { planned: '2026-03-02/2027-01-29', from: '2026-01-30', until: '2027-01-29' };
    const imported = await importInto(workspace, { format: 'timesheet', files: [file], period });
    expect(amountsOf(imported)).toEqual({ '2026-04 development USD': '170' });
    expect(imported.unreadRows).toBe(3);
    expect(imported.leftOut).toEqual([
      { amount: '765', unit: 'USD' },
      { amount: '4', unit: 'h' },
    ]);
    expect(imported.problems.map((sentence) => sentence.slice(0, sentence.indexOf(', not')))).toEqual([
      `${file} line 2: from here on, the \`date\` of 2 rows lies in 2025`,
      `${file} line 5: from here on, the \`date\` of 1 row lies in 2062`,
    ]);
  });

  it('counts bookings of one person that stand in two files, and says where', async () => {
    const rows = ['date,hours,category,person', '2026-04-01,8,development,ann', '2026-04-02,8,development,'];
    const [first, second] = [write(rows), write(rows)];
    const imported = await importInto(workspace, { format: 'timesheet', files: [first, second], items });
    expect(imported.repeatedRows).toBe(1);
    expect(imported.problems).toEqual([
      `${second} line 2: 1 row from here on stands letter for letter in ${first}, too, so 8 h may count twice.`,
    ]);
  });

  it('counts a booking of one person that stands twice in one file', async () => {
    const row = '2026-04-01,8,development,ann';
    const file = write(['date,hours,category,person', row, '2026-04-01,8,development,bob', row]);
    const imported = await importInto(workspace, { format: 'timesheet', files: [file], items });
    expect(imported.problems).toEqual([
      `${file} line 4: 1 row from here on stands letter for letter above, too, so 8 h may count twice.`,
    ]);
  });

  it('finds more than 24 hours of one person on a day, in several rows', async () => {
    const file = write([
      'date,hours,category,rate,currency,person',
      '2026-04-01,20,development,85,USD,ann@example.com',
      '2026-04-01,20,development,85,USD,bob@example.com',
      '2026-04-01,4.5,cleaning,85,USD,ann@example.com',
    ]);
    const imported = await importInto(workspace, { format: 'timesheet', files: [file], items });
    expect(imported.problems).toEqual([`${file} line 2: one person has 24.5 h on 2026-04-01.`]);
    expect([imported.rows, imported.unreadRows]).toEqual([3, 0]);
  });

  it('maps words of another system to categories', async () => {
    const file = write([
      'date,hours,category,rate,currency',
      '2026-04-01,8,Coding,85,USD',
      '2026-04-01,1,cleaning,85,USD',
    ]);
    const map = [{ key: 'Coding', category: 'development' }];
    const imported = await importInto(workspace, { format: 'timesheet', files: [file], items, map });
    expect(amountsOf(imported)).toEqual({ '2026-04 cleaning USD': '85', '2026-04 development USD': '680' });
  });

  it('lists hours on a word that is no category', async () => {
    const file = write(['date,hours,category,rate,currency', '2026-04-01,8,meetings,85,USD']);
    const imported = await importInto(workspace, { format: 'timesheet', files: [file], items });
    expect(imported.unmapped).toEqual([{ name: 'meetings', amount: '680', currency: 'USD' }]);
    expect(imported.mapKeys).toEqual([{ key: 'meetings', amount: '680', unit: 'USD' }]);
  });

  it('adds up to the hours of the rows, exactly', async () => {
    const hour = fc.integer({ min: -400, max: 2400 }).map((minutes) => (minutes / 100).toFixed(2));
    await fc.assert(
      fc.asyncProperty(fc.array(hour, { minLength: 1, maxLength: 60 }), async (hours) => {
        const rows = hours.map((text, index) => `2026-0${1 + (index % 9)}-01,${text},development`);
        const file = write(['date,hours,category', ...rows]);
        const { sums } = await importInto(workspace, { format: 'timesheet', files: [file], items });
        expect(totalOf(sums.map((sum) => sum.hours))).toBe(sumDecimals(hours.map(decimal)).toFixed());
        expect(totalOf(sums.map((sum) => sum.amount))).toBe(sumDecimals(hours.map(decimal)).times(85).toFixed());
      }),
      { numRuns: 10 },
    );
  });
});

describe('importing a detailed time report of Harvest', { timeout: 240_000 }, () => {
  const header =
    'Date,Client,Project,Project Code,Task,Notes,Hours,Hours Rounded,Billable?,Invoiced?,Approved?,First Name,Last Name,Roles,Employee?,Billable Rate,Billable Amount,Cost Rate,Cost Amount,Currency,External Reference URL';
  interface Entry {
    readonly day?: string;
    readonly project?: string;
    readonly task?: string;
    readonly notes?: string;
    readonly hours?: string;
    readonly person?: string;
    readonly cost?: string;
  }
  const entry = ({
    day = '2026-04-01',
    project = 'Delays',
    task = 'Labelling',
    notes = '',
    hours = '2.0',
    person = 'Ada,Li',
    cost = '80.0',
  }: Entry): string =>
    `${day},Acme,${project},,${task},${notes},${hours},${hours},Yes,No,Yes,${person},,Yes,150.0,300.0,${cost},,Swedish Krona - SEK,`;
  const map = [{ key: 'Labelling', category: 'labelling' }];

  it('books hours by task at what they cost in the currency of the plan, not at what a client pays in its own', async () => {
    const file = write([header, entry({}), entry({ hours: '0.25', cost: '60.5' }), entry({ task: 'Cleaning' })]);
    const imported = await importInto(workspace, { format: 'harvest', files: [file], currency: 'EUR', map });
    expect(imported.sums).toEqual([
      { month: '2026-04', category: 'labelling', currency: 'EUR', amount: '175.125', hours: '2.25' },
      { month: '2026-04', category: null, currency: 'EUR', amount: '160', hours: '2' },
    ]);
    expect(imported.mapKeys).toEqual([{ key: 'Cleaning', amount: '160', unit: 'EUR' }]);
  });

  it('takes the rate of the plan where a person has no cost rate, which Harvest writes as 0', async () => {
    const file = write([header, entry({ cost: '0.0' }), entry({ cost: '' })]);
    const rate = { amount: '26', currency: 'USD' };
    const items = [{ id: 'labelling', category: 'labelling', rate }];
    const imported = await importInto(workspace, { format: 'harvest', files: [file], currency: 'EUR', map, items });
    expect(amountsOf(imported)).toEqual({ '2026-04 labelling USD': '104' });
  });

  it('counts the rows of the project alone that `tags` names, by any of its columns', async () => {
    const file = write([header, entry({}), entry({ project: 'Website', hours: '70' })]);
    const tags = [{ key: 'project', value: 'Delays' }];
    const imported = await importInto(workspace, { format: 'harvest', files: [file], currency: 'EUR', map, tags });
    expect([amountsOf(imported), imported.rows]).toEqual([{ '2026-04 labelling EUR': '160' }, 1]);
  });

  it('books rows of a project by `tag:`, before their task', async () => {
    const file = write([header, entry({ project: 'Support' })]);
    const keys = [{ key: 'tag:Project=Support', category: 'support' }, ...map];
    const imported = await importInto(workspace, { format: 'harvest', files: [file], currency: 'EUR', map: keys });
    expect(amountsOf(imported)).toEqual({ '2026-04 support EUR': '160' });
  });

  it('tells persons with one last name apart, and shows neither names nor notes', async () => {
    const rows = [entry({ hours: '13' }), entry({ hours: '13', person: 'Bob,Li' }), entry({ hours: '12' })];
    const file = write([header, ...rows, entry({ day: '4/1/2026', notes: 'called Ann' })]);
    const imported = await importInto(workspace, { format: 'harvest', files: [file], currency: 'EUR', map });
    expect(imported.problems).toEqual([
      `${file} line 5: \`Date\` is no ISO day such as 2026-04-30.`,
      `${file} line 2: one person has 25 h on 2026-04-01.`,
    ]);
    expect(JSON.stringify(imported)).not.toMatch(/Ada|Bob|Li\b|Ann/);
  });

  it('adds up to a plain sum over the file, exactly', async () => {
    const cell = fc.integer({ min: 1, max: 1000 }).map((value) => (value / 100).toFixed(2));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 40 }), async (rows) => {
        const file = write([header, ...rows.map(([hours, cost]) => entry({ hours, cost }))]);
        const { sums } = await importInto(workspace, { format: 'harvest', files: [file], currency: 'EUR', map });
        const plain = sumDecimals(rows.map(([hours, cost]) => decimal(hours).times(decimal(cost))));
        expect(totalOf(sums.map((sum) => sum.amount))).toBe(plain.toFixed());
      }),
      { numRuns: 10 },
    );
  });
});

describe('importing energy of CodeCarbon', { timeout: 240_000 }, () => {
  const header =
    'timestamp,project_name,duration,emissions,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,gpu_count';

  it('sums energy and emissions by month, and makes no money of them', async () => {
    const file = write([
      header,
      '2026-04-01T10:00:00,train,60,0.4,42.5,80,10,0.1,0.7,0.2,1.0E0,1',
      '2026-04-02T10:00:00,train,60,0.04,40,80,10,0.01,0.07,0.02,0.1,1',
    ]);
    const imported = await importInto(workspace, { format: 'codecarbon', files: [file] });
    expect(imported.sums).toEqual([
      { month: '2026-04', category: 'training_compute', energyKwh: '1.1', emissionsKg: '0.44' },
    ]);
    expect(imported.problems).toEqual([]);
  });

  it('maps projects, and filters by columns', async () => {
    const file = write([
      header,
      '2026-04-01T10:00:00,train,60,0.4,1,1,1,1,1,1,1,0',
      '2026-04-01T10:00:00,serve,60,0.4,1,1,1,1,1,1,2,0',
      '2026-04-01T10:00:00,other,60,0.4,1,1,2,1,1,1,4,1',
    ]);
    const map = [{ key: 'serve', category: 'inference' }];
    const tags = [{ key: 'gpu_count', value: '0' }];
    const imported = await importInto(workspace, { format: 'codecarbon', files: [file], map, tags });
    expect(imported.sums.map(({ category, energyKwh }) => [category, energyKwh])).toEqual([
      ['inference', '2'],
      [null, '1'],
    ]);
    expect(imported.mapKeys).toEqual([{ key: 'train', amount: '1', unit: 'kWh' }]);
  });

  it('finds a column by tags that write it in other cases', async () => {
    const file = write([
      `${header},os`,
      '2026-04-01T10:00:00,train,60,0.4,1,1,1,1,1,1,1,0,Linux',
      '2026-04-01T10:00:00,train,60,0.4,1,1,1,1,1,1,2,0,Windows',
    ]);
    const map = [
      { key: 'tag:OS=Linux', category: 'inference' },
      { key: 'tag:os=Windows', category: 'retraining' },
    ];
    const imported = await importInto(workspace, { format: 'codecarbon', files: [file], map });
    expect(imported.sums.map(({ category, energyKwh }) => [category, energyKwh])).toEqual([
      ['inference', '1'],
      ['retraining', '2'],
    ]);
  });

  it('doubts a card without power, memory above the card, and a processor that never changes', async () => {
    const run = '2026-04-01T10:00:00,train,60,0.4,42.5';
    const file = write([
      header,
      `${run},0,10,0.1,0,0.2,1,1`,
      `${run},80,10,0.1,0.1,0.2,1,1`,
      `${run},80,10,0.1,0.7,0.2,1,1`,
    ]);
    const imported = await importInto(workspace, { format: 'codecarbon', files: [file] });
    expect(imported.problems.map((sentence) => /0 W|main memory|constant/.exec(sentence)?.[0])).toEqual([
      '0 W',
      'main memory',
      'constant',
    ]);
    expect(imported.unreadRows).toBe(0);
  });

  it('counts the last row of a run that was written several times, and names a run that stands twice', async () => {
    const rows = ['timestamp,run_id,energy_consumed', '2026-04-01T10:00:00,a,1', '2026-04-01T11:00:00,a,2.5'];
    const first = write([...rows, '2026-04-02T10:00:00,b,4']);
    const second = write([rows[0] ?? '', '2026-04-02T10:00:00,b,4']);
    const imported = await importInto(workspace, { format: 'codecarbon', files: [first, second] });
    expect(imported.sums.map(({ energyKwh }) => energyKwh)).toEqual(['10.5']);
    expect(imported.problems).toEqual([
      `${first} line 2: 1 row from here on is of a run that takes more in another row with the same run_id; a row holds what its run took since its start, so only the last one counts.`,
      `${second} line 2: 1 row from here on stands letter for letter in ${first}, too, so 4 kWh may count twice.`,
    ]);
  });

  it('doubts tasks that are imported beside their whole run', async () => {
    const whole = write(['timestamp,run_id,energy_consumed', '2026-04-01T10:00:00,a,3']);
    const tasks = write([
      'timestamp,run_id,task_name,energy_consumed',
      '2026-04-01T10:00:00,a,load,1',
      '2026-04-01T10:00:00,a,fit,2',
    ]);
    const imported = await importInto(workspace, { format: 'codecarbon', files: [whole, tasks] });
    expect(imported.problems).toEqual([
      `${tasks} line 2: 2 rows from here on are tasks of runs that stand as a whole elsewhere, so 3 kWh may count twice.`,
    ]);
  });

  it('says how much energy it left out', async () => {
    const file = write([
      'timestamp,energy_consumed',
      'yesterday,1.5',
      '2026-04-01T10:00:00,"2,5"',
      '2026-04-01T10:00:00,3',
    ]);
    const imported = await importInto(workspace, { format: 'codecarbon', files: [file] });
    expect(imported.sums.map(({ energyKwh }) => energyKwh)).toEqual(['3']);
    expect(imported.leftOut).toEqual([{ amount: '4', unit: 'kWh' }]);
  });
});

describe('importing allocations of OpenCost', { timeout: 240_000 }, () => {
  const allocation = (extra: object) => ({
    window: { start: '2026-04-01T00:00:00Z', end: '2026-05-01T00:00:00Z' },
    cpuCost: 0.1,
    gpuCost: 0,
    ramCost: 0.2,
    pvCost: 0,
    ...extra,
  });

  it('sums components by label, name and component, and keeps what stood idle apart', async () => {
    const document = {
      code: 200,
      data: [
        {
          training: allocation({ name: 'training', gpuCost: 5, totalCost: 5.5 }),
          serving: allocation({ name: 'serving', properties: { labels: { stage: 'serve' } } }),
          __idle__: allocation({ name: '__idle__', gpuCost: 3, ramCost: 0, cpuCost: 0 }),
        },
      ],
    };
    const file = write([JSON.stringify(document)], 'json');
    const map = [
      { key: 'tag:stage=serve', category: 'inference' },
      { key: 'gpu', category: 'training_compute' },
    ];
    const imported = await importInto(workspace, { format: 'opencost', files: [file], map, currency: 'USD' });
    expect(amountsOf(imported)).toEqual({
      '2026-04 inference USD': '0.3',
      '2026-04 training_compute USD': '5',
      '2026-04 unmapped USD': '3.5',
    });
    expect(imported.unmapped).toEqual([
      { name: 'idle gpu', amount: '3', currency: 'USD' },
      { name: 'training', amount: '0.5', currency: 'USD' },
    ]);
    expect(imported.rows).toBe(3);
    expect(imported.tags).toEqual([{ key: 'stage', value: 'serve', amount: '0.3', unit: 'USD' }]);
    expect(imported.mapKeys.map(({ key, amount }) => [key, amount])).toEqual([
      ['idle gpu', '3'],
      ['training', '0.5'],
      ['other', '0.2'],
      ['ram', '0.2'],
      ['cpu', '0.1'],
    ]);
  });

  it('reads the same from CSV', async () => {
    const file = write([
      'Name,Window Start,CPU Cost,GPU Cost,RAM Cost,PV Cost,Total Cost',
      'training,2026-04-01T00:00:00Z,0.1,5,0.2,0,5.5',
      'broken,2026-04-01T00:00:00Z,x,5,0.2,0,5.5',
    ]);
    const map = [{ key: 'training', category: 'training_compute' }];
    const imported = await importInto(workspace, { format: 'opencost', files: [file], map, currency: 'USD' });
    expect(amountsOf(imported)).toEqual({ '2026-04 training_compute USD': '5.5' });
    expect(imported.problems).toEqual([`${file} line 3: the cost in CPU Cost (cpuCost) is no number.`]);
    expect(imported.leftOut).toEqual([{ amount: '5.5', unit: 'USD' }]);
  });

  it('finds a column of CSV by tags that write it in other cases', async () => {
    const file = write([
      'Name,Window Start,Window End,Total Cost,Stage',
      'a,2026-03-10T00:00:00Z,2026-03-11T00:00:00Z,1,serve',
      'b,2026-03-10T00:00:00Z,2026-03-11T00:00:00Z,2,train',
    ]);
    const map = [
      { key: 'tag:Stage=serve', category: 'inference' },
      { key: 'tag:stage=train', category: 'retraining' },
    ];
    const imported = await importInto(workspace, { format: 'opencost', files: [file], currency: 'USD', map });
    expect(imported.sums.map(({ category, amount }) => [category, amount])).toEqual([
      ['inference', '1'],
      ['retraining', '2'],
    ]);
  });

  it('spreads a window over its months, from JSON and from one cell of CSV', async () => {
    const window = { start: '2026-04-16T00:00:00Z', end: '2026-05-16T00:00:00Z' };
    const document = { data: [{ training: allocation({ window, cpuCost: 30, ramCost: 0 }) }] };
    const files = [
      write([JSON.stringify(document)], 'json'),
      write(['Name,Window,CPU Cost', `training,${window.start} - ${window.end},30`]),
    ];
    for (const file of files) {
      const imported = await importInto(workspace, { format: 'opencost', files: [file], currency: 'USD' });
      expect(amountsOf(imported)).toEqual({ '2026-04 unmapped USD': '15', '2026-05 unmapped USD': '15' });
    }
  });

  it('names windows of one name that overlap, and the money of the time that they share', async () => {
    const day = { start: '2026-04-02T00:00:00Z', end: '2026-04-03T00:00:00Z' };
    const week = { start: '2026-04-01T00:00:00Z', end: '2026-04-08T00:00:00Z' };
    const next = { start: '2026-04-07T00:00:00Z', end: '2026-04-09T00:00:00Z' };
    const first = write([JSON.stringify({ data: [{ a: allocation({ name: 'a', window: week }) }] })], 'json');
    const second = write(
      [
        JSON.stringify({
          data: [{ a: allocation({ name: 'a', window: day, cpuCost: 1, ramCost: 0 }), b: allocation({ window: day }) }],
        }),
      ],
      'json',
    );
    const third = write(['Name,Window Start,Window End,CPU Cost', `a,${next.start},${next.end},4`]);
    const files = { format: 'opencost', currency: 'USD' } as const;
    const imported = await importInto(workspace, { ...files, files: [first, second] });
    expect(imported.problems).toEqual([
      `${second} allocation a: 1 window from here on overlaps those of the same name in ${first}, so 1 USD may count twice.`,
    ]);
    expect(imported.rows).toBe(3);
    const again = await importInto(workspace, {
      ...files,
      files: [third, write([`Name,Start,End,CPU Cost`, `a,${week.start},${week.end},7`])],
    });
    expect(again.problems).toEqual([
      `${third} line 2: 1 window from here on overlaps those of the same name in file-${fileCount}.csv, so 2 USD may count twice.`,
    ]);
  });

  it('names the window that is no time, and the money that it leaves out', async () => {
    const file = write([JSON.stringify({ data: [{ a: allocation({ window: { start: 'May' } }) }] })], 'json');
    const imported = await importInto(workspace, { format: 'opencost', files: [file], currency: 'USD' });
    expect(imported.problems).toEqual([`${file} allocation a: the start of the window in \`start\` is no ISO time.`]);
    expect(imported.leftOut).toEqual([{ amount: '0.3', unit: 'USD' }]);
  });

  it('is refused without a currency, and for a document of another form', async () => {
    const file = write(['{"data": 7}'], 'json');
    const sentences = await Promise.all(
      [undefined, 'USD'].map(async (currency) => {
        const answer = await answerOf(workspace, { format: 'opencost', files: [file], currency });
        return answer.kind === 'failed' ? answer.sentence : '';
      }),
    );
    expect(sentences[0]).toContain('states no currency');
    expect(sentences[1]).toContain('holds no allocations');
  });
});

describe('months of times', () => {
  it.each([
    ['2026-04-30T23:30:00-01:00', '2026-05'],
    ['2026-05-01T00:30:00+0100', '2026-04'],
    ['2026-04-30 23:59:59.999', '2026-04'],
    ['2026-04-30', '2026-04'],
    ['2026-04-01T00:00:00Z - 2026-05-01T00:00:00Z', '2026-04'],
    ['2026-13-01', undefined],
    ['30.04.2026', undefined],
    [undefined, undefined],
  ])('of %s is %s', (text, month) => {
    const instant = instantIn(text);
    expect(instant === undefined ? undefined : monthAt(instant)).toBe(month);
  });
});

describe('importing times of a labelling tool', { timeout: 240_000 }, () => {
  const rated = [{ id: 'labelling', category: 'labelling', rate: { amount: '26', currency: 'USD' } }];

  it('sums the time of all annotations and prices it with the rate of the plan', async () => {
    const tasks = [
      {
        id: 1,
        annotations: [
          { lead_time: 1800, created_at: '2026-04-01T10:00:00Z', completed_by: { email: 'ann@example.com' } },
        ],
      },
      {
        id: 2,
        annotations: [
          { lead_time: 900.5, created_at: '2026-04-30T23:59:00Z' },
          { lead_time: 899.5, created_at: '2026-04-30T23:59:00Z', was_cancelled: true },
        ],
      },
      { id: 3, annotations: [] },
    ];
    const file = write([JSON.stringify(tasks)], 'json');
    const imported = await importInto(workspace, { format: 'label-tool', files: [file], items: rated });
    expect(imported.sums).toEqual([
      { month: '2026-04', category: 'labelling', currency: 'USD', amount: '26', hours: '1' },
    ]);
    expect(imported.rows).toBe(3);
    expect(JSON.stringify(imported)).not.toContain('ann@');
  });

  it('reads CSV, and names times that are none', async () => {
    const file = write([
      'id,lead_time,created_at,annotator',
      '1,36,2026-04-01,ann',
      '2,fast,2026-04-01,ann',
      '3,36,later,ann',
    ]);
    const imported = await importInto(workspace, { format: 'label-tool', files: [file] });
    expect(imported.sums).toEqual([{ month: '2026-04', category: 'labelling', hours: '0.01' }]);
    expect(imported.problems.map((sentence) => sentence.slice(0, `${file} line 3`.length))).toEqual([
      `${file} line 3`,
      `${file} line 4`,
    ]);
    expect(imported.leftOut).toEqual([{ amount: '0.01', unit: 'h' }]);
  });

  it('names the task, the annotation and the field of what it leaves out', async () => {
    const annotations = [
      { id: 1, lead_time: 36, created_at: '2026-04-01T10:00:00Z' },
      { id: 2, lead_time: 36, created_at: 'then' },
      { id: 3, lead_time: '3,6', created_at: '2026-04-01T10:00:00Z' },
    ];
    const file = write([JSON.stringify([{ annotations: [] }, { annotations }])], 'json');
    const imported = await importInto(workspace, { format: 'label-tool', files: [file] });
    expect(imported.problems).toEqual([
      `${file} task 2 annotation 2: the time at which it was made in \`created_at\` is no ISO time.`,
      `${file} task 2 annotation 3: the time for the label in \`lead_time\` is no number of seconds.`,
    ]);
    expect(imported.leftOut).toEqual([{ amount: '0.011', unit: 'h' }]);
  });

  it('counts annotations that stand in two exports, and says where', async () => {
    const old = { id: 7, lead_time: 1800, created_at: '2026-04-01T10:00:00Z' };
    const fresh = { id: 8, lead_time: 900, created_at: '2026-04-02T10:00:00Z' };
    // The same number on another server of the tool.
    const elsewhere = { id: 7, lead_time: 60, created_at: '2026-04-03T10:00:00Z' };
    const first = write([JSON.stringify([{ annotations: [old] }])], 'json');
    const second = write([JSON.stringify([{ annotations: [fresh, elsewhere, old] }])], 'json');
    const imported = await importInto(workspace, { format: 'label-tool', files: [first, second] });
    expect(imported.problems).toEqual([
      `${second} task 1 annotation 3: 1 row from here on stands letter for letter in ${first}, too, so 0.5 h may count twice.`,
    ]);
    expect([imported.repeatedRows, imported.rows]).toEqual([1, 4]);
  });

  it('leaves out labels of another year and says how much that is', async () => {
    const file = write(['annotation_id,seconds,date', '1,3600,2026-04-01', '2,1800,2025-04-01', '3,1800,2025-05-01']);
    const period = { planned: '2026-03-02/2027-01-29', from: '2026-01-30', until: '2027-01-29' };
    const imported = await importInto(workspace, { format: 'label-tool', files: [file], items: rated, period });
    expect(amountsOf(imported)).toEqual({ '2026-04 labelling USD': '26' });
    expect(imported.problems.map((sentence) => sentence.slice(0, sentence.indexOf(', not')))).toEqual([
      `${file} line 3: from here on, 2 labels were made in 2025 by \`date\``,
    ]);
    expect([imported.unreadRows, imported.leftOut]).toEqual([2, [{ amount: '26', unit: 'USD' }]]);
  });

  it('is refused for JSON that is cut off', async () => {
    const file = write(['[{"annotations": ['], 'json');
    const answer = await answerOf(workspace, { format: 'label-tool', files: [file] });
    expect(answer.kind === 'failed' ? answer.sentence : '').toContain('is not valid JSON');
  });
});
