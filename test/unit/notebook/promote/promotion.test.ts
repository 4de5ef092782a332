import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { promotionMap, promotionReport } from '../../../../schemas/promotion.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';
import { notebookWithProse, promoteCells } from '../../../support/promoted.ts';
import type { Promoted } from '../../../support/promoted.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const promoted = (...cells: readonly string[]): Promoted => promoteCells(parser, cells);

const imports = [
  'import pandas as pd',
  'from sklearn.linear_model import LogisticRegression',
  'from sklearn.metrics import accuracy_score',
  'from sklearn.model_selection import train_test_split',
].join('\n');
const training = [
  imports,
  'df = pd.read_csv("a.csv")\ndf.head()',
  'df["b"] = df["a"] * 2  # doubled',
  'X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)',
  'model = LogisticRegression()\nmodel.fit(X_train, y_train)',
  'print("accuracy", accuracy_score(y_test, model.predict(X_test)))',
];

describe('a simple notebook', () => {
  it('becomes one module for each stage', () => {
    const { plan } = promoted(...training);
    expect(plan.functions.map(({ module, name }) => `${module}.${name}`)).toEqual([
      'data.load_df',
      'features.make_df',
      'split.split_rows',
      'train.train_model',
      'evaluate.evaluate_model',
    ]);
  });

  it('hands over what later functions read', () => {
    const { plan } = promoted(...training);
    const wiring = plan.functions.map(({ inputs, outputs }) => [
      inputs.map(({ name }) => name).join(),
      outputs.map(({ name }) => name).join(),
    ]);
    expect(wiring).toEqual([
      ['', 'df'],
      ['df', 'df'],
      ['df', 'X_train,X_test,y_train,y_test'],
      ['X_train,y_train', 'model'],
      ['y_test,model,X_test', ''],
    ]);
  });

  it('returns the numbers that it prints', () => {
    expect(promoted(...training).module('evaluate')).toContain(
      '    metrics["accuracy_score"] = accuracy_score(y_test, model.predict(X_test))\n    return metrics\n',
    );
  });

  it('keeps comments', () => {
    expect(promoted(...training).module('features')).toContain('    df["b"] = df["a"] * 2  # doubled\n');
  });

  it('imports in each module what the module uses', () => {
    const { module } = promoted(...training);
    expect(module('train')).toContain('from sklearn.linear_model import LogisticRegression\n');
    expect(module('train')).not.toContain('pandas');
  });

  it('drops what only shows something', () => {
    expect(promoted(...training).fate('df.head()')).toBe('dropped: It only shows something.');
  });

  it('names what IPython alone understands as it was written', () => {
    const { report } = promoted('%matplotlib inline\n!pip install -q pandas\nfiles = !ls data', ...training);
    expect(report.statements.slice(0, 3).map(({ text }) => text)).toEqual([
      '%matplotlib inline',
      '!pip install -q pandas',
      'files = !ls data',
    ]);
  });

  it('calls its functions in the order of the notebook', () => {
    const calls = [
      ...promoted(...training)
        .module('pipeline')
        .matchAll(/(\w+\.\w+)\(values/g),
    ].map(([, call]) => call);
    expect(calls).toEqual(['features.make_df', 'split.split_rows', 'train.train_model', 'evaluate.evaluate_model']);
  });

  it('gives a report and a map that have their shapes', () => {
    const { report, map } = promoted(...training);
    expect(promotionReport.safeParse(report).success).toBe(true);
    expect(promotionMap.safeParse(map).success).toBe(true);
  });

  it('maps every converted statement to the lines where it stands', () => {
    const { map, module } = promoted(...training);
    const entry = map.entries.find(({ function: name }) => name === 'features.make_df');
    expect(module('features').split('\n')[(entry?.to.first ?? 0) - 1]).toBe('    df["b"] = df["a"] * 2  # doubled');
  });
});

describe('the order of stages', () => {
  it('brings models together that have nothing to do with each other', () => {
    const { plan } = promoted(
      ...training,
      'other = LogisticRegression(C=2)\nother.fit(X_train, y_train)',
      'other.score(X_test, y_test)',
    );
    const modules = plan.functions.map(({ module }) => module);
    expect(modules).toEqual(['data', 'features', 'split', 'train', 'train', 'evaluate']);
  });

  it('stays that of the notebook where a name means another thing', () => {
    const { plan } = promoted(
      ...training,
      'model = LogisticRegression(C=2)\nmodel.fit(X_train, y_train)',
      'model.score(X_test, y_test)',
    );
    const modules = plan.functions.map(({ module }) => module);
    expect(modules).toEqual(['data', 'features', 'split', 'train', 'evaluate', 'train', 'evaluate']);
  });

  it('keeps exploration that draws random numbers before what draws them later', () => {
    const { plan, module } = promoted(
      imports,
      'df = pd.read_csv("a.csv")',
      'df.sample(3)',
      'a, b = train_test_split(df)',
      'LogisticRegression().fit(a[["x"]], a["y"]).score(b[["x"]], b["y"])',
    );
    expect(plan.functions.map(({ stage }) => stage)).toEqual(['data', 'explore', 'split', 'evaluate']);
    expect(module('explore')).toContain('df.sample(');
  });
});

describe('names of functions', () => {
  it('come from headings', () => {
    const notebook = notebookWithProse([...training.slice(0, 2), '## Doubled weights', ...training.slice(2)]);
    const { plan } = promoteCells(parser, notebook);
    expect(plan.functions[1]?.name).toBe('make_doubled_weights');
  });

  it('are never those of values, imports or builtins', () => {
    const { plan } = promoted(
      imports,
      'def load_df():\n    return pd.read_csv("a.csv")',
      'df = load_df()\ndf2 = pd.read_csv("b.csv")',
      'LogisticRegression().fit(df, df2)',
    );
    const names = plan.functions.map(({ name }) => name);
    expect(names).not.toContain('load_df');
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('leaks', () => {
  it('are told above the statement that stays as it is', () => {
    const at = { cell: 2, start: 0, end: 5 };
    const findings = [{ rule: 'leak/preprocessing', message: 'Fitted on test rows.', at }];
    const { module, report } = promoteCells(parser, training, { findings });
    expect(module('features')).toContain('    # leak/preprocessing: Fitted on test rows.\n    df["b"]');
    expect(report.findings).toMatchObject([{ rule: 'leak/preprocessing', to: { file: 'src/promoted/features.py' } }]);
  });
});

describe('what a notebook reports', () => {
  const model = [imports, 'm = LogisticRegression()\nm.fit([[1], [2]], [0, 1])'];

  it.each([
    ['m.score([[1]], [1])', 'metrics["m.score"] = m.score([[1]], [1])'],
    ['print(f"{m.score([[1]], [1]) * 100:.1f} %")', 'metrics["m.score"] = m.score([[1]], [1]) * 100'],
    ['print("%.2f" % accuracy_score([1], [1]))', 'metrics["accuracy_score"] = accuracy_score([1], [1])'],
    ['a = accuracy_score([1], [1])', 'a = accuracy_score([1], [1])\n    metrics["accuracy_score"] = a'],
    ['m.predict([[3]])', 'metrics["m.predict"] = m.predict([[3]])'],
    ['m.coef_', 'metrics["m.coef_"] = m.coef_'],
    ['print([x.score([[1]], [1]) for x in [m]])', 'metrics["x.score"] = [x.score([[1]], [1]) for x in [m]]'],
    ['def judge(x):\n    return x.score([[1]], [1])\njudge(m)', 'metrics["judge"] = judge(m)'],
  ])('is returned: %s', (written, expected) => {
    expect(promoted(...model, written).module('evaluate')).toContain(expected);
  });

  it('has a key for each number', () => {
    const { plan } = promoted(...model, 'm.score([[1]], [1])', 'm.score([[2]], [1])');
    expect(plan.metrics.map(({ key }) => key)).toEqual(['m.score', 'm.score_2']);
  });

  it('is written to files where it is a figure', () => {
    const { module } = promoted(
      ...model,
      'import matplotlib.pyplot as plt\nfrom sklearn.metrics import RocCurveDisplay',
      'RocCurveDisplay.from_estimator(m, [[1]], [1])\nplt.title("All models")\nplt.show()',
    );
    expect(module('evaluate')).toContain('    plt.title("All models")\n    save_figure("all_models")\n');
    expect(module('evaluate')).toContain('from .figures import save_figure\n');
  });

  it('is what it computes where it trains nothing', () => {
    const { plan } = promoted('import pandas as pd', 'df = pd.read_csv("a.csv")\nm = df["a"].mean()');
    expect(plan.functions.flatMap(({ outputs }) => outputs.map(({ name }) => name))).toContain('m');
  });
});

describe('what a reader of the package sees first', () => {
  const named = (prose: string, ...cells: readonly string[]) =>
    promoteCells(parser, notebookWithProse([...cells.slice(0, -1), prose, cells.at(-1) ?? '']));
  const last = (prose: string) => named(prose, ...training).plan.functions.at(-1)?.name;
  const told = (prose: string) =>
    /def evaluate.*\n {4}"""(.*)"""/.exec(
      named(prose, ...training)
        .module('evaluate')
        .replace(/\n\n {4}(.*)\n {4}"""/, ' | $1"""'),
    )?.[1];

  it.each([
    ['# Why does it work?', 'evaluate_model'],
    ['# What about accuracy', 'evaluate_model'],
    ['# Evaluating the model', 'evaluate_model'],
    ['# Scoring', 'evaluate_scoring'],
    ['# Model Evaluation', 'evaluate_model'],
    ['# Test the model', 'test_model'],
    ['# Train test split', 'evaluate_model'],
  ])('under %s stands %s', (prose, name) => {
    expect(last(prose)).toBe(name);
  });

  it.each([
    [
      '# Model quality\n\nMeasures how often the answer is right.',
      'Measures with y_test, model and X_test. | Measures how often the answer is right.',
    ],
    ["# Model quality\n\nLet's see how it does!", 'Measures with y_test, model and X_test. | Model quality.'],
    [
      '# Model quality\n\nMetrics used:\n- accuracy\n- recall',
      'Measures with y_test, model and X_test. | Model quality.',
    ],
    [
      "# Model quality\n\nNow we've got a model, what next?",
      'Measures with y_test, model and X_test. | Model quality.',
    ],
    [
      '# Model quality\n\nAccuracy of the model. We will look at more later.',
      'Measures with y_test, model and X_test. | Accuracy of the model.',
    ],
    ['# How good is it?', 'Measures with y_test, model and X_test.'],
  ])('%j is told as %s', (prose, sentence) => {
    expect(told(prose)).toBe(sentence);
  });

  it('calls a number as the notebook calls it where another one has its name', () => {
    const { module } = promoted(
      ...training,
      'from sklearn.model_selection import cross_val_score',
      'cv_acc = cross_val_score(model, df[["a"]], df["y"])',
      'cv_f1 = cross_val_score(model, df[["a"]], df["y"], scoring="f1")',
    );
    expect(module('train') + module('evaluate')).toContain('metrics["cv_f1"] = cv_f1');
  });

  it('keeps a seed with what it is set for', () => {
    const { module } = promoted(
      ...training.slice(0, 4),
      'import numpy as np\nfrom sklearn.ensemble import RandomForestClassifier',
      'first = LogisticRegression()\nfirst.fit(X_train, y_train)',
      'np.random.seed(3)\nsecond = RandomForestClassifier()\nsecond.fit(X_train, y_train)',
      'print(accuracy_score(y_test, first.predict(X_test)), accuracy_score(y_test, second.predict(X_test)))',
    );
    const [, second = ''] = module('train').split('def train_second');
    expect(second).toContain('np.random.seed');
    expect(module('train').split('def train_second')[0]).not.toContain('np.random.seed');
  });

  it.each([
    ['data.load_df', 'Reads df.'],
    ['features.make_df', 'Makes features in df.'],
    ['split.split_rows', 'Splits df into X_train, X_test, y_train and y_test.'],
    ['train.train_model', 'Trains model with X_train and y_train.'],
  ])('%s says what it does to what: %s', (name, sentence) => {
    const [module = '', own = ''] = name.split('.');
    expect(promoted(...training).module(module)).toMatch(new RegExp(`def ${own}\\(.*\n {4}"""${sentence}"""`));
  });
});
