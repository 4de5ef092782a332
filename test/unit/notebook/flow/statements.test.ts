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

describe('what assignments define', () => {
  it('binds each of several targets', () => {
    expect(flow('a, (b, *c) = d = f()').defined('a,')).toEqual(['d', 'a', 'b', 'c']);
  });

  it('binds nothing by an annotation alone', () => {
    expect(flow('x: int').defined('x')).toEqual([]);
  });

  it('binds by an annotation with a value', () => {
    expect(flow('x: int = 1').defined('x')).toEqual(['x']);
  });

  it('keeps the last of two bindings', () => {
    expect(flow('x = 1', 'x = 2', 'print(x)').reaching('print', 'x')).toEqual(['x = 2']);
  });

  it('takes `y = x` for another name, not for a copy', () => {
    expect(flow('x = []', 'y = x', 'x.append(1)', 'print(y)').reaching('print', 'y')).toEqual(['x.append(1) !']);
  });

  it('binds a number again by `+=`', () => {
    expect(flow('x = 1', 'y = x', 'x += 1').defined('x +=')).toEqual(['x']);
  });

  it('changes a list by `+=`, for all its names', () => {
    expect(flow('x = []', 'y = x', 'x += [1]').defined('x +=')).toEqual(['x!', 'y!']);
  });

  it('does both to what is unknown', () => {
    expect(flow('x = f()', 'x += 1').defined('x +=')).toEqual(['x?', 'x']);
  });

  it.each(['x[0] = 1', 'x.a = 1', 'x.loc[m, c] = 1', 'x.at[0, 1] = 1', 'x.columns = c', 'x.index.name = c'])(
    'changes the base of `%s`',
    (store) => {
      const { defined } = flow('import pandas as pd\nx = pd.DataFrame()\nm = c = 1', store);
      expect(defined(store)).toEqual(['x!']);
    },
  );

  it('reads what stands in the brackets of a store', () => {
    const { reaching } = flow('import pandas as pd\nx = pd.DataFrame()\nm = 1', 'x.loc[m] = 2');
    expect(reaching('x.loc', 'm')).toEqual(['m = 1']);
  });

  it('deletes names, and changes what an item is deleted from', () => {
    const { defined } = flow('x = {}\ny = 1', 'del x["a"], y');
    expect(defined('del')).toEqual(['x!', '-y']);
  });

  it('does not know a name any more that was deleted', () => {
    expect(flow('x = 1', 'del x', 'print(x)').reaching('print', 'x')).toEqual([]);
  });

  it('binds by a walrus', () => {
    expect(flow('if (n := f()) > 1: pass').defined('if')).toEqual(['n']);
  });

  it('binds by a walrus in a comprehension outside of it', () => {
    expect(flow('a = [(last := x) for x in [1]]').defined('a')).toEqual(['last', 'a']);
  });
});

describe('what methods change', () => {
  const frame = 'import pandas as pd\ndf = pd.DataFrame()';

  it('changes a frame by a method with `inplace=True`', () => {
    expect(flow(frame, 'df.drop("a", inplace=True)').defined('df.drop')).toEqual(['df!']);
  });

  it('follows `inplace` through a name', () => {
    expect(flow(frame, 'now = True\ndf.drop("a", inplace=now)').defined('df.drop')).toEqual(['df!']);
  });

  it('is not sure of an `inplace` that it does not know', () => {
    expect(flow(frame, 'df.drop("a", inplace=flag)').defined('df.drop')).toEqual(['df?']);
  });

  it('does not change a frame otherwise', () => {
    expect(flow(frame, 'df.drop("a")').defined('df.drop')).toEqual([]);
  });

  it('tells `append` of a list from that of a frame', () => {
    const { defined } = flow(`${frame}\nitems = []`, 'df.append(df)', 'items.append(df)');
    expect(defined('df.append')).toEqual([]);
    expect(defined('items.append')).toEqual(['items!']);
  });

  it('sees a change of an array through a view of it', () => {
    const { reaching } = flow('import numpy as np\na = np.array([3, 1])\nb = a.reshape(2)', 'b.sort()', 'print(a)');
    expect(reaching('print', 'a')).toEqual(['b.sort() !']);
  });

  it('does not see it through a copy', () => {
    const { reaching } = flow(`${frame}\nother = df.copy()`, 'other["a"] = 1', 'print(df)');
    expect(reaching('print', 'df')).toEqual(['df = pd.DataFrame()']);
  });

  it('changes a frame through one of its columns', () => {
    expect(flow(frame, 'df["a"].values.sort()').defined('df[')).toEqual(['df!']);
  });

  it('changes arguments of functions, and what is seen through them', () => {
    const { defined } = flow('import numpy as np\na = np.array([1])\nb = np.asarray(a)', 'np.copyto(b, 0)');
    expect(defined('np.copyto')).toEqual(['b!', 'a!']);
  });

  it('changes what it fits, and gives it back', () => {
    const { defined } = flow(
      'from sklearn.linear_model import LinearRegression\nmodel = LinearRegression()',
      'fitted = model.fit(X, y)',
      'fitted.coef_ = 1',
    );
    expect(defined('fitted = ')).toEqual(['model!', 'fitted']);
    expect(defined('fitted.coef_')).toEqual(['model!', 'fitted!']);
  });

  it('changes the steps of a pipeline that it fits', () => {
    const { defined } = flow(
      'from sklearn.pipeline import Pipeline\nfrom sklearn.preprocessing import StandardScaler',
      'scaler = StandardScaler()\npipe = Pipeline([("scale", scaler)])',
      'pipe.fit(X)',
    );
    expect([...defined('pipe.fit')].sort()).toEqual(['pipe!', 'scaler?']);
  });

  it('changes a list when something in it changes', () => {
    const { reaching } = flow('a = []\nbox = [a]', 'a.append(1)', 'print(box)');
    expect(reaching('print', 'box')).toEqual(['a.append(1) !']);
  });

  it('changes what a loop takes out of a list', () => {
    const { reaching } = flow('a = []\nbox = [a]', 'for item in box:\n    item.append(1)', 'print(a)');
    expect(reaching('print', 'a')).toEqual(['a = []', 'for item in box: !']);
  });

  it('is not sure what an unknown call changes', () => {
    expect(flow('x = []\nn = 1', 'mystery(x, n)').defined('mystery')).toEqual(['x?']);
  });
});

describe('names in strings', () => {
  it('reads names in f-strings, also those that format others', () => {
    const { reaching } = flow('x = 1\nw = 2', 'print(f"{x:{w}} {x!r}")');
    expect(reaching('print', 'w')).toEqual(['w = 2']);
  });

  it('reads `@name` of a query', () => {
    const { reaching } = flow('import pandas as pd\ndf = pd.DataFrame()\nt = 1', 'small = df.query("a > @t")');
    expect(reaching('small', 't')).toEqual(['t = 1']);
  });

  it('reads names that a formula calls', () => {
    const { reaching } = flow(
      'import numpy as np\nimport statsmodels.formula.api as smf',
      'm = smf.ols("y ~ np.log(x)", d)',
    );
    expect(reaching('m =', 'np')).toEqual(['import numpy as np']);
  });

  it('takes a statement with `exec` for one that may do anything', () => {
    const { statement, reaching } = flow('x = 1', 'exec("x = 2")');
    expect(statement('exec').isOpaque).toBe(true);
    expect(reaching('exec', 'x')).toEqual(['x = 1']);
  });
});

describe('plots of data', () => {
  const data = 'import pandas as pd\ndf = pd.read_csv("a.csv")';

  it.each(['df.plot.hist()', 'df.age.plot.hist(bins=3)', 'df["age"].plot.hist()', 'df.plot.scatter(x="a", y="b")'])(
    '%s changes no data',
    (plot) => {
      expect(
        flow(data, plot)
          .defined(plot)
          .filter((name) => !name.startsWith('$')),
      ).toEqual([]);
    },
  );

  it('change the axes that they are drawn on', () => {
    const cells = ['import matplotlib.pyplot as plt\nfig, ax = plt.subplots()', 'ax.plot([1])'];
    expect(flow(...cells).defined('ax.plot')).toContain('ax!');
  });
});
