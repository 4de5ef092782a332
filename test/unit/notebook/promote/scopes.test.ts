import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';
import { promoteCells } from '../../../support/promoted.ts';
import type { Promoted } from '../../../support/promoted.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

/** Cells whose values a model is trained on, so that they are kept. */
const promoted = (...cells: readonly string[]): Promoted =>
  promoteCells(parser, ['from sklearn.svm import SVC\nimport pandas as pd', ...cells]);

describe('names that one shell command reads', () => {
  it('stay the names of different values', () => {
    const { code } = promoted(
      'import os\nfolder = os.getcwd()\nname = folder + "/rows.csv"',
      '!cp {os.path.join(folder, "x")} {name}',
      'SVC().fit(pd.read_csv(os.path.join(folder, name)), 2)',
    );
    expect(code).toContain('os.path.join(folder, name)');
  });
});

describe('functions that read values of the notebook', () => {
  const scaled = 'scale = 3\ndef scaled(x):\n    return x * scale';

  it('get parameters for them', () => {
    expect(promoted(scaled, 'SVC().fit(scaled(1), 2)').code).toContain('def scaled(x, *, scale):');
  });

  it('are given the value that reaches the call', () => {
    const { code } = promoted(scaled, 'a = scaled(1)', 'scale = 4\nSVC().fit(a, scaled(2))');
    expect(code).toContain('a = scaled(1, scale=scale)');
    expect(code).toContain('.fit(a, scaled(2, scale=scale))');
  });

  it('are passed on with their values', () => {
    const { code } = promoted(scaled, 'SVC().fit(list(map(scaled, [1])), 2)');
    expect(code).toContain('map(functools.partial(scaled, scale=scale), [1])');
    expect(code).toContain('import functools\n');
  });

  it('hand them on to what they call', () => {
    const { code } = promoted(scaled, 'def twice(x):\n    return scaled(scaled(x))', 'SVC().fit(twice(1), 2)');
    expect(code).toContain('def twice(x, *, scale):\n    return scaled(scaled(x, scale=scale), scale=scale)');
  });

  it.each([
    ['alone', 'lags = [1, 7]\ndef lagged(x, by=lags):\n    return x * len(by)'],
    ['in another cell', 'lags = [1, 7]', 'def lagged(x, by=lags):\n    return x * len(by)'],
    ['behind another', 'lags = [1, 7]\ndef inner(x, by=lags):\n    return x\ndef lagged(x):\n    return inner(x)'],
  ])('keep a value that stands as the default of a parameter: %s', (_where, ...cells) => {
    const { code, fate } = promoted(...cells, 'SVC().fit(lagged(1), 2)');
    expect(fate('SVC')).toBe('converted');
    expect(code).toMatch(/lags = .*\n(?:.*\n)*?\s+def \w+\(x, by=lags\):/u);
  });

  it('pass them to themselves', () => {
    const { code } = promoted(
      'step = 1\ndef down(n):\n    return n if n < 1 else down(n - step)',
      'SVC().fit(down(3), 2)',
    );
    expect(code).toContain('down(n - step, step=step)');
  });

  it('give way where a parameter has the name of a value that is only handed on', () => {
    const { code } = promoted(scaled, 'def f(scale):\n    return scaled(scale)', 'SVC().fit(f(1), 2)');
    expect(code).toContain('def f(scale, *, notebook_scale):\n    return scaled(scale, scale=notebook_scale)');
    expect(code).toContain('f(1, notebook_scale=scale)');
  });

  it.each([
    ['def f(x, *rest):', 'def f(x, *rest, scale):'],
    ['def f(x, *, y=1):', 'def f(x, *, y=1, scale):'],
    ['def f(x, **rest):', 'def f(x, *, scale, **rest):'],
    ['def f():', 'def f(*, scale):'],
  ])('keep the shape of %s', (written, expected) => {
    const { code } = promoted(`scale = 3\n${written}\n    return scale`, 'SVC().fit(f, 2)');
    expect(code).toContain(expected);
  });

  it('stand inside the functions that use them when they bind values', () => {
    const { code } = promoted(
      'count = 0\ndef tick():\n    global count\n    count += 1\n    return count',
      'a = tick()\nSVC().fit(a, count)',
    );
    expect(code).toContain('    def tick():\n        nonlocal count\n        count += 1\n');
  });

  it('stand inside the functions that use them when they are methods', () => {
    const { code } = promoted('k = 2\nclass A:\n    def f(self):\n        return k', 'SVC().fit(A().f(), 2)');
    expect(code).toContain('    class A:\n        def f(self):\n            return k');
  });
});

describe('functions that read no values', () => {
  it('go into the module that uses them', () => {
    const { plan } = promoted('def f(x):\n    return x', 'SVC().fit(f(1), 2)');
    expect(plan.definitions).toMatchObject([{ name: 'f', module: 'train', parameters: [] }]);
  });

  it('are common when two modules use them', () => {
    const { module } = promoted(
      'def f(x):\n    return x',
      'df = pd.read_csv(f("a.csv"))',
      'm = SVC()\nm.fit(f(df), 2)',
    );
    expect(module('common')).toContain('def f(x):');
    expect(module('data')).toContain('from .common import f\n');
    expect(module('train')).toContain('from .common import f\n');
  });

  it('take what they call along', () => {
    const { module } = promoted(
      'def g(x):\n    return x\ndef f(x):\n    return g(x)',
      'df = pd.read_csv(f("a.csv"))',
      'SVC().fit(f(df), 2)',
    );
    expect(module('common')).toContain('def g(x):');
  });
});

describe('names', () => {
  it('of values give way to imports and to builtins that are read', () => {
    const { code } = promoted(
      'from sklearn import datasets\niris = datasets.load_iris()\nlist_of = list(iris.data)',
      'datasets = {"a": iris}\nlist = [1]\nSVC().fit(list_of, len(datasets) + sum(list))',
    );
    expect(code).toContain('datasets_value = {"a": iris}');
    expect(code).toContain('list_value = ');
    expect(code).toContain('.fit(list_of, len(datasets_value) + sum(list_value))');
  });

  it('are changed inside f-strings and queries, and not in other strings', () => {
    const { code } = promoted(
      'config = 3\ndf = pd.read_csv("config.csv").query("a > @config")',
      'SVC().fit(df, f"{config:>3} config")',
    );
    expect(code).toContain('.query("a > @config_value")');
    expect(code).toContain('f"{config_value:>3} config"');
  });

  it('that a star import binds are imported one by one', () => {
    const { code } = promoted('from math import *', 'SVC().fit(floor(sqrt(2)), 1)');
    expect(code).toContain('from math import floor, sqrt\n');
  });

  it('that nothing defines leave the statement', () => {
    const { fate, code } = promoted('SVC().fit(nowhere, 1)', 'SVC().fit(1, 2)');
    expect(fate('SVC().fit(nowhere')).toBe('left: No cell defines `nowhere`.');
    expect(code).not.toContain('nowhere');
  });

  it('whose definition is left leave what needs them', () => {
    expect(promoted('a = nowhere + 1', 'SVC().fit(a, 1)').fate('SVC().fit(a')).toBe(
      'left: It needs `a`, whose definition in cell 2 is left.',
    );
  });

  it('that only a kernel has leave the statement', () => {
    expect(promoted('SVC().fit(Out[1], 1)').fate('SVC')).toContain('`Out` exists in a notebook alone.');
  });
});

describe('changes in place', () => {
  it('make a function return what it changed', () => {
    const { plan } = promoted('df = pd.read_csv("a.csv")', 'df["b"] = df["a"].map(str)', 'SVC().fit(df, df["b"])');
    const features = plan.functions.find(({ module }) => module === 'features');
    expect(features?.outputs.map(({ name }) => name)).toEqual(['df']);
  });

  it('are seen through other names of the same object', () => {
    const { code } = promoted('a = [1]\nb = a', 'b.append(2)', 'SVC().fit(a, 1)');
    expect(code).toMatch(/a = .*[^]*b = a[^]*b\.append\(2\)[^]*fit\(a, 1\)/);
  });

  it('bring a value in that only some ways bind', () => {
    const { plan } = promoted('df = pd.read_csv("a.csv")', 'if len(df) > 3:\n    df = df.map(str)', 'SVC().fit(df, 1)');
    const features = plan.functions.find(({ module }) => module === 'features');
    expect(features?.inputs.map(({ name }) => name)).toContain('df');
  });
});

describe('`global`', () => {
  it('means nothing at the top level', () => {
    const { code } = promoted('if True:\n    global a\n    a = 1\nSVC().fit(a, 2)');
    expect(code).toContain('        pass\n        a = ');
  });
});
