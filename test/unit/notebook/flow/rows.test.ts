import { beforeAll, describe, expect, it } from 'vitest';
import type { ObjectId, RowRelation } from '../../../../server/src/notebook/flow/analysis.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import type { Flow } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const start = [
  'import pandas as pd',
  'import numpy as np',
  'from sklearn.model_selection import train_test_split, KFold',
  'from sklearn.preprocessing import StandardScaler',
  'df = pd.read_csv("a.csv")',
].join('\n');

/** What `show(...)` is given: the objects of its first argument. */
function shown(flow: Flow, argument = 0): readonly ObjectId[] {
  return flow.calls('show').find(({ text }) => text === 'show')?.arguments[argument]?.objects ?? [];
}

/** Relations from an object to the frame that was read, however many steps lie between. */
function relationsToFrame(flow: Flow, from: readonly ObjectId[]): readonly RowRelation['relation'][] {
  const frame = flow.calls('df =')[0]?.result;
  const found = new Set<RowRelation['relation']>();
  const seen = new Set<ObjectId>();
  const open = from.map((id) => ({ id, path: new Set<RowRelation['relation']>() }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.id === frame) for (const relation of next.path) found.add(relation);
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    for (const { of, relation } of flow.analysis.object(next.id)?.rows ?? []) {
      open.push({ id: of, path: new Set([...next.path, relation]) });
    }
  }
  return [...found].sort();
}

const relations = (code: string): readonly string[] => {
  const flow = flowOf(parser, [
    start,
    code.includes('show(') ? code : `x = ${code}\n`,
    ...(code.includes('show(') ? [] : ['show(x)']),
  ]);
  return relationsToFrame(flow, shown(flow));
};

describe('where rows come from', () => {
  it.each([
    'df["a"]',
    'df[["a", "b"]]',
    'df * 2',
    'df.copy()',
    'df.values',
    'np.log(df)',
    'df.loc[:, "a"]',
    'df.a',
    '-df',
  ])('keeps all rows in `%s`', (code) => {
    expect(relations(code)).toEqual(['same']);
  });

  it.each([
    'df[df["a"] > 1]',
    'df[:10]',
    'df.iloc[:10]',
    'df.head()',
    'df.dropna()',
    'df.loc[df.a > 0, "b"]',
    'df.values[:5]',
  ])('keeps a part of them in `%s`', (code) => {
    expect(relations(code)).toContain('part');
  });

  it.each(['df["a"].mean()', 'df.mean()', 'StandardScaler().fit(df)'])('mixes them in `%s`', (code) => {
    expect(relations(code)).toContain('summary');
  });

  it.each(['df.shape', 'len(df)', 'df.columns'])('has none in `%s`', (code) => {
    expect(relations(code)).toEqual([]);
  });

  it('joins them by `concat`', () => {
    expect(relations('pd.concat([df, df])')).toEqual(['contains']);
  });

  it('leads from what was transformed to what the transformer learned from', () => {
    expect(relations('StandardScaler().fit_transform(df)')).toContain('summary');
  });

  it('takes over what a column is given', () => {
    const flow = flowOf(parser, [start, 'other = pd.DataFrame()\nother["m"] = df["a"].mean()', 'show(other)']);
    expect(relationsToFrame(flow, shown(flow))).toContain('summary');
  });

  it.each([
    'df["a"].fillna(df["a"].mean(), inplace=True)\nshow(df)',
    'df["a"][df["b"] > 1] = df["a"].mean()\nshow(df)',
    'show(df.apply(lambda column: (column - column.mean()) / column.std()))',
    'show(df["a"].apply(lambda x: 1 if x > df["a"].mean() else 0))',
    'df["a"] = np.random.normal(df["a"].mean(), 1)\nshow(df)',
  ])('sees what is mixed into them in `%s`', (code) => {
    expect(relations(code)).toContain('summary');
  });

  it('takes a label in a loop for a column, and no choice of rows', () => {
    expect(relations('for c in df.columns.values:\n    x = df[c]\nshow(x)')).toEqual(['same']);
  });

  it('splits each of the things that a name can stand for', () => {
    expect(relations('x = df * 2 if flag else df.values\na, b = train_test_split(x)\nshow(b)')).toEqual([
      'part',
      'same',
    ]);
  });

  it('follows them through functions of the notebook', () => {
    const flow = flowOf(parser, [
      start,
      'def scale(d):\n    return StandardScaler().fit_transform(d)',
      'show(scale(df))',
    ]);
    expect(relationsToFrame(flow, shown(flow))).toContain('summary');
  });

  it('follows them through a file', () => {
    const flow = flowOf(parser, [start, 'df.to_csv("b.csv")', 'again = pd.read_csv("b.csv")', 'show(again)']);
    expect(relationsToFrame(flow, shown(flow))).toEqual(['same']);
  });

  it('gives the parts of a split shares of one name and two numbers', () => {
    const flow = flowOf(parser, [start, 'a, b = train_test_split(df)', 'show(a, b)']);
    const shares = [0, 1].map((argument) =>
      shown(flow, argument).flatMap((id) => flow.analysis.object(id)?.rows.map(({ share }) => share) ?? []),
    );
    expect(shares[0]?.[0]).toMatch(/^train_test_split@1:\d+#0$/);
    expect(shares[1]?.[0]).toBe(shares[0]?.[0]?.replace('#0', '#1'));
  });

  it('gives four parts for two things that are split', () => {
    const flow = flowOf(parser, [start, 'a, b, c, d = train_test_split(df, df["y"])', 'show(c, d)']);
    expect(shown(flow).flatMap((id) => flow.analysis.object(id)?.kind ?? [])).toEqual(['series']);
  });

  it('gives rows that folds choose the share of the fold', () => {
    const flow = flowOf(parser, [start, 'for i, j in KFold(5).split(df):\n    show(df.iloc[i], df.iloc[j])']);
    const call = flow.calls('for').find(({ text }) => text === 'show');
    const shares = (call?.arguments ?? []).map(({ objects }) =>
      objects.flatMap((id) => flow.analysis.object(id)?.rows.flatMap(({ share }) => share ?? []) ?? []),
    );
    expect(shares[0]?.some((share) => share.endsWith('#0'))).toBe(true);
    expect(shares[1]?.some((share) => share.endsWith('#1'))).toBe(true);
  });

  it('tells slices apart by what is written', () => {
    const flow = flowOf(parser, [start, 'show(df[:80], df[80:])']);
    const shares = [0, 1].map((argument) =>
      shown(flow, argument).flatMap((id) => flow.analysis.object(id)?.rows.map(({ share }) => share) ?? []),
    );
    expect(shares).toEqual([['[:80]'], ['[80:]']]);
  });

  it('keeps arguments that are constants, through names and sums', () => {
    const flow = flowOf(parser, [start, 'SEED = 40 + 2', 'show(f"data/{SEED}.csv", seed=SEED)']);
    expect(flow.calls('show')[0]?.arguments.map(({ literal }) => literal)).toEqual(['data/42.csv', 42]);
  });
});
