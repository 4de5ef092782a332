import { parse as parseToml } from 'smol-toml';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import type { PythonParser } from '../../../../../server/src/notebook/syntax/pythonParser.ts';
import { loadRuffFormatter } from '../../../../../server/src/platform/ruffFormatter.ts';
import { notebookWithProse } from '../../../../support/promoted.ts';
import { promotePackage } from '../../../../support/promotedPackage.ts';
import { loadPythonParser } from '../../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const cells = [
  '# Prices of houses\n\nWhat is a house worth?',
  'import numpy as np\nimport pandas as pd\nfrom sklearn.linear_model import Ridge\nfrom sklearn.model_selection import train_test_split\nfrom sklearn.preprocessing import StandardScaler\nimport cv2',
  'np.random.seed(7)\ntoken = "sk-abcdefghijklmnopqrstuvwx"\ndf = pd.read_excel("data/houses.xlsx", storage_options={"token": token})\ndf["area"] = cv2.sqrt(df["area"].values)\ndf.to_csv("clean.csv")',
  'scaler = StandardScaler()\nX = scaler.fit_transform(df[["rooms", "area"]])\ny = df["price"]',
  'X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25)',
  'model = Ridge(alpha=1.0)\nmodel.fit(X_train, y_train)',
  'print(model.score(X_test, y_test))',
];

const promoteHouses = (options = {}) => promotePackage(parser, notebookWithProse(cells), options);

const dvcFile = z.object({
  stages: z.record(
    z.string(),
    z.object({
      cmd: z.string(),
      deps: z.array(z.string()),
      params: z.array(z.string()).default([]),
      outs: z.array(z.string()),
      metrics: z.array(z.record(z.string(), z.object({ cache: z.boolean() }))).default([]),
    }),
  ),
});

describe('params.yaml', () => {
  test('is YAML with the values of the notebook, each with its cell', () => {
    const text = promoteHouses().file('params.yaml');
    expect(parseYaml(text)).toEqual({
      seed: 7,
      paths: { houses: '../data/houses.xlsx', clean: 'clean.csv' },
      features: { X_columns: ['rooms', 'area'], target: 'price' },
      split: { test_size: 0.25 },
      train: { ridge: { alpha: 1 } },
    });
    expect(text).toContain('alpha: 1.0  # cell 6\n');
  });

  test('has a seed where the notebook sets none', () => {
    const { file } = promotePackage(parser, ['import pandas as pd\ndf = pd.read_csv("a.csv")\ndf.to_csv("b.csv")']);
    expect(file('params.yaml')).toContain('seed: 0  # the notebook sets none');
  });
});

describe('config.py', () => {
  test('has a field for each value, and makes folders of what is written', () => {
    const text = promoteHouses().file('src/promoted/config.py');
    expect(text).toContain('class TrainRidge:\n    """Values of train, ridge."""\n\n    alpha: float');
    expect(text).toContain('X_columns: tuple[str, ...]');
    expect(text).toContain('for path in (config.paths.clean,):');
  });
});

test('a secret is in no file', () => {
  const { promotion } = promoteHouses();
  for (const { text } of promotion.files) expect(text).not.toContain('sk-abcdefghijklmnopqrstuvwx');
  expect(promotion.files.some(({ text }) => text.includes('os.environ["TOKEN"]'))).toBe(true);
});

describe('dvc.yaml', () => {
  const read = () => dvcFile.parse(parseYaml(promoteHouses().file('dvc.yaml'))).stages;

  test('is a graph without circles, whose stages make all that others take', () => {
    const stages = Object.entries(read());
    const made = new Map(stages.flatMap(([name, { outs }]) => outs.map((out) => [out, name] as const)));
    expect(made.size).toBe(stages.reduce((sum, [, { outs }]) => sum + outs.length, 0));
    const before = new Map(stages.map(([name, { deps }]) => [name, deps.flatMap((dep) => made.get(dep) ?? [])]));
    const done = new Set<string>();
    for (let round = 0; round < stages.length; round += 1) {
      for (const [name, needed] of before) if (needed.every((other) => done.has(other))) done.add(name);
    }
    expect(done.size).toBe(stages.length);
    expect(stages.flatMap(([, { deps }]) => deps).filter((dep) => dep.startsWith('build/') && !made.has(dep))).toEqual(
      [],
    );
  });

  test('names data, sources and the keys that a stage reads', () => {
    const stages = read();
    const { data, train } = stages;
    expect(data?.deps).toEqual(expect.arrayContaining(['../data/houses.xlsx', 'src/promoted/data.py']));
    expect(Object.values(stages).flatMap(({ outs }) => outs)).toContain('clean.csv');
    expect(train?.params).toEqual(['train.ridge.alpha']);
    expect(Object.values(read()).at(-1)?.metrics).toEqual([{ 'reports/metrics.json': { cache: false } }]);
  });
});

describe('pyproject.toml', () => {
  const shape = z.object({
    project: z.object({ 'requires-python': z.string(), dependencies: z.array(z.string()) }),
    tool: z.object({ pytest: z.object({ ini_options: z.object({ pythonpath: z.array(z.string()) }) }) }),
  });
  const read = (options = {}) => shape.parse(parseToml(promoteHouses(options).file('pyproject.toml')));

  test('lists what is imported, and what a call needs besides', () => {
    expect(read().project.dependencies).toEqual([
      'joblib',
      'numpy',
      'opencv-python-headless',
      'openpyxl',
      'pandas',
      'scikit-learn',
    ]);
    expect(read().tool.pytest.ini_options.pythonpath).toEqual(['src']);
  });

  test('leaves bounds of versions to constraints.txt', () => {
    expect(read({ versions: new Map([['pandas', '3.1.1']]) }).project.dependencies).toContain('pandas');
  });

  test('asks for the Python whose syntax the notebook uses', () => {
    const { file } = promotePackage(parser, [
      'import pandas as pd\ntype A = int\ndf = pd.read_csv("a.csv")\nx: A = 1\ndf.head(x).to_csv("b.csv")',
    ]);
    expect(file('pyproject.toml')).toMatch(/requires-python = ">=3\.1[0-9]"/);
  });
});

test('lines are as wide as the formatter makes them, so that the package’s own ruff changes nothing', async () => {
  const width = Number(/^line-length = (\d+)$/m.exec(promoteHouses().file('pyproject.toml'))?.[1]);
  const formatter = await loadRuffFormatter();
  const lineOf = (length: number): string => `x = f(${'a'.repeat(length - 10)}, b)\n`;
  expect(formatter?.format(lineOf(width))?.split('\n')).toHaveLength(2);
  expect(formatter?.format(lineOf(width + 1))?.split('\n').length).toBeGreaterThan(2);
});

test('known versions are constraints', () => {
  const text = promoteHouses({ versions: new Map([['Pandas', '3.1.1']]) }).file('constraints.txt');
  expect(text).toContain('pandas==3.1.1\n');
  expect(text).toContain('# numpy: its version is not known yet\n');
});

describe('README.md', () => {
  test('says what the notebook says, and how to use the package', () => {
    const text = promoteHouses().file('README.md');
    expect(text).toMatch(/^# Prices of houses\n\nWhat is a house worth\?\n/);
    expect(text).toContain('It predicts the column `price`.');
    expect(text).toContain('python -m promoted predict --input rows.xlsx --output');
    expect(text).toContain('`reports/verification.md` says whether');
  });

  test('lists the leaks that the package keeps', () => {
    const at = { cell: 3, start: 0, end: 10 };
    const text = promoteHouses({ findings: [{ rule: 'leak/preprocessing', message: 'It leaks.', at }] }).file(
      'README.md',
    );
    expect(text).toContain('- `leak/preprocessing`, cell 4: It leaks.');
  });
});

describe('tests of the package', () => {
  test('expect the failure that a leak leads to, and nothing else', () => {
    const text = promoteHouses().file('tests/test_state.py');
    expect(text).toContain('@pytest.mark.xfail(strict=True, reason="leak/preprocessing, cell 4")\ndef test_scaler_saw');
    const clean = cells
      .with(3, 'X = df[["rooms", "area"]]\ny = df["price"]')
      .with(
        5,
        'scaler = StandardScaler()\nX_train = scaler.fit_transform(X_train)\nX_test = scaler.transform(X_test)\nmodel = Ridge()\nmodel.fit(X_train, y_train)',
      );
    expect(promotePackage(parser, notebookWithProse(clean)).file('tests/test_state.py')).not.toContain('xfail');
  });

  test('skip where data are missing, and name the path', () => {
    expect(promoteHouses().file('tests/conftest.py')).toContain('pytest.skip(f"The data are not there: {path}")');
  });

  test('write nothing where the package writes', () => {
    expect(promoteHouses().file('tests/conftest.py')).toContain('WRITTEN = ["clean"]');
  });
});
