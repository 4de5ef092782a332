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

const helpers = '%%writefile helpers.py\nimport seaborn as sns\n\n\ndef clean(df):\n    return df.dropna()';

/** A notebook that trains on rows that `clean` is called for. */
const promoted = (...cells: readonly string[]): PolishedPackage =>
  polishPackage(parser, ruff, [
    'import pandas as pd\nfrom sklearn.linear_model import Ridge',
    ...cells,
    'model = Ridge().fit(df[["a"]], df["y"])\nprint(model.score(df[["a"]], df["y"]))',
  ]);

const fates = ({ promotion }: PolishedPackage): readonly string[] =>
  promotion.report.statements
    .filter(({ text }) => text.startsWith('%%'))
    .map(({ text, outcome, reason }) => (reason === null ? `${text}: ${outcome}` : `${text}: ${outcome}: ${reason}`));

describe('a module that a cell writes', () => {
  const usual = ['from helpers import clean', 'df = clean(pd.read_csv("a.csv"))'];

  it('is a module of the package when kept code imports it', () => {
    const result = promoted(helpers, ...usual);
    expect(result.module('helpers')).toContain('def clean(df):\n    return df.dropna()\n');
    expect(result.module('data')).toContain('\nfrom .helpers import clean\n');
    expect(result.problems).toEqual([]);
    expect(fates(result)).toEqual(['%%writefile helpers.py: converted']);
  });

  it('is no distribution to install, and what it imports is one', () => {
    const { promotion } = promoted(helpers.replace('return', 'return sns.load_dataset and'), ...usual);
    const text = promotion.files.find(({ path }) => path === 'pyproject.toml')?.text;
    expect(text).toContain('"seaborn"');
    expect(text).not.toContain('helpers');
  });

  it.each([
    ['import helpers', 'helpers.clean', 'from . import helpers'],
    ['import helpers as h', 'h.clean', 'from . import helpers as h'],
    ['from helpers import clean as tidy', 'tidy', 'from .helpers import clean as tidy'],
    ['from helpers import *', 'clean', 'from .helpers import clean'],
  ])('is imported by %s', (imported, called, written) => {
    const { module, problems } = promoted(helpers, imported, `df = ${called}(pd.read_csv("a.csv"))`);
    expect(module('data')).toContain(`\n${written}\n`);
    expect(problems).toEqual([]);
  });

  it('gets another name where the package has one of its own', () => {
    const { module, problems } = promoted(
      '%%writefile config.py\nPATH = "a.csv"',
      'import config',
      'df = pd.read_csv(config.PATH)',
    );
    expect(module('notebook_config')).toBe('PATH = "a.csv"\n');
    expect(module('data')).toContain('from . import notebook_config as config_2\n');
    expect(module('config')).toContain('class Config:');
    expect(problems).toEqual([]);
  });

  it('takes along what it imports of other written modules', () => {
    const { module } = promoted(
      '%%writefile base.py\nLEAST = 3',
      '%%writefile helpers.py\nfrom base import LEAST\nimport base\n\n\ndef clean(df):\n    return df[df.a > LEAST + base.LEAST]',
      ...usual,
    );
    expect(module('base')).toBe('LEAST = 3\n');
    expect(module('helpers')).toContain('from .base import LEAST\nfrom . import base\n');
  });

  it('is what the last cell wrote, with what cells have added', () => {
    const { module } = promoted(
      '%%writefile helpers.py\nA = 1',
      '%%writefile helpers.py\nB = 2',
      '%%writefile -a helpers.py\ndef clean(df):\n    return df',
      ...usual,
    );
    expect(module('helpers')).toBe('B = 2\n\n\ndef clean(df):\n    return df\n');
  });

  it.each([
    [
      '%%writefile other.py\nA = 1',
      '%%writefile other.py: dropped: It writes other.py, which nothing that is kept imports.',
    ],
    [
      '%%writefile conf/base.yaml\na: 1',
      '%%writefile conf/base.yaml: dropped: It writes conf/base.yaml, which is no module beside the notebook.',
    ],
    ['%%file a/b.py\nA = 1', '%%file a/b.py: dropped: It writes a/b.py, which is no module beside the notebook.'],
    ['%%writefile\nA = 1', '%%writefile: dropped: It writes a file without a name.'],
  ])('is dropped with the reason: %s', (cell, fate) => {
    const result = promoted(cell, 'df = pd.read_csv("a.csv")');
    expect(fates(result)).toEqual([fate]);
    expect(result.module('other')).toBe('');
  });
});
