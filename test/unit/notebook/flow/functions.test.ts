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

describe('functions that read and change names of the notebook', () => {
  it('reads a global at the call, by the definition that reaches the call', () => {
    const { reaching } = flow('k = 1', 'def f():\n    return k', 'k = 2', 'r = f()');
    expect(reaching('r =', 'k')).toEqual(['k = 2']);
  });

  it('says where the name is written in the function', () => {
    const { statement } = flow('k = 1', 'def f():\n    return k', 'r = f()');
    const [late] = statement('def').lateUses;
    expect(late).toMatchObject({ name: 'k', at: { cell: 1, start: 20, end: 21 }, isWritten: true });
    expect(statement('def').uses).toEqual([]);
  });

  it('gives a function that nothing calls the names as they are at the end', () => {
    expect(flow('def f():\n    return k', 'k = 1', 'k = 2').reaching('def', 'k')).toEqual(['k = 2']);
  });

  it('takes giving a function away for calling it', () => {
    const { reaching } = flow('import pandas as pd\ndf = pd.DataFrame()\nk = 1', 'r = df.apply(lambda v: v * k)');
    expect(reaching('r =', 'k')).toEqual(['k = 1']);
  });

  it('calls a function that an unknown call is given', () => {
    const { reaching } = flow('k = 1\ndef f(v):\n    return v * k', 'r = mystery(key=f)');
    expect(reaching('r =', 'k')).toEqual(['k = 1']);
  });

  it('changes what a function gets and changes', () => {
    const { defined, analysis } = flow('def add(box):\n    box.append(1)', 'items = []', 'add(items)');
    expect(defined('add(')).toEqual(['items!']);
    expect(analysis.functions[0]?.mutatedParameters).toEqual(['box']);
  });

  it('does not change what a function only reads', () => {
    expect(flow('def size(box):\n    return len(box)', 'items = []', 'size(items)').defined('size(')).toEqual([]);
  });

  it('binds a `global`', () => {
    const { defined, analysis } = flow('def f():\n    global total\n    total = 1', 'f()');
    expect(defined('f()')).toEqual(['total']);
    expect(analysis.functions[0]?.rebinds).toEqual(['total']);
  });

  it('keeps names of a function in the function', () => {
    expect(flow('def f():\n    local = 1\n    return local', 'f()').defined('f()')).toEqual([]);
  });

  it('changes a name of the function around by `nonlocal`, and none of the notebook', () => {
    const { defined } = flow(
      'n = 0\ndef outer():\n    n = []\n    def inner():\n        nonlocal n\n        n = 1\n    inner()\n    return n',
      'outer()',
    );
    expect(defined('outer()')).toEqual([]);
  });

  it('gives back what it got', () => {
    const { reaching, analysis } = flow('def same(v):\n    return v', 'a = []\nb = same(a)', 'b.append(1)', 'print(a)');
    expect(reaching('print', 'a')).toEqual(['b.append(1) !']);
    expect(analysis.functions[0]?.returnedParameters).toEqual(['v']);
  });

  it('remembers what a closure saw', () => {
    const { reaching } = flow(
      'def make(box):\n    def add():\n        box.append(1)\n    return add',
      'a = []\nadd = make(a)',
      'add()',
      'print(a)',
    );
    expect(reaching('print', 'a')).toEqual(['add() !']);
  });

  it('adds up what functions do that call each other', () => {
    const { analysis, reaching } = flow(
      'k = 1\ndef inner():\n    return k\ndef outer():\n    return inner()',
      'r = outer()',
    );
    expect(reaching('r =', 'k')).toEqual(['k = 1']);
    expect(analysis.functions.find(({ name }) => name === 'outer')?.reads).toEqual(['inner', 'k']);
  });

  it('ends with functions that call themselves', () => {
    expect(flow('def f(n):\n    return f(n - 1)', 'r = f(3)').defined('r')).toEqual(['r']);
  });

  it('evaluates defaults where the function is written', () => {
    const { statement, reaching } = flow('k = 1', 'def f(n=k):\n    return n', 'k = 2');
    expect(statement('def').uses.map(({ name }) => name)).toEqual(['k']);
    expect(reaching('def', 'k')).toEqual(['k = 1']);
  });

  it('does not let methods see the names of their class', () => {
    const { reaching } = flow('k = 1', 'class C:\n    k = 2\n    def get(self):\n        return k', 'r = C().get()');
    expect(reaching('r =', 'k')).toEqual(['k = 1']);
  });

  it('follows methods, and what they keep', () => {
    const { reaching } = flow(
      'class Box:\n    def __init__(self, items):\n        self.items = items\n    def add(self, v):\n        self.items.append(v)',
      'a = []\nbox = Box(a)',
      'box.add(1)',
      'print(a)',
    );
    expect(reaching('print', 'a')).toEqual(['box.add(1) !']);
  });

  it('finds methods of the class that a class extends', () => {
    const { reaching } = flow(
      'k = 1\nclass A:\n    def get(self):\n        return k\nclass B(A):\n    pass',
      'r = B().get()',
    );
    expect(reaching('r =', 'k')).toEqual(['k = 1']);
  });

  it('calls through decorators that keep the function', () => {
    const { reaching } = flow(
      'from functools import lru_cache\nk = 1\n@lru_cache(maxsize=1)\ndef f():\n    return k',
      'r = f()',
    );
    expect(reaching('r =', 'k')).toEqual(['k = 1']);
  });

  it('tells two calls of one function apart', () => {
    const { defined } = flow(
      'def same(v):\n    return [v]',
      'a = []\nb = []\nx = same(a)\ny = same(b)',
      'x[0].append(1)',
    );
    expect(defined('x[0]')).not.toContain('b!');
  });

  it('hands the calls in a function to the statement that calls it', () => {
    const { calls } = flow(
      'from sklearn.linear_model import LinearRegression\ndef train(X, y):\n    m = LinearRegression()\n    m.fit(X, y)\n    return m',
      'model = train(X, y)',
    );
    expect(calls('model').map(({ callee, through }) => [callee, through?.cell])).toEqual([
      ['sklearn.linear_model.LinearRegression', 1],
      ['estimator.fit', 1],
      ['train', undefined],
    ]);
  });
});
