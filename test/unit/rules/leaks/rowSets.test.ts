import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { rowGraphOf } from '../../../../server/src/rules/notebook/leaks/rowGraph.ts';
import { rowSetsOf } from '../../../../server/src/rules/notebook/leaks/rowSets.ts';
import type { Rows, RowSets } from '../../../../server/src/rules/notebook/leaks/rowSets.ts';
import { flowOf } from '../../../support/notebookFlow.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const start = [
  'import pandas as pd',
  'import numpy as np',
  'from imblearn.over_sampling import SMOTE',
  'from sklearn.model_selection import train_test_split, KFold',
  'from sklearn.preprocessing import StandardScaler',
  'from somewhere import clean',
  'df = pd.read_csv("a.csv")',
].join('\n');

/** Runs code whose last statement is `show(a, b)`. */
function shown(code: string): { readonly sets: RowSets; readonly one: Rows; readonly other: Rows } {
  const { analysis } = flowOf(parser, [start, code]);
  const call = rowGraphOf(analysis).calls.find(({ text }) => text === 'show');
  const rows = (index: number): Rows => {
    const [object] = call?.arguments[index]?.objects ?? [];
    if (object === undefined || call === undefined) throw new Error('Nothing is shown.');
    return { object, seenBy: call.statement };
  };
  return { sets: rowSetsOf(analysis), one: rows(0), other: rows(1) };
}

const overlaps = (code: string): boolean => {
  const { sets, one, other } = shown(code);
  expect(sets.overlap(other, one)).toBe(sets.overlap(one, other));
  return sets.overlap(one, other);
};

describe('rows that two things have in common', () => {
  it.each([
    ['all and a part', 'show(df, df[:10])'],
    ['all, transformed, and a part', 'a, b = train_test_split(df)\nshow(StandardScaler().fit_transform(df), b)'],
    ['two random splits', 'a, b = train_test_split(df)\nc, d = train_test_split(df)\nshow(a, d)'],
    [
      'two random splits with other seeds',
      'a, b = train_test_split(df, random_state=1)\nc, d = train_test_split(df, random_state=2)\nshow(a, d)',
    ],
    ['slices that intersect', 'show(df[:80], df[50:90])'],
    ['slices from the start', 'show(df[:80], df[:n])'],
    ['a joined frame and a part of it', 'other = pd.read_csv("b.csv")\nshow(pd.concat([df, other]), df)'],
    [
      'parts of what was over-sampled',
      'X, y = SMOTE().fit_resample(df, df["y"])\na, b = train_test_split(X)\nshow(a, b)',
    ],
    [
      'what was over-sampled and a part of what it was made from',
      'X, y = SMOTE().fit_resample(df, df["y"])\na, b = train_test_split(df)\nshow(X, b)',
    ],
    ['values without repetition and a part', 'show(pd.concat([df["a"], df["b"]]).unique(), df[:10])'],
    [
      'a frame and what is drawn by chance from it and others',
      'a, b = train_test_split(pd.concat([df, pd.read_csv("b.csv")]))\nshow(df, b)',
    ],
    ['two samples', 'show(df.sample(frac=0.8), df.sample(frac=0.2))'],
    [
      'a split of what a split left, and the whole',
      'a, b = train_test_split(df)\nc, d = train_test_split(a)\nshow(d, a)',
    ],
    ['the parts that a file kept', 'df.to_csv("b.csv")\nshow(pd.read_csv("b.csv"), df[:10])'],
  ])('are found for %s', (_, code) => {
    expect(overlaps(code)).toBe(true);
  });

  it.each([
    ['the parts of one split', 'a, b = train_test_split(df)\nshow(a, b)'],
    ['features and labels of the two parts', 'a, b, c, d = train_test_split(df[["x"]], df["y"])\nshow(a, d)'],
    [
      'two splits with one seed',
      'a, b = train_test_split(df[["x"]], random_state=1)\nc, d = train_test_split(df["y"], random_state=1)\nshow(a, d)',
    ],
    ['slices that meet', 'show(df[:80], df[80:])'],
    ['slices that meet at a name', 'show(df.iloc[:n], df.iloc[n:])'],
    ['slices from the end', 'show(df[:-30], df[-30:])'],
    ['a mask and its complement', 'm = np.random.rand(len(df)) < 0.8\nshow(df[m], df[~m])'],
    ['a sample and the rest', 'a = df.sample(frac=0.8)\nshow(a, df.drop(a.index))'],
    ['folds', 'for i, j in KFold().split(df):\n    show(df.iloc[i], df.iloc[j])'],
    [
      'what was over-sampled after the split',
      'a, b = train_test_split(df)\nX, y = SMOTE().fit_resample(a, a["y"])\nshow(X, b)',
    ],
    [
      'parts of frames that were joined and taken apart',
      'a = pd.read_csv("b.csv")\nc = pd.concat([df, a])\nshow(c[:100], c[100:])',
    ],
    ['a part of a part and the other part', 'a, b = train_test_split(df)\nc, d = train_test_split(a)\nshow(d, b)'],
    [
      'masks of one name, which stands for another in between',
      'm = df["a"] < 5\nx = df[m]\nm = df["a"] > 7\nshow(x, df[m])',
    ],
    [
      'parts that are scaled by the mean of one of them',
      'a, b = train_test_split(df.values)\nm = a.mean()\nshow(a / m, b / m)',
    ],
    [
      'arrays of one file that are scaled by the mean of one of them',
      'f = np.load("a.npz")\na, b = f["a"], f["b"]\nm = a.mean()\nshow(a / m, b / m)',
    ],
    ['different files', 'show(df, pd.read_csv("b.csv"))'],
    ['what a call returns that nobody describes', 'show(clean(df), df)'],
  ])('are denied for %s', (_, code) => {
    expect(overlaps(code)).toBe(false);
  });

  it('are the very same ones for features and labels of one part', () => {
    const { sets, one, other } = shown('a, b, c, d = train_test_split(df[["x"]], df["y"])\nshow(a, c)');
    expect(sets.sameRows(one, other)).toBe(true);
  });

  it('are not the same ones for a whole and its part', () => {
    const { sets, one, other } = shown('show(df, df[:10])');
    expect(sets.sameRows(one, other)).toBe(false);
    expect(sets.partOf(other, one)).toBe(true);
    expect(sets.partOf(one, other)).toBe(false);
    expect(sets.contains(one, other)).toBe(true);
    expect(sets.contains(other, one)).toBe(false);
  });

  it('are told by the statement that sees them, not by what comes later', () => {
    const { sets, one, other } = shown('a = df\nb = df[:10]\nshow(a, b)\na = pd.concat([a, b])');
    expect(sets.contains(one, other)).toBe(true);
  });

  it('name the call that copied rows', () => {
    const { sets, one } = shown('X, y = SMOTE().fit_resample(df, df["y"])\na, b = train_test_split(X)\nshow(a, b)');
    expect(sets.duplications(one).map(({ text }) => text)).toEqual(['SMOTE().fit_resample']);
  });
});
