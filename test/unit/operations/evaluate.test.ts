/** From a spec to jobs, from their answers to verdicts and a run record, without a worker. */
import { describe, expect, it } from 'vitest';
import { URI } from 'vscode-uri';
import type { EvaluationRequest, EvaluationResult } from '../../../schemas/evaluationJob.ts';
import type { JobOutcome } from '../../../server/src/jobs/jobRunner.ts';
import { evaluateAnswer } from '../../../server/src/lsp/evaluateAnswer.ts';
import type { EvaluateOutcome, EvaluateWishes } from '../../../server/src/operations/evaluate/evaluate.ts';
import { renderEvaluation, verdictOf } from '../../../server/src/operations/evaluate/renderEvaluation.ts';
import { readRunFile } from '../../../server/src/stores/runFile.ts';
import { evaluateInMemory } from '../../support/evaluateInMemory.ts';

const spec = `plumbline: v1
project: demo
phase: pilot
owner: lead@example.com
economics:
  volume: 1000 predictions/year
  prevalence: 20 %
  value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}
  against: none
metrics:
  saved: {kind: business, definition: economics, direction: maximize, target: 2 kUSD/year, limit: 1 kUSD/year}
  recall:
    kind: model
    metric: recall
    model: delay
    split: test
    target: 0.70
    limit: 0.60
    drives: saved
    slices: {evening: {where: "hour >= 18", limit: 0.90}}
  latency: {kind: infrastructure, metric: latency, percentile: 99, batch: 1, target: 5 ms, limit: 20 ms}
data:
  flights:
    path: data/flights.csv
    version: {md5: 1f3870be274f6c49b3e31a0c6728957f}
    derive: {late: "delay >= 15"}
    roles: {label: late}
splits:
  test: {of: flights, where: "month = 5"}
  validation: {of: flights, where: "month = 4"}
labels:
  late: {of: flights, task: binary-classification, source: outcome, classes: {late: true, on-time: false}, positive: late}
models:
  delay:
    path: models/delay.onnx
    task: binary-classification
    label: late
    inputs: {numbers: {columns: [hour, distance], type: float32, missing: nan}}
    outputs: {probabilities: {as: probabilities, classes: [on-time, late]}}
    decision: {class: late, threshold: 0.24, chosen_on: validation, by: economics}
  small: {path: models/small.onnx, compressed_from: delay}
`;

const counts = { truePositives: 130, falsePositives: 70, falseNegatives: 70, trueNegatives: 730 };
const result: EvaluationResult = {
  rows: 1000,
  unlabelled: 0,
  unanswered: 0,
  classes: { late: 200, 'on-time': 800 },
  metrics: [
    {
      id: 'recall',
      value: {
        state: 'known',
        value: 0.65,
        n: 200,
        interval: { low: 0.58, high: 0.71, confidence: 0.95, method: 'Wilson' },
      },
      slices: { evening: { state: 'known', value: 0.8, n: 50, rows: 220 } },
    },
  ],
  confusion: {
    classes: ['late', 'on-time'],
    counts: [
      [130, 70],
      [70, 730],
    ],
  },
  binary: {
    roc: [
      [0, 0],
      [1, 1],
    ],
    precisionRecall: [[1, 0.2]],
    reliability: [],
    operating: [{ threshold: 0.24, ...counts, value: 0.51 }],
    thresholds: {
      used: {
        threshold: 0.24,
        ...counts,
        value: 0.51,
        interval: { low: 0.31, high: 0.71, confidence: 0.95, method: 'bootstrap' },
      },
      standard: { threshold: 0.5, ...counts, value: 0.51 },
    },
  },
  worst: [],
  model: { sha256: 'a'.repeat(64), sizeBytes: 5, provider: 'cpu', runtime: 'ONNX Runtime 1.30.0' },
  seconds: { load: 0.1, run: 0.5, total: 1 },
  notes: [],
};

interface Given {
  readonly text?: string;
  /** What the worker answers. */
  readonly answer?: JobOutcome<'evaluateModel'>;
  /** What happens when the record is written. */
  readonly writes?: () => Promise<void>;
}

interface Evaluated {
  readonly outcome: EvaluateOutcome;
  readonly asked: readonly EvaluationRequest[];
  readonly written: ReadonlyMap<string, string>;
}

async function evaluate(
  wishes: EvaluateWishes = {},
  { text = spec, answer = { kind: 'done', value: result }, writes = () => Promise.resolve() }: Given = {},
): Promise<Evaluated> {
  const asked: EvaluationRequest[] = [];
  const { outcome, written } = await evaluateInMemory({
    files: {
      'plumbline.yaml': text,
      'data/flights.csv': 'rows',
      'models/delay.onnx': 'model',
      'models/small.onnx': 'small',
    },
    wishes,
    writes,
    answer: (kind, request) => {
      if (kind !== 'evaluateModel') return { kind: 'failed', sentence: 'No.', category: 'refused' };
      asked.push(request as EvaluationRequest);
      return answer;
    },
  });
  return { outcome, asked, written: new Map(written) };
}

function reportOf({ outcome }: Evaluated) {
  if (outcome.kind !== 'done') throw new Error(JSON.stringify(outcome));
  return { ...outcome.report, spec: 'plumbline.yaml' };
}

describe('what the worker is asked', () => {
  it('follows from the spec: inputs, outputs, truth, threshold and money', async () => {
    const { asked } = await evaluate();
    expect(asked).toMatchObject([
      {
        split: 'test',
        validation: 'validation',
        task: 'binary-classification',
        inputs: [{ name: 'numbers', columns: ['hour', 'distance'], type: 'float32', missing: 'nan' }],
        outputs: [{ name: 'probabilities', as: 'probabilities', classes: ['on-time', 'late'] }],
        truth: {
          kind: 'classes',
          classes: [
            { name: 'late', where: 'late = true' },
            { name: 'on-time', where: 'late = false' },
          ],
        },
        positive: 'late',
        threshold: 0.24,
        prevalence: 0.2,
        values: { currency: 'USD', truePositive: 12, falsePositive: -6, falseNegative: -9, trueNegative: 0 },
        metrics: [{ id: 'recall', metric: 'recall', slices: [{ id: 'evening', where: 'hour >= 18' }] }],
      },
    ]);
  });

  it('of a smaller form of a model is what its original is asked', async () => {
    const { asked } = await evaluate({ modelId: 'small' });
    expect(asked).toMatchObject([
      { model: { label: 'models/small.onnx' }, threshold: 0.24, metrics: [{ id: 'recall' }], split: 'test' },
    ]);
  });

  it('leaves one of several models that runs elsewhere to its file', async () => {
    const text = spec
      .replace('economics:\n', 'economics:\n  lever: bottom-line\n')
      .replace(
        '  latency:',
        '  ours: {kind: model, metric: recall, model: own, split: test, target: 0.7, limit: 0.6}\n  latency:',
      )
      .replace(
        'models:\n',
        'models:\n  own: {elsewhere: CatBoost, task: binary-classification, label: late, decision: {class: late, threshold: 0.5}}\n',
      );
    const evaluated = await evaluate({}, { text });
    expect(evaluated.asked.map(({ model }) => model.label)).toEqual(['models/delay.onnx']);
    expect(reportOf(evaluated).evaluations).toMatchObject([{ state: 'evaluated', model: 'delay' }]);
    expect(reportOf(evaluated).notMeasured).toMatchObject([{ id: 'ours' }, { id: 'latency' }]);
  });
});

describe('a record that cannot be written', () => {
  it('is told with its reason, and what was measured is not lost', async () => {
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    const { outcome } = await evaluate({}, { writes: () => Promise.reject(full) });
    if (outcome.kind !== 'done') throw new Error(outcome.kind);
    expect(outcome.report.evaluations[0]).toMatchObject({
      state: 'evaluated',
      run: null,
      metrics: [{ id: 'recall' }],
      result: { notes: ['The run was not recorded, because the disk is full.'] },
    });
    const told = evaluateAnswer(URI.file('/project'), outcome.report.evaluations);
    expect(told.evaluated[0]?.runUri).toBeNull();
    expect(told.problems).toEqual(['The run was not recorded, because the disk is full.']);
  });
});

describe('the verdict', () => {
  it('of a value between limit and target is that the limit was held, and whether that is settled', async () => {
    const [one] = reportOf(await evaluate()).evaluations;
    expect(one).toMatchObject({
      metrics: [
        { id: 'recall', verdict: 'limit-held', isSettled: false, text: '0.65', range: '0.58 to 0.71', limit: '0.60' },
      ],
    });
  });

  it('of a slice is by its own limit', async () => {
    const [one] = reportOf(await evaluate()).evaluations;
    expect(one).toMatchObject({ metrics: [{ slices: [{ id: 'evening', verdict: 'limit-missed', limit: '0.90' }] }] });
  });

  it('of money is the value of the confusion matrix at the prevalence of production, for a year', async () => {
    const [one] = reportOf(await evaluate()).evaluations;
    // 0.2 (0.65 · 12 − 0.35 · 9) + 0.8 (0.0875 · −6) = 0.51 USD, times 1,000 a year.
    expect(one).toMatchObject({
      business: [{ id: 'saved', text: '510 USD/year', range: '310 USD/year to 710 USD/year', verdict: 'limit-missed' }],
    });
  });

  it('of the whole is missed as soon as one limit is', async () => {
    expect(verdictOf(reportOf(await evaluate()))).toBe('missed');
  });

  it('names the metrics that no model can answer', async () => {
    expect(reportOf(await evaluate()).notMeasured).toEqual([
      {
        id: 'latency',
        because: 'latency is a figure of the machine, which is measured when it is asked for with --machine',
      },
    ]);
  });
});

describe('the run record', () => {
  it('is named by time, model and hash, and reads back', async () => {
    const { written } = await evaluate({ command: 'plumbline evaluate' });
    expect([...written.keys()]).toEqual(['.plumbline/runs/2026-11-02T0931Z-delay-3f2a91c0.json']);
    const read = readRunFile([...written.values()][0] ?? '');
    expect(read).toMatchObject({
      kind: 'record',
      record: {
        command: 'plumbline evaluate',
        data: { id: 'flights', version: 'md5 1f3870be274f6c49b3e31a0c6728957f', sizeBytes: 4 },
        split: { id: 'test', rows: 1000, positives: 200 },
        values: {
          recall: { value: 0.65, low: 0.58, high: 0.71, method: 'Wilson', slices: { evening: { value: 0.8 } } },
          saved: { value: 510, unit: 'USD/year', origin: 'computed' },
        },
      },
    });
  });

  it('is not written when the model could not answer', async () => {
    const answer = { kind: 'failed', sentence: 'model.onnx is empty.', category: 'bad-input' } as const;
    const evaluated = await evaluate({}, { answer });
    expect(evaluated.written.size).toBe(0);
    expect(reportOf(evaluated).evaluations).toEqual([
      { state: 'failed', model: 'delay', split: 'test', sentence: 'model.onnx is empty.' },
    ]);
  });

  it('is not written when it was cancelled', async () => {
    const { outcome, written } = await evaluate({}, { answer: { kind: 'cancelled' } });
    expect(outcome).toEqual({ kind: 'cancelled' });
    expect(written.size).toBe(0);
  });
});

describe('money that differs from row to row', () => {
  const perRow = spec.replace(
    'value: {tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}',
    'value: {tp: {expr: "0.1 * fare", unit: USD}, fp: -6 USD, fn: {expr: "-fare", unit: kUSD}, tn: 0 USD}',
  );
  const money = {
    currency: 'USD',
    value: { state: 'known', value: 1.5, n: 1000, interval: { low: 1, high: 2, confidence: 0.95, method: 'normal' } },
    never: { state: 'known', value: 0.5, n: 1000 },
    slices: {},
  } as const;
  const answer: JobOutcome<'evaluateModel'> = { kind: 'done', value: { ...result, money } };
  const businessOf = (evaluated: Evaluated) => {
    const [one] = reportOf(evaluated).evaluations;
    return one?.state === 'evaluated' ? one.business : [];
  };
  const against = (baseline: string): string =>
    perRow.replace('against: none', 'against: today').replace('metrics:', `baseline: {today: ${baseline}}\nmetrics:`);

  it('is asked as expressions of one currency, with the rule to compare with', async () => {
    const [asked] = (await evaluate({}, { text: against('{rule: "hour >= 19"}'), answer })).asked;
    expect(asked?.values).toBeUndefined();
    expect(asked?.money).toEqual({
      kind: 'binary',
      currency: 'USD',
      truePositive: { expr: '0.1 * fare' },
      falsePositive: -6,
      falseNegative: { expr: '(-fare) * 1000' },
      trueNegative: 0,
      rule: 'hour >= 19',
    });
  });

  it('is carried over to a year with its interval', async () => {
    expect(businessOf(await evaluate({}, { text: perRow, answer }))).toMatchObject([
      { id: 'saved', text: '1500 USD/year', range: '1000 USD/year to 2000 USD/year', verdict: 'limit-held' },
    ]);
  });

  it('is recorded for one answer, of all rows and of each slice', async () => {
    const slices = { evening: { state: 'known', value: -0.2, n: 220, rows: 220 } } as const;
    const given: JobOutcome<'evaluateModel'> = { kind: 'done', value: { ...result, money: { ...money, slices } } };
    const { written } = await evaluate({}, { text: perRow, answer: given });
    const [text = ''] = written.values();
    const read = readRunFile(text);
    expect(read.kind === 'record' ? read.record.money : read).toMatchObject({
      currency: 'USD',
      value: { state: 'known', value: 1.5, unit: 'USD' },
      slices: { evening: { state: 'known', value: -0.2, unit: 'USD', rows: 220 } },
    });
  });

  it('is what is gained beyond a rule that was run on the same rows', async () => {
    const gain = { state: 'known', value: 0.9, n: 1000 } as const;
    const given: JobOutcome<'evaluateModel'> = { kind: 'done', value: { ...result, money: { ...money, gain } } };
    expect(businessOf(await evaluate({}, { text: against('{rule: "hour >= 19"}'), answer: given }))).toMatchObject([
      { text: '900 USD/year' },
    ]);
  });

  it('is what is gained beyond a rule without rates where all rows are worth the same, too', async () => {
    const text = against('{rule: "hour >= 19"}').replace(
      '{tp: {expr: "0.1 * fare", unit: USD}, fp: -6 USD, fn: {expr: "-fare", unit: kUSD}, tn: 0 USD}',
      '{tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}',
    );
    const gain = { state: 'known', value: 0.9, n: 1000 } as const;
    const ruleCounts = { truePositives: 82, falsePositives: 200, falseNegatives: 118, trueNegatives: 600 };
    const own = { ...result, money: { ...money, gain, ruleCounts } };
    const evaluated = await evaluate({}, { text, answer: { kind: 'done', value: own } });
    expect(evaluated.asked[0]?.money).toMatchObject({ kind: 'binary', truePositive: 12, rule: 'hour >= 19' });
    expect(businessOf(evaluated)).toMatchObject([{ text: '900 USD/year' }]);
    const [record = ''] = evaluated.written.values();
    const read = readRunFile(record);
    expect(read.kind === 'record' ? read.record.money?.rule : read).toEqual({ text: 'hour >= 19', ...ruleCounts });
  });

  it('says that a rule without rates was not run', async () => {
    const text = against('{rule: "hour >= 19"}').replace(
      '{tp: {expr: "0.1 * fare", unit: USD}, fp: -6 USD, fn: {expr: "-fare", unit: kUSD}, tn: 0 USD}',
      '{tp: 12 USD, fp: -6 USD, fn: -9 USD, tn: 0 USD}',
    );
    expect(businessOf(await evaluate({}, { text, answer }))).toMatchObject([
      { value: { because: 'the baseline today has a `rule`, and neither recall and precision nor a `matrix`' } },
    ]);
  });

  it('is compared with silence where the baseline finds nothing', async () => {
    expect(businessOf(await evaluate({}, { text: against('{metrics: {recall: 0}}'), answer }))).toMatchObject([
      { text: '1000 USD/year' },
    ]);
  });

  it('has no yearly value when the baseline cannot be run on the rows', async () => {
    const text = against('{metrics: {recall: 0.4, precision: 0.3}}');
    expect(businessOf(await evaluate({}, { text, answer }))).toMatchObject([
      {
        value: {
          state: 'undefined',
          because: 'amounts differ from row to row, and the baseline today has no `rule` that can be run on the rows',
        },
      },
    ]);
  });

  it.each([
    ['', 'there is no baseline status_quo to compare with: add it, or `against: none` in `economics`'],
    ['against: today', 'there is no baseline today to compare with: add it, or `against: none` in `economics`'],
    ['against: [a, b]', 'the policy to compare with is not known'],
  ])('says what to do where `%s` names nothing to compare with', async (line, because) => {
    const text = perRow.replace('against: none', line);
    expect(businessOf(await evaluate({}, { text, answer }))).toMatchObject([
      { value: { state: 'undefined', because } },
    ]);
  });

  it('is not mixed of two currencies', async () => {
    const [asked] = (await evaluate({}, { text: perRow.replace('unit: kUSD', 'unit: EUR') })).asked;
    expect(asked?.money).toBeUndefined();
    expect(businessOf(await evaluate({}, { text: perRow.replace('unit: kUSD', 'unit: EUR') }))).toMatchObject([
      { value: { state: 'undefined', because: 'the value of fn: `1 EUR` is money in EUR, not money in USD' } },
    ]);
  });
});

describe('a formula over metrics', () => {
  const formulaOf = async (formula: string) => {
    const left = `left: {kind: business, definition: "expr: ${formula}", direction: maximize, target: 1 kUSD/year, limit: 400 USD/year}`;
    const [one] = reportOf(
      await evaluate({}, { text: spec.replace('  latency:', `  ${left}\n  latency:`) }),
    ).evaluations;
    return one?.state === 'evaluated' ? one.business.find(({ id }) => id === 'left') : undefined;
  };

  it('is judged in the units of the goals, with the interval of the one value that has one', async () => {
    // The money is 0.51 kUSD/year, from 0.31 to 0.71.
    expect(await formulaOf('2 * saved - 0.1')).toMatchObject({
      text: '920 USD/year',
      range: '520 USD/year to 1320 USD/year',
      verdict: 'limit-held',
    });
  });

  it('of two values that vary together has a value and no interval', async () => {
    const left = await formulaOf('saved * recall');
    expect([left?.text, left?.range]).toEqual(['332 USD/year', null]);
  });

  it.each([
    ['which metric was not measured', 'saved - latency', 'latency was not measured in this evaluation'],
    ['that it divides by zero', 'saved / (recall - recall)', 'the formula divides by zero'],
  ])('says %s', async (_, formula, because) => {
    expect((await formulaOf(formula))?.value).toEqual({ state: 'undefined', because });
  });

  it('over nothing that was measured is not judged', async () => {
    expect(await formulaOf('latency * 2')).toBeUndefined();
  });
});

describe('one sentence says what is missing', () => {
  it.each([
    ['a model', { modelId: 'nope' }, spec, 'There is no model nope in the spec; it names delay, small.'],
    ['a split', { splitId: 'nope' }, spec, 'There is no split nope in the spec; it names test, validation.'],
    [
      'every model',
      {},
      'plumbline: v1\nproject: a\n',
      'The spec names no model; say under `models` which ONNX file answers, or what answers elsewhere.',
    ],
  ])('%s', async (_, wishes, text, sentence) => {
    expect((await evaluate(wishes, { text })).outcome).toEqual({ kind: 'failed', sentence });
  });

  it.each([
    ['a task', 'task: binary-classification\n    label', 'label', 'The model delay names no task.'],
    [
      'a label column',
      'roles: {label: late}',
      'roles: {}',
      'The data source flights names no label column under `roles`.',
    ],
    [
      'a file',
      'path: models/delay.onnx',
      'path: models/gone.onnx',
      'The model models/gone.onnx does not exist; check its path.',
    ],
    [
      'data',
      'path: data/flights.csv',
      'path: data/gone.csv',
      'flights cannot be read because data/gone.csv does not exist.',
    ],
    [
      'its answers, of a model that runs elsewhere',
      'path: models/delay.onnx',
      'elsewhere: CatBoost behind scoring.example.com',
      'The model delay runs elsewhere (CatBoost behind scoring.example.com); measure its answers with `plumbline evaluate --model delay --predictions FILE`.',
    ],
    ['what feeds it', 'inputs: {numbers', 'other: {numbers', 'The model delay says of no input what feeds it.'],
  ])('%s', async (_, from, to, sentence) => {
    const evaluated = await evaluate({ modelId: 'delay' }, { text: spec.replace(from, to) });
    expect(reportOf(evaluated).evaluations).toMatchObject([{ state: 'failed', sentence }]);
  });
});

it('counts a single row as one', async () => {
  const { evaluations, ...rest } = reportOf(await evaluate());
  const single = evaluations.map((one) =>
    one.state === 'evaluated' ? { ...one, result: { ...one.result, rows: 1 } } : one,
  );
  expect(renderEvaluation({ ...rest, evaluations: single }, 'text', false)).toMatch(/^delay on test: 1 row in 1\.0 s/);
});

it('prints values with their goals, and what was not measured', async () => {
  expect(renderEvaluation(reportOf(await evaluate()), 'text', false)).toBe(`delay on test: 1,000 rows in 1.0 s
  saved      510 USD/year (310 USD/year to 710 USD/year)  LIMIT MISSED  (target 2 kUSD/year, limit 1 kUSD/year)
  recall     0.65 (0.58 to 0.71)                          limit held  (target 0.70, limit 0.60, not settled: the interval reaches across the limit)
    evening  0.8                                          LIMIT MISSED  (target 0.70, limit 0.90)
  Thresholds
    in use                0.240      0.5100 per answer, 65.0 % found
    standard              0.500      0.5100 per answer, 65.0 % found
  run 2026-11-02T0931Z-delay-3f2a91c0

Not measured here
  latency: latency is a figure of the machine, which is measured when it is asked for with --machine
`);
});

it('prints of models that all failed why, and nothing of what follows from that', async () => {
  const evaluated = await evaluate({}, { text: spec.replace('path: models/delay.onnx', 'path: models/gone.onnx') });
  const report = reportOf(evaluated);
  expect(report.notMeasured).not.toEqual([]);
  expect(renderEvaluation(report, 'text', false)).toBe(`delay on test
  The model models/gone.onnx does not exist; check its path.
`);
});

describe('the money of a regression', () => {
  const regression = `plumbline: v1
project: demo
phase: pilot
owner: lead@example.com
baseline: {last: {rule: last_delay}, stated: {metrics: {pinball: 10 min}}, sum: {metrics: {mae: 12 min}}}
economics: {volume: 1000 predictions/year, value: {over: -60 USD/h, under: -180 USD/h}, against: last}
metrics:
  saved: {kind: business, definition: economics, direction: maximize, target: 30 kUSD/year, limit: 1 kUSD/year}
  error: {kind: model, metric: pinball, quantile: 0.75, model: delay, split: test, target: 5 min, limit: 9 min, drives: saved}
data: {flights: {path: data/flights.csv, roles: {label: delay}}}
splits: {test: {of: flights}}
labels: {delay: {of: flights, task: regression, source: outcome}}
models:
  delay:
    path: models/delay.onnx
    task: regression
    label: delay
    inputs: {numbers: {columns: [hour, distance], type: float32}}
    outputs: {delay: {as: value}}
`;
  const errors = { tooHigh: 3, tooLow: 1 };
  const money = {
    currency: 'USD',
    value: { state: 'known', value: -6, n: 1000 },
    gain: { state: 'known', value: 12, n: 1000 },
    errors,
    ruleErrors: { tooHigh: 6, tooLow: 4 },
    slices: {},
  } as const;
  const plain: EvaluationResult = {
    rows: 1000,
    unlabelled: 0,
    unanswered: 0,
    metrics: [{ id: 'error', value: { state: 'known', value: 1.5, n: 1000 }, slices: {} }],
    worst: [],
    seconds: { load: 0, run: 0, total: 0 },
    notes: [],
  };
  const answered = (of: EvaluationResult['money']): JobOutcome<'evaluateModel'> => ({
    kind: 'done',
    value: { ...plain, ...(of === undefined ? {} : { money: of }) },
  });
  const savedOf = (evaluated: Evaluated) => {
    const [one] = reportOf(evaluated).evaluations;
    return one?.state === 'evaluated' ? one.business[0] : undefined;
  };

  it('is asked in the unit of its goals, with the rule that answers a number', async () => {
    const [asked] = (await evaluate({}, { text: regression, answer: answered(money) })).asked;
    expect(asked?.money).toEqual({ kind: 'errors', currency: 'USD', over: -1, under: -3, rule: 'last_delay' });
  });

  it('is asked of answers that were made elsewhere, too', async () => {
    const asked: unknown[] = [];
    await evaluateInMemory({
      files: { 'plumbline.yaml': regression },
      predictions: { label: 'answers.csv', location: '/work/answers.csv', root: '/work' },
      answer: (_, request) => {
        asked.push(request);
        return { kind: 'failed', sentence: 'No.', category: 'refused' };
      },
    });
    expect(asked).toMatchObject([{ money: { kind: 'errors', over: -1, under: -3, rule: 'last_delay' } }]);
  });

  it('is what is gained beyond the rule, and is recorded with the errors on both sides', async () => {
    const evaluated = await evaluate({}, { text: regression, answer: answered(money) });
    expect(savedOf(evaluated)).toMatchObject({ text: '12 kUSD/year', verdict: 'limit-held' });
    const [text = ''] = evaluated.written.values();
    const read = readRunFile(text);
    expect(read.kind === 'record' ? read.record.money?.errors : read).toEqual({
      ...errors,
      rule: { text: 'last_delay', tooHigh: 6, tooLow: 4 },
    });
  });

  it('is compared with the pinball loss of a baseline, and says what a mean error lacks', async () => {
    const { currency, value, slices } = money;
    const against = async (id: string) =>
      savedOf(
        await evaluate(
          {},
          {
            text: regression.replace('against: last', `against: ${id}`),
            answer: answered({ currency, value, errors, slices }),
          },
        ),
      );
    expect(await against('stated')).toMatchObject({ text: '34 kUSD/year', verdict: 'target-met' });
    expect((await against('sum'))?.value).toMatchObject({
      state: 'undefined',
      because: expect.stringContaining('the baseline sum does not tell them apart') as string,
    });
  });
});
