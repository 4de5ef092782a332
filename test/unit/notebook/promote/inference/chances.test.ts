import { beforeAll, expect, test } from 'vitest';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { promotePackage } from '../../../../support/promotedPackage.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const imports = `import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.preprocessing import LabelEncoder`;

/** What `infer.py` answers and decides, in a notebook that trains a classifier and then does something with it. */
function inferOf(
  asking: string,
  training = 'model = LogisticRegression()\nmodel.fit(X_train, y_train)',
  y = 'df["y"]',
) {
  const { promotion } = promotePackage(parser, [
    imports,
    'df = pd.read_csv("rows.csv")',
    `X_train, X_test, y_train, y_test = train_test_split(df[["a", "b"]], ${y}, random_state=0)`,
    training,
    asking,
  ]);
  const text = promotion.files.find(({ path }) => path.endsWith('/infer.py'))?.text ?? '';
  const bodyOf = (name: string): string => new RegExp(`def ${name}\\(.*?(?=\\n\\n\\n)`, 's').exec(text)?.[0] ?? '';
  return { predict: bodyOf('predict'), postprocess: bodyOf('postprocess') };
}

const chances = 'p = model.predict_proba(X_test)[:, 1]';

test('a classifier that is asked for chances answers with those that the evaluation looks at', () => {
  const { predict, postprocess } = inferOf(`${chances}\nprint(f1_score(y_test, p.round()))`);
  expect(predict).toContain('raw = state["model"].predict_proba(preprocess(rows, state))\n    return raw[:, 1]');
  expect(postprocess).toContain('raw.round()');
});

test.each([
  [
    'a number',
    `pred = (${chances.slice(4)} >= 0.35).astype(int)`,
    '(raw >= state["config.evaluate.threshold"]).astype(int)',
  ],
  ['a name', `cut = 0.35\n${chances}\npred = p >= cut`, 'raw >= state["cut"]'],
])('its chances are decided at the threshold of the notebook, where this is %s', (_what, asking, expected) => {
  const { predict, postprocess } = inferOf(`${asking}\nprint(f1_score(y_test, pred))`);
  expect(predict).toContain('return raw[:, 1]');
  expect(postprocess).toContain(expected);
});

test('thresholds that are only tried decide nothing', () => {
  const { postprocess } = inferOf(
    `${chances}\nbest = max((f1_score(y_test, p >= cut), cut) for cut in [0.2, 0.4])\nprint(best)`,
  );
  expect(postprocess).toContain('return raw');
  expect(postprocess).not.toContain('cut');
});

test('the best model of a search answers for the search', () => {
  const { predict, postprocess } = inferOf(
    'best = search.best_estimator_\np = best.predict_proba(X_test)[:, 1]\nprint(f1_score(y_test, p > 0.3))',
    'search = GridSearchCV(LogisticRegression(), {"C": [1, 2]})\nsearch.fit(X_train, y_train)',
  );
  expect(predict).toContain('predict_proba');
  expect(postprocess).toContain('raw > state["config.evaluate.threshold"]');
});

test('chances are given back to no encoder of the classes', () => {
  const { postprocess } = inferOf(
    `${chances}\nprint(f1_score(y_test, p > 0.3))`,
    'model = LogisticRegression()\nmodel.fit(X_train, y_train)',
    'LabelEncoder().fit_transform(df["y"])',
  );
  expect(postprocess).not.toContain('inverse_transform(raw)');
});
