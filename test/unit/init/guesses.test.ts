import { describe, expect, it } from 'vitest';
import type { GraphValueFact, ModelFact, RunFact } from '../../../schemas/facts.ts';
import type { ColumnSummary } from '../../../schemas/profile.ts';
import { findMeasured } from '../../../server/src/operations/init/findMeasured.ts';
import { guessClasses, guessPositive } from '../../../server/src/operations/init/guessClasses.ts';
import { guessModel } from '../../../server/src/operations/init/guessModel.ts';
import type { LearnedTable } from '../../../server/src/operations/init/guessModel.ts';
import { guessRoles } from '../../../server/src/operations/init/guessRoles.ts';
import { readCodeHints } from '../../../server/src/operations/init/readCodeHints.ts';

const summary = (rest: Partial<ColumnSummary>): ColumnSummary => ({
  name: 'x',
  type: 'BIGINT',
  kind: 'integer',
  rows: 100,
  missing: 0,
  notFinite: 0,
  distinct: { kind: 'exact', count: 2 },
  plot: { kind: 'none', because: 'a test' },
  ...rest,
});

const categories = (labels: readonly string[], otherRows = 0): Partial<ColumnSummary> => ({
  kind: 'text',
  distinct: { kind: 'exact', count: labels.length },
  plot: { kind: 'categories', top: labels.map((label) => ({ label, count: 1 })), otherRows },
});

describe('classes of a label', () => {
  it.each([
    ['whole numbers without a gap', { min: '0', max: '2', distinct: { kind: 'exact', count: 3 } }, ['0', '1', '2']],
    ['texts, by code point', categories(['nein', 'ja']), ['ja', 'nein']],
    ['a boolean', { kind: 'boolean' }, ['false', 'true']],
    ['numbers with a gap', { min: '0', max: '3', distinct: { kind: 'exact', count: 3 } }, undefined],
    ['one value alone', { min: '1', max: '1', distinct: { kind: 'exact', count: 1 } }, undefined],
    ['many numbers', { min: '0', max: '99', distinct: { kind: 'exact', count: 100 } }, undefined],
    ['numbers that are printed in groups', { min: '1,900', max: '1,901' }, undefined],
    ['more texts than are listed', categories(['a', 'b'], 3), undefined],
    ['sentences', categories(['a'.repeat(61), 'b']), undefined],
    ['texts that would turn a line around', categories(['a\u202E', 'b']), undefined],
    ['amounts', { kind: 'float', min: '0', max: '1' }, undefined],
  ] as const)('are guessed of %s', (_name, rest, classes) => {
    expect(guessClasses(summary(rest as Partial<ColumnSummary>))).toEqual(classes);
  });

  it.each([
    [['0', '1'], '1'],
    [['ja', 'nein'], 'ja'],
    [['false', 'true'], 'true'],
    [['benign', 'malignant'], undefined],
    [['1', 'yes'], undefined],
    [['0', '1', '2'], undefined],
  ])('of %j have %j as the one that is looked for', (classes, positive) => {
    expect(guessPositive(classes)).toBe(positive);
  });
});

describe('a value that another tool has recorded', () => {
  const run = (store: 'dvc' | 'mlflow', values: Readonly<Record<string, number>>): RunFact => ({
    store,
    id: 'metrics.json',
    at: '2026-01-01T00:00:00Z',
    uri: undefined,
    model: undefined,
    split: undefined,
    target: undefined,
    commit: undefined,
    values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, unit: '' }])),
    params: {},
    experiment: 'House Prices',
  });

  it('is the first of the metrics that are wanted, under any name that people give it', () => {
    const found = findMeasured(['roc-auc', 'recall'], [run('dvc', { loss: 1, test_recall: 0.6 })]);
    expect(found).toMatchObject({ metric: 'recall', source: '{dvc: metrics.json#test_recall}', value: 0.6 });
    expect(findMeasured(['mae'], [run('mlflow', { val_mae: 3 })])?.source).toBe(
      '{mlflow: {experiment: House Prices, key: val_mae}}',
    );
    expect(findMeasured(['mae'], [run('dvc', { loss: 1 })])).toBeUndefined();
  });

  it('of the test counts before others, and of the training not at all', () => {
    const values = { 'train.recall': 0.9, 'val.recall': 0.7, 'test.recall': 0.6 };
    expect(findMeasured(['recall'], [run('dvc', values)])?.key).toBe('test.recall');
    expect(findMeasured(['recall'], [run('dvc', { 'train.recall': 0.9 })])).toBeUndefined();
  });
});

const tensor = (name: string, type: string, ...shape: readonly (number | null)[]): GraphValueFact => ({
  name,
  kind: 'tensor',
  type,
  shape,
});

const model = (inputs: readonly GraphValueFact[], outputs: readonly GraphValueFact[]): ModelFact => ({
  uri: 'file:///m.onnx',
  sizeBytes: 1,
  weightBytes: 0,
  producer: 'skl2onnx',
  irVersion: 8,
  opset: 18,
  otherOpsets: [],
  foreignDomains: [],
  inputs,
  outputs,
  zipMapOutputs: [],
  zipMapClasses: {},
  externalData: [],
});

const flowers: LearnedTable = {
  columns: [
    { name: 'column0', kind: 'integer', type: 'BIGINT' },
    { name: 'width', kind: 'float', type: 'DOUBLE' },
    { name: 'height', kind: 'float', type: 'DOUBLE' },
    { name: 'petals', kind: 'integer', type: 'BIGINT' },
    { name: 'species', kind: 'text', type: 'VARCHAR' },
  ],
  label: { name: 'species', kind: 'text', type: 'VARCHAR' },
  time: undefined,
  classes: ['rose', 'tulip'],
  summaries: [],
};
const scores = [tensor('label', 'int64', null), tensor('probabilities', 'float32', null, 2)];

describe('a model', () => {
  it('that gives a probability for each of two classes tells them apart', () => {
    const { task, outputs } = guessModel(model([tensor('X', 'float32', null, 3)], scores), flowers);
    expect(task).toBe('binary-classification');
    expect(Object.fromEntries(outputs)).toEqual({ label: 'ignore', probabilities: 'probabilities' });
  });

  it('reads the columns of numbers when they are as many as its input is wide, without the number of the row', () => {
    const { columns } = guessModel(model([tensor('X', 'float32', null, 3)], scores), flowers);
    expect(columns.get('X')).toEqual(['width', 'height', 'petals']);
  });

  it('reads the number of the row, too, when its input is as wide', () => {
    const { columns } = guessModel(model([tensor('X', 'float32', null, 4)], scores), flowers);
    expect(columns.get('X')).toEqual(['column0', 'width', 'height', 'petals']);
  });

  it('reads no column of which no two rows have the same number', () => {
    const unique = summary({ name: 'petals', rows: 9, distinct: { kind: 'exact', count: 9 } });
    const { columns } = guessModel(model([tensor('X', 'float32', null, 2)], scores), {
      ...flowers,
      summaries: [unique],
    });
    expect(columns.get('X')).toEqual(['width', 'height']);
  });

  it('with another number of inputs than columns is left to people', () => {
    expect(guessModel(model([tensor('X', 'float32', null, 7)], scores), flowers).columns.size).toBe(0);
    expect(guessModel(model([tensor('X', 'float32', null, null)], scores), flowers).columns.size).toBe(0);
    expect(guessModel(model([tensor('pixels', 'float32', null, 1, 28, 28)], []), flowers).columns.size).toBe(0);
  });

  it('with another number of classes than the label was made for something else', () => {
    const { task, outputs } = guessModel(
      model([], [tensor('label', 'int64', null), tensor('probabilities', 'float32', null, 5)]),
      flowers,
    );
    expect([task, outputs.size]).toEqual([undefined, 0]);
  });

  it('with one probability tells two classes apart', () => {
    const { task, outputs } = guessModel(model([], [tensor('probability', 'float32', null, 1)]), flowers);
    expect([task, outputs.get('probability')]).toEqual(['binary-classification', 'probability']);
  });

  it('with one number answers an amount where the label is one', () => {
    const price = { name: 'price', kind: 'float', type: 'DOUBLE' } as const;
    const only = model([], [tensor('variable', 'float32', null, 1)]);
    const { task, outputs } = guessModel(only, { ...flowers, label: price, classes: undefined });
    expect([task, outputs.get('variable')]).toEqual(['regression', 'value']);
    expect(guessModel(only, flowers).task).toBeUndefined();
  });

  it('of which nothing is recognised is left to people', () => {
    const { task, outputs } = guessModel(model([], [tensor('out', 'float32', null, 84, 8400)]), flowers);
    expect([task, outputs.size]).toEqual([undefined, 0]);
  });
});

describe('names of columns', () => {
  const rolesOf = (...names: readonly string[]) => {
    const { label, group, personal } = guessRoles(
      names.map((name) => ({ name, kind: 'text', type: 'VARCHAR' })),
      [],
    );
    return { label: label?.column.name, group: group?.column.name, personal };
  };

  it.each(['Survived', 'SalePrice', 'Gekündigt?', 'is late', 'TARGET'])('%s is a label', (name) => {
    expect(rolesOf('a', name).label).toBe(name);
  });

  it.each(['CustomerId', 'patient id', 'Kundennummer'])('%s is a group', (name) => {
    expect(rolesOf('a', name).group).toBe(name);
  });

  it.each(['Name', 'FirstName', 'E-Mail', 'Straße'])('%s may be about persons', (name) => {
    expect(rolesOf('a', name).personal).toEqual([name]);
  });

  it('a flag is a label only where nothing else is', () => {
    expect(rolesOf('is_senior', 'churn').label).toBe('churn');
    expect(rolesOf('is_senior', 'usage').label).toBe('is_senior');
    expect(rolesOf('is_senior', 'is_member').label).toBeUndefined();
  });

  it.each(['translated', 'hostname', 'classic'])('%s is none of these', (name) => {
    expect(rolesOf(name)).toEqual({ label: undefined, group: undefined, personal: [] });
  });
});

describe('the label, beside a script', () => {
  const columns = ['target', 'grade', 'malt'].map((name) => ({ name, kind: 'text', type: 'VARCHAR' }) as const);
  const labelBeside = (code: string) => {
    const label = guessRoles(columns, [readCodeHints('src/train.py', code)]).label;
    return `${label?.column.name} by ${label?.from}`;
  };

  it.each([
    "model.fit(train[['malt']], train['grade'])",
    "model.fit(X, y=train['grade'])",
    "y = df['grade']",
    "y = df.pop('grade')",
    "y = df['grade'] == 'A'",
    '    y_train = df.grade.values',
    "X, y = df[['malt']], df['grade']",
    'TARGET_COLUMN = "grade"',
    "train_test_split(df[['malt']], df['grade'], test_size=0.2)",
    "labels = df.loc[:, 'grade']",
  ])('is what %s learns', (code) => {
    expect(labelBeside(code)).toBe('grade by src/train.py');
  });

  it.each([
    "# y = df['grade']",
    "y = df['grade']\ny = df['malt']",
    "y = df['other']",
    "y = df['grade'] > 15",
    "show(df['grade'])",
    "model.fit(df['grade'])",
  ])('is told by its name beside %j', (code) => {
    expect(labelBeside(code)).toBe('target by its name');
  });
});
