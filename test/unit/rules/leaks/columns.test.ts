import { beforeAll, describe, expect, it } from 'vitest';
import { createNotebookAnalyzer } from '../../../../server/src/notebook/flow/analyseNotebook.ts';
import { loadShippedEffects } from '../../../../server/src/notebook/effects/shippedEffects.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { columnsOf } from '../../../../server/src/rules/notebook/leaks/columns.ts';
import type { Columns } from '../../../../server/src/rules/notebook/leaks/columns.ts';
import type { Readable } from '../../../../server/src/rules/notebook/leaks/nodes.ts';
import type { Data } from '../../../../server/src/rules/notebook/leaks/rowGraph.ts';
import { notebookOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const start = [
  'import numpy as np',
  'import pandas as pd',
  'from sklearn.model_selection import train_test_split',
  'from sklearn.preprocessing import StandardScaler',
  'df = pd.read_csv("a.csv")',
].join('\n');

/** The columns of a notebook that ends with `show(…)`, and what is shown. */
function read(code: string): { readonly columns: Columns; readonly shown: readonly Data[] } {
  const notebook = notebookOf([start, code]);
  const analysis = createNotebookAnalyzer({ parser, effects: loadShippedEffects() }).analyse(notebook);
  const pythonCells = notebook.cells.flatMap((cell) =>
    cell.kind === 'code' ? [{ cell, magics: [], tree: parser.parse(cell.text), form: 'python' as const }] : [],
  );
  const context: Readable = { analysis, pythonCells };
  const columns = columnsOf(context);
  const statement = analysis.statements.at(-1);
  const call = statement?.calls.find(({ text }) => text === 'show');
  if (columns === undefined || statement === undefined || call === undefined) throw new Error('Nothing is shown.');
  const shown = call.arguments.flatMap(({ objects, at }) =>
    objects.map((object) => ({ object, seenBy: statement.id, at })),
  );
  return { columns, shown };
}

const traceOf = (code: string, column = 't') => {
  const { columns, shown } = read(code);
  const [data] = shown;
  if (data === undefined) throw new Error('Nothing is shown.');
  return columns.trace(data, column);
};

describe('a column', () => {
  it.each([
    'show(df)',
    'X = df.copy()\nshow(X)',
    'show(df[["a", "t"]])',
    'show(df.drop(columns="a"))',
    'show(df.drop("a", axis=1).fillna(0).values)',
    'show(df[df["t"] > 1])',
    'X, Y = train_test_split(df)\nshow(X)',
    'show(StandardScaler().fit_transform(df))',
    'df.drop([3, 4], inplace=True)\nshow(df)',
    'show(df.loc[:, ["t"]])',
    'names = ["a"] + ["t"]\nshow(df[names])',
    'show(df.assign(a=1))',
    'df["a"] = df["b"] * 2\nshow(df)',
  ])('is kept in `%s`', (code) => {
    expect(traceOf(code).kind).toBe('kept');
  });

  it.each([
    'show(df.drop(columns=["t", "a"]))',
    'show(df.drop("t", axis=1))',
    'show(df.drop(["t"], axis="columns").copy())',
    'show(df[["a", "b"]])',
    'show(df["a"])',
    'show(df.a)',
    'show(df[[c for c in df.columns if c not in ["t", "u"]]])',
    'show(df[df.columns.drop("t")])',
    'show(df.loc[:, ~df.columns.isin(["t"])])',
    'df.drop(columns="t", inplace=True)\nshow(df)',
    'y = df.pop("t")\nshow(df)',
    'del df["t"]\nshow(df)',
    'show(df.set_index("t"))',
    'target = "t"\nshow(df.drop(columns=target))',
  ])('is left out in `%s`', (code) => {
    expect(traceOf(code).kind).toBe('absent');
  });

  it.each([
    'show(df.iloc[:, :3])',
    'show(df.values[:, 1:])',
    'names = list(df.columns)\nnames.remove("t")\nshow(df[names])',
    'df.columns = ["a", "b"]\nshow(df)',
    'show(df.rename(columns={"t": "u"}))',
    'if len(df) > 3:\n    df.drop(columns="t", inplace=True)\nshow(df)',
    'show(pd.DataFrame(elsewhere(df)))',
    'show(df.select_dtypes("number"))',
  ])('may be anything in `%s`', (code) => {
    expect(traceOf(code).kind).toBe('unknown');
  });

  it('comes from the last write that set it', () => {
    const trace = traceOf('df["t"] = df["a"] * 2\ndf["t"] = df["b"] + 1\nX = df[["t"]]\nshow(X)');
    const value = trace.kind === 'kept' ? trace.origin.set?.value : undefined;
    expect(value?.tree.text.slice(value.node.start, value.node.end)).toBe('df["b"] + 1');
  });

  it('is not what it becomes later', () => {
    const trace = traceOf('X = df.copy()\ndf["t"] = 0\nshow(X)');
    expect(trace).toMatchObject({ kind: 'kept', origin: { set: undefined } });
  });
});

describe('the one column that data are', () => {
  it.each([
    ['show(df["t"])', 't'],
    ['show(df.t.values)', 't'],
    ['show(np.log1p(df["t"]))', 't'],
    ['show((df["t"] > 3).astype(int))', 't'],
    ['X, y = df[["a"]], df[["t"]]\nA, B, a, b = train_test_split(X, y)\nshow(a)', 't'],
    ['y = df.pop("t")\nshow(y)', 't'],
    ['show(df["a"] + df["b"])', undefined],
    ['show(df.iloc[:, -1])', undefined],
    ['show(df["t"].shift(-1))', undefined],
  ])('of `%s` is %s', (code, column) => {
    const { columns, shown } = read(code);
    expect(shown.map((data) => columns.columnOf(data)?.column)).toEqual([column]);
  });
});

describe('the columns behind values', () => {
  it.each([
    ['show(df["a"] / df["b"])', ['a', 'b']],
    ['show(df["a"].rolling(3).mean())', ['a']],
    ['show(df["a"].shift(1).rolling(3).mean())', []],
    ['show(df.groupby("k")["a"].transform("mean"))', []],
  ])('of `%s` are %s', (code, names) => {
    const { columns, shown } = read(code);
    expect(shown.flatMap((data) => columns.columnsBehind(data).map(({ column }) => column)).toSorted()).toEqual(names);
  });
});
