import { describe, expect, it } from 'vitest';
import { applyEdits, checkFixture, placedFixes, readFixture } from '../../support/notebookFixture.ts';
import { loadPythonParser } from '../../support/pythonParser.ts';

const parser = await loadPythonParser();
const imports = [
  'import pandas as pd',
  'from sklearn.manifold import TSNE',
  'from sklearn.model_selection import GridSearchCV, cross_val_score, cross_validate, train_test_split',
  'from sklearn.pipeline import make_pipeline',
  'from sklearn.preprocessing import StandardScaler',
  'from sklearn.svm import SVC',
  'df = pd.read_csv("genes.csv")',
  'X, y = df.drop(columns=["ill"]), df["ill"]',
];

/** The lines below the imports after the first fix of a finding about folds; undefined without a fix. */
function fixed(...lines: readonly string[]): readonly string[] | undefined {
  const text = ['# %%', ...imports, ...lines, ''].join('\n');
  const read = readFixture({ form: 'percent', text });
  const findings = checkFixture(read, parser).filter(({ rule }) => rule === 'leak/cv-preprocessing');
  expect(findings).not.toEqual([]);
  const fix = findings.flatMap((finding) => placedFixes(finding, read.places))[0];
  return fix === undefined
    ? undefined
    : applyEdits(text, fix.edits)
        .split('\n')
        .slice(1 + imports.length, -1);
}

describe('a step that becomes part of a pipeline', () => {
  it('goes, and so does the same for test data, where nothing else needs it', () => {
    const lines = fixed(
      'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)',
      'scaler = StandardScaler()',
      'X_train = scaler.fit_transform(X_train)',
      'X_test = scaler.transform(X_test)',
      'search = GridSearchCV(SVC(), [{"C": [1, 10]}, {"kernel": ["linear"]}])',
      'search.fit(X_train, y_train)',
      'print(search.score(X_test, y_test))',
    );
    expect(lines).toEqual([
      'X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)',
      'scaler = StandardScaler()',
      'search = GridSearchCV(make_pipeline(scaler, SVC()), [{"svc__C": [1, 10]}, {"svc__kernel": ["linear"]}])',
      'search.fit(X_train, y_train)',
      'print(search.score(X_test, y_test))',
    ]);
  });

  it('stays, with another name for the data before it, where another model needs it', () => {
    const lines = fixed(
      'X = StandardScaler().fit_transform(X)',
      'print(cross_val_score(SVC(), X, y).mean())',
      'print(X.mean())',
    );
    expect(lines).toEqual([
      'X_raw = X',
      'X = StandardScaler().fit_transform(X)',
      'print(cross_val_score(make_pipeline(StandardScaler(), SVC()), X_raw, y).mean())',
      'print(X.mean())',
    ]);
  });

  it('leaves a line and its end as they are around it', () => {
    const lines = fixed(
      'X_scaled = StandardScaler().fit_transform(X)  # all of them',
      'for C in [1, 10]:',
      '    print(cross_val_score(SVC(C=C), X_scaled, y, cv=3).mean())',
    );
    expect(lines).toEqual([
      '# all of them',
      'for C in [1, 10]:',
      '    print(cross_val_score(make_pipeline(StandardScaler(), SVC(C=C)), X, y, cv=3).mean())',
    ]);
  });
});

describe('no pipeline is offered', () => {
  const scaled = 'X_scaled = StandardScaler().fit_transform(X)';
  const searched = ['search = GridSearchCV(SVC(), {"C": [1, 10]})', 'search.fit(X_scaled, y)'];

  it.each([
    ['where settings that were found go into another model', [scaled, ...searched, 'SVC(**search.best_params_)']],
    ['where its results are read by settings', [scaled, ...searched, 'print(search.cv_results_["param_C"])']],
    ['where it predicts rows that were prepared in another way', [scaled, ...searched, 'search.predict(X * 2)']],
    ['where it is given to something unknown', [scaled, ...searched, 'from lib import show', 'show(search)']],
    [
      'where settings are made by a call',
      [scaled, 'from lib import grid', 'GridSearchCV(SVC(), grid()).fit(X_scaled, y)'],
    ],
    ['where the data changed since', [scaled, 'X["gene0"] = 0', 'cross_val_score(SVC(), X_scaled, y)']],
    [
      'where the model is given what only a model takes',
      [scaled, 'cross_val_score(SVC(), X_scaled, y, fit_params={"sample_weight": y})'],
    ],
    ['where the models are kept', [scaled, 'cross_validate(SVC(), X_scaled, y, return_estimator=True)']],
    ['where the model is a search itself', [scaled, 'cross_val_score(GridSearchCV(SVC(), {"C": [1]}), X_scaled, y)']],
    [
      'where it is trained in a function',
      [scaled, 'def score(data):', '    return cross_val_score(SVC(), data, y)', 'score(X_scaled)'],
    ],
    [
      'where the step cannot be used for other rows',
      ['X_scaled = TSNE().fit_transform(X)', 'cross_val_score(SVC(), X_scaled, y)'],
    ],
    [
      'where one of two sources may be meant',
      [scaled, 'if len(X) > 10:', '    X_scaled = X', 'cross_val_score(SVC(), X_scaled, y)'],
    ],
  ])('%s', (_, lines) => {
    expect(fixed(...lines)).toBeUndefined();
  });
});
