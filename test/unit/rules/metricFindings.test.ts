import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import type { ReportedFinding } from '../../../server/src/rules/checkProject.ts';
import { groupOf } from '../../../server/src/rules/rule.ts';
import { factsFrom, projectOf } from '../../support/ruleFixture.ts';

const root = path.resolve(import.meta.dirname, '../../..');

const example = `plumbline: v1
project: flight-delays
phase: pilot
owner: a@example.com
economics:
  volume: 3000000 predictions/year
  prevalence: 21 %
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  against: rules
baseline:
  rules: {metrics: {recall: 0.41, precision: 0.29}}
models:
  delay: {path: models/delay.onnx, task: binary-classification}
splits:
  test: {of: flights, where: "month = 5", rows: 480000, positives: 100800}
metrics:
  saved: {kind: business, definition: economics, direction: maximize, target: 2.5 MUSD/year, limit: 1 MUSD/year}
  recall: {kind: model, metric: recall, model: delay, split: test, target: 0.70, limit: 0.60, tolerance: 0.01, drives: saved}
  precision: {kind: model, metric: precision, model: delay, split: test, target: 0.35, limit: 0.30, tolerance: 0.01, drives: saved}
constraints:
  alerts: 4000 alerts/day
`;

function findingsIn(text: string, rule: string): readonly ReportedFinding[] {
  const project = projectOf(new Map([['file:///plumbline.yaml', text]]));
  return checkProject(project, factsFrom({})).findings.filter((finding) => finding.rule === rule);
}

/** The example with one text replaced by another, and the message of a rule about it. */
function messageAfter(rule: string, from: string, to: string): string {
  expect(example).toContain(from);
  const [finding] = findingsIn(example.replace(from, to), rule);
  return finding?.message ?? 'no finding';
}

/** Findings about goals and money in files of a project. */
function goalFindings(names: readonly string[], facts = factsFrom({})): readonly string[] {
  const files = new Map(
    names.map((name) => [`file:///${path.basename(name)}`, readFileSync(path.join(root, name), 'utf8')]),
  );
  return checkProject(projectOf(files), facts)
    .findings.filter(({ rule }) => ['metric', 'economics'].includes(groupOf(rule)))
    .map(({ rule }) => rule);
}

describe('the cheap model that is proposed as a baseline', () => {
  const proposed = (from: string, to: string) => {
    const [finding] = findingsIn(example.replace(from, to), 'metric/no-simple-model');
    return /such as (.*), and/.exec(finding?.message ?? '')?.[1];
  };

  it.each([
    ['binary-classification', 'a logistic regression on two columns'],
    ['regression', 'a linear regression on two columns'],
  ])('fits the task %s', (task, model) => {
    expect(proposed('binary-classification', task)).toBe(model);
  });

  it('is one of pictures where the data are pictures', () => {
    const pictures = 'data:\n  scans: {path: scans, modality: image}\nmodels:';
    expect(proposed('models:', pictures)).toBe('a linear model on small pictures');
  });
});

describe('the numbers in findings about goals', () => {
  it('are the least changes that resolve a cap on alerts below the recall limit', () => {
    const message = messageAfter('metric/contradiction', '4000 alerts/day', '1000 alerts/day');
    expect(message).toContain('recall limit to at most 0.579');
    expect(message).toContain('cap on alerts to at least 1036 alerts/day');
  });

  it('are the alerts per day at the limits, and the precision that would fit', () => {
    const message = messageAfter('metric/review-overload', '4000 alerts/day', '3400 alerts/day');
    expect(message).toContain('3452 alerts/day');
    expect(message).toContain('42 %');
    expect(message).toContain('precision 0.305 would fit');
  });

  it('are the positives and rows that a tolerance of recall needs', () => {
    const message = messageAfter(
      'metric/test-too-small',
      'rows: 480000, positives: 100800',
      'rows: 20000, positives: 4200',
    );
    expect(message).toContain('8,064 positives, about 38,400 rows');
  });

  it('are the alerts and rows that a tolerance of precision needs', () => {
    const small = example.replace('rows: 480000, positives: 100800', 'rows: 20000, positives: 4200');
    const messages = findingsIn(small, 'metric/test-too-small').map(({ message }) => message);
    expect(messages[1]).toContain('8,736 alerts, about 20,800 rows');
  });

  it('are the money of the goals and the recall and precision that it takes', () => {
    const message = messageAfter('metric/limit-below-breakeven', 'limit: 1 MUSD', 'limit: 1.1 MUSD');
    expect(message).toContain('1.016 MUSD/year');
    expect(message).toContain('recall 0.62 at precision 0.3');
  });

  it('are the values of the trivial policy and of the targets', () => {
    const message = messageAfter(
      'economics/trivial-policy-wins',
      'tp: 12 USD, fp: -6 USD, fn: -9 USD',
      'tp: 40 USD, fp: -6 USD, fn: -120 USD',
    );
    // 4,000 alerts a day are too few to alarm everyone.
    expect(message).toBe('no finding');
    const free = example.replace('tp: 12 USD, fp: -6 USD, fn: -9 USD', 'tp: 40 USD, fp: -6 USD, fn: -120 USD');
    const [finding] = findingsIn(free.replace('4000 alerts/day', '9000 alerts/day'), 'economics/trivial-policy-wins');
    expect(finding?.message).toContain('3.66 USD/prediction');
  });

  it('are the intervals of a prevalence', () => {
    const declared = 'prevalence: {value: 24 %, evidence: "split:test"}';
    const message = messageAfter('economics/prevalence-differs', 'prevalence: 21 %', declared);
    expect(message).toContain('20.89 % to 21.12 %');
  });
});

describe('findings about goals', () => {
  it('point at the limit, and at the cap that it contradicts', () => {
    const text = example.replace('4000 alerts/day', '1000 alerts/day');
    const [finding] = findingsIn(text, 'metric/contradiction');
    expect(text.slice(finding?.start, finding?.end)).toBe('0.60');
    expect(finding?.related.map(({ start, end }) => text.slice(start, end))).toEqual(['1000 alerts/day']);
  });

  it('are one for a limit above the ceiling of the labels, not two', () => {
    const label = 'labels:\n  late: {of: flights, task: binary-classification, source: outcome, error_rate: 50 %}\n';
    const text = label + example.replace('task: binary-classification}', 'task: binary-classification, label: late}');
    expect(findingsIn(text, 'metric/contradiction')).toHaveLength(1);
    expect(findingsIn(text, 'metric/above-label-ceiling')).toHaveLength(0);
  });

  it('are none in the example project', () => {
    const names = ['plumbline.yaml', 'costs.plumbline.yaml'].map((name) => `examples/flight-delays/${name}`);
    const split = (rows: number, positives: number) => ({
      rows,
      positives,
      total: 2_999_994,
      first: undefined,
      last: undefined,
    });
    const facts = factsFrom({
      splits: { test: split(518_831, 87_748), validation: split(501_030, 94_033), train: split(1_477_911, 333_037) },
      paths: { 'models/delay-int8.onnx': { kind: 'file', sizeBytes: 90_000, matches: undefined } },
    });
    expect(goalFindings(names, facts)).toEqual([]);
  });

  it('are none in the table example of the reference, and the baseline alone in the small one', () => {
    expect(goalFindings(['test/fixtures/specs/reference-flights.plumbline.yaml'])).toEqual([]);
    expect(goalFindings(['test/fixtures/specs/reference-digits.plumbline.yaml'])).toEqual(['metric/no-baseline']);
  });

  it.each([
    'tolerance: 1e-40',
    'tolerance: 0',
    'tolerance: -1',
    'tolerance: 1e40',
    'target: 7',
    'target: -3',
    'target: 0',
    'limit: 1e50',
  ])('come without failure for a value beyond all measure: %s', (odd) => {
    const [key = ''] = odd.split(':');
    const text = example.replaceAll(new RegExp(`${key}: 0[.][0-9]+`, 'g'), odd);
    expect(text).toContain(odd);
    expect(() => findingsIn(text, 'metric/test-too-small')).not.toThrow();
  });

  it.each([
    ['rows: 480000', 'rows: 9007199254740991'],
    ['rows: 480000', 'rows: 0'],
    ['positives: 100800', 'positives: 999999999'],
    ['3000000 predictions/year', '0 predictions/year'],
    ['prevalence: 21 %', 'prevalence: 0'],
    ['prevalence: 21 %', 'prevalence: 300 %'],
    ['4000 alerts/day', '-1 alerts/day'],
  ])('come without failure for a count beyond all measure: %s as %s', (from, to) => {
    expect(example).toContain(from);
    expect(() => findingsIn(example.replace(from, to), 'metric/test-too-small')).not.toThrow();
  });
});
