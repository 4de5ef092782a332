/** Cells that see to it that packages and files are there, as notebooks for Colab begin. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import type { PythonFormatter } from '../../../../server/src/operations/promote/pythonFormatter.ts';
import { loadRuff, polishPackage } from '../../../support/polishedPackage.ts';
import type { PolishedPackage } from '../../../support/polishedPackage.ts';
import { promoteCells } from '../../../support/promoted.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
let ruff: PythonFormatter;
beforeAll(async () => {
  parser = await loadPythonParser();
  ruff = await loadRuff();
});

const polished = (...cells: readonly string[]): PolishedPackage => polishPackage(parser, ruff, cells);
const fate = (cells: readonly string[], start: string): string => promoteCells(parser, cells).fate(start);

const training = [
  'import pandas as pd\nfrom sklearn.linear_model import Ridge\nfrom sklearn.model_selection import train_test_split',
  'df = pd.read_csv("a.csv")\ntrain, test = train_test_split(df, random_state=0)',
  'model = Ridge()\nmodel.fit(train[["a"]], train["y"])\nprint(model.score(test[["a"]], test["y"]))',
];

describe('an import that is tried again once its package is installed', () => {
  const guard =
    'try:\n    import lightgbm as lgb\nexcept ImportError:\n    !pip install lightgbm\n    import lightgbm as lgb';
  const cells = [
    ...training,
    guard,
    'other = lgb.LGBMRegressor()\nother.fit(train[["a"]], train["y"])\nprint(other.score(test[["a"]], test["y"]))',
  ];

  it('becomes an import at the top of the modules that use it', () => {
    expect(polished(...cells).module('train')).toMatch(/^import lightgbm as lgb$/m);
    expect(polished(...cells).module('train')).not.toContain('try:');
    expect(polished(...cells).problems).toEqual([]);
  });

  it('is told as converted', () => {
    expect(fate(cells, 'try:')).toBe('converted');
  });

  it('is dropped where nothing uses it', () => {
    expect(fate([...training, guard], 'try:')).toBe('dropped: Nothing that is kept uses it.');
  });
});

describe('an import that a check stands behind', () => {
  const cells = [
    ...training,
    'try:\n    import torch\n    assert int(torch.__version__.split(".")[0]) >= 2\nexcept AssertionError:\n    !pip install -U torch\n    import torch\n    print("installed")',
    'import torch\nx = torch.tensor(test[["a"]].to_numpy())\nprint(model.score(x, test["y"]))',
  ];

  it('keeps its name', () => {
    const { module, problems } = polished(...cells);
    expect(problems).toEqual([]);
    expect(`${module('data')}${module('features')}${module('evaluate')}`).not.toContain('torch_value');
    expect(module('evaluate')).toMatch(/^import torch$/m);
  });
});

it('imports what a library may lack under the name that the package gives it', () => {
  const { module, problems } = polished(
    ...training,
    'try:\n    import xgboost as config\nexcept ImportError:\n    config = None',
    'booster = config.XGBRegressor()\nbooster.fit(train[["a"]], train["y"])\nprint(booster.score(test[["a"]], test["y"]))',
  );
  expect(problems).toEqual([]);
  expect(module('train')).toContain('import xgboost as config_value');
});

it('writes a module that gets another name with both names', () => {
  const { module, problems } = polished(
    ...training,
    'try:\n    import config\nexcept ImportError:\n    config = None',
    'tuned = Ridge(alpha=config.alpha)\ntuned.fit(train[["a"]], train["y"])\nprint(tuned.score(test[["a"]], test["y"]))',
  );
  expect(problems).toEqual([]);
  expect(module('train')).toContain('import config as config_value');
});

describe('a line of a shell inside a branch', () => {
  const cells = [
    'import os\nimport pandas as pd\nfrom sklearn.linear_model import Ridge',
    'path = "data/a.csv"\nif not os.path.exists(path):\n    !wget https://example.com/a.csv\n    print("loaded")',
    'df = pd.read_csv(path)',
    'model = Ridge()\nmodel.fit(df[["a"]], df["y"])\nprint(model.score(df[["a"]], df["y"]))',
  ];

  it('leaves nothing of what comes after it', () => {
    const left = promoteCells(parser, cells).report.statements.filter(({ outcome }) => outcome === 'left');
    expect(left).toEqual([]);
  });

  it('becomes a warning that says the command', () => {
    const { module, problems } = polished(
      'import os\nimport pandas as pd\nfrom sklearn.linear_model import Ridge',
      'path = "a.csv"\nif not os.path.exists(path):\n    !wget "https://example.com/{path}"\n    path = "b.csv"',
      ...cells.slice(2),
    );
    expect(problems).toEqual([]);
    expect(module('data')).toContain('import warnings\n');
    expect(module('data').replace(/\s+/g, '')).toContain(
      String.raw`warnings.warn('Thenotebookranthisinashellhere:wget"https://example.com/{path}"',stacklevel=2)`,
    );
  });

  it('is told among the decisions', () => {
    const { plan } = promoteCells(parser, [
      cells[0] ?? '',
      'path = "a.csv"\nif not os.path.exists(path):\n    !wget https://example.com/a.csv\n    path = "b.csv"',
      ...cells.slice(2),
    ]);
    expect(plan.decisions).toContain(
      'The package does not run `wget https://example.com/a.csv` of cell 2: where the notebook ran it, the package warns.',
    );
  });

  it('is left where the notebook uses what it answers', () => {
    expect(
      fate([cells[0] ?? '', 'files = []\nif os.path.exists("x"):\n    files = !ls\nprint(len(files))'], 'if os'),
    ).toContain('left: A line of IPython');
  });
});

it('keeps what asks an object for its fields', () => {
  const cells = [...training, 'found = vars(model)["coef_"]\ndf2 = pd.DataFrame(found)\ndf2.to_csv("coef.csv")'];
  expect(fate(cells, 'found = vars')).toBe('converted');
});

it('keeps what imports a setting of plots from IPython alone', () => {
  const cells = [
    'import matplotlib.pyplot as plt\nfrom IPython.core.pylabtools import figsize',
    ...training,
    'def draw(values):\n    figsize(8, 8)\n    plt.plot(values)\n    return len(values)',
    'count = draw(test["y"])\npd.DataFrame([count]).to_csv("n.csv")',
  ];
  expect(fate(cells, 'count = draw')).toBe('converted');
  expect(polished(...cells).problems).toEqual([]);
});
