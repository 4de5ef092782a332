/** View models of the Overview for tests: one builder, whose every product is parsed by the schema. */
import type {
  ColumnProfile,
  CostCategory,
  DataSource,
  Distribution,
  Figure,
  Metric,
  OverviewProject,
  Provenance,
  Split,
} from '../../../schemas/overview.ts';
import { overviewProject } from '../../../schemas/overview.ts';
import type { SourceLocation } from '../../../schemas/sourceLocation.ts';

export const specUri = 'file:///projects/flight-delays/plumbline.yaml';

/** A place in the spec; `line` counts from 1, as its label does. */
export function at(line: number): SourceLocation {
  return {
    uri: specUri,
    range: { start: { line: line - 1, character: 2 }, end: { line: line - 1, character: 12 } },
    label: `plumbline.yaml:${line}`,
  };
}

export function declared(text: string, line: number, number?: number): Figure {
  return {
    state: 'known',
    text,
    ...(number === undefined ? {} : { number }),
    provenance: { origin: 'declared', source: at(line) },
  };
}

export function measured(text: string, number: number, provenance: Partial<Provenance> = {}): Figure {
  return { state: 'known', text, number, provenance: { origin: 'measured', ...provenance } };
}

export function computed(text: string, formula: string, inputs: NonNullable<Provenance['inputs']> = []): Figure {
  return { state: 'known', text, provenance: { origin: 'computed', source: at(24), formula, inputs } };
}

export function unknown(because: string, next?: string): Figure {
  return { state: 'unknown', because, ...(next === undefined ? {} : { next }) };
}

const run = '2026-11-02T0931Z-delay-3f2a91c0';

function measuredMetric(text: string, number: number, extra: Partial<Metric> = {}): Partial<Metric> {
  const provenance = {
    run,
    dataVersion: 'dvc 9f1c2e',
    at: '2026-11-02T09:31:07Z',
    formula: 'true positives ÷ positives',
  };
  return {
    value: measured(text, number, { ...provenance, source: at(61) }),
    measured: { run, age: '3 days ago' },
    ...extra,
  };
}

function metric(id: string, kind: Metric['kind'], line: number, rest: Partial<Metric>): Metric {
  return {
    id,
    kind,
    name: id,
    measures: `${id}, model delay on test`,
    direction: 'maximize',
    definedAt: at(line),
    target: unknown('the spec states none', 'Add a target.'),
    limit: unknown('the spec states none', 'Add a limit.'),
    value: unknown('no run of model delay on test has been recorded', 'Run “Plumbline: Evaluate Model”.'),
    verdict: 'not-known',
    ...rest,
  };
}

const unit = { low: 0, high: 1 };

function metrics(): Metric[] {
  return [
    metric('saved', 'business', 52, {
      measures: 'money saved per year against the business rules, by formula 2',
      target: declared('2.5 MUSD/year', 52, 2_500_000),
      limit: declared('1 MUSD/year', 52, 1_000_000),
      ...measuredMetric('2.13 MUSD/year', 2_130_000),
      interval: { low: 1_980_000, high: 2_280_000, text: '1.98 to 2.28 MUSD/year (95 %)' },
      verdict: 'limit-held',
    }),
    metric('late-notices', 'business', 57, {
      measures: 'share of passengers who were told late (dbt:late_notice_rate)',
      direction: 'minimize',
      target: declared('3 %', 57, 0.03),
      limit: declared('5 %', 57, 0.05),
      value: unknown('the dbt metric late_notice_rate is not imported', 'Name a file of its values under source.'),
    }),
    metric('recall', 'model', 60, {
      measures: 'recall of late, model delay on test',
      target: declared('0.70', 60, 0.7),
      limit: declared('0.60', 61, 0.6),
      ...measuredMetric('0.712', 0.712),
      interval: { low: 0.709, high: 0.715, text: '0.709 to 0.715 (95 %)' },
      verdict: 'target-met',
      scale: unit,
    }),
    metric('precision', 'model', 66, {
      measures: 'precision of late, model delay on test',
      target: declared('0.35', 66, 0.35),
      limit: declared('0.30', 66, 0.3),
      ...measuredMetric('0.287', 0.287, {
        measured: { run, age: '3 days ago', outdated: 'models/delay.onnx has changed since' },
      }),
      interval: { low: 0.285, high: 0.289, text: '0.285 to 0.289 (95 %)' },
      verdict: 'limit-missed',
      scale: unit,
    }),
    metric('calibration', 'model', 69, {
      measures: 'expected calibration error, model delay on test',
      direction: 'minimize',
      target: declared('0.02', 69, 0.02),
      limit: declared('0.05', 69, 0.05),
      ...measuredMetric('0.031', 0.031),
      verdict: 'limit-held',
      scale: unit,
    }),
    metric('latency', 'infrastructure', 72, {
      measures: '99th percentile at batch 1 on edge-box, model delay-int8',
      direction: 'minimize',
      target: declared('5 ms', 72, 0.005),
      limit: declared('20 ms', 72, 0.02),
      ...measuredMetric('4.1 ms', 0.0041),
      verdict: 'target-met',
    }),
    metric('power', 'infrastructure', 76, {
      measures: 'power on edge-box, model delay-int8',
      direction: 'minimize',
      target: declared('8 W', 76, 8),
      limit: declared('12 W', 76, 12),
      value: unknown(
        'this machine is not the deployment target edge-box',
        'Run `plumbline evaluate --on edge-box` there.',
      ),
    }),
  ];
}

function histogramOf(counts: readonly number[], low: number, width: number, unitText = ''): Distribution {
  return {
    kind: 'histogram',
    bins: counts.map((count, index) => ({
      low: `${low + index * width}${unitText}`,
      high: `${low + (index + 1) * width}${unitText}`,
      count,
    })),
  };
}

export function column(name: string, rest: Partial<ColumnProfile> = {}): ColumnProfile {
  return {
    name,
    type: 'INTEGER',
    missing: { state: 'known', share: 0, text: '0 %' },
    distinct: measured('1 209', 1209),
    minimum: '-81',
    maximum: '1 688',
    distribution: histogramOf(
      [120, 84_000, 1_310_000, 980_000, 340_000, 160_000, 74_000, 31_000, 14_000, 6_786, 0, 3],
      -60,
      20,
    ),
    ...rest,
  };
}

function flightColumns(): ColumnProfile[] {
  const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun'];
  const rows = [508_239, 458_170, 511_502, 501_030, 518_831, 502_222];
  return [
    column('date', {
      type: 'TIMESTAMP',
      role: 'time',
      distinct: measured('about 205 000', 205_000),
      minimum: '2001-01-01 00:01',
      maximum: '2001-07-01 00:30',
      definedAt: at(95),
      distribution: {
        kind: 'histogram',
        bins: months.map((month, index) => ({
          low: `${month} 2001`,
          high: `${months[index + 1] ?? 'Jul'} 2001`,
          count: rows[index] ?? 0,
        })),
      },
    }),
    column('delay', { role: 'known only afterwards', missing: { state: 'known', share: 0.0003, text: '0.03 %' } }),
    column('distance', {
      minimum: '21',
      maximum: '4 962',
      distribution: histogramOf(
        [410_000, 640_000, 590_000, 420_000, 310_000, 180_000, 140_000, 90_000, 120_000, 70_000, 20_000, 10_000],
        0,
        420,
      ),
    }),
    column('origin', {
      type: 'VARCHAR',
      role: 'group',
      distinct: measured('231', 231),
      minimum: 'ABE',
      maximum: 'YUM',
      distribution: {
        kind: 'categories',
        top: [
          { label: 'ORD', count: 170_400 },
          { label: 'DFW', count: 161_800 },
          { label: 'ATL', count: 129_300 },
          { label: 'LAX', count: 113_900 },
          { label: 'PHX', count: 95_100 },
        ],
        otherCount: 2_329_494,
      },
    }),
    column('late', {
      type: 'BOOLEAN',
      role: 'label',
      derivation: 'delay >= 15',
      distinct: measured('2', 2),
      minimum: undefined,
      maximum: undefined,
      distribution: {
        kind: 'categories',
        top: [
          { label: 'false', count: 2_380_000 },
          { label: 'true', count: 619_994 },
        ],
        otherCount: 0,
      },
    }),
    column('remark', {
      type: 'VARCHAR',
      missing: { state: 'known', share: 1, text: '100 %' },
      distinct: measured('0', 0),
      minimum: undefined,
      maximum: undefined,
      distribution: { kind: 'none', because: 'no row has a value' },
    }),
  ];
}

export function flightsSource(rest: Partial<DataSource> = {}): DataSource {
  return {
    id: 'flights',
    modality: 'table',
    location: 'data/flights.parquet',
    definedAt: at(88),
    version: declared('DVC data/flights.parquet.dvc', 92),
    owner: declared('ops-analytics@example.com', 91),
    contract: declared('contracts/flights.odcs.yaml#flights', 90),
    profile: {
      state: 'known',
      rows: measured('2 999 994', 2_999_994, { dataVersion: 'dvc 9f1c2e' }),
      size: measured('13.5 MB', 13_500_000),
      columns: flightColumns(),
      age: '2 hours ago',
    },
    ...rest,
  };
}

function notesSource(profile: DataSource['profile']): DataSource {
  return {
    id: 'delay-notes',
    modality: 'text',
    location: 'ops.delay_notes',
    definedAt: at(112),
    version: declared('table version 8214', 115),
    owner: declared('stations@example.com', 114),
    contract: unknown('the entry names no contract', 'Add contract to data.delay-notes.'),
    profile,
  };
}

function split(id: string, role: Split['role'], line: number, rest: Partial<Split>): Split {
  return {
    id,
    of: 'flights',
    role,
    definition: `period 2001-0${line - 120}`,
    definedAt: at(line),
    rows: unknown('data/flights.parquet has not been read'),
    share: unknown('its rows are not counted'),
    positives: unknown('its rows are not counted'),
    period: unknown('its rows are not counted'),
    ...rest,
  };
}

function counted(
  rows: string,
  number: number,
  positives: string,
  positiveShare: number,
  period: string,
): Partial<Split> {
  const share = number / 2_999_994;
  return {
    rows: measured(rows, number),
    share: measured(`${(share * 100).toFixed(1)} %`, share),
    positives: measured(positives, positiveShare),
    period: { state: 'known', text: period, provenance: { origin: 'measured' } },
  };
}

function splits(): Split[] {
  return [
    split('train', 'train', 121, {
      definition: "date < '2001-04-01'",
      ...counted('1 477 911', 1_477_911, '22.5 %', 0.225, '2001-01-01 to 2001-03-31'),
    }),
    split('validation', 'validation', 122, {
      definition: 'period 2001-04-01/2001-04-30',
      ...counted('501 030', 501_030, '18.8 %', 0.188, '2001-04-01 to 2001-04-30'),
    }),
    split('test', 'test', 123, {
      definition: "date >= '2001-05-01' and date < '2001-06-01'",
      ...counted('518 831', 518_831, '16.9 %', 0.169, '2001-05-01 to 2001-05-31'),
      declaredRows: declared('480 000', 123, 480_000),
      mismatch: '8 % more rows than declared.',
    }),
    split('june', 'production', 124, {
      definition: 'period 2001-06-01/2001-06-30',
      ...counted('502 222', 502_222, '22.3 %', 0.223, '2001-06-01 to 2001-06-30'),
    }),
  ];
}

type CategoryRow = readonly [
  id: string,
  group: CostCategory['group'],
  isHidden: boolean,
  meaning: string,
  oneOff: string,
  yearly: string,
];

const categoryRows: readonly CategoryRow[] = [
  ['acquisition', 'data', true, 'buying or recording data', '29 500 USD', ''],
  ['cleaning', 'data', true, 'filtering and repairing', '300 000 USD', '54 000 USD/year'],
  ['aggregation', 'data', true, 'joining and reshaping sources', '136 000 USD', '12 240 USD/year'],
  ['labelling', 'data', true, 'making and reviewing labels', '13 906 USD', '12 480 USD/year'],
  ['storage', 'data', true, 'keeping data and versions', '', '1 440 USD/year'],
  ['data pipeline', 'data', true, 'building and running the flow', '102 000 USD', '16 800 USD/year'],
  ['manual verification', 'data', true, 'people checking data or answers', '', '76 800 USD/year'],
  ['development', 'model', false, 'people who experiment, build, integrate, test', '408 000 USD', ''],
  ['training compute', 'model', false, 'machines for experiments and training', '9 000 USD', ''],
  ['retraining', 'model', true, 'repeats after launch', '', '36 000 USD/year'],
  ['inference', 'operation', false, 'machines that answer', '', '10 800 USD/year'],
  ['infrastructure', 'operation', false, 'devices, network, licences, platform', '18 000 USD', '4 800 USD/year'],
  ['monitoring', 'operation', true, 'watching and reacting', '', '36 000 USD/year'],
  ['support', 'operation', true, 'users and incidents', '', '86 400 USD/year'],
  ['customer training', 'operation', true, 'teaching users', 'untracked', ''],
  ['compliance', 'operation', true, 'privacy, law, certification, audits', 'none', ''],
  ['error cost', 'operation', true, 'wrong answers, derived from economics', '', '6.6 MUSD/year'],
];

function costCategories(): CostCategory[] {
  return categoryRows.map(([name, group, isHidden, meaning, oneOff, yearly], index) => {
    const line = 180 + index;
    const common = { id: name.replaceAll(' ', '_'), name, meaning, group, isHidden };
    if (oneOff === 'untracked') return { ...common, coverage: { state: 'untracked' as const } };
    if (oneOff === 'none') {
      const reason = 'no regulated function and the privacy review is part of support';
      return { ...common, coverage: { state: 'none' as const, reason, source: at(line) } };
    }
    return {
      ...common,
      coverage: {
        state: 'tracked' as const,
        source: at(line),
        ...(oneOff === '' ? {} : { oneOff: declared(oneOff, line) }),
        ...(yearly === '' ? {} : { yearly: declared(yearly, line) }),
      },
    };
  });
}

function economics(): OverviewProject['economics'] {
  const saved = 'Formula 2: volume × (value per prediction − value of the rules)';
  const inputs = [
    { name: 'Volume', text: '3 000 000 predictions/year', source: at(26) },
    { name: 'Value per prediction', text: '−0.4410 USD', source: at(28) },
    { name: 'Value of the rules', text: '−1.3467 USD', source: at(21) },
  ];
  return {
    state: 'known',
    definedAt: at(24),
    outcomes: [
      {
        label: 'Saved per year',
        formula: saved,
        atTarget: computed('2 717 038 USD', saved, inputs),
        atLimit: computed('1 016 038 USD', saved, inputs),
      },
      {
        label: 'Net present value',
        formula: 'Formula 12',
        atTarget: computed('4 293 896 USD', 'Formula 12'),
        atLimit: computed('563 618 USD', 'Formula 12'),
      },
      {
        label: 'Payback',
        formula: 'Formula 13',
        atTarget: computed('0.49 years', 'Formula 13'),
        atLimit: unknown('the build cost has no upper bound'),
      },
    ],
    breakEven: [
      {
        label: 'Value needed per year',
        figure: computed('773 361 USD/year', 'Formula 5: one-off ÷ annuity + running costs'),
      },
      { label: 'Recall at precision 0.35', figure: computed('0.387', 'Formula 6'), note: 'The target is 0.70.' },
      { label: 'Precision of one alert', figure: computed('22.2 %', 'Formula 4: cost of a false alarm ÷ both') },
    ],
    assumptions: [
      { label: 'Volume', figure: declared('3 000 000 predictions/year', 26) },
      { label: 'Prevalence', figure: declared('21 %', 27) },
      { label: 'Value of a hit', figure: declared('12 USD', 28) },
      { label: 'Horizon', figure: declared('3 years', 31) },
      { label: 'Discount rate', figure: declared('10 %', 32) },
    ],
  };
}

/** A full view model, with the given parts in the place of its own. */
export function buildOverview(parts: Partial<OverviewProject> = {}): OverviewProject {
  return overviewProject.parse({
    state: 'project',
    project: {
      name: 'flight-delays',
      description: 'Tell the destination, at departure, which flights will arrive late',
      phase: declared('pilot', 4),
      owner: declared('ops-analytics@example.com', 5),
      file: { ...at(1), label: 'plumbline.yaml' },
      parts: [],
    },
    isTrusted: true,
    notices: [],
    findings: { error: 1, warning: 3, info: 0, hint: 2 },
    metrics: metrics(),
    dataSources: [
      flightsSource(),
      notesSource({
        state: 'unknown',
        because: 'the environment variable PLUMBLINE_TRINO is not set',
        next: 'Set it and refresh.',
      }),
    ],
    splits: splits(),
    economics: economics(),
    costs: {
      state: 'known',
      definedAt: at(178),
      categories: costCategories(),
      oneOff: computed('1 016 406 USD', 'Sum of the one-off items'),
      yearly: computed('347 760 USD/year', 'Sum of the running items, without error cost'),
    },
    computedAt: '2026-11-05T10:00:00Z',
    ...parts,
  } satisfies OverviewProject);
}

/** A spec that has only its head: every section is there, and says what is missing. */
export function buildEmptyOverview(): OverviewProject {
  const missing = 'the spec has no such section';
  return buildOverview({
    project: {
      name: 'flight-delays',
      phase: unknown('the spec states none', 'Add phase: poc.'),
      owner: unknown('the spec states none', 'Add owner.'),
      file: { ...at(1), label: 'plumbline.yaml' },
      parts: [],
    },
    findings: { error: 0, warning: 0, info: 0, hint: 0 },
    metrics: [],
    dataSources: [],
    splits: [],
    economics: {
      state: 'unknown',
      because: missing,
      next: 'Add economics with a volume and the value of each outcome.',
    },
    costs: { state: 'unknown', because: missing, next: 'Add costs with a currency; 17 categories want an answer.' },
  });
}

/** Restricted Mode: checked, and nothing read. */
export function buildRestrictedOverview(): OverviewProject {
  return buildOverview({
    isTrusted: false,
    dataSources: [flightsSource({ profile: { state: 'refused', because: 'this workspace is not trusted' } })],
    splits: splits().map(({ id, role, definition, definedAt }) => ({
      ...split(id, role, definedAt.range.start.line + 1, { definition }),
    })),
  });
}

export function buildPendingOverview(): OverviewProject {
  return buildOverview({
    dataSources: [
      flightsSource({ profile: { state: 'pending', doing: 'Reading data/flights.parquet.', share: 0.42 } }),
    ],
  });
}

/** As large as a page must bear: 500 metrics and a source of 200 columns. */
export function buildHugeOverview(): OverviewProject {
  const kinds = ['business', 'model', 'infrastructure'] as const;
  const many = Array.from({ length: 500 }, (_, index) =>
    metric(`metric-${index}`, kinds[index % 3] ?? 'model', index + 10, {
      target: declared('0.70', index + 10, 0.7),
      limit: declared('0.60', index + 10, 0.6),
      ...measuredMetric('0.65', 0.65),
      verdict: 'limit-held',
      scale: unit,
    }),
  );
  const wide = Array.from({ length: 200 }, (_, index) => column(`column_${index}`));
  const profile: DataSource['profile'] = {
    state: 'known',
    rows: measured('2 999 994', 2_999_994),
    size: measured('1.2 GB', 1_200_000_000),
    columns: wide,
    age: '1 minute ago',
  };
  return buildOverview({ metrics: many, dataSources: [flightsSource({ profile })] });
}

/** Puts a hostile text wherever a spec, its data or a person can put text. */
export function buildHostileOverview(text: string): OverviewProject {
  const figure: Figure = {
    state: 'known',
    text,
    provenance: { origin: 'declared', formula: text, run: text, source: { ...at(3), label: text } },
  };
  const hostileColumn = column(text, {
    type: text,
    role: text,
    derivation: text,
    minimum: text,
    maximum: text,
    distribution: { kind: 'categories', top: [{ label: text, count: 3 }], otherCount: 1 },
  });
  return buildOverview({
    project: {
      name: text,
      description: text,
      phase: figure,
      owner: figure,
      file: { ...at(1), label: text },
      parts: [],
    },
    notices: [text],
    metrics: [
      metric('saved', 'business', 52, {
        name: text,
        measures: text,
        target: figure,
        limit: unknown(text, text),
        value: figure,
      }),
    ],
    dataSources: [
      flightsSource({
        id: text,
        location: text,
        version: figure,
        profile: { state: 'known', rows: figure, size: figure, columns: [hostileColumn], age: text, outdated: text },
      }),
    ],
    splits: [split(text, 'test', 123, { definition: text, rows: figure, mismatch: text })],
    economics: { state: 'unknown', because: text, next: text },
    costs: { state: 'unknown', because: text, next: text },
  });
}
