/** A spec of about two thousand lines, as a large team would write it: every kind of section, many of each. */

const models = 12;

/** The text, without findings of severity error. */
export function largeSpec(): string {
  return [
    head(),
    'metrics:',
    ...businessMetrics(),
    ...machineMetrics(),
    ...each(models, (at) => modelMetrics(at)),
    'data:',
    ...each(models, (at) => dataSource(at)),
    'splits:',
    ...each(models, (at) => splits(at)),
    'labels:',
    ...each(models, (at) => label(at)),
    'models:',
    ...each(models, (at) => model(at)),
    deployment(),
    'monitoring:',
    '  checks:',
    ...each(models, (at) => checks(at)),
    costs(),
    '',
  ].join('\n');
}

/** Paths that the spec names, so that a bench can have the files there. */
export function namedPaths(): readonly string[] {
  return [
    'contracts/flights.odcs.yaml',
    'runbooks/drift.md',
    ...each(models, (at) => `data/flights-${at}.parquet`),
    ...each(models, (at) => `data/flights-${at}.parquet.dvc`),
    ...each(models, (at) => `models/delay-${at}.onnx`),
  ];
}

function each(count: number, make: (at: number) => string): string[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

function head(): string {
  return `plumbline: v1
project: arrivals
description: Tell the destination, at departure, which flights will arrive late
phase: pilot
owner: ops@example.com
team:
  sponsor: sponsor@example.com
  business: stations@example.com
  data_science: ds@example.com
  engineering: platform@example.com
  operations: ops@example.com
  legal: legal@example.com
baseline:
  rules:
    description: late if it leaves after 19:00
    split: test-0
    measured: 2026-04-30
    metrics: {recall: 0.41, precision: 0.29}
economics:
  lever: bottom-line
  volume: 3000000 predictions/year
  prevalence: 21 %
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  against: rules
  horizon: 3 years
  discount_rate: 10 %`;
}

function businessMetrics(): string[] {
  return [
    `  saved:
    kind: business
    definition: economics
    direction: maximize
    target: 2.5 MUSD/year
    limit: 1 MUSD/year
    justification: {basis: break-even, note: the build is repaid in three years}
    owner: stations@example.com`,
  ];
}

function machineMetrics(): string[] {
  return [
    `  latency:
    kind: infrastructure
    metric: latency
    percentile: 99
    batch: 1
    on: edge-box
    model: delay-0
    target: 5 ms
    limit: 20 ms
    justification: {basis: user-study, note: the timetable page must refresh within five seconds}
    owner: platform@example.com`,
  ];
}

/** Measures of one classifier, each with a target and a limit that a model could have. */
const measures = [
  { name: 'recall', ofClass: true, direction: 'maximize', target: '0.72', limit: '0.61' },
  { name: 'precision', ofClass: true, direction: 'maximize', target: '0.72', limit: '0.61' },
  { name: 'specificity', ofClass: true, direction: 'maximize', target: '0.93', limit: '0.88' },
  { name: 'f1', ofClass: true, direction: 'maximize', target: '0.74', limit: '0.62' },
  { name: 'roc-auc', ofClass: false, direction: 'maximize', target: '0.94', limit: '0.91' },
  { name: 'average-precision', ofClass: false, direction: 'maximize', target: '0.77', limit: '0.66' },
  { name: 'ece', ofClass: false, direction: 'minimize', target: '0.02', limit: '0.05' },
  { name: 'brier', ofClass: false, direction: 'minimize', target: '0.11', limit: '0.16' },
  { name: 'log-loss', ofClass: false, direction: 'minimize', target: '0.34', limit: '0.52' },
] as const;

function modelMetrics(at: number): string {
  return measures
    .map(
      ({ name, ofClass, direction, target, limit }) => `  ${name}-${at}:
    kind: model
    metric: ${name}${ofClass ? '\n    class: late' : ''}
    model: delay-${at}
    split: test-${at}
    direction: ${direction}
    target: ${target}
    limit: ${limit}
    drives: saved
    owner: ds@example.com
    justification:
      basis: own-data
      evidence: "split:validation-${at}"`,
    )
    .join('\n');
}

function dataSource(at: number): string {
  return `  flights-${at}:
    path: data/flights-${at}.parquet
    modality: table
    contract: contracts/flights.odcs.yaml#flights
    owner: ops@example.com
    version: {dvc: data/flights-${at}.parquet.dvc}
    access: {status: granted, by: data-office@example.com, expires: 2027-06-30}
    derive:
      late: "delay >= 15"
      hour: "extract(hour from date)"
      weekday: "extract(dow from date)"
    roles:
      label: late
      time: date
      group: {column: origin, across_splits: shared}
      after: [delay]
    privacy: {personal_data: false}`;
}

function splits(at: number): string {
  return `  train-${at}: {of: flights-${at}, where: "date < '2001-04-01'", role: train}
  validation-${at}: {of: flights-${at}, period: 2001-04-01/2001-04-30, role: validation}
  test-${at}: {of: flights-${at}, where: "date >= '2001-05-01' and date < '2001-06-01'", rows: 480000, positives: 100800, role: test}`;
}

function label(at: number): string {
  return `  late-${at}:
    of: flights-${at}
    task: binary-classification
    definition: arrives 15 minutes late or more
    source: outcome
    classes: {late: true, on-time: false}
    positive: late
    new_data: {method: outcome, rate: 100 %, delay: 1 day, owner: ops@example.com}`;
}

function model(at: number): string {
  return `  delay-${at}:
    path: models/delay-${at}.onnx
    task: binary-classification
    label: late-${at}
    trained_on: train-${at}
    inputs:
      numbers: {columns: [hour, weekday, distance], type: float32, missing: refuse}
      origin: {column: origin, type: string}
      destination: {column: destination, type: string}
    outputs:
      probabilities: {as: probabilities, classes: [on-time, late]}
    decision: {class: late, threshold: 0.24, chosen_on: validation-${at}, by: economics}`;
}

function deployment(): string {
  return `deployment:
  stack: [onnxruntime, docker]
  targets:
    edge-box: {kind: edge, model: delay-0, hardware: 4-core x86 fanless, count: 12, memory: 2 GiB, power: 15 W}
  load: {average: 0.1 predictions/s, peak: 40 predictions/s}
  fallback: rules`;
}

function checks(at: number): string {
  return `    inputs-${at}:
      watch: inputs
      model: delay-${at}
      reference: train-${at}
      window: {every: 1 day, min_rows: 500}
      method: auto
      false_alarm: 5 %
      owner: ops@example.com
      action: runbooks/drift.md`;
}

function costs(): string {
  return `costs:
  currency: USD
  items:
    acquisition: {cost: {low: 20 kUSD, likely: 28 kUSD, high: 45 kUSD}, once: true}
    cleaning: {hours: 60 h/month, rate: 75 USD/h}
    development: {hours: 4800 h, rate: 85 USD/h, once: true}
    inference: {cost: 900 USD/month}`;
}
