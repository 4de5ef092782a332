/** A small spec in words and money, and its comparison with an edited copy of itself. */
import type { Facts } from '../../schemas/facts.ts';
import { compareProjects } from '../../server/src/review/compareProjects.ts';
import type { Change } from '../../server/src/review/change.ts';
import { goalViews } from '../../server/src/rules/goalMoney.ts';
import { projectOf } from './ruleFixture.ts';

export const specUri = 'file:///fixture/plumbline.yaml';

/** The figures of the reference: a recall limit of 0.65 at precision 0.30, on 3 million predictions a year. */
export const reviewedSpec = `plumbline: v1
project: flights
phase: pilot
owner: ops@example.com
economics:
  lever: bottom-line
  volume: 3000000 predictions/year
  prevalence: 21 %
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  against: none
baseline:
  rules: {metrics: {recall: 0.41, precision: 0.29}}
metrics:
  saved: {kind: business, definition: economics, direction: maximize, target: 2.5 MUSD/year, limit: 1 MUSD/year}
  recall:
    kind: model
    metric: recall
    model: delay
    split: test
    target: 0.70
    limit: 0.65
    tolerance: 0.01
    slices: {evening: {where: "hour >= 18", limit: 0.60}}
  precision: {kind: model, metric: precision, model: delay, split: test, target: 0.35, limit: 0.30}
  latency: {kind: infrastructure, metric: latency, percentile: 99, batch: 1, on: box, target: 5 ms, limit: 20 ms}
constraints:
  alerts: 4000 alerts/day
  forbidden_inputs: [name, nationality]
data:
  flights:
    path: flights.csv
    owner: data@example.com
    version: {dvc: flights.csv.dvc}
    roles: {label: late, time: date, after: [delay]}
splits:
  test: {of: flights, where: "date >= '2001-05-01'", rows: 480000}
labels:
  late: {of: flights, task: binary-classification, classes: {late: true, on-time: false}, positive: late}
models:
  delay: {path: delay.onnx, task: binary-classification, label: late, decision: {class: late, threshold: 0.24}}
monitoring:
  checks:
    inputs: {watch: inputs, model: delay, reference: test, false_alarm: 5 %, owner: ops@example.com, action: drift.md}
    alerts: {watch: alert-rate, model: delay, between: [20 %, 48 %], owner: ops@example.com, action: alerts.md}
changes:
  - {date: 2026-01-01, metric: latency, field: limit, from: 10 ms, to: 20 ms, by: ops@example.com, reason: slower box}
`;

/** An edit: the text that is replaced must occur exactly once. */
export type Edit = readonly [from: string, to: string];

export function edited(edits: readonly Edit[], text = reviewedSpec): string {
  return edits.reduce((changed, [from, to]) => {
    if (changed.split(from).length !== 2) throw new Error(`The fixture does not hold ${JSON.stringify(from)} once.`);
    return changed.replace(from, () => to);
  }, text);
}

/** What a review says of an edited spec; rules have the severities of a pilot, all of them warnings. */
export function reviewEdits(...edits: readonly Edit[]): readonly Change[] {
  return compareTexts(reviewedSpec, edited(edits));
}

export function compareTexts(before: string, after: string, facts?: Facts): readonly Change[] {
  const loudnessOf = (project: ReturnType<typeof projectOf>, id: string): number => {
    const words = ['silent', 'hint', 'info', 'warning', 'error'];
    const severity = project.spec.fields.rules?.entries.get(id)?.fields.severity?.value;
    return words.indexOf(severity ?? 'warning');
  };
  return compareProjects(projectOf(new Map([[specUri, before]])), projectOf(new Map([[specUri, after]])), {
    ...goalViews(facts),
    loudnessOf,
  });
}
