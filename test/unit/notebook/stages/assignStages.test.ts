import { beforeAll, describe, expect, it } from 'vitest';
import { assignStages } from '../../../../server/src/notebook/stages/assignStages.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const imports =
  'import pandas as pd\nfrom sklearn.linear_model import Ridge\nfrom sklearn.metrics import r2_score\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler';

/** The stages of the statements of the last cells, in order. */
function stagesOf(...cells: readonly string[]): readonly string[] {
  const { analysis } = flowOf(parser, [imports, ...cells]);
  const stages = assignStages(analysis);
  return analysis.statements.filter(({ at }) => at.cell > 0).map(({ id }) => stages[id]?.stage ?? '');
}

describe('stages', () => {
  it('come from the calls of a statement', () => {
    expect(
      stagesOf(
        'df = pd.read_csv("a.csv")',
        'X = StandardScaler().fit_transform(df)',
        'a, b = train_test_split(X)',
        'm = Ridge().fit(a, a)',
        'r2_score(b, m.predict(b))',
      ),
    ).toEqual(['data', 'features', 'split', 'train', 'evaluate']);
  });

  it('of what is only looked at are `explore`', () => {
    expect(stagesOf('df = pd.read_csv("a.csv")', 'df.head()', 'df.describe()\nprint(len(df))')).toEqual([
      'data',
      'explore',
      'explore',
      'explore',
    ]);
  });

  it('of what calls nothing telling come from what uses it', () => {
    expect(stagesOf('alpha = 3', 'Ridge(alpha).fit([[1]], [1])')).toEqual(['train', 'train']);
  });

  it('are `features` where a table gets a column', () => {
    expect(stagesOf('df = pd.read_csv("a.csv")', 'df["b"] = df["a"] * 2', 'Ridge().fit(df, df)')).toEqual([
      'data',
      'features',
      'train',
    ]);
  });

  it.each([
    ['train = df[:80]', 'test = df[80:]'],
    ['train = df[df["year"] < 2001]', 'test = df[df["year"] >= 2001]'],
    ['train = df.iloc[:80].reset_index()', 'test = df.iloc[80:].reset_index()'],
  ])('are `split` for both sides of rows that are cut: %s', (train, test) => {
    expect(
      stagesOf(
        'df = pd.read_csv("a.csv")',
        train,
        test,
        'X = train[["a"]]',
        'm = Ridge().fit(X, train["b"])',
        'r2_score(test["b"], m.predict(test[["a"]]))',
      ),
    ).toEqual(['data', 'split', 'split', 'features', 'train', 'evaluate']);
  });

  it('are `features` where columns are chosen, and `split` where rows are', () => {
    expect(
      stagesOf('df = pd.read_csv("a.csv")', 'X = df[["a"]]', 'y_train = df["b"]', 'Ridge().fit(X, y_train)'),
    ).toEqual(['data', 'features', 'split', 'train']);
  });

  it('are `train` where a block trains a model and scores it, and `evaluate` where a loop compares several', () => {
    const run =
      'import mlflow\nwith mlflow.start_run():\n    m = Ridge().fit([[1]], [1])\n    mlflow.log_metric("r2", m.score([[2]], [2]))';
    expect(stagesOf(run).at(-1)).toBe('train');
    const loop = 'for m in [Ridge(), Ridge(2)]:\n    m.fit([[1]], [1])\n    print(m.score([[2]], [2]))';
    expect(stagesOf(loop).at(-1)).toBe('evaluate');
  });

  it('of what is made of scores are `evaluate`', () => {
    expect(
      stagesOf(
        'm = Ridge().fit([[1]], [1])',
        's = [r2_score([1], m.predict([[1]]))]',
        'pd.DataFrame(s).to_csv("s.csv")',
      ),
    ).toEqual(['train', 'evaluate', 'evaluate']);
  });

  it('are those that a comment states', () => {
    expect(stagesOf('# plumbline: stage=features\ndf = pd.read_csv("a.csv")\ndf = df.dropna()')).toEqual([
      'features',
      'features',
    ]);
  });

  it('are those that a person chose before all others', () => {
    const { analysis, statement } = flowOf(parser, [imports, 'df = pd.read_csv("a.csv")']);
    const { id } = statement('df');
    expect(assignStages(analysis, { chosen: new Map([[id, 'features']]) })[id]).toEqual({
      stage: 'features',
      because: 'it was moved here',
    });
  });
});
