import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { configurationOf } from '../../../../support/keptConfiguration.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const find = (...cells: string[]) => configurationOf(parser, cells);

describe('paths', () => {
  test('are found where they are written, and lead from the project to the file', () => {
    const { json, text } = find('import pandas as pd\nDATA = "../data/flights.parquet"\ndf = pd.read_parquet(DATA)');
    expect(json).toEqual({ 'paths.flights': '"../data/flights.parquet"' });
    expect(text).toContain('DATA = config.paths.flights\n');
  });

  test('of joined constants are replaced as a whole', () => {
    const { text } = find('import os\nimport pandas as pd\ndf = pd.read_csv(os.path.join("raw", "a.csv"))');
    expect(text).toContain('df = pd.read_csv(config.paths.a)');
  });

  test('that begin with a constant folder keep what the code adds', () => {
    const { json, text } = find(
      'import pandas as pd\nROOT = "data/"\nfor name in names:\n    df = pd.read_csv(ROOT + name)',
    );
    expect(json).toEqual({ 'paths.data': '"../notebooks/data/"' });
    expect(text).toContain('ROOT = config.paths.data\n');
  });

  test('that are absolute become the file of that name, where there is one', () => {
    const cell = 'import pandas as pd\ndf = pd.read_csv("/home/me/flights.csv")';
    const known = configurationOf(parser, [cell], ['../data/flights.csv']);
    expect(known.json).toEqual({ 'paths.flights': '"../data/flights.csv"' });
    const unknown = find(cell);
    expect(unknown.json).toEqual({ 'paths.flights': '"/home/me/flights.csv"' });
    expect(unknown.decisions.join()).toContain('TODO');
  });

  test('of files that are written first belong to the project, also where they are read back', () => {
    const { values } = find(
      'import pandas as pd\ndf.to_csv("../out/clean.csv")\nback = pd.read_csv("../out/clean.csv")',
    );
    expect(values.map(({ key, value, access }) => [key, value, access])).toEqual([
      ['paths.clean', 'out/clean.csv', 'written'],
      ['paths.clean', 'out/clean.csv', 'written'],
    ]);
  });

  test('that functions of the notebook are given are found where they are given, not in the function', () => {
    const { json, text } = find(
      'import pandas as pd\ndef read(name):\n    extra = pd.read_csv("extra.csv")\n    return pd.read_csv(name).merge(extra)',
      'df = read("a.csv")\nlater = read(name="b.csv")',
    );
    expect(json).toEqual({ 'paths.a': '"../notebooks/a.csv"', 'paths.b': '"../notebooks/b.csv"' });
    expect(text).toContain('df = read(config.paths.a)\nlater = read(name=config.paths.b)');
  });

  test('that are addresses stay', () => {
    expect(find('import pandas as pd\ndf = pd.read_csv("https://example.com/a.csv")').json).toEqual({
      'paths.a': '"https://example.com/a.csv"',
    });
  });
});

describe('hyper-parameters', () => {
  test('are the literal arguments of estimators, told as Python tells them', () => {
    const { json, text } = find(
      'from sklearn.svm import SVC\nfrom sklearn.neural_network import MLPClassifier\nm = SVC(C=1.0, gamma="auto", max_iter=-1, verbose=2)\nn = MLPClassifier(hidden_layer_sizes=(32, 16), alpha=a)',
    );
    expect(json).toEqual({
      'train.svc.C': '1.0',
      'train.svc.gamma': '"auto"',
      'train.svc.max_iter': '-1',
      'train.mlp.hidden_layer_sizes': '[32, 16]',
    });
    expect(text).toContain(
      'SVC(C=config.train.svc.C, gamma=config.train.svc.gamma, max_iter=config.train.svc.max_iter, verbose=2)',
    );
    expect(text).toContain('hidden_layer_sizes=config.train.mlp.hidden_layer_sizes, alpha=a');
  });

  test('of two models stay apart, though they are equal', () => {
    const { json } = find(
      'from sklearn.svm import SVC\nfirst = SVC(C=10)\nsecond = SVC(C=10, kernel="rbf")\nsecond = SVC(C=10)',
    );
    expect(Object.keys(json)).toEqual(['train.svc.C', 'train.second.C', 'train.second.kernel', 'train.svc_2.C']);
  });

  test('of splits stand in the group of splits, with their seed', () => {
    const { values } = find(
      'from sklearn.model_selection import train_test_split\na, b = train_test_split(x, test_size=.2, random_state=1)\nc, d = train_test_split(a, test_size=.2)',
    );
    expect(values.map(({ key, json, role }) => [key, json, role])).toEqual([
      ['split.test_size', '0.2', 'hyper-parameter'],
      ['split.random_state', '1', 'seed'],
      ['split.split_2.test_size', '0.2', 'hyper-parameter'],
    ]);
  });

  test('of a search are the lists of its grid, also in a table of models', () => {
    const { json, text } = find(
      'from sklearn.model_selection import GridSearchCV\nfrom sklearn.svm import SVC\ngrid = {"C": [1, 10], "kernel": ["rbf"]}\nsearch = GridSearchCV(SVC(), grid, cv=5)',
    );
    expect(json).toEqual({
      'train.grid_search_cv.C': '[1, 10]',
      'train.grid_search_cv.kernel': '["rbf"]',
      'train.search.cv': '5',
    });
    expect(text).toContain(
      '{"C": list(config.train.grid_search_cv.C), "kernel": list(config.train.grid_search_cv.kernel)}',
    );
  });

  test('named by keywords of Python get another name', () => {
    expect(find('import xgboost\nm = xgboost.XGBClassifier(lambda_=1)').json).toEqual({ 'train.xgb.lambda_': '1' });
  });
});

describe('constants', () => {
  test('bound once are configuration of the stage that reads them', () => {
    const { json } = find('from sklearn.svm import SVC\nREGULARISATION = 3\nm = SVC(C=REGULARISATION)');
    expect(json).toEqual({ 'train.regularisation': '3' });
  });

  test('bound again, counted up, or empty stay', () => {
    expect(find('a = 1\na = 2\nn = 5\nn += 1\nrows = []\ni = 0\ntotal = None').json).toEqual({});
  });

  test('of a list are a new list at each use', () => {
    const { text, values } = find('FEATURES = ["hour", "night"]\nX = df[FEATURES]');
    expect(text).toContain('FEATURES = list(config.features.columns)');
    expect(values[0]?.role).toBe('columns');
  });

  test('with a form keep what the form says', () => {
    const { values } = find('epochs = 5 #@param {type:"slider", min:1, max:9}');
    expect(values).toMatchObject([
      { key: 'parameters.epochs', role: 'parameter-cell', note: '{type:"slider", min:1, max:9}' },
    ]);
  });

  test('in functions of the notebook stay', () => {
    expect(find('from sklearn.svm import SVC\ndef make(size=3):\n    return SVC(C=2)\nm = make()').json).toEqual({});
  });
});

describe('columns and thresholds', () => {
  test('the target is one key wherever it is chosen and dropped', () => {
    const { json, text } = find('y = df["late"].values\nX = df.drop(["late", "id"], axis=1)');
    expect(json).toEqual({ 'features.target': '"late"', 'features.X_dropped': '["late", "id"]' });
    expect(text).toContain('y = df[config.features.target].values');
    expect(find('y = df["late"]\nX = df.drop("late", axis=1)').text).toContain(
      'df.drop(config.features.target, axis=1)',
    );
  });

  test('single columns and axes stay', () => {
    expect(find('df["a"] = df["b"] * 2\ndf = df.drop("c", axis=1)').json).toEqual({});
  });

  test('a threshold of predictions is found', () => {
    const { json } = find(
      'from sklearn.svm import SVC\nm = SVC()\nm.fit(x, y)\nlate = m.predict_proba(x)[:, 1] >= 0.25',
    );
    expect(json).toEqual({ 'evaluate.threshold': '0.25' });
  });
});

test('a secret is never configuration', () => {
  const { json, text, decisions, replacements } = find(
    'api_key = "sk-abcdefghijklmnopqrstuvwx"\nclient = connect(password="hunter22")',
  );
  expect(json).toEqual({});
  expect(text).toBe('api_key = os.environ["API_KEY"]\nclient = connect(password=os.environ["PASSWORD"])');
  expect(replacements.map(({ key }) => key)).toEqual([undefined, undefined]);
  expect(decisions.join()).not.toContain('hunter22');
});

test('the first seed is the seed of the package', () => {
  expect(find('import numpy as np\nimport random\nnp.random.seed(42)\nrandom.seed(7)').json).toEqual({
    seed: '42',
    seed_2: '7',
  });
});

test('never throws, and gives keys that Python can read', () => {
  const pieces = [
    'SVC(C=1)',
    'x = ',
    '"a" "b"',
    '[1, 2]',
    '\n',
    'df["y"]',
    'pd.read_csv("x")',
    '{',
    ')',
    'for i in x:\n    ',
    '0x1F',
    "rb'q'",
    'f"{a}b"',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 12 }), (words) => {
      const { values } = find('import pandas as pd\nfrom sklearn.svm import SVC', words.join(''));
      for (const { key } of values) expect(key).toMatch(/^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/);
    }),
    { numRuns: 200 },
  );
});
