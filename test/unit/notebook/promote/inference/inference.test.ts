import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { promotePackage } from '../../../../support/promotedPackage.ts';
import type { PromotedPackage } from '../../../../support/promotedPackage.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const imports = `import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import LabelEncoder, StandardScaler`;

/** A notebook that does something between reading and splitting, where `X` and `y` are made of `df`. */
function withSteps(steps: string, choice = 'X = df[["a", "b"]]\ny = df["y"]'): PromotedPackage {
  return promotePackage(parser, [
    imports,
    'df = pd.read_csv("rows.csv")',
    steps,
    choice,
    'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)',
    'model = LinearRegression()\nmodel.fit(X_train, y_train)',
    'print(model.score(X_test, y_test))',
  ]);
}

const last = ['X_test = X', 'return check_features(X_test, state["model_columns"])'];
const chosen = ['X = df[state["config.features.X_columns"]]', ...last];

test('what is kept in one module is imported there, though another one uses it', () => {
  const { promotion, steps } = promotePackage(parser, [
    'import pandas as pd\nfrom sklearn.feature_extraction import DictVectorizer\nfrom sklearn.linear_model import LinearRegression',
    'df = pd.read_csv("january.csv")',
    'df["minutes"] = df.end - df.begin\ndf["minutes"] = df.minutes / 60',
    'df = df[(df.minutes >= 1) & (df.minutes <= 60)].copy()',
    'places = ["from", "to"]',
    'df[places] = df[places].astype(str)',
    'dv = DictVectorizer()\nX_train = dv.fit_transform(df[places].to_dict(orient="records"))',
    'lr = LinearRegression()\nlr.fit(X_train, df["minutes"].values)',
    'places = ["from", "to"]\ndef read(name):\n    rows = pd.read_csv(name)\n    rows[places] = rows[places].astype(str)\n    return rows',
    'later = read("february.csv")\nX_later = dv.transform(later[places].to_dict(orient="records"))\nprint(lr.score(X_later, later["minutes"].values))',
  ]);
  expect(steps).toContain('df[state["places"]] = df[state["places"]].astype(str)');
  const keeping = promotion.files.filter(({ text }) => text.includes('= learned("places"'));
  expect(keeping.map(({ path }) => path)).toEqual(['src/promoted/data.py']);
  expect(keeping[0]?.text).toMatch(/^from \.state import (?:\w+, )*learned(?:, \w+)*$/m);
});

test.each([
  ['X = df.values[:, :count]', 'X = df.values[:, :state["'],
  ['X = df.assign(**{"a": df["a"], "b": len(df.columns) * factor})', '"b": state["'],
])('a number of the notebook is kept where it stands in a part of an expression: %s', (choice, expected) => {
  const { steps, promotion } = withSteps(
    'count = df["a"].nunique()\nfactor = df["b"].mean()',
    `${choice}\ny = df["y"]`,
  );
  expect(steps.join('\n')).toContain(expected);
  for (const { path, text } of promotion.files) {
    if (path.endsWith('.py')) expect(parser.parse(text).root.hasError, path).toBe(false);
  }
});

describe('a model that is trained inside the run of a tracker', () => {
  const cells = (block: string) => [
    `${imports}\nimport mlflow`,
    'df = pd.read_csv("rows.csv")\ndf["a"] = np.log(df["c"])',
    'train, test = train_test_split(df, test_size=0.2, random_state=0)',
    `${block}:\n    names = ["a", "b"]\n    X_train = train[names]\n    model = LinearRegression()\n    model.fit(X_train, train["y"])\n    X_test = test[names]\n    mlflow.log_metric("r2", model.score(X_test, test["y"]))`,
  ];

  test('is kept, and its features are computed as in the run', () => {
    const { steps, file } = promotePackage(parser, cells('with mlflow.start_run(run_name="first") as run'));
    expect(file('src/promoted/train.py')).toContain('fitted("model", model.fit)(');
    expect(steps).toEqual([
      'df = rows',
      'df["a"] = np.log(df["c"])',
      'test = df',
      'X_test = test[state["names"]]',
      'return check_features(X_test, state["model_columns"])',
    ]);
  });

  test('inside another block is not kept, which says why', () => {
    const { promotion, file } = promotePackage(parser, cells('with open("log.txt", "w") as log'));
    expect(file('src/promoted/infer.py')).toBe('');
    expect(promotion.plan.decisions).toContain(
      'Inference: The model is fitted inside a function or a loop, where it cannot be kept.',
    );
  });
});

describe('rows that a function of the notebook reads', () => {
  const cells = (read: string, call: string) => [
    imports,
    read,
    `df = ${call}\ndf["a"] = np.log(df["c"])`,
    'model = LinearRegression()\nmodel.fit(df[["a", "b"]], df["y"])',
    'later = read("later.csv")\nlater["a"] = np.log(later["c"])\nprint(model.score(later[["a", "b"]], later["y"]))',
  ];

  test('are the raw rows, and other files are read by the same function', () => {
    const { steps, file } = promotePackage(
      parser,
      cells('def read(path):\n    table = pd.read_csv(path)\n    return table[table["y"] > 0]', 'read("rows.csv")'),
    );
    expect(steps).toContain('df["a"] = np.log(df["c"])');
    expect(file('src/promoted/infer.py')).toContain('    return notebook_read(path)\n');
  });

  test('are not read for inference where the function needs a name of the notebook', () => {
    const { steps, promotion } = promotePackage(
      parser,
      cells(
        'least = 0\ndef read(path):\n    table = pd.read_csv(path)\n    return table[table["y"] > least]',
        'read("rows.csv")',
      ),
    );
    expect(steps).not.toContain('df["a"] = np.log(df["c"])');
    expect(promotion.plan.decisions.join(' ')).toContain('reads `least` of the notebook');
  });
});

describe('steps that work row by row', () => {
  test('are kept, of columns that the model sees alone', () => {
    const { steps } = withSteps('df["a"] = np.log(df["c"])\ndf["unused"] = df["d"] * 2');
    expect(steps).toEqual(['df = rows', 'df["a"] = np.log(df["c"])', ...chosen]);
  });

  test('say which raw columns are needed', () => {
    const { file } = withSteps('df["a"] = np.log(df["c"])');
    expect(file('src/promoted/infer.py')).toContain('check_rows(rows, ["b", "c"])');
  });

  test('that make the answer are left out', () => {
    const { steps } = withSteps('df["y"] = (df["delay"] > 15).astype(int)');
    expect(steps).toEqual(['df = rows', ...chosen]);
  });

  test('on functions of the notebook call the same functions', () => {
    const { steps, file } = withSteps('def scaled(value):\n    return value / 10\n\ndf["a"] = df["a"].apply(scaled)');
    expect(steps).toContain('df["a"] = df["a"].apply(scaled)');
    expect(file('src/promoted/infer.py')).toMatch(/^from \.(?:common|features) import scaled$/m);
  });

  test('drop columns that inference does not get without complaint', () => {
    const { steps } = withSteps('', 'X = df.drop("y", axis=1)\ny = df["y"]');
    expect(steps).toContain('X = df.drop(state["config.features.target"], axis=1, errors="ignore")');
  });
});

describe('filters of rows', () => {
  test.each([
    ['df = df[df["a"] > 1]'],
    ['df = df.dropna()'],
    ['df.dropna(inplace=True)'],
    ['df = df.drop_duplicates()'],
    ['df = df.sample(100, random_state=1)'],
    ['df = df.query("a > 1")'],
    ['df = df.sort_values("a")'],
    ['mask = df["a"] > df["a"].mean()\ndf = df[mask]'],
    ['df = df.iloc[:500]'],
  ])('%s is for training alone', (filter) => {
    expect(withSteps(filter).steps).toEqual(['df = rows', ...chosen]);
  });
});

describe('what is learned from rows', () => {
  test('a scaler that is fitted and applied at once is applied', () => {
    const { steps, file } = withSteps(
      'scaler = StandardScaler()',
      'X = scaler.fit_transform(df[["a", "b"]])\ny = df["y"]',
    );
    expect(steps).toEqual([
      'df = rows',
      'X = state["scaler"].transform(df[state["config.features.X_columns"]])',
      ...last,
    ]);
    expect(file('src/promoted/features.py')).toContain('fitted("scaler", scaler.fit_transform)(');
  });

  test('a scaler that is fitted on training rows is applied to others', () => {
    const { promotion, file } = promotePackage(parser, [
      imports,
      'df = pd.read_csv("rows.csv")\nX = df[["a", "b"]]\ny = df["y"]',
      'X_train, X_test, y_train, y_test = train_test_split(X, y)\nscaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)',
      'model = LinearRegression().fit(X_train, y_train)\nprint(model.score(X_test, y_test))',
    ]);
    expect(file('src/promoted/infer.py')).toContain('X_test = state["scaler"].transform(X_test)');
    expect(promotion.plan.captures?.map(({ name }) => name)).toContain('scaler');
  });

  test('a mean that fills gaps is kept as it was', () => {
    const { steps, file } = withSteps('df["a"] = df["a"].fillna(df["a"].mean())');
    expect(steps).toContain('df["a"] = df["a"].fillna(state["a_mean"])');
    expect(file('src/promoted/features.py') + file('src/promoted/data.py')).toContain(
      'df["a"].fillna(learned("a_mean", df["a"].mean()))',
    );
  });

  test('a value with a name keeps its name', () => {
    const { steps } = withSteps('middle = int(df["a"].median())\ndf["a"] = df["a"].fillna(middle)');
    expect(steps).toContain('df["a"] = df["a"].fillna(state["middle"])');
  });

  test('dummies are the columns that training got, also where the first is dropped', () => {
    const { steps } = withSteps(
      'dummies = pd.get_dummies(df["town"], drop_first=True)',
      'X = pd.concat([df[["a"]], dummies], axis=1)\ny = df["y"]',
    );
    expect(steps).toContain('dummies = align(pd.get_dummies(df["town"], drop_first=False), state["dummies_dummies"])');
  });

  test('means of groups are looked up by their keys', () => {
    const { steps, file } = withSteps('df["a"] = df.groupby("town")["y"].transform("mean")');
    expect(steps).toContain('df["a"] = from_groups(state["a_by_town"], df["town"])');
    expect(file('src/promoted/infer.py')).toContain('check_rows(rows, ["b", "town"])');
  });

  test('codes of categories are those of training', () => {
    const { steps } = withSteps('df["a"] = df["town"].astype("category").cat.codes');
    expect(steps).toContain('df["a"] = df["town"].astype(state["a_categories"]).cat.codes');
  });

  test('an encoder that is fitted again for each column is kept for each', () => {
    const { steps, promotion } = withSteps(
      'le = LabelEncoder()\ndf["a"] = le.fit_transform(df["a"])\ndf["b"] = le.fit_transform(df["b"])',
    );
    expect(steps).toContain('df["a"] = state["a_le"].transform(df["a"])');
    expect(steps).toContain('df["b"] = state["b_le"].transform(df["b"])');
    const kinds = promotion.plan.captures?.filter(({ name }) => /_le$/.test(name)).map((capture) => capture.with);
    expect(kinds).toEqual(['fitted_copy', 'fitted_copy']);
  });

  test('a function that changes rows in place is called again', () => {
    const { steps, file } = withSteps(
      'def enrich(frame, factor):\n    frame["a"] = frame["b"] * factor\n\nenrich(df, 2)',
    );
    expect(steps).toContain('enrich(df, 2)');
    expect(file('src/promoted/infer.py')).toContain('from .features import enrich');
  });

  test('a function that only shows rows is not called', () => {
    const { steps } = withSteps('def show(frame):\n    print(frame.shape)\n\nshow(df)');
    expect(steps).toEqual(withSteps('').steps);
  });

  test('columns by position are kept by name', () => {
    const { steps } = withSteps('', 'X = df.iloc[:, :-1]\ny = df.iloc[:, -1]');
    expect(steps).toContain('X = df[names_of(state["x_columns"])]');
  });

  test('answers that were encoded are turned back', () => {
    const { file } = withSteps('', 'X = df[["a", "b"]]\ny = LabelEncoder().fit_transform(df["y"])');
    expect(file('src/promoted/infer.py')).toContain('return state["answers"].inverse_transform(raw)');
  });

  test('answers whose logarithm was learned are turned back', () => {
    const { file } = withSteps('', 'X = df[["a", "b"]]\ny = np.log1p(df["y"])');
    expect(file('src/promoted/infer.py')).toContain('return np.expm1(raw)');
  });
});

describe('what cannot be turned into inference', () => {
  test.each([
    ['df["a"] = df["a"].shift(1)', 'looks at other rows'],
    ['df["a"] = df["a"].rolling(3).mean()', 'looks at other rows'],
    ['def lag(frame):\n    frame["a"] = frame["a"].shift(1)\n\nlag(df)', 'looks at other rows in a function'],
    ['def lag(frame):\n    frame["a"] = frame.a.shift(1)\n    return frame\n\ndf = lag(df)', 'looks at other rows'],
    ['size = 3\ndef grow(frame):\n    frame["a"] = frame["a"] * size\n\ngrow(df)', 'reads `size` of the notebook'],
    [
      'def copy_b(one, other):\n    one["a"] = 1\n    other["a"] = 2\n\nrest = df[["a"]].copy()\ncopy_b(df, rest)\ndf["b"] = rest["a"]',
      'changes several tables',
    ],
    ['df = df.merge(pd.read_csv("other.csv"), on="id")', 'joins rows'],
    ['df = pd.concat([df, df])', 'joins or repeats rows'],
    ['for name in ["a", "b"]:\n    df[name] = StandardScaler().fit_transform(df[[name]])', 'inside a loop'],
    ['df["a"] = df.groupby("town")["b"].transform(lambda group: group.rank())', 'cannot be kept by their keys'],
    ['df = mystery(df)', 'not known'],
  ])('%s is said', (steps, because) => {
    const { file, promotion } = withSteps(`from elsewhere import mystery\n${steps}`);
    expect(promotion.plan.decisions.join('\n')).toContain(because);
    expect(file('src/promoted/infer.py')).toContain('The steps of training cannot be repeated here'.slice(4));
    expect(file('README.md')).toContain('already processed');
  });

  test('a notebook without a model has no inference, and says so', () => {
    const { file } = promotePackage(parser, [imports, 'df = pd.read_csv("rows.csv")\ndf.to_csv("out.csv")']);
    expect(file('src/promoted/infer.py')).toBe('');
    expect(file('README.md')).toContain('There is no inference');
  });
});

test('inference imports nothing of training', () => {
  const { file } = withSteps('def twice(frame):\n    return frame * 2\n\ndf["a"] = twice(df["a"])');
  const imported = [...file('src/promoted/infer.py').matchAll(/^from \.(?<module>\w*) import/gm)].map(
    ({ groups }) => groups?.['module'],
  );
  expect(imported.filter((module) => /^(?:data|split|train|evaluate)$/.test(module ?? ''))).toEqual([]);
});

test('never throws', () => {
  const pieces = [
    'df = df[df["a"] > 1]',
    'df["a"] = df["a"].fillna(df["a"].mean())',
    'X = df.drop("y", axis=1)',
    'y = df.pop("y")',
    'X_train, X_test = train_test_split(X)',
    'model = LinearRegression().fit(X_train, y)',
    'model.predict(X_test)',
    'del df["a"]',
    'for i in df:\n    df[i] = 1',
    'df += 1',
    'a, b = df, X',
    'X = [x for x in df["a"]]',
    'df.loc[df.a > 1, "b"] = 3',
    'X = (',
    'df = pd.read_csv("x")',
    'X, y = LinearRegression(), 2',
    'df[["a", "b"]] = df[["b", "a"]]',
    'model.predict([[1]])',
    'f = lambda r: r.a - df.a.mean()',
    'df = df.apply(f, axis=1)',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (lines) => {
      expect(promotePackage(parser, [imports, ...lines]).promotion.files.length).toBeGreaterThan(5);
    }),
    { numRuns: 150 },
  );
});

test('features without a length, such as sparse ones and batches, are asked for their shape alone', () => {
  const state = withSteps('').file('src/promoted/state.py');
  expect(state).toContain('shape: tuple[int, ...] = getattr(value, "shape", ())');
  expect(state).not.toContain('len(value)');
});
