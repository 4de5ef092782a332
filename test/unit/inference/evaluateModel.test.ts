/** The job that evaluates a model, over tables on disk and models that compute something known. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evaluationRequest, evaluationResult } from '../../../schemas/evaluationJob.ts';
import type { EvaluatedValue, EvaluationRequest, EvaluationResult } from '../../../schemas/evaluationJob.ts';
import { keepAnswers } from '../../../server/src/data/answersFiles.ts';
import { confinePath } from '../../../server/src/data/confinedPath.ts';
import { withRows } from '../../../server/src/data/readRows.ts';
import { TableProblem } from '../../../server/src/data/tableProblem.ts';
import { createEvaluateModel } from '../../../server/src/inference/evaluateModel.ts';
import { linearModel, unknownOperatorModel, zipMapClassifier } from '../../support/onnxModels.ts';

const job = createEvaluateModel({
  withRows,
  keepAnswers,
  confine: confinePath,
  explain: (error) =>
    error instanceof TableProblem ? { sentence: error.message, category: error.category } : undefined,
});

let root = '';
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-evaluate-')));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

type Wish = Partial<Omit<EvaluationRequest, 'model' | 'source'>>;

function request(rows: string, model: Uint8Array, wish: Wish = {}): EvaluationRequest {
  writeFileSync(path.join(root, 'rows.csv'), rows);
  writeFileSync(path.join(root, 'model.onnx'), model);
  return evaluationRequest.parse({
    source: { label: 'rows.csv', root, files: [path.join(root, 'rows.csv')] },
    splits: [{ id: 'test' }],
    split: 'test',
    model: { root, path: path.join(root, 'model.onnx'), label: 'model.onnx' },
    task: 'regression',
    inputs: [{ name: 'x', columns: ['a', 'b'] }],
    outputs: [{ name: 'y', as: 'value' }],
    truth: { kind: 'value', column: 'y' },
    metrics: [{ id: 'mae', metric: 'mae' }],
    ...wish,
  });
}

async function run(wanted: EvaluationRequest): Promise<EvaluationResult> {
  const answer = await job(wanted, context());
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  // What crosses the boundary is parsed on the other side.
  return evaluationResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

async function refusal(wanted: EvaluationRequest): Promise<string> {
  const answer = await job(wanted, context());
  return answer.kind === 'failed' ? answer.sentence : 'It was evaluated.';
}

function context(report: (progress: { doing: string; share: number }) => void = () => undefined) {
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 1 };
  return { limits, scratch: path.join(root, 'scratch'), report };
}

function knownOf(value: EvaluatedValue | undefined): number {
  return value?.state === 'known' ? value.value : NaN;
}

const sum = linearModel({ weights: [1, 2], bias: 3 });
const numbers = 'a,b,y\n1,2,8\n2,2,9\n0,0,4\n';

const yesNo: Wish = {
  task: 'binary-classification',
  outputs: [{ name: 'y', as: 'probability' }],
  truth: {
    kind: 'classes',
    classes: [
      { name: 'yes', where: 'y = 1' },
      { name: 'no', where: 'y = 0' },
    ],
  },
  positive: 'yes',
};
const chance = linearModel({ weights: [1, 0], bias: 0, ending: 'Sigmoid' });

describe('a model of numbers', () => {
  it('is measured on every row', async () => {
    const result = await run(request(numbers, sum));
    expect(result.rows).toBe(3);
    // 1 + 4 + 3 = 8, 2 + 4 + 3 = 9, 3: errors 0, 0 and 1.
    expect(result.metrics).toMatchObject([{ id: 'mae', value: { state: 'known', value: 1 / 3, n: 3 } }]);
  });

  it('names the row on which it errs most', async () => {
    expect((await run(request(numbers, sum))).worst).toEqual([{ row: 2, truth: '4', answer: '3', score: 1 }]);
  });

  it('gives the same answers in batches of any size', async () => {
    const rows = Array.from({ length: 25 }, (_, row) => `${row},${row % 3},${row * 1.5}`).join('\n');
    const results = await Promise.all(
      [1, 7, 25, 1000].map((batch) => run(request(`a,b,y\n${rows}\n`, sum, { batch }))),
    );
    expect(new Set(results.map(({ metrics }) => JSON.stringify(metrics))).size).toBe(1);
  });

  it('is fed whole batches where the graph takes no other, and the padding is cut off', async () => {
    const fixed = linearModel({ weights: [1, 2], bias: 3, batch: 2 });
    expect((await run(request(numbers, fixed))).metrics).toMatchObject([{ value: { value: 1 / 3, n: 3 } }]);
  });

  it('leaves rows without a true number out, and counts them', async () => {
    const result = await run(request('a,b,y\n1,2,8\n2,2,\n', sum));
    expect([result.rows, result.unlabelled]).toEqual([2, 1]);
    expect(result.metrics).toMatchObject([{ value: { value: 0, n: 1 } }]);
  });

  it('counts rows that it gives no finite answer', async () => {
    const wish: Wish = { inputs: [{ name: 'x', columns: ['a', 'b'], missing: 'nan' }] };
    const result = await run(request('a,b,y\n1,2,8\n,2,9\n', sum, wish));
    expect(result.unanswered).toBe(1);
    expect(result.metrics).toMatchObject([{ value: { value: 0, n: 1 } }]);
  });

  it('takes the number that stands for a missing value', async () => {
    const wish: Wish = { inputs: [{ name: 'x', columns: ['a', 'b'], missing: 5 }] };
    expect((await run(request('a,b,y\n,2,12\n1,1,6\n', sum, wish))).metrics).toMatchObject([{ value: { value: 0 } }]);
  });

  it.each<[string, string, Wish, string]>([
    ['a table with a header alone', 'a,b,y\n', {}, 'The split test has no row; check what it takes.'],
    [
      'a split of no row',
      numbers,
      { splits: [{ id: 'test', where: 'a > 100' }] },
      'The split test has no row; check what it takes.',
    ],
    [
      'rows without any label',
      'a,b,y\n1,2,\n2,2,\n0,0,7\n',
      { splits: [{ id: 'test', where: 'a > 0' }] },
      'None of the 2 rows of test has a label that the spec declares.',
    ],
    [
      'rows without any finite answer',
      'a,b,y\n,2,8\n,2,9\n1,1,7\n',
      {
        splits: [{ id: 'test', where: 'b > 1' }],
        inputs: [{ name: 'x', columns: ['a', 'b'], missing: 'nan' }],
      },
      'model.onnx gives no finite answer for any of the 2 rows of test.',
    ],
  ])('refuses %s, as a record of it would pass for a measurement', async (_what, rows, wish, sentence) => {
    expect(await refusal(request(rows, sum, wish))).toBe(sentence);
  });

  it('takes codes for categories in their stated order', async () => {
    const wish: Wish = {
      inputs: [{ name: 'x', columns: ['a'], missing: 'refuse', categories: ['small', 'large'] }],
    };
    const one = linearModel({ weights: [10], bias: 0 });
    const result = await run(request('a,y\nlarge,10\nsmall,0\n', one, wish));
    expect(result.metrics).toMatchObject([{ value: { value: 0 } }]);
  });
});

describe('a model of several classes at once', () => {
  const both: Wish = {
    task: 'multilabel-classification',
    inputs: [{ name: 'x', columns: ['a', 'b'], missing: 'refuse' }],
    outputs: [{ name: 'y', as: 'probabilities', classes: ['wet', 'cold'] }],
    truth: { kind: 'labels', column: 'tags', classes: [{ name: 'cold', value: 'c' }, { name: 'wet' }] },
    metrics: [
      { id: 'right', metric: 'accuracy', slices: [] },
      { id: 'f1', metric: 'f1', averaging: 'micro', slices: [] },
      { id: 'area', metric: 'roc-auc', averaging: 'macro', slices: [{ id: 'dry', where: 'a < 0' }] },
    ],
  };
  /** Column a says wet, column b says cold. */
  const model = linearModel({ weights: [1, 0, 0, 1], bias: 0, ending: 'Sigmoid', outputs: 2 });
  const rows = 'a,b,tags\n2,-2,wet\n2,2,wet;c\n-2,-2,\n-2,2,wet\n';

  it('answers each class from its threshold on, whatever the order of the output', async () => {
    const result = await run(request(rows, model, both));
    // Right are all but the last row, whose cold is wrong and whose wet is missed: 3 found, 1 wrong, 1 missed.
    expect(result.metrics).toMatchObject([
      { id: 'right', value: { value: 3 / 4, n: 4 } },
      { id: 'f1', value: { value: 6 / 8 } },
      { id: 'area', slices: { dry: { state: 'known', value: 0.5, rows: 2 } } },
    ]);
    expect(result.classes).toEqual({ cold: 1, wet: 3 });
    expect(result.perClass).toMatchObject([
      { name: 'cold', truePositives: 1, falsePositives: 1, falseNegatives: 0 },
      { name: 'wet', truePositives: 2, falsePositives: 0, falseNegatives: 1 },
    ]);
  });

  it('names the row on which most is wrong', async () => {
    expect((await run(request(rows, model, both))).worst).toMatchObject([{ row: 3, truth: 'wet', answer: 'cold' }]);
  });

  it('refuses a class that is not declared, with its row', async () => {
    expect(await refusal(request('a,b,tags\n2,-2,wet\n1,1,hot\n', model, both))).toBe(
      'Row 2 of rows.csv has no truth that can be read: "hot" is none of the classes.',
    );
  });
});

describe('a model of two classes', () => {
  const rows = 'a,b,y,place\n2,0,1,x\n1,0,1,x\n-1,0,1,z\n-2,0,0,z\n3,0,0,x\n';

  it('answers the positive class from its threshold on', async () => {
    const wish: Wish = { ...yesNo, threshold: 0.8, metrics: [{ id: 'recall', metric: 'recall', slices: [] }] };
    const result = await run(request(rows, chance, wish));
    // Scores above 0.8 are those of a = 2 and a = 3.
    expect(result.confusion).toEqual({
      classes: ['yes', 'no'],
      counts: [
        [1, 2],
        [1, 1],
      ],
    });
    expect(result.metrics).toMatchObject([{ id: 'recall', value: { value: 1 / 3, n: 3 } }]);
  });

  it('is measured in slices, by condition and by the values of a column', async () => {
    const wish: Wish = {
      ...yesNo,
      metrics: [
        {
          id: 'recall',
          metric: 'recall',
          slices: [
            { id: 'high', where: 'a > 0' },
            { id: 'places', by: 'place', minRows: 3 },
          ],
        },
      ],
    };
    const { metrics } = await run(request(rows, chance, wish));
    expect(metrics[0]?.slices).toMatchObject({
      high: { state: 'known', value: 1, rows: 3 },
      'places/x': { state: 'known', value: 1, rows: 3 },
    });
    expect(Object.keys(metrics[0]?.slices ?? {})).toHaveLength(2);
  });

  it('shows the thresholds side by side, the searched one chosen on other rows', async () => {
    const wish: Wish = {
      ...yesNo,
      threshold: 0.8,
      splits: [
        { id: 'test', where: "place = 'x'" },
        { id: 'validation', where: "place = 'z'" },
      ],
      validation: 'validation',
      values: { currency: 'USD', truePositive: 4, falsePositive: -1, falseNegative: 0, trueNegative: 0 },
      metrics: [],
    };
    const { binary } = await run(request(rows, chance, wish));
    expect(binary?.thresholds).toMatchObject({
      used: { threshold: 0.8, truePositives: 1, falsePositives: 1 },
      bayes: { threshold: 0.2, truePositives: 2, falsePositives: 1, value: 7 / 3 },
      searched: { truePositives: 2, falsePositives: 1 },
      searchedOn: 'validation',
    });
    // Of the rows of z the positive one has a = −1.
    expect(binary?.thresholds.searched?.threshold).toBeCloseTo(1 / (1 + Math.E), 6);
  });

  it('that ends in a map of classes is read as scores of these classes', async () => {
    const wish: Wish = {
      ...yesNo,
      outputs: [{ name: 'output_probability', as: 'probabilities', classes: ['low', 'high'] }],
      truth: {
        kind: 'classes',
        classes: [
          { name: 'high', where: 'y = 1' },
          { name: 'low', where: 'y = 0' },
        ],
      },
      positive: 'high',
      metrics: [{ id: 'loss', metric: 'log-loss', slices: [] }],
    };
    const { metrics, confusion } = await run(request('a,b,y\n-1,0,1\n1,0,0\n', zipMapClassifier(), wish));
    expect(confusion?.counts).toEqual([
      [1, 0],
      [0, 1],
    ]);
    // The softmax of (1, −1) gives the truth 1 / (1 + e^−2).
    expect(metrics[0]?.value).toMatchObject({ state: 'known' });
    expect(metrics[0]?.value.state === 'known' ? metrics[0].value.value : NaN).toBeCloseTo(Math.log1p(Math.exp(-2)), 6);
  });
});

describe('money of each row', () => {
  // Scores of 0.88, 0.27, 0.88 and 0.27; the second row is missed, the third is a false alarm.
  const rows = 'a,b,y,fee,region\n2,0,1,10,n\n-1,0,1,30,n\n2,0,0,5,s\n-1,0,0,7,s\n';
  const money: NonNullable<Wish['money']> = {
    kind: 'binary',
    currency: 'EUR',
    truePositive: { expr: 'fee' },
    falsePositive: -3,
    falseNegative: { expr: '-2 * fee' },
    trueNegative: { expr: 'fee / 7' },
  };

  it('is added up by its expressions, for the whole, for slices and for every threshold', async () => {
    const wish: Wish = {
      ...yesNo,
      money: { ...money, rule: "region = 'n'" },
      metrics: [{ id: 'recall', metric: 'recall', slices: [{ id: 'north', where: "region = 'n'" }] }],
    };
    const result = await run(request(rows, chance, wish));
    // 10 − 60 − 3 + 1; the rule raises the first two rows: 10 + 30 + 5/7 + 1.
    expect(result.money).toMatchObject({ currency: 'EUR', value: { value: -13 }, slices: { north: { value: -25 } } });
    expect(knownOf(result.money?.gain)).toBeCloseTo((-52 - (10 + 30 + 5 / 7 + 1)) / 4, 12);
    expect(result.binary?.thresholds.standard.value).toBeCloseTo(-13, 12);
    expect(result.binary?.thresholds.bayesBecause).toContain('differ from row to row');
    expect(result.binary?.operating[0]?.value).toBeCloseTo((10 - 3 + 30 - 3) / 4, 12);
  });

  it('chooses a threshold on another split by the money of its rows', async () => {
    const wish: Wish = {
      ...yesNo,
      money,
      metrics: [],
      splits: [
        { id: 'test', where: "region = 's'" },
        { id: 'validation', where: "region = 'n'" },
      ],
      validation: 'validation',
    };
    const { binary } = await run(request(rows, chance, wish));
    // Both rows of the other split earn most when they are raised, at the lower score.
    expect(binary?.thresholds.searched?.threshold).toBeCloseTo(1 / (1 + Math.E), 6);
  });

  it('is undefined when a row has no amount, and says how many', async () => {
    const result = await run(request(rows.replace(',10,n', ',,n'), chance, { ...yesNo, money, metrics: [] }));
    expect(result.money?.value).toMatchObject({ because: expect.stringContaining('1 of 4 rows') as unknown });
  });

  it('names an expression over a column that is not there, and one that gives no number', async () => {
    const asked = (expr: string) =>
      refusal(request(rows, chance, { ...yesNo, money: { ...money, truePositive: { expr } }, metrics: [] }));
    expect(await asked('feee')).toBe('rows.csv has no column "feee"; did you mean "fee"?');
    expect(await asked('region')).toBe('The expression `region` gives no number, and an amount of money is needed.');
  });

  it('of numbers is that of each unit by which they are too high or too low', async () => {
    const errors: Wish['money'] = { kind: 'errors', currency: 'EUR', over: -1, under: { expr: '-a' } };
    // Errors of 0, 0 and −1, where a is 0; then one of +1.
    const result = await run(request('a,b,y\n1,2,8\n2,2,10\n0,0,2\n', sum, { money: errors }));
    expect(result.money?.value).toMatchObject({ state: 'known', value: (-2 - 1) / 3, n: 3 });
  });
});

describe('one clear sentence is said', () => {
  it.each([
    ['an empty model', new Uint8Array(), {}, 'model.onnx is empty; export the model again.'],
    ['a model that is none', new TextEncoder().encode('not a model'), {}, /^model\.onnx cannot be loaded: .+\.$/],
    ['a cut-off model', sum.subarray(0, sum.length - 20), {}, /^model\.onnx cannot be loaded: .+\.$/],
    ['operators that are unknown', unknownOperatorModel(), {}, /^model\.onnx cannot be loaded: .*Oracle.*\.$/],
    [
      'an input that the graph lacks',
      sum,
      { inputs: [{ name: 'z', columns: ['a', 'b'], missing: 'refuse' }] },
      'model.onnx has no input z; did you mean x?',
    ],
    [
      'an input that nothing feeds',
      zipMapClassifier(),
      { inputs: [{ name: 'y', columns: ['a'], missing: 'refuse' }] },
      /^model\.onnx has no input y; /,
    ],
    [
      'a column too few',
      sum,
      { inputs: [{ name: 'x', columns: ['a'], missing: 'refuse' }] },
      'The input x of model.onnx takes 2 columns, and the spec names 1: a.',
    ],
    [
      'another type',
      sum,
      { inputs: [{ name: 'x', columns: ['a', 'b'], type: 'int64', missing: 'refuse' }] },
      'The input x of model.onnx is float32, and the spec says int64; correct the spec.',
    ],
    [
      'a column that the table lacks',
      sum,
      { inputs: [{ name: 'x', columns: ['a', 'bb'], missing: 'refuse' }] },
      'rows.csv has no column "bb"; did you mean "b"?',
    ],
    [
      'an output that the graph lacks',
      sum,
      { outputs: [{ name: 'yy', as: 'value' }] },
      'model.onnx has no output yy; did you mean y?',
    ],
  ] satisfies [string, Uint8Array, Wish, string | RegExp][])('of %s', async (_, model, wish, expected) => {
    expect(await refusal(request(numbers, model, wish))).toMatch(
      typeof expected === 'string'
        ? new RegExp(`^${expected.replace(/[.?*+()[\]\\^$|]/g, String.raw`\$&`)}$`)
        : expected,
    );
  });

  it('of a missing value, with its row and its column', async () => {
    expect(await refusal(request('a,b,y\n1,2,8\n,2,9\n', sum))).toBe(
      'Row 2 has no value in a, and the input x refuses missing values; say with `missing` what they become.',
    );
  });

  it('of text where the model wants numbers', async () => {
    expect(await refusal(request('a,b,y\none,2,8\n', sum))).toMatch(
      /^The column "a" of rows\.csv holds text, and the model wants numbers of it/,
    );
  });

  it('of a category that is not listed', async () => {
    const wish: Wish = { inputs: [{ name: 'x', columns: ['a'], missing: 'refuse', categories: ['small'] }] };
    expect(await refusal(request('a,y\nhuge,1\n', linearModel({ weights: [1], bias: 0 }), wish))).toBe(
      'Row 1 has "huge" in a, which is none of the `categories` of the input x.',
    );
  });

  it('of a model that lies outside of the workspace', async () => {
    const wanted = request(numbers, sum);
    const outside = { ...wanted, model: { ...wanted.model, root: path.join(root, 'inner') } };
    expect(await job(outside, context()).catch(() => 'refused')).not.toMatchObject({ kind: 'done' });
  });
});

it('tells how far it is, never backwards', async () => {
  const shares: number[] = [];
  const rows = Array.from({ length: 50 }, (_, row) => `${row},1,2`).join('\n');
  await job(
    request(`a,b,y\n${rows}\n`, sum, { batch: 5 }),
    context(({ share }) => shares.push(share)),
  );
  // Opening, the first rows, and measuring; of the batches between them as many as time passes.
  expect(shares.length).toBeGreaterThanOrEqual(3);
  expect(shares).toEqual(shares.toSorted((left, right) => left - right));
});
