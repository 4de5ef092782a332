import { beforeAll, describe, expect, it } from 'vitest';
import { emitRegressionTest } from '../../../server/src/notebook/verify/expected.ts';
import { polishFiles } from '../../../server/src/operations/promote/polishFiles.ts';
import type { PythonFormatter } from '../../../server/src/operations/promote/pythonFormatter.ts';
import { loadRuffFormatter } from '../../../server/src/platform/ruffFormatter.ts';

let ruff: PythonFormatter;

beforeAll(async () => {
  const loaded = await loadRuffFormatter();
  if (loaded === undefined) throw new Error('ruff is not installed.');
  ruff = loaded;
});

const polish = (text: string, path = 'src/delay/data.py') => polishFiles([{ path, text }], ruff);
const textOf = (text: string, path?: string) => polish(text, path).files[0]?.text;
const codesOf = (text: string, path?: string) => polish(text, path).checks.map(({ code, line }) => [code, line]);

describe('formatting and checking a package', () => {
  it('formats Python', () => {
    expect(textOf("x={ 'a':1 }\n")).toBe('x = {"a": 1}\n');
  });

  it('finds nothing to do in the regression test, which is written later', () => {
    const { path, text } = emitRegressionTest('delay');
    expect(textOf(text, path)).toBe(text);
  });

  it('leaves other files as they are', () => {
    expect(textOf('a:   [1,2]\n', 'params.yaml')).toBe('a:   [1,2]\n');
  });

  it('removes an unused import', () => {
    expect(textOf('import os\nimport sys\n\nprint(sys.path)\n')).toBe('import sys\n\nprint(sys.path)\n');
  });

  it('removes all unused names of one import', () => {
    expect(textOf('from a import b, c, d\n\nprint(c)\n')).toBe('from a import c\n\nprint(c)\n');
  });

  it('keeps an import that is marked as kept for what it does', () => {
    const text = 'import seaborn  # noqa: F401\n';
    expect(textOf(text)).toBe(text);
    expect(codesOf(text)).toEqual([]);
  });

  it('keeps what a package offers', () => {
    const text = 'from delay.pipeline import run\n';
    expect(textOf(text, 'src/delay/__init__.py')).toBe(text);
    expect(codesOf(text, 'src/delay/__init__.py')).toEqual([]);
  });

  it('lists names that are undefined, where they stand after formatting', () => {
    expect(codesOf('x=1;y=missing\n')).toEqual([['F821', 2]]);
  });

  it('lists broken syntax and leaves its text', () => {
    expect(textOf('def f(:\n')).toBe('def f(:\n');
    expect(codesOf('def f(:\n')[0]).toEqual(['invalid-syntax', 1]);
  });

  it('reads syntax of the newest Python, and writes what older ones read', () => {
    expect(codesOf('type A = int\n\nmatch A:\n    case 1:\n        pass\n')).toEqual([]);
    expect(textOf('try:\n    pass\nexcept (KeyError, ValueError):\n    pass\n')).toContain('(KeyError, ValueError)');
  });

  it('counts columns as editors do', () => {
    expect(textOf('s = "𝒳"; import os; t = s\n')).toBe('s = "𝒳"\nt = s\n');
  });
});
