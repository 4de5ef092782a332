/**
 * Mistakes that people make, one of each kind, as edits of the example: each must be found at the text that it names.
 * The unit tests seed them all; the editor's tests seed them while someone types.
 */

export interface SeededMistake {
  /** The rule that must find it. */
  readonly rule: string;
  /** The file of the example that is edited, and in which the finding stands. */
  readonly file: string;
  /** Stands once in the file. */
  readonly before: string;
  readonly after: string;
  /** Exactly what is underlined. */
  readonly at: string;
}

const spec = 'plumbline.yaml';
const costs = 'costs.plumbline.yaml';
const contract = 'contracts/flights.odcs.yaml';

function mistake(file: string, rule: string, before: string, after: string, at: string): SeededMistake {
  return { rule, file, before, after, at };
}

/** What stands in the example between the two checks of inputs, which are adjacent. */
const betweenInputChecks = `      model: delay
      reference: train
      current: june
      columns: [hour, distance, origin, destination]   # a day has one weekday, so days differ by it
      window: {every: 1 day, min_rows: 500}
      method: auto
      false_alarm: 5 %
      correction: benjamini-hochberg
      owner: ops@example.com
      action: runbooks/drift.md
    months:                        # the whole half year, month by month, the answer among it
`;

export const seededMistakes: readonly SeededMistake[] = [
  mistake(spec, 'yaml/duplicate-key', 'phase: pilot ', 'project: flights\nphase: pilot ', 'project'),
  mistake(spec, 'yaml/norway', 'place: United States', 'place: NO', 'NO'),
  mistake(
    spec,
    'spec/unknown-key',
    'tolerance: 0.01                #',
    'tolerence: 0.01                #',
    'tolerence',
  ),
  mistake(spec, 'spec/wrong-value', 'phase: pilot ', 'phase: pilots ', 'pilots'),
  mistake(spec, 'quantity/decimal-comma', 'target: 0.58', "target: '0,58'", '0,58'),
  mistake(spec, 'quantity/unknown-unit', 'memory: 2 GiB', 'memory: 2 gb', 'gb'),
  mistake(spec, 'quantity/spacing', 'target: 5 ms', 'target: 5ms', '5ms'),
  mistake(spec, 'quantity/out-of-range', 'target: 0.58', 'target: 58', '58'),
  mistake(spec, 'ref/unresolved', 'chosen_on: validation', 'chosen_on: validaton', 'validaton'),
  mistake(
    spec,
    'ref/outside-workspace',
    'action: runbooks/alerts.md',
    'action: ../../../../alerts.md',
    '../../../../alerts.md',
  ),
  mistake(
    spec,
    'suppress/unknown-rule',
    'against: rules ',
    'against: rules # plumbline: ignore[metric/no-limits] it is late\n  # ',
    'metric/no-limits',
  ),
  mistake(spec, 'metric/vague-target', 'target: 0.58', 'target: as high as possible', 'as high as possible'),
  mistake(spec, 'metric/limit-beyond-target', 'limit: 0.52', 'limit: 0.92', '0.92'),
  mistake(spec, 'metric/latency-no-percentile', '    percentile: 99\n', '', 'latency'),
  mistake(spec, 'metric/target-below-breakeven', 'target: 1.25 MUSD/year', 'target: 9 MUSD/year', '9 MUSD/year'),
  mistake(spec, 'metric/review-overload', 'alerts: 9000 alerts/day ', 'alerts: 3000 alerts/day ', '3000 alerts/day'),
  mistake(spec, 'metric/infeasible-on-device', 'limit: 512 MiB', 'limit: 5 GiB', '5 GiB'),
  mistake(spec, 'metric/below-limit', 'target: 7.5 %\n    limit: 9 %', 'target: 6 %\n    limit: 7 %', '7 %'),
  mistake(spec, 'economics/value-sign', 'tp: 5 USD', 'tp: -5 USD', '-5 USD'),
  mistake(spec, 'gov/role-missing', '  operations: ops@example.com\n', '', 'team'),
  mistake(spec, 'gov/goalpost-moved', 'limit: 0.52', 'limit: 0.5', '0.5'),
  mistake(
    spec,
    'gov/no-signoff',
    '  legal: {status: approved, by: legal@example.com, date: 2026-11-21, revision: "b947527"}',
    '  legal: {status: pending}',
    'pending',
  ),
  mistake(spec, 'data/target-as-input', 'columns: [hour, weekday, distance]', 'columns: [hour, weekday, late]', 'late'),
  mistake(spec, 'data/known-after-decision', 'after: [delay] ', 'after: [distance] ', 'distance'),
  mistake(spec, 'data/column-missing', 'time: date  ', 'time: day  ', 'day'),
  mistake(
    spec,
    'data/secret',
    'how: departure and arrival messages',
    'how: "postgres://ops:hunter22@db/flights"',
    'hunter22',
  ),
  mistake(
    spec,
    'split/time-leak',
    'where: "date < \'2001-04-01\'"',
    'where: "date >= \'2001-06-01\'"',
    "\"date >= '2001-05-01' and date < '2001-06-01'\"",
  ),
  mistake(
    spec,
    'split/overlap',
    'period: 2001-06-01/2001-06-30',
    'period: 2001-05-31/2001-06-30',
    '2001-05-31/2001-06-30',
  ),
  mistake(
    spec,
    'label/no-collection-plan',
    '    new_data: {method: outcome, rate: 100 %, delay: 1 day, owner: ops-analytics@example.com}\n',
    '',
    'late',
  ),
  mistake(
    spec,
    'model/input-unmapped',
    '      origin: {column: origin, type: string, missing: refuse}\n',
    '',
    'inputs',
  ),
  mistake(
    spec,
    'model/output-unmapped',
    '      probabilities: {as: probabilities',
    '      probability: {as: probabilities',
    'probability',
  ),
  mistake(
    spec,
    'model/class-count-mismatch',
    'classes: [on-time, late]}',
    'classes: [on-time, late, cancelled]}',
    '[on-time, late, cancelled]',
  ),
  mistake(spec, 'model/threshold-from-test', 'chosen_on: validation', 'chosen_on: test', 'test'),
  mistake(spec, 'privacy/no-basis', 'privacy: {personal_data: false}', 'privacy: {personal_data: true}', 'true'),
  mistake(
    spec,
    'privacy/feature-forbidden',
    'forbidden_inputs: [passenger_name, crew_name]',
    'forbidden_inputs: [passenger_name, origin]',
    'origin',
  ),
  mistake(
    spec,
    'deploy/no-rollback',
    '    rollback: {how: runbooks/rollback.md, within: 10 min, tested: 2026-10-20}\n',
    '',
    'rollout',
  ),
  mistake(
    spec,
    'deploy/offline-needs-edge',
    '    edge-box:\n',
    '    ship: {kind: server, model: delay, connectivity: none}\n    edge-box:\n',
    'server',
  ),
  mistake(spec, 'deploy/no-fallback', '  fallback: rules   ', '  # fallback: rules   ', 'deployment'),
  mistake(
    spec,
    'monitor/no-drift',
    `      watch: inputs\n${betweenInputChecks}      watch: inputs\n`,
    `      watch: outputs\n${betweenInputChecks}      watch: outputs\n`,
    'checks',
  ),
  mistake(
    spec,
    'monitor/no-retrain-trigger',
    '  retrain: {when: [inputs, quality], max_age: 90 days, gate: test, owner: ds@example.com}\n',
    '',
    'monitoring',
  ),
  mistake(
    spec,
    'pipeline/stage-missing',
    `  from: [dvc.yaml]                 # stages, parameters and outputs are read, not retyped
  stages:
    train: src/flight_delays/train.py
    evaluate: src/flight_delays/evaluate.py
`,
    '  stages:\n    train: src/flight_delays/train.py\n',
    'stages',
  ),
  mistake(costs, 'cost/unknown-category', '    labelling: {hours', '    labeling: {hours', 'labeling'),
  mistake(costs, 'cost/category-untracked', '    support: {hours: 90 h/month, rate: 60 USD/h}\n', '', 'items'),
  mistake(costs, 'cost/no-period', 'inference: {cost: 650 USD/month', 'inference: {cost: 650 USD', '650 USD'),
  mistake(costs, 'cost/mixed-currency', 'storage: {cost: 90 USD/month', 'storage: {cost: 90 EUR/month', '90 EUR/month'),
  mistake(costs, 'cost/over-budget', 'run: 290 kUSD/year', 'run: 29 kUSD/year', '29 kUSD/year'),
  mistake(costs, 'cost/price-stale', 'price_date: 2026-11-02', 'price_date: 2024-11-02', '2024-11-02'),
  mistake(costs, 'schedule/late', 'evidence: 2026-12-11', 'evidence: 2026-03-11', '2026-03-11'),
  mistake(contract, 'contract/invalid', 'logicalType: timestamp', 'logicalType: timestmp', 'timestmp'),
  mistake(contract, 'contract/unknown-version', 'apiVersion: v3.1.0', 'apiVersion: v4.0.0', 'v4.0.0'),
  mistake(contract, 'contract/violated', 'mustBe: 3000000', 'mustBe: 3000001', 'rowCount'),
  mistake(
    contract,
    'contract/ignored-key',
    '        physicalType: TIMESTAMP\n        required: true',
    '        physicalType: TIMESTAMP\n        isNullable: false',
    'isNullable',
  ),
];
