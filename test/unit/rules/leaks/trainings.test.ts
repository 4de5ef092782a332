import { beforeAll, describe, expect, it } from 'vitest';
import type { NotebookAnalysis } from '../../../../server/src/notebook/flow/analysis.ts';
import type { CellRange } from '../../../../server/src/notebook/read/notebook.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { trainingsOf } from '../../../../server/src/rules/notebook/leaks/trainings.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const start = [
  'import numpy as np',
  'import pandas as pd',
  'import xgboost as xgb',
  'import statsmodels.api as sm',
  'from sklearn.linear_model import LogisticRegression',
  'from sklearn.ensemble import RandomForestClassifier',
  'from sklearn.pipeline import make_pipeline',
  'from sklearn.preprocessing import StandardScaler',
  'from sklearn.metrics import accuracy_score, RocCurveDisplay',
  'from sklearn.model_selection import train_test_split, GridSearchCV, cross_val_score, KFold',
  'df = pd.read_csv("a.csv")',
  'X, T, y, t = train_test_split(df[["a"]], df["y"])',
].join('\n');

function textAt({ notebook }: NotebookAnalysis, { cell, start: from, end }: CellRange): string {
  return notebook.cells[cell]?.text.slice(from, end) ?? '';
}

/** `fit(X)` for trainings, `predict(T)` and `score!(T)` for evaluations, `!` when scored, `@` when in a loop. */
function told(code: string): {
  readonly trainings: readonly string[];
  readonly evaluations: readonly string[];
  readonly pairs: readonly string[];
} {
  const { analysis } = flowOf(parser, [start, code]);
  const { trainings, evaluations, pairs } = trainingsOf(analysis);
  const name = (text: string): string => text.split('.').at(-1) ?? text;
  const data = (rows: readonly { readonly at: CellRange }[]): string =>
    [...new Set(rows.map(({ at }) => textAt(analysis, at)))].join();
  const ofTraining = ({ call, data: rows }: (typeof trainings)[number]): string => `${name(call.text)}(${data(rows)})`;
  const ofEvaluation = ({ call, data: rows, isScored, isInLoop }: (typeof evaluations)[number]): string =>
    `${name(call.text)}${isScored ? '!' : ''}${isInLoop ? '@' : ''}(${data(rows)})`;
  return {
    trainings: trainings.map(ofTraining),
    evaluations: evaluations.map(ofEvaluation),
    pairs: pairs.map(({ training, evaluation }) => `${ofTraining(training)} ${ofEvaluation(evaluation)}`),
  };
}

describe('what is trained and evaluated', () => {
  it('pairs an estimator with its predictions, scored by a metric', () => {
    const { pairs } = told('m = LogisticRegression()\nm.fit(X, y)\np = m.predict(T)\nprint(accuracy_score(t, p))');
    expect(pairs).toEqual(['fit(X) predict!(T)']);
  });

  it('knows that a prediction alone is not scored', () => {
    const { evaluations } = told('m = LogisticRegression().fit(X, y)\np = m.predict(T)\nprint(p.mean())');
    expect(evaluations).toEqual(['predict(T)']);
  });

  it.each(['(p == t).mean()', 'np.mean(p == t)', 'np.sqrt(np.mean((p - t) ** 2))', 'pd.crosstab(t, p)'])(
    'knows that `%s` scores by hand',
    (code) => {
      expect(told(`m = LogisticRegression().fit(X, y)\np = m.predict(T)\n${code}`).evaluations).toEqual([
        'predict!(T)',
      ]);
    },
  );

  it('takes no scaler for a model', () => {
    expect(told('s = StandardScaler().fit(X)\ns.transform(T)').trainings).toEqual([]);
  });

  it('takes a pipeline with a model for one', () => {
    const { pairs } = told('m = make_pipeline(StandardScaler(), LogisticRegression())\nm.fit(X, y)\nm.score(T, t)');
    expect(pairs).toEqual(['fit(X) score!(T)']);
  });

  it('takes a pipeline without a model for a transformer', () => {
    expect(told('m = make_pipeline(StandardScaler())\nm.fit(X)\nm.transform(T)').trainings).toEqual([]);
  });

  it('pairs with the last training of several', () => {
    const { pairs } = told('m = LogisticRegression()\nm.fit(df[["a"]], df["y"])\nm.fit(X, y)\nm.score(T, t)');
    expect(pairs).toEqual(['fit(X) score!(T)']);
  });

  it('follows the best model of a search', () => {
    const { pairs } = told(
      's = GridSearchCV(LogisticRegression(), {})\ns.fit(X, y)\nb = s.best_estimator_\nb.score(T, t)',
    );
    expect(pairs).toEqual(['fit(X) score!(T)']);
  });

  it('knows functions that train', () => {
    const { pairs } = told('b = xgb.train({}, xgb.DMatrix(X, y))\np = b.predict(xgb.DMatrix(T))\naccuracy_score(t, p)');
    expect(pairs).toEqual(['train(xgb.DMatrix(X, y)) predict!(xgb.DMatrix(T))']);
  });

  it('knows models of statsmodels, which have their data before they are fitted', () => {
    const { pairs } = told('m = sm.OLS(y, X).fit()\np = m.predict(T)\naccuracy_score(t, p)');
    expect(pairs).toHaveLength(1);
  });

  it('knows displays that score', () => {
    const { pairs } = told('m = LogisticRegression().fit(X, y)\nRocCurveDisplay.from_estimator(m, T, t)');
    expect(pairs).toEqual(['fit(X) from_estimator!(T)']);
  });

  it('tells evaluations on the same data in a loop from those on folds', () => {
    const loop = 'for c in [1, 2]:\n    m = LogisticRegression(C=c).fit(X, y)\n    m.score(T, t)';
    expect(told(loop).evaluations).toEqual(['score!@(T)']);
    const folds =
      'for i, j in KFold().split(df):\n    m = LogisticRegression().fit(df.iloc[i], y)\n    m.score(df.iloc[j], t)';
    expect(told(folds).evaluations).toEqual(['score!(df.iloc[j])']);
  });

  it('goes through all models of a loop', () => {
    const { analysis } = flowOf(parser, [
      start,
      'for m in [LogisticRegression(), RandomForestClassifier()]:\n    m.fit(X, y)\n    m.score(T, t)',
    ]);
    expect(trainingsOf(analysis).trainings[0]?.models).toHaveLength(2);
    expect(trainingsOf(analysis).pairs).toHaveLength(1);
  });

  it('follows functions of the notebook, once for each model', () => {
    const { pairs } = told(
      'def run(m, a, b):\n    m.fit(a, y)\n    return m.score(b, t)\nrun(LogisticRegression(), X, T)\nrun(RandomForestClassifier(), X, T)',
    );
    expect(pairs).toEqual(['fit(a) score!(b)', 'fit(a) score!(b)']);
  });

  it('knows cross-validation', () => {
    expect(told('cross_val_score(LogisticRegression(), X, y)').trainings).toEqual(['cross_val_score(X)']);
  });

  it('tells training from evaluation in torch by what goes backward', () => {
    const { pairs } = told(
      [
        'import torch',
        'from torch import nn',
        'net = nn.Sequential(nn.Linear(4, 1))',
        'loss = nn.MSELoss()',
        'a, b = torch.tensor(X.values), torch.tensor(T.values)',
        'for epoch in range(9):',
        '    out = net(a)',
        '    e = loss(out, torch.tensor(y.values))',
        '    e.backward()',
        'p = net(b)',
        'print(loss(p, torch.tensor(t.values)))',
      ].join('\n'),
    );
    expect(pairs).toEqual(['backward(a) net!(b)']);
  });

  it('knows which models have to do with each other', () => {
    const { analysis } = flowOf(parser, [
      start,
      'a = LogisticRegression().fit(X, y)\na.score(T, t)\nb = RandomForestClassifier().fit(X, y)\nb.score(T, t)\nX["p"] = a.predict(X)\nc = RandomForestClassifier().fit(X, y)\nc.score(T, t)',
    ]);
    const found = trainingsOf(analysis);
    const [first, second, , third] = found.evaluations;
    if (first === undefined || second === undefined || third === undefined) throw new Error('Three are scored.');
    expect([found.areRelated(first, second), found.areRelated(first, third)]).toEqual([false, true]);
  });
});
