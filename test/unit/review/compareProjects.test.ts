import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../../schemas/facts.ts';
import { refuseComparison } from '../../../server/src/review/compareProjects.ts';
import { formatQuantity } from '../../../server/src/spec/quantityFormat.ts';
import { compareTexts, edited, reviewedSpec, reviewEdits, specUri } from '../../support/reviewFixture.ts';
import type { Edit } from '../../support/reviewFixture.ts';
import { factsFrom, projectOf } from '../../support/ruleFixture.ts';

/** Weight and sentence of each change. */
const told = (...edits: readonly Edit[]) => reviewEdits(...edits).map(({ weight, sentence }) => [weight, sentence]);

describe('what is promised after the launch', () => {
  const delivery = `deployment:
  fallback: rules
  load: {average: 1 predictions/s, peak: 60 predictions/s}
  rollout:
    stages: {canary: {share: 10 %, duration: 2 weeks, guard: recall}, full: {share: 100 %}}
    rollback: {how: back.md, within: 10 min}
schedule: {planned: 2026-05-04/2027-01-29, milestones: {canary: 2026-12-07}}
pipeline: {from: [dvc.yaml], lock: uv.lock}
`;
  const before = `${reviewedSpec}${delivery}`;

  it.each<readonly [string, Edit, string, string]>([
    ['a rollback that takes longer', ['within: 10 min', 'within: 1 h'], 'loosened', 'deployment'],
    ['a shorter canary', ['duration: 2 weeks', 'duration: 1 week'], 'loosened', 'deployment'],
    ['a canary without a guard', [', guard: recall', ''], 'loosened', 'deployment'],
    ['less load', ['peak: 60', 'peak: 50'], 'loosened', 'deployment'],
    ['no fallback', ['  fallback: rules\n', ''], 'loosened', 'deployment'],
    ['a later milestone', ['canary: 2026-12-07', 'canary: 2027-01-07'], 'neutral', 'schedule'],
    ['no milestone', [', milestones: {canary: 2026-12-07}', ''], 'neutral', 'schedule'],
    ['no lock file', [', lock: uv.lock', ''], 'loosened', 'pipeline'],
    ['another pipeline', ['from: [dvc.yaml]', 'from: [ops/dvc.yaml]'], 'neutral', 'pipeline'],
  ])('is reviewed: %s', (_, edit, weight, kind) => {
    const changes = compareTexts(before, edited([edit], before));
    expect(changes.map((change) => [change.weight, change.kind])).toEqual([[weight, kind]]);
  });
});

describe('a goal', () => {
  it('that is loosened is told with its places and its money at the limits', () => {
    const [change, ...others] = reviewEdits(['limit: 0.65', 'limit: 0.60']);
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      kind: 'goal',
      weight: 'loosened',
      subject: 'metrics.recall.limit',
      sentence: 'The limit of `recall` was loosened from `0.65` to `0.60`.',
      from: '0.65',
      to: '0.60',
      stated: undefined,
      money: { kind: 'known', formula: 26 },
    });
    expect(change?.money?.kind === 'known' && change.money.value.text).toBe('-220500 USD/year');
    const after = edited([['limit: 0.65', 'limit: 0.60']]);
    expect(reviewedSpec.slice(change?.base?.start, change?.base?.end)).toBe('0.65');
    expect(after.slice(change?.current?.start, change?.current?.end)).toBe('0.60');
  });

  it.each<readonly [string, Edit, string]>([
    ['a lower limit of recall', ['limit: 0.65', 'limit: 0.60'], 'loosened'],
    ['a higher limit of recall', ['limit: 0.65', 'limit: 0.66'], 'tightened'],
    ['a higher limit of latency', ['limit: 20 ms', 'limit: 0.021 s'], 'loosened'],
    ['a lower limit of latency', ['limit: 20 ms', 'limit: 19000 us'], 'tightened'],
    ['a lower target', ['target: 0.70', 'target: 69 %'], 'loosened'],
    ['a wider tolerance', ['tolerance: 0.01', 'tolerance: 2 pp'], 'loosened'],
    ['a narrower tolerance', ['tolerance: 0.01', 'tolerance: 0.005'], 'tightened'],
    ['no tolerance', ['    tolerance: 0.01\n', ''], 'loosened'],
    ['a lower limit of a slice', ['limit: 0.60}}', 'limit: 0.50}}'], 'loosened'],
    ['a slice less', ['    slices: {evening: {where: "hour >= 18", limit: 0.60}}\n', ''], 'loosened'],
    ['a slice more', ['limit: 0.60}}', 'limit: 0.60}, late: {where: "hour >= 20", limit: 0.5}}'], 'tightened'],
    ['a limit in another dimension', ['limit: 20 ms', 'limit: 20 W'], 'neutral'],
  ])('with %s is judged by its direction', (_what, edit, weight) => {
    expect(told(edit).map(([first]) => first)).toEqual([weight]);
  });

  it.each<readonly [string, Edit]>([
    ['another unit', ['limit: 20 ms', 'limit: 0.02 s']],
    ['another spelling', ['limit: 0.65', 'limit: 65 %']],
    ['another layout', ['  recall:\n    kind: model', '  # A comment.\n  recall:\n\n    kind:   model']],
  ])('in %s is not told', (_what, edit) => {
    expect(told(edit)).toEqual([]);
  });

  it.each<readonly [Edit, string]>([
    [['limit: 0.65', 'limit: 0,60'], 'The limit of `recall` can no longer be read, and was `0.65`.'],
    [['limit: 20 ms', 'limit: 2o ms'], 'The limit of `latency` can no longer be read, and was `20 ms`.'],
    [
      ['limit: 0.60}}', 'limit: [0.60]}}'],
      'The limit of slice `evening` of `recall` can no longer be read, and was `0.60`.',
    ],
  ])('that can no longer be read is loosened: %j', (edit, sentence) => {
    expect(told(edit)).toEqual([['loosened', sentence]]);
    const [change] = reviewEdits(edit);
    expect(edited([edit]).slice(change?.current?.start, change?.current?.end)).toBe('limit');
  });

  it('that could not be read before, either, is not told', () => {
    const [broken, other] = ['limit: 0,65', 'limit: 0,60'].map((limit) => edited([['limit: 0.65', limit]]));
    expect(compareTexts(broken ?? '', other ?? '')).toEqual([]);
  });

  it('in money loses what counts as enough', () => {
    const [change] = reviewEdits(['limit: 1 MUSD/year', 'limit: 50 kUSD/month']);
    expect(change).toMatchObject({ weight: 'loosened', money: { formula: 26 } });
    expect(change?.money?.kind === 'known' && formatQuantity(change.money.value)).toBe('-400 kUSD/year');
  });

  it('of one accuracy among many classes is worth what formula 10 says', () => {
    const many = `plumbline: v1
project: digits
economics: {volume: 2000000 predictions/year, value: {correct: 0.04 USD, wrong: -0.50 USD}}
metrics:
  accuracy: {kind: model, metric: accuracy, model: digit, split: test, target: 0.99, limit: 0.97}
`;
    const [change] = compareTexts(many, edited([['limit: 0.97', 'limit: 0.96']], many));
    expect(change?.money?.kind === 'known' && change.money.value.text).toBe('-10800 USD/year');
  });

  it('of a regression has its money once a run says on which side it errs', () => {
    const before = `plumbline: v1
project: delays
economics: {volume: 1000 predictions/year, value: {over: -1 USD/min, under: -3 USD/min}, against: none}
metrics:
  error: {kind: model, metric: mae, model: delay, split: test, target: 5 min, limit: 9 min}
models: {delay: {path: models/delay.onnx, task: regression}}
`;
    const moved = before.replace('limit: 9 min', 'limit: 11 min');
    const run = {
      store: 'plumbline',
      id: 'one',
      at: '2026-10-30T23:59:00Z',
      uri: undefined,
      model: 'delay',
      split: 'test',
      target: undefined,
      commit: undefined,
      values: {},
      params: {},
      errors: { tooHigh: 3, tooLow: 1, rule: undefined },
    } as const;
    const moneyOf = (facts?: Facts) => compareTexts(before, moved, facts)[0]?.money;
    const known = moneyOf(factsFrom({ runs: [run] }));
    // Two more minutes of 1.50 USD, a thousand times.
    expect(known?.kind === 'known' && known.value.text).toBe('-3000 USD/year');
    expect(moneyOf()).toMatchObject({ kind: 'undefined' });
  });

  it('says why its money is not known', () => {
    const changes = reviewEdits(['limit: 0.65', 'limit: 0.60'], ['  volume: 3000000 predictions/year\n', '']);
    expect(changes[0]?.money).toEqual({ kind: 'undefined', because: 'volume is not stated' });
  });

  it('is told with the reason that the change log gives', () => {
    const log =
      '  - {date: 2026-10-14, metric: recall, field: limit, from: 0.65, to: 60 %, by: s@example.com, reason: met}\n';
    const changes = compareTexts(reviewedSpec, edited([['limit: 0.65', 'limit: 0.60']]) + log);
    expect(changes[0]?.stated).toEqual({ by: 's@example.com', reason: 'met' });
  });

  it.each([
    ['another metric', 'metric: precision, field: limit, from: 0.65, to: 0.60'],
    ['another field', 'metric: recall, field: target, from: 0.65, to: 0.60'],
    ['another value', 'metric: recall, field: limit, from: 0.65, to: 0.62'],
    ['a slice', 'metric: recall, slice: evening, field: limit, from: 0.65, to: 0.60'],
  ])('takes no reason that was given for %s', (_what, entry) => {
    const log = `  - {date: 2026-10-14, ${entry}, by: s@example.com, reason: met}\n`;
    expect(compareTexts(reviewedSpec, edited([['limit: 0.65', 'limit: 0.60']]) + log)[0]?.stated).toBeUndefined();
  });

  it('takes no reason that was there before it moved', () => {
    expect(reviewEdits(['limit: 20 ms', 'limit: 30 ms'])[0]?.stated).toBeUndefined();
  });
});

describe('a metric', () => {
  const precision =
    '  precision: {kind: model, metric: precision, model: delay, split: test, target: 0.35, limit: 0.30}\n';

  it('that is dropped is told', () => {
    expect(told([precision, ''])).toEqual([
      ['loosened', 'The metric `precision` was dropped, whose limit was `0.30`.'],
    ]);
  });

  it('that says what it was called is the same one, however it is computed now', () => {
    const renamed = precision
      .replace('precision:', 'exact:')
      .replace('metric: precision', 'metric: fbeta, beta: 0.5, renamed_from: [precision]');
    expect(told([precision, renamed])).toContainEqual(['neutral', 'The metric `precision` was renamed to `exact`.']);
    expect(
      told([precision, renamed])
        .map(([, sentence]) => sentence)
        .join(' '),
    ).not.toContain('was dropped');
  });

  it('that is renamed is the same one, and its goals are compared', () => {
    expect(told([precision, precision.replace('precision:', 'exact:').replace('0.30', '0.25')])).toEqual([
      ['loosened', 'The limit of `exact` was loosened from `0.30` to `0.25`.'],
      ['neutral', 'The metric `precision` was renamed to `exact`.'],
    ]);
  });

  it('is not guessed to be renamed where two could be', () => {
    const two = [precision.replace('precision:', 'a:'), precision.replace('precision:', 'b:')].join('');
    expect(told([precision, two]).map(([, sentence]) => sentence)).toEqual([
      'The metric `precision` was dropped, whose limit was `0.30`.',
      'The metric `a` is new.',
      'The metric `b` is new.',
    ]);
  });

  it('that is half typed is not dropped', () => {
    expect(told([precision, '  precision:\n'])).toEqual([]);
  });

  it.each<readonly [Edit, string, string]>([
    [['percentile: 99', 'percentile: 95'], 'loosened', '`metrics.latency.percentile` was loosened from `99` to `95`.'],
    [
      ['split: test\n    target: 0.70', 'split: other\n    target: 0.70'],
      'neutral',
      '`metrics.recall.split` was changed from `test` to `other`.',
    ],
    [['hour >= 18', 'hour >= 20'], 'neutral', '`metrics.recall.slices.evening.where` was changed'],
  ])('that is computed in another way is told for %j', (edit, weight, sentence) => {
    const [change] = reviewEdits(edit);
    expect(change).toMatchObject({
      kind: 'definition',
      weight,
      sentence: expect.stringContaining(sentence) as unknown,
    });
  });
});

describe('what else a spec promises', () => {
  it.each<readonly [Edit, string, string, string]>([
    [['phase: pilot', 'phase: poc'], 'phase', 'loosened', '`phase` was loosened from `pilot` to `poc`.'],
    [['alerts: 4000', 'alerts: 8000'], 'constraint', 'loosened', '`constraints.alerts` was loosened'],
    [
      ['[name, nationality]', '[name, age]'],
      'constraint',
      'loosened',
      '`constraints.forbidden_inputs` lost `nationality` and gained `age`.',
    ],
    [['after: [delay]', 'after: [delay, gate]'], 'data', 'tightened', '`data.flights.roles.after` gained `gate`.'],
    [['flights.csv.dvc', 'other.dvc'], 'data', 'neutral', '`data.flights.version.dvc` was changed'],
    [['data@example.com', 'me@example.com'], 'owner', 'neutral', '`data.flights.owner` was changed'],
    [["'2001-05-01'", "'2001-06-01'"], 'split', 'neutral', '`splits.test.where` was changed'],
    [['threshold: 0.24', 'threshold: 0.30'], 'model', 'neutral', '`models.delay.decision.threshold` was changed'],
    [['recall: 0.41', 'recall: 0.30'], 'baseline', 'loosened', '`baseline.rules.metrics.recall` was loosened'],
    [['false_alarm: 5 %', 'false_alarm: 1 %'], 'monitoring', 'loosened', '`monitoring.checks.inputs.false_alarm`'],
    [['[20 %, 48 %]', '[10 %, 40 %]'], 'monitoring', 'loosened', '`monitoring.checks.alerts.between` was loosened'],
    [['[20 %, 48 %]', '[0.25, 0.48]'], 'monitoring', 'tightened', '`monitoring.checks.alerts.between` was tightened'],
    [
      [', action: drift.md', ''],
      'monitoring',
      'loosened',
      '`monitoring.checks.inputs.action`, `drift.md`, was dropped.',
    ],
  ])('is told for %j', (edit, kind, weight, sentence) => {
    const changes = reviewEdits(edit);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({ kind, weight, sentence: expect.stringContaining(sentence) as unknown });
  });

  it('is told once for a check that is gone', () => {
    const check = /^ {4}inputs: .*\n/m.exec(reviewedSpec)?.[0] ?? '';
    expect(told([check, ''])).toEqual([['loosened', '`monitoring.checks.inputs` was dropped.']]);
  });

  it.each<readonly [Edit, string]>([
    [['prevalence: 21 %', 'prevalence: 20 %'], '63000 USD/year'],
    [['fp: -6 USD', 'fp: -5 USD'], '819000 USD/year'],
    [['3000000 predictions', '2000000 predictions'], '441000 USD/year'],
  ])('is told with what it adds per year for %j', (edit, money) => {
    const [change] = reviewEdits(edit);
    expect(change).toMatchObject({ kind: 'economics', money: { kind: 'known', formula: 2 } });
    expect(change?.money?.kind === 'known' && change.money.value.text).toBe(money);
  });

  it('is told for a rule that was lowered, with its reason', () => {
    const rules = 'rules:\n  metric/no-limit: {severity: silent, reason: later}\n';
    expect(compareTexts(reviewedSpec, reviewedSpec + rules)).toMatchObject([
      {
        kind: 'rule',
        weight: 'loosened',
        sentence: 'The rule `metric/no-limit` was lowered from `warning` to `silent`.',
        stated: { reason: 'later' },
      },
    ]);
  });

  it('is told for a comment that silences a finding, and for its end', () => {
    const line = '    limit: 0.65';
    const silenced = edited([[line, `${line} # plumbline: ignore[metric/round-number] agreed`]]);
    expect(compareTexts(reviewedSpec, silenced)).toMatchObject([
      {
        kind: 'rule',
        weight: 'loosened',
        sentence: 'Findings of `metric/round-number` are ignored now at `limit`.',
        stated: { reason: 'agreed' },
      },
    ]);
    expect(compareTexts(silenced, reviewedSpec)).toMatchObject([{ kind: 'rule', weight: 'tightened' }]);
  });

  it('is told when an entry of the change log was rewritten', () => {
    expect(told(['reason: slower box', 'reason: faster box'])).toEqual([
      ['loosened', 'An entry of `changes` about `latency` was removed or rewritten, and the log is only added to.'],
    ]);
  });
});

describe('a comparison', () => {
  it('of a spec with itself finds nothing', () => {
    expect(reviewEdits()).toEqual([]);
  });

  it('is refused when one side is no YAML that can be read', () => {
    const read = (text: string) => projectOf(new Map([[specUri, text]]));
    expect(refuseComparison(read(reviewedSpec), read(reviewedSpec))).toBeUndefined();
    expect(refuseComparison(read(reviewedSpec), read('\0\u0001'))).toContain('the spec of today');
    expect(refuseComparison(read(reviewedSpec), read(`${reviewedSpec}schedule: {`))).toContain('the spec of today');
    expect(refuseComparison(read(reviewedSpec.replace('v1', 'v9')), read(reviewedSpec))).toContain('the base');
  });

  it('keeps user text from closing the backticks of a sentence', () => {
    const [change] = reviewEdits(['drift.md', '"`x` y.md"']);
    expect(change?.sentence).toBe("`monitoring.checks.inputs.action` was changed from `drift.md` to `'x' y.md`.");
  });

  it('finds places inside the files, whatever lines are gone', () => {
    const lines = reviewedSpec.split('\n');
    fc.assert(
      fc.property(fc.subarray(lines, { minLength: 1 }), (kept) => {
        const after = kept.join('\n');
        for (const change of compareTexts(reviewedSpec, after)) {
          for (const [place, text] of [
            [change.base, reviewedSpec],
            [change.current, after],
          ] as const) {
            if (place === undefined) continue;
            expect(place.start).toBeLessThanOrEqual(place.end);
            expect(place.end).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
