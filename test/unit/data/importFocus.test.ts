import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../server/src/data/engine.ts';
import { decimal, sumDecimals } from '../../../server/src/spec/decimal.ts';
import { amountsOf, answerOf, importInto, totalOf } from './importWorkspace.ts';
import { TableWorkspace } from './tableWorkspace.ts';

let workspace: TableWorkspace;
beforeAll(() => {
  workspace = new TableWorkspace();
});
afterAll(() => workspace.dispose());

const header =
  'BilledCost,BillingCurrency,BillingPeriodStart,ChargeCategory,ChargeClass,ChargePeriodStart,ChargePeriodEnd,EffectiveCost,ServiceCategory,ServiceName,Tags,x_CostCenter';

interface Charge {
  readonly effective?: string;
  readonly billed?: string;
  readonly currency?: string;
  readonly start?: string;
  readonly end?: string;
  readonly bill?: string;
  readonly kind?: string;
  readonly service?: string;
  readonly tags?: string;
  readonly chargeClass?: string;
}

function line(charge: Charge): string {
  const start = charge.start ?? '2026-04-01T00:00:00Z';
  const cells = [
    charge.billed ?? '1',
    charge.currency ?? 'USD',
    charge.bill ?? '2026-04-01T00:00:00Z',
    'Usage',
    charge.chargeClass ?? 'NULL',
    start,
    charge.end ?? start,
    charge.effective ?? '1',
    charge.kind ?? 'Storage',
    charge.service ?? 'Object Storage',
    charge.tags ?? '{}',
    'GO-1',
  ];
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

let fileCount = 0;
function bill(charges: readonly Charge[], top = header): string {
  const name = `bill-${(fileCount += 1)}.csv`;
  workspace.write(name, `${[top, ...charges.map(line)].join('\n')}\n`);
  return name;
}

const map = [{ key: 'Storage', category: 'storage' }];

describe('importing a cloud bill', { timeout: 240_000 }, () => {
  it('sums the effective cost by month of the charge and by category', async () => {
    const file = bill([
      { effective: '0.1' },
      { effective: '0.2' },
      { effective: '5', start: '2026-05-31T23:59:59Z' },
      { effective: '7', kind: 'Compute', service: 'Virtual Machines' },
    ]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect(amountsOf(imported)).toEqual({
      '2026-04 storage USD': '0.3',
      '2026-04 unmapped USD': '7',
      '2026-05 storage USD': '5',
    });
    expect(imported.unmapped).toEqual([{ name: 'Virtual Machines', amount: '7', currency: 'USD' }]);
  });

  it('takes the month in UTC', async () => {
    const file = bill([{ start: '2026-05-01T01:00:00+02:00' }, { start: '2026-05-01' }]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect(imported.sums.map(({ month }) => month)).toEqual(['2026-04', '2026-05']);
  });

  it('sums negative rows, and books a correction in the period that it names', async () => {
    const file = bill([
      { effective: '10', start: '2026-08-18T00:00:00Z' },
      { effective: '-4.5', start: '2026-08-18T00:00:00Z', bill: '2026-09-01T00:00:00Z', chargeClass: 'Correction' },
    ]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect(amountsOf(imported)).toEqual({ '2026-08 storage USD': '5.5' });
  });

  it('sums the billed cost by the period of the bill, and never both', async () => {
    const file = bill([
      { effective: '10', billed: '120', start: '2026-08-18T00:00:00Z', bill: '2026-09-01T00:00:00Z' },
    ]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map, cost: 'BilledCost' });
    expect(amountsOf(imported)).toEqual({ '2026-09 storage USD': '120' });
  });

  it('reads numbers with exponents, and beyond the decimals of the engine, exactly', async () => {
    const file = bill([
      { effective: '1.2E-5' },
      { effective: '0.1234567890123456789012345678901' },
      { effective: '3e2' },
      { effective: '123456789012345678.5' },
    ]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect(amountsOf(imported)).toEqual({
      '2026-04 storage USD': '123456789012345978.6234687890123456789012345678901',
    });
  });

  it('names a cost that is no number with its line, and leaves it out', async () => {
    const file = bill([{ effective: '1' }, { effective: 'n/a' }, { effective: 'NULL' }, { effective: '2' }]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '3' });
    expect(imported.unreadRows).toBe(2);
    expect(imported.problems).toEqual([
      `${file} line 3: \`n/a\` in EffectiveCost is no number.`,
      `${file} line 4: EffectiveCost is empty.`,
    ]);
  });

  it('leaves out a row whose period cannot be read, and says so', async () => {
    const file = bill([{ start: 'soon' }, { start: 'NULL' }]);
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect([imported.sums, imported.unreadRows]).toEqual([[], 2]);
  });

  it('says how much money it left out, as far as that can be read', async () => {
    const name = 'commas.csv';
    const rows = [
      '2,5;USD;2026-04-02T00:00:00Z',
      '-1;USD;soon',
      '7;;2026-04-02T00:00:00Z',
      '1,234;USD;2026-04-02T00:00:00Z',
    ];
    workspace.write(name, ['EffectiveCost;BillingCurrency;ChargePeriodStart', ...rows, ''].join('\n'));
    const imported = await importInto(workspace, { format: 'focus', files: [name] });
    expect([imported.sums, imported.unreadRows]).toEqual([[], 4]);
    // What may be a thousand or a little more than one is not guessed.
    expect(imported.leftOut).toEqual([
      { amount: '1.5', unit: 'USD' },
      { amount: '7', unit: 'without currency' },
    ]);
  });

  it('spreads a charge over the months of its period by time, exactly', async () => {
    const file = bill([
      // 30 days of April and 31 of May.
      { effective: '61', start: '2026-04-01T00:00:00Z', end: '2026-06-01T00:00:00Z' },
      { effective: '10', start: '2026-04-30T23:00:00Z', end: '2026-05-01T00:00:00Z' },
      { effective: '-1', start: '2026-12-31T12:00:00Z', end: '2027-01-01T12:00:00Z' },
    ]);
    expect(amountsOf(await importInto(workspace, { format: 'focus', files: [file], map }))).toEqual({
      '2026-04 storage USD': '40',
      '2026-05 storage USD': '31',
      '2026-12 storage USD': '-0.5',
      '2027-01 storage USD': '-0.5',
    });
  });

  it('counts a charge to the month of its start when its end is before that, far off, or no time', async () => {
    const ends = ['2026-03-01T00:00:00Z', '2206-04-01T00:00:00Z', 'soon'];
    const file = bill(ends.map((end) => ({ effective: '1', start: '2026-04-01T00:00:00Z', end })));
    const imported = await importInto(workspace, { format: 'focus', files: [file], map });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '3' });
    expect(imported.problems.map((sentence) => sentence.slice(0, sentence.indexOf(' is no time')))).toEqual(
      [2, 3, 4].map((at) => `${file} line ${at}: ChargePeriodEnd`),
    );
    expect(imported.unreadRows).toBe(0);
  });

  it('filters by tags of any type, with or without the prefix of a provider', async () => {
    const file = bill([
      { effective: '1', tags: '{"project": "flights", "temporary": true}' },
      { effective: '2', tags: '{"aws:user/project": "flights", "temporary": true}' },
      { effective: '4', tags: '{"project": "flights", "temporary": null}' },
      { effective: '8', tags: '{"project": "reports", "temporary": true}' },
      { effective: '16', tags: '{"myproject": "flights", "temporary": true}' },
      { effective: '32', tags: 'NULL' },
    ]);
    const tags = [
      { key: 'project', value: 'flights' },
      { key: 'temporary', value: 'true' },
    ];
    const imported = await importInto(workspace, { format: 'focus', files: [file], map, tags });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '3' });
    expect(imported.rows).toBe(2);
  });

  it('reads broken tags as none and names their line', async () => {
    const file = bill([
      { effective: '1', tags: '{"project": ' },
      { effective: '2', tags: '[1]' },
    ]);
    const byTag = [{ key: 'tag:project=flights', category: 'inference' }, ...map];
    const imported = await importInto(workspace, { format: 'focus', files: [file], map: byTag });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '3' });
    expect([imported.problems.length, imported.unreadRows]).toEqual([2, 0]);
  });

  it('maps by tag before service, and by service before its category', async () => {
    const file = bill([
      { effective: '1', tags: '{"stage": "train"}' },
      { effective: '2' },
      { effective: '4', service: 'Block Storage' },
    ]);
    const layered = [
      { key: 'Storage', category: 'storage' },
      { key: 'Object Storage', category: 'data_pipeline' },
      { key: 'tag:stage=train', category: 'training_compute' },
    ];
    expect(amountsOf(await importInto(workspace, { format: 'focus', files: [file], map: layered }))).toEqual({
      '2026-04 data_pipeline USD': '2',
      '2026-04 storage USD': '4',
      '2026-04 training_compute USD': '1',
    });
  });

  it('offers what occurs in charges without a category as keys of the map, largest first', async () => {
    const file = 'keys.csv';
    const top = 'EffectiveCost,BillingCurrency,ChargePeriodStart,ServiceName,ServiceCategory,Tags';
    const rows = [
      `5,USD,2026-04-01T00:00:00Z,Disks,Storage,"{""team"": ""a"", ""env"": ""prod""}"`,
      `2,USD,2026-04-01T00:00:00Z,Machines,Compute,"{""team"": ""b""}"`,
      `1,USD,2026-04-01T00:00:00Z,Buckets,Storage,"{""team"": ""b""}"`,
      `9,USD,2026-04-01T00:00:00Z,Known,Other,"{""team"": ""c""}"`,
    ];
    workspace.write(file, `${[top, ...rows].join('\n')}\n`);
    const known = [{ key: 'Known', category: 'support' }];
    const { mapKeys, tags } = await importInto(workspace, { format: 'focus', files: [file], map: known });
    expect(tags.map(({ key, value, amount, unit }) => `${key}=${value} ${Number(amount)} ${unit}`)).toEqual([
      'team=c 9 USD',
      'env=prod 5 USD',
      'team=a 5 USD',
      'team=b 3 USD',
    ]);
    expect(mapKeys.map(({ key, amount, unit }) => `${key} ${Number(amount)} ${unit}`)).toEqual([
      'Storage 6 USD',
      'Disks 5 USD',
      'tag:env=prod 5 USD',
      'tag:team=a 5 USD',
      'tag:team=b 3 USD',
      'Compute 2 USD',
      'Machines 2 USD',
      'Buckets 1 USD',
    ]);
    // Each of them is what the map takes.
    const map = [...known, ...mapKeys.map(({ key }) => ({ key, category: 'storage' }))];
    expect(amountsOf(await importInto(workspace, { format: 'focus', files: [file], map }))).toEqual({
      '2026-04 storage USD': '8',
      '2026-04 support USD': '9',
    });
  });

  it('never mixes currencies, virtual ones included', async () => {
    const file = bill([{ effective: '1' }, { effective: '2', currency: 'Credits' }]);
    expect(amountsOf(await importInto(workspace, { format: 'focus', files: [file], map }))).toEqual({
      '2026-04 storage Credits': '2',
      '2026-04 storage USD': '1',
    });
  });

  it('reads files of several versions together, by the names of their columns', async () => {
    const old = bill([{ effective: '1' }]);
    const name = 'newer.csv';
    workspace.write(
      name,
      'ServiceProviderName;EffectiveCost;ServiceCategory;ChargePeriodStart;BillingCurrency\nCloud;2,5;Storage;2026-04-02T00:00:00Z;USD\nCloud;2.5;Storage;2026-04-02T00:00:00Z;USD\n',
    );
    const imported = await importInto(workspace, { format: 'focus', files: [old, name], map });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '3.5' });
    expect(imported.problems).toEqual(['newer.csv line 2: `2,5` in EffectiveCost is no number.']);
  });

  it('counts rows that stand in two files', async () => {
    const [first, second] = [
      bill([{ effective: '1' }, { effective: '2' }]),
      bill([{ effective: '2' }, { effective: '3' }]),
    ];
    const imported = await importInto(workspace, { format: 'focus', files: [first, second], map });
    expect(imported.repeatedRows).toBe(1);
    expect(imported.problems).toEqual([
      `${second} line 2: 1 row from here on stands letter for letter in ${first}, too, so 2 USD may count twice.`,
    ]);
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '8' });
    expect(new Set(imported.files.map(({ sha256 }) => sha256)).size).toBe(2);
  });

  it('counts a charge of one resource that stands twice in one file, and no equal charges without one', async () => {
    const top = 'EffectiveCost,BillingCurrency,ChargePeriodStart,ServiceName,ResourceId';
    const charge = (resource: string): string => `3,USD,2026-04-01T00:00:00Z,Disks,${resource}`;
    const rows = [top, charge('disk-1'), charge('disk-2'), charge(''), charge('disk-1'), charge(''), charge('disk-1')];
    workspace.write('twice.csv', `${rows.join('\n')}\n`);
    const imported = await importInto(workspace, { format: 'focus', files: ['twice.csv'] });
    expect(imported.problems).toEqual([
      'twice.csv line 5: 2 rows from here on stand letter for letter above, too, so 6 USD may count twice.',
    ]);
    expect([imported.repeatedRows, imported.rows]).toEqual([2, 6]);
  });

  it('names what two exports of overlapping periods charge for the same thing', async () => {
    const top = 'EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ServiceName,ResourceId';
    const charge = (cost: string, month: number, resource: string): string =>
      `${cost},USD,2026-0${month}-01T00:00:00Z,2026-0${month + 1}-01T00:00:00Z,Disks,${resource}`;
    const write = (name: string, rows: readonly string[]) => workspace.write(name, `${[top, ...rows].join('\n')}\n`);
    write('first.csv', [charge('3', 4, 'disk-1'), charge('4', 5, 'disk-1'), charge('9', 5, '')]);
    write('second.csv', [charge('1', 6, 'disk-1'), charge('4.5', 5, 'disk-1'), charge('8', 5, '')]);
    const imported = await importInto(workspace, { format: 'focus', files: ['first.csv', 'second.csv'] });
    expect(imported.problems).toEqual([
      'second.csv line 3: 1 row from here on charges the same thing for the same period as first.csv, so 4.5 USD may count twice.',
    ]);
    expect(totalOf(imported.sums.map(({ amount }) => amount))).toBe('29.5');
  });

  it('gives the same sums in whatever order the rows stand and over however many files they are split', async () => {
    const charge = fc.record({
      effective: fc.integer({ min: -1_000_000, max: 1_000_000 }).map((mills) => (mills / 1000).toFixed(3)),
      kind: fc.constantFrom('Storage', 'Compute'),
      start: fc.constantFrom('2026-01-31T23:59:59Z', '2026-02-10T00:00:00Z'),
      end: fc.constantFrom('2026-02-11T00:00:00Z', '2026-05-01T12:00:00+02:00'),
      currency: fc.constantFrom('USD', 'EUR'),
    });
    const rows = fc
      .array(charge, { minLength: 2, maxLength: 30 })
      .chain((charges) =>
        fc.tuple(fc.constant(charges), fc.shuffledSubarray(charges, { minLength: charges.length }), fc.nat()),
      );
    await fc.assert(
      fc.asyncProperty(rows, async ([charges, shuffled, cut]) => {
        const at = cut % charges.length;
        const whole = await importInto(workspace, { format: 'focus', files: [bill(charges)], map });
        const other = await importInto(workspace, {
          format: 'focus',
          files: [bill(shuffled.slice(0, at)), bill(shuffled.slice(at))],
          map,
        });
        expect(other.sums).toEqual(whole.sums);
        expect(other.unmapped).toEqual(whole.unmapped);
      }),
      { numRuns: 15 },
    );
  });

  it('asks for a column that is missing', async () => {
    const name = bill([], 'BilledCost,BillingCurrency,ChargePeriodStart');
    const answer = await answerOf(workspace, { format: 'focus', files: [name] });
    expect(answer.kind === 'failed' ? answer.sentence : '').toContain('has no column EffectiveCost');
  });

  it('refuses a file outside the workspace', async () => {
    workspace.write('../outside.csv', header);
    const answer = await answerOf(workspace, { format: 'focus', files: ['../outside.csv'] });
    expect(answer.kind === 'failed' ? answer.category : '').toBe('refused');
  });

  it.each([
    ['a quote that takes the rest of the file with it', `${header}\n1,"USD,2026\n${line({})}\n`],
    ['too many broken lines', `${header}\n${'1,2\n'.repeat(1001)}${line({})}\n`],
    ['binary content', new Uint8Array([0, 1, 2, 255, 0])],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x61, 0x00])],
    ['nothing in it', ''],
    ['a name that says Parquet', 'EffectiveCost\n1\n'],
  ])('refuses a file with %s in one sentence, and the next import works', async (what, content) => {
    const name = what.includes('Parquet') ? 'hostile.parquet' : `hostile-${(fileCount += 1)}.csv`;
    workspace.write(name, content);
    const answer = await answerOf(workspace, { format: 'focus', files: [name], map });
    expect(answer.kind === 'failed' ? answer.category : 'done').toBe('bad-input');
    expect(answer.kind === 'failed' ? answer.sentence : '').toMatch(/^[^\n]*hostile[^\n]*\.$/);
    const imported = await importInto(workspace, { format: 'focus', files: [bill([{ effective: '1' }])], map });
    expect(imported.rows).toBe(1);
  });

  it('shows hostile names on one line and short, and runs none of them', async () => {
    const service = `x'); DROP TABLE charges; --${'y'.repeat(500)}\n\u001b[31m`;
    const file = bill([{ effective: '1', service, kind: 'NULL' }]);
    const tags = [{ key: `a' OR true --`, value: `'` }];
    const byName = [{ key: `it's`, category: 'storage' }];
    const all = await importInto(workspace, { format: 'focus', files: [file], map: byName });
    expect(all.unmapped[0]?.name.length).toBeLessThanOrEqual(80);
    expect(all.unmapped[0]?.name).not.toContain('\n');
    expect((await importInto(workspace, { format: 'focus', files: [file], map, tags })).rows).toBe(0);
  });

  it('reads Parquet with typed costs, times with zones, and tags as a map', async () => {
    // Three charges: DECIMAL(18, 10), TIMESTAMPTZ, MAP(VARCHAR, VARCHAR); the last one is of another project.
    workspace.write('typed.parquet', readFileSync('test/fixtures/data/focus-typed.parquet'));
    const tags = [{ key: 'project', value: 'flights' }];
    const imported = await importInto(workspace, { format: 'focus', files: ['typed.parquet'], map, tags });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '0.3' });
  });

  it('reads floats of Parquet as the shortest texts that mean them', async () => {
    // Two charges as DOUBLE, 0.1 and 1e-7, with times without a zone.
    workspace.write('floats.parquet', readFileSync('test/fixtures/data/focus-floats.parquet'));
    const imported = await importInto(workspace, { format: 'focus', files: ['floats.parquet'], map });
    expect(amountsOf(imported)).toEqual({ '2026-04 storage USD': '0.1000001' });
  });

  it('gives sums and unmapped charges that add up to the column, whatever the rows', async () => {
    const cost = fc.oneof(
      fc.tuple(fc.bigInt(-(10n ** 12n), 10n ** 12n), fc.nat(30)).map(([digits, places]) => `${digits}E-${places}`),
      fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2)),
      fc.double({ min: -1e6, max: 1e6, noNaN: true }).map(String),
    );
    const charge = fc.record({
      effective: cost,
      kind: fc.constantFrom('Storage', 'Compute', 'Networking', 'NULL'),
      start: fc.constantFrom('2026-01-31T23:59:59Z', '2026-02-01T00:00:00Z', '2026-12-31T00:00:00Z'),
      currency: fc.constantFrom('USD', 'EUR'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(charge, { minLength: 1, maxLength: 40 }), async (charges) => {
        const imported = await importInto(workspace, { format: 'focus', files: [bill(charges)], map });
        for (const currency of ['USD', 'EUR']) {
          const own = imported.sums.filter((sum) => sum.currency === currency);
          const mapped = own.filter(({ category }) => category !== null).map(({ amount }) => amount);
          const unmapped = imported.unmapped.filter((row) => row.currency === currency).map(({ amount }) => amount);
          const column = charges.filter((row) => row.currency === currency).map((row) => decimal(row.effective));
          expect(totalOf([...mapped, ...unmapped])).toBe(sumDecimals(column).toFixed());
          expect(totalOf(own.map(({ amount }) => amount))).toBe(sumDecimals(column).toFixed());
        }
        expect(imported.rows).toBe(charges.length);
      }),
      { numRuns: 25 },
    );
  });

  it('agrees with plain SQL on the bill of the example', async () => {
    const names = ['focus-2026-h1.csv', 'focus-2026-h2.csv'];
    for (const name of names) workspace.write(name, readFileSync(`examples/flight-delays/finance/${name}`));
    const tags = [{ key: 'project', value: 'flight-delays' }];
    const imported = await importInto(workspace, { format: 'focus', files: names, map, tags });
    const paths = names.map((name) => `${workspace.root}/${name}`);
    const limits = { memoryBytes: 1e9, diskBytes: 1e9, threads: 1 };
    const engine = await openEngine(paths, `${workspace.root}-sql`, limits);
    const rows = await engine.select(
      `SELECT substr(ChargePeriodStart, 1, 7) AS month, CAST(sum(CAST(EffectiveCost AS DECIMAL(18, 4))) AS VARCHAR) AS amount
       FROM read_csv(['${paths.join("', '")}'], header = true, all_varchar = true)
       WHERE Tags LIKE '%"project": "flight-delays"%' GROUP BY 1 ORDER BY 1`,
    );
    engine.close();
    const months = [...new Set(imported.sums.map(({ month }) => month))];
    expect(
      months.map((month) => [
        month,
        totalOf(imported.sums.filter((sum) => sum.month === month).map(({ amount }) => amount)),
      ]),
    ).toEqual(rows.map((row) => [row['month'], decimal(String(row['amount'])).toFixed()]));
    expect(imported.problems).toEqual([]);
  });
});
