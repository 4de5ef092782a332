import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import type { Flow } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const flow = (...cells: readonly string[]): Flow => flowOf(parser, cells);

describe('branches and loops', () => {
  it('joins the branches of an `if`', () => {
    const { reaching } = flow('x = 1', 'if c: x = 2', 'print(x)');
    expect([...reaching('print', 'x')].sort()).toEqual(['if c: x = 2', 'x = 1']);
  });

  it('forgets what both branches bind again', () => {
    expect(flow('x = 1', 'if c:\n    x = 2\nelse:\n    x = 3', 'print(x)').reaching('print', 'x')).toEqual(['if c:']);
  });

  it('goes only one way where the condition is known', () => {
    expect(flow('x = 1', 'if True: x = 2', 'print(x)').reaching('print', 'x')).toEqual(['if True: x = 2']);
  });

  it('takes the notebook for the main module', () => {
    const { reaching } = flow('x = 1', 'if __name__ == "__main__":\n    x = 2', 'print(x)');
    expect(reaching('print', 'x')).toEqual(['if __name__ == "__main__":']);
  });

  it('keeps what was before a loop, which may run no round', () => {
    const { reaching } = flow('x = 1', 'for i in a: x = i', 'print(x)');
    expect([...reaching('print', 'x')].sort()).toEqual(['for i in a: x = i', 'x = 1']);
  });

  it('lets loop names live on', () => {
    expect(flow('for i in range(3): pass', 'print(i)').reaching('print', 'i')).toEqual(['for i in range(3): pass']);
  });

  it('brings what one round binds to the next', () => {
    const { statement } = flow('x = 1', 'for i in a:\n    y = x\n    x = i');
    const uses = statement('for').uses.filter(({ name }) => name === 'x');
    expect(uses.flatMap(({ definitions }) => definitions.map(({ at }) => at.cell))).toEqual([0, 1]);
  });

  it('keeps loop names of a comprehension to itself', () => {
    const { defined, statement } = flow('a = [x for x in b]');
    expect(defined('a')).toEqual(['a']);
    expect(statement('a').uses.map(({ name }) => name)).toEqual(['b']);
  });

  it('joins a handler with what it protects', () => {
    const { reaching } = flow('try:\n    import fast as m\nexcept ImportError:\n    import slow as m', 'print(m)');
    expect(reaching('print', 'm')).toEqual(['try:']);
  });

  it('knows the name that Python 2 gives to an exception, and reads classes of Python 3.14 beside each other', () => {
    const old = flow('try:\n    f()\nexcept ValueError, e:\n    print(e)').statement('try');
    expect(old.uses.find(({ name }) => name === 'e')?.definitions.map(({ kind }) => kind)).toEqual(['bind']);
    const both = flow('Slow = 1', 'try:\n    f()\nexcept ValueError, Slow:\n    pass', 'print(Slow)');
    expect(both.reaching('print', 'Slow')).toEqual(['Slow = 1']);
  });

  it('forgets the name of an exception behind its block', () => {
    expect(
      flow('try:\n    f()\nexcept ValueError as e:\n    print(e)', 'print(e, 1)').reaching('print(e, 1)', 'e'),
    ).toEqual([]);
  });

  it('does not go on behind `raise`', () => {
    const { reaching } = flow('x = 1', 'if c:\n    x = 2\n    raise ValueError', 'print(x)');
    expect(reaching('print', 'x')).toEqual(['x = 1']);
  });

  it('binds by `with`', () => {
    const { defined } = flow('with open("a") as f, lock as (g, h):\n    pass');
    expect(defined('with')).toEqual(['f', 'g', 'h']);
  });

  it('binds what patterns capture, and reads what they name', () => {
    const { defined, statement } = flow(
      'match v:\n    case {"k": a, **rest}:\n        pass\n    case Point(x, y=z) as p:\n        pass\n    case m.N | _:\n        pass',
    );
    expect(defined('match')).toEqual(['a', 'rest', 'x', 'z', 'p']);
    expect(statement('match').uses.map(({ name }) => name)).toEqual(['v', 'Point', 'm']);
  });
});

describe('imports', () => {
  it('binds what imports name', () => {
    const { defined } = flow('import a.b, c.d as e\nfrom f import g as h, i\nfrom . import j');
    expect(defined('import')).toEqual(['a', 'e']);
    expect(defined('from f')).toEqual(['h', 'i']);
    expect(defined('from .')).toEqual(['j']);
  });

  it('calls things by their own names', () => {
    const { calls } = flow('import numpy as np\nfrom sklearn import svm as s', 'np.random.rand(3)', 's.SVC()');
    expect(calls('np.')[0]?.callee).toBe('numpy.random.rand');
    expect(calls('s.SVC')[0]?.callee).toBe('sklearn.svm.SVC');
  });

  it('binds the public names of a module that is known', () => {
    const { statement, calls } = flow('from math import *', 'x = sqrt(4)');
    expect(statement('x').uses[0]).toMatchObject({ name: 'sqrt', isUncertain: false });
    expect(calls('x')[0]?.callee).toBe('math.sqrt');
  });

  it('is not sure of any name behind a star of an unknown module', () => {
    expect(flow('from mine import *', 'x = helper').statement('x').uses[0]).toMatchObject({
      definitions: [],
      isUncertain: true,
    });
  });

  it('reads modules beside the notebook', () => {
    const { defined } = flowOf(parser, ['from tools import add\na = []', 'add(a)'], {
      readModule: (_, module) => (module === 'tools' ? 'def add(box):\n    box.append(1)\n' : undefined),
    });
    expect(defined('add(')).toEqual(['a!']);
  });

  it('ends with modules that import each other', () => {
    const { defined } = flowOf(parser, ['import one'], {
      readModule: (_, module) => (module === 'one' ? 'import two' : module === 'two' ? 'import one' : undefined),
    });
    expect(defined('import')).toEqual(['one']);
  });
});

describe('magics', () => {
  it('binds what a captured cell is kept in', () => {
    expect(flow('%%capture out\nx = 1', 'print(out)').reaching('print', 'out')).toHaveLength(1);
  });

  it('knows the names of `%pylab`', () => {
    expect(flow('%pylab inline', 'x = linspace(0, 1)').statement('x').uses[0]).toMatchObject({
      name: 'linspace',
      isUncertain: false,
    });
  });

  it('takes names over from a notebook that `%run` runs', () => {
    const { reaching } = flowOf(parser, ['%run setup.ipynb', 'print(k)'], {
      readScript: (_, path) => (path === 'setup.ipynb' ? ['k = 1', 'j = 2'] : undefined),
    });
    expect(reaching('print', 'k')).toHaveLength(1);
  });

  it('follows a notebook that a notebook runs', () => {
    const { reaching } = flowOf(parser, ['%run a.ipynb', 'print(k)'], {
      readScript: (_, path) => (path === 'a.ipynb' ? ['%run b.py'] : path === 'b.py' ? ['k = 1'] : undefined),
    });
    expect(reaching('print', 'k')).toHaveLength(1);
  });

  it('is not sure of any name behind a script that nobody can read', () => {
    expect(flow('%run gone.py', 'print(k)').statement('print').uses[0]?.isUncertain).toBe(true);
  });

  it('ends with notebooks that run each other in a circle', () => {
    const { statement } = flowOf(parser, ['%run a.ipynb', 'print(k)'], { readScript: () => ['%run a.ipynb', 'k = 1'] });
    expect(statement('print').uses.find(({ name }) => name === 'k')?.definitions).toHaveLength(1);
  });

  it('tells the names of one line apart', () => {
    const { reaching } = flow('a = 1', 'b = 2', '!cp {a} {b}');
    expect([reaching('!cp', 'a'), reaching('!cp', 'b')]).toEqual([['a = 1'], ['b = 2']]);
  });

  it('tells the names that a notebook reads apart where `%run` runs it', () => {
    const { reaching } = flowOf(parser, ['a = 1', 'b = 2', '%run other.ipynb'], { readScript: () => ['c = a + b'] });
    expect([reaching('%run', 'a'), reaching('%run', 'b')]).toEqual([['a = 1'], ['b = 2']]);
  });

  it('reads names of shell commands', () => {
    expect(flow('path = "a"', '!ls {path}').reaching('!ls', 'path')).toEqual(['path = "a"']);
  });
});

describe('hidden resources', () => {
  it('draws numbers from what was seeded', () => {
    const { reaching } = flow(
      'import numpy as np\nnp.random.seed(1)',
      'a = np.random.rand(3)',
      'b = np.random.rand(3)',
    );
    expect(reaching('a =', '$rng.numpy')).toEqual(['np.random.seed(1)']);
    expect(reaching('b =', '$rng.numpy')).toEqual(['a = np.random.rand(3) !']);
  });

  it.each([
    'cross_val_score(KNeighborsClassifier(), X, y, cv=ShuffleSplit(5))',
    'cross_val_score(RandomForestClassifier(), X, y)',
    'cross_val_score(make_pipeline(RandomForestClassifier()), X, y)',
    'GridSearchCV(KNeighborsClassifier(), {}, cv=ShuffleSplit(5)).fit(X, y)',
    'make_pipeline(RandomForestClassifier()).fit(X, y)',
  ])('draws numbers where a model or a splitter inside draws them: %s', (line) => {
    const imports = [
      'from sklearn.ensemble import RandomForestClassifier',
      'from sklearn.model_selection import GridSearchCV, ShuffleSplit, cross_val_score',
      'from sklearn.neighbors import KNeighborsClassifier',
      'from sklearn.pipeline import make_pipeline',
    ].join('\n');
    expect(flow(imports, `scores = ${line}`).defined('scores =')).toContain('$rng.numpy!');
    const seeded = line
      .replace('RandomForestClassifier()', 'RandomForestClassifier(random_state=1)')
      .replace('ShuffleSplit(5)', 'ShuffleSplit(5, random_state=1)');
    expect(flow(imports, `scores = ${seeded}`).defined('scores =')).not.toContain('$rng.numpy!');
  });

  it('draws a figure into the current one', () => {
    expect(flow('import matplotlib.pyplot as plt', 'plt.plot([1])').defined('plt.plot')).toContain('$plt!');
  });

  it('keeps settings in mind', () => {
    expect(flow('import matplotlib.pyplot as plt', 'plt.rcParams["figure.dpi"] = 90').defined('plt.rc')).toEqual([
      '$options!',
    ]);
  });

  it('leads from a file that is written to where it is read', () => {
    const { reaching } = flow(
      'import pandas as pd\ndf = pd.DataFrame()',
      'df.to_csv("./out/a.csv")',
      'again = pd.read_csv("out/" + "a.csv")',
      'other = pd.read_csv("out/b.csv")',
    );
    expect(reaching('again', '$file:out/a.csv')).toEqual(['df.to_csv("./out/a.csv")']);
    expect(reaching('other', '$file:out/b.csv')).toEqual([]);
  });

  it('brings back what was saved as what it was', () => {
    const { calls, analysis } = flow(
      'import joblib\nfrom sklearn.linear_model import LinearRegression\nm = LinearRegression()',
      'joblib.dump(m, "m.pkl")',
      'n = joblib.load("m.pkl")',
    );
    const result = calls('n =')[0]?.result;
    expect(result === undefined ? undefined : analysis.object(result)).toMatchObject({
      kind: 'estimator',
      role: 'estimator',
    });
  });
});
