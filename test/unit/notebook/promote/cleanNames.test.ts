import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import type { PythonFormatter } from '../../../../server/src/operations/promote/pythonFormatter.ts';
import { loadRuff, polishPackage } from '../../../support/polishedPackage.ts';
import type { PolishedPackage } from '../../../support/polishedPackage.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
let ruff: PythonFormatter;
beforeAll(async () => {
  parser = await loadPythonParser();
  ruff = await loadRuff();
});

const imports = [
  'import pandas as pd',
  'from sklearn.linear_model import LogisticRegression',
  'from sklearn.metrics import accuracy_score',
  'from sklearn.model_selection import train_test_split',
].join('\n');
const training = [
  'X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], df["y"], random_state=1)',
  'model = LogisticRegression()\nmodel.fit(X_train, y_train)',
  'print(accuracy_score(y_test, model.predict(X_test)))',
];

/** A notebook that makes features of a table. */
const withFeatures = (...features: readonly string[]): PolishedPackage =>
  polishPackage(parser, ruff, [imports, 'df = pd.read_csv("a.csv")', ...features, ...training]);

/** A notebook that evaluates in its own way. */
const withEvaluation = (...evaluation: readonly string[]): PolishedPackage =>
  polishPackage(parser, ruff, [imports, 'df = pd.read_csv("a.csv")', ...training, ...evaluation]);

describe('names of the notebook that infer.py has for itself', () => {
  it.each(['load', 'read', 'preprocess', 'predict', 'postprocess', 'predict_file', 'align', 'check_rows', 'Artifacts'])(
    'a function called %s is imported under another name',
    (name) => {
      const { module, problems } = withFeatures(`def ${name}(table):\n    return table.abs()`, `df = ${name}(df)`);
      expect(problems).toEqual([]);
      expect(module('infer')).toMatch(new RegExp(`^from \\.\\w+ import ${name} as notebook_${name}$`, 'm'));
      expect(module('infer')).toContain(`    df = notebook_${name}(df)\n`);
    },
  );

  it('what is imported is imported under another name', () => {
    const { module, problems } = withFeatures('from elsewhere import load as predict', 'df["b"] = predict(df["b"])');
    expect(problems).toEqual([]);
    expect(module('infer')).not.toContain('import load as predict\n');
  });

  it.each(['config', 'logger', 'Config', 'metrics'])(
    'a function called %s, which every module has for itself, is called as the package calls it',
    (name) => {
      const { module, problems } = withFeatures(`def ${name}(table):\n    return table.abs()`, `df = ${name}(df)`);
      expect(problems).toEqual([]);
      expect(module('infer')).toContain(`    df = ${name}_2(df)\n`);
      expect(module('infer')).toMatch(new RegExp(`^from \\.\\w+ import ${name}_2$`, 'm'));
    },
  );

  it.each([
    ['from numpy import log1p as config', 'from numpy import log1p as config_2'],
    ['import numpy as config', 'import numpy as config_2'],
  ])('%s is imported as the package calls it', (line, written) => {
    const call = line.startsWith('import') ? 'config.log1p' : 'config';
    const { module, problems } = withFeatures(line, `df["b"] = ${call}(df["b"])`);
    expect(problems).toEqual([]);
    expect(module('features')).toContain(`${written}\n`);
    expect(module('infer')).toContain(`${written}\n`);
    expect(module('infer')).toContain(call.replace('config', 'config_2') + '(df["b"])');
  });

  it.each(['import logging', 'import functools', 'from typing import Any', 'from typing import NamedTuple'])(
    '%s keeps its name, for generated code means the same by it',
    (line) => {
      const name = line.split(' ').at(-1) ?? '';
      const { module, problems } = withFeatures(line, `df["b"] = df["b"] * len(str(${name}))`);
      expect(problems).toEqual([]);
      expect(module('features')).toMatch(new RegExp(`^${line}$`, 'm'));
    },
  );

  it('of equal functions with one name, one is imported', () => {
    const add = 'def add(table):\n    table["c"] = table["a"] * 2\n    return table';
    const { module, problems } = withFeatures(add, 'df = add(df)', add, 'df = add(df)');
    expect(problems).toEqual([]);
    expect(module('infer').match(/import \w*add\w*$/gm)).toEqual(['import add']);
  });

  it('of different functions with one name, none is called', () => {
    const { module, problems } = withFeatures(
      'def add(table):\n    table["c"] = table["a"] * 2\n    return table',
      'df = add(df)',
      'def add(table):\n    table["d"] = table["a"] * 3\n    return table',
      'df = add(df)',
    );
    expect(problems).toEqual([]);
    expect(module('infer')).toContain('`add` is defined several times, each time otherwise.');
  });

  it('a function that inference does not call is not imported', () => {
    const { module, problems } = withEvaluation(
      'def load(x):\n    return x',
      'print(accuracy_score(load(y_test), model.predict(X_test)))',
    );
    expect(problems).toEqual([]);
    expect(module('infer')).not.toMatch(/import load$/m);
  });

  it('Path is imported once', () => {
    const { module, problems } = withFeatures('from pathlib import Path', 'df["b"] = Path("b").name');
    expect(problems).toEqual([]);
    expect(module('infer').match(/import Path/g)).toHaveLength(1);
  });

  it('a value that would hide what training learned is refused', () => {
    const { promotion, problems } = withFeatures('state = df["b"].abs()', 'df["b"] = state');
    expect(problems).toEqual([]);
    expect(promotion.plan.decisions).toContain('Inference: `state` is a name that inference has for itself.');
  });

  it('a function that is called as its parameter is refused', () => {
    const { promotion, problems } = withFeatures('def rows(table):\n    return table.abs()', 'df = rows(df)');
    expect(problems).toEqual([]);
    expect(promotion.plan.decisions).toContain('Inference: `rows` is a name that inference has for itself.');
  });
});

describe('names that nothing reads', () => {
  it.each([
    ['X_new, y_new = (df[["a", "b"]], df["y"])'],
    ['(X_new, y_new) = df[["a", "b"]], df["y"]'],
    ['[X_new, y_new] = [df[["a", "b"]], df["y"]]'],
    ['y_new = df["y"]; X_new = df[["a", "b"]]'],
  ])('are given back by a function of a stage: %s', (assignment) => {
    const { module, problems } = withEvaluation(`${assignment}\nprint(model.predict(X_new))`);
    expect(problems).toEqual([]);
    expect(module('evaluate')).toContain(assignment.startsWith('y_new') ? 'return metrics' : 'return y_new, metrics');
  });

  it.each([
    ['with open("a.txt") as file:\n        pass', 'with open("a.txt"):'],
    ['a, b = 1, frame["y"]\n    print(a)', 'a, _b = 1, frame["y"]'],
    ['a = b = 1\n    print(a)', 'a = _b = 1'],
    ['print((a := 1))', 'print((_a := 1))'],
  ])('go, or are marked, in a function of the notebook: %s', (body, text) => {
    const { module, problems } = withEvaluation(
      `def report(frame):\n    ${body}\n    return model.score(frame[["a", "b"]], frame["y"])`,
      'print(report(df))',
    );
    expect(problems).toEqual([]);
    expect(module('evaluate')).toContain(`    ${text}\n`);
  });

  it('stay in a function of the notebook that reads them', () => {
    const { module } = withEvaluation(
      'def report():\n    a, b = 1, 2\n    with open("a.txt") as file:\n        return accuracy_score([a], [b, file])',
      'print(report())',
    );
    expect(module('evaluate')).toContain('    a, b = 1, 2\n    with open("a.txt") as file:\n');
  });

  it('of several lines that a query alone reads are no complaint', () => {
    const { module, problems } = withEvaluation(
      'least = max(\n    1,\n    2,\n)\nfew = df.query("a > @least")\nprint(model.score(few[["a", "b"]], few["y"]))',
    );
    expect(problems).toEqual([]);
    expect(module('data') + module('evaluate')).toContain('least = max(  # noqa: F841\n');
  });
});

it('a name that two blocks give a context, and that nothing reads, is written once at most', () => {
  const { problems } = withEvaluation(
    'import pymc as pm',
    'with pm.Model() as model_h:\n    pm.Normal("a", 0, 1)\n    trace = pm.sample(10)',
    'with pm.Model() as model_h:\n    pm.Normal("b", 0, 1)\n    trace = pm.sample(20)',
    'print(accuracy_score(trace["a"], y_test[:10]))',
  );
  expect(problems).toEqual([]);
});

describe('what Python refuses, though the grammar takes it', () => {
  it.each(['bucket =', 'bucket = "a" +', 'bucket = not'])('is left where a line ends too early: %s', (line) => {
    const { promotion, problems } = withEvaluation(`${line}\nprice = model.score(X_test, y_test)\nprint(price)`);
    expect(problems).toEqual([]);
    const left = promotion.report.statements.filter(({ outcome }) => outcome === 'left');
    expect(left[0]?.reason).toBe('This is no valid Python.');
  });

  it.each(['price = \\\n  model.score(X_test, y_test)', 'price = (\n  model\n  .score(X_test, y_test)\n)'])(
    'is not a line that goes on: %s',
    (line) => {
      const { promotion } = withEvaluation(`${line}\nprint(price)`);
      expect(promotion.report.statements.filter(({ outcome }) => outcome === 'left')).toEqual([]);
    },
  );
});

it('keeps a plot that draws numbers in front of a score that draws them, too', () => {
  const { module } = withEvaluation(
    'from sklearn.model_selection import ShuffleSplit, cross_val_score\ndef show(cv):\n    for fold in cv.split(X_train):\n        print(fold)',
    'show(ShuffleSplit(3))',
    'print(cross_val_score(model, X_train, y_train, cv=ShuffleSplit(3)))',
  );
  expect(['split', 'train', 'evaluate'].map(module).join('\n')).toContain('show(ShuffleSplit(');
});

it('a block that binds a name again takes the name away from one that nobody read', () => {
  const { promotion, module, problems } = polishPackage(parser, ruff, [
    'import pymc as pm',
    'with pm.Model() as m:\n    a = pm.Normal("a", 0, 1)\n    first = pm.sample(100)',
    'with pm.Model() as m:\n    b = pm.Normal("b", 0, 1)\n    second = pm.sample(100)',
    'print(pm.loo(first, m))',
  ]);
  expect(promotion.report.counts.left).toBe(0);
  expect(problems).toEqual([]);
  expect(module('train')).toContain('    with pm.Model():\n        a = pm.Normal');
  expect(module('train')).toContain('    with pm.Model() as m:\n        b = pm.Normal');
});

it('an import that only shows whether it can be made is marked as such', () => {
  const { module, problems } = withFeatures(
    'try:\n    import google.colab\n    COLAB = True\nexcept ImportError:\n    COLAB = False',
    'df["colab"] = COLAB',
  );
  expect(problems).toEqual([]);
  expect(module('data') + module('features')).toContain('import google.colab  # noqa: F401\n');
});
