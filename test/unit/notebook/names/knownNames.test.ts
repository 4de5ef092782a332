import { beforeAll, describe, expect, it } from 'vitest';
import { importsOf, starImportOf } from '../../../../server/src/notebook/names/imports.ts';
import {
  isBuiltin,
  isPredefined,
  isPython2Builtin,
  outputCount,
} from '../../../../server/src/notebook/names/predefinedNames.ts';
import { publicNamesOf, pylabModules } from '../../../../server/src/notebook/names/starImports.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { namedChildren } from '../../../../server/src/notebook/syntax/pythonTree.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

function imported(code: string): readonly string[] {
  const tree = parser.parse(code);
  return namedChildren(tree.root).flatMap((node) =>
    importsOf(tree, node).map(({ name, qualified, module }) => `${name} = ${qualified} of ${module}`),
  );
}

describe('what imports bind', () => {
  it.each([
    ['import a', ['a = a of a']],
    ['import a.b', ['a = a of a.b']],
    ['import a.b as c, d', ['c = a.b of a.b', 'd = d of d']],
    ['from a.b import c as d, e', ['d = a.b.c of a.b', 'e = a.b.e of a.b']],
    ['from . import a', ['a = .a of .']],
    ['from ..a import b', ['b = ..a.b of ..a']],
    ['from __future__ import annotations', ['annotations = __future__.annotations of __future__']],
    ['from a import *', []],
  ])('%j', (code, expected) => {
    expect(imported(code)).toEqual(expected);
  });

  it('names the module of a star', () => {
    const tree = parser.parse('from sklearn.metrics import *');
    const [node] = namedChildren(tree.root);
    expect(node === undefined ? undefined : starImportOf(tree, node)).toBe('sklearn.metrics');
  });

  it('knows what a star binds', () => {
    expect(publicNamesOf('numpy')).toContain('linspace');
    expect(publicNamesOf('sklearn.metrics')).toContain('accuracy_score');
    expect(publicNamesOf('math')).not.toContain('_private');
    expect(publicNamesOf('nobody.knows')).toBeUndefined();
  });

  it('knows the modules of `%pylab`', () => {
    expect(pylabModules.every((module) => publicNamesOf(module) !== undefined)).toBe(true);
  });
});

describe('names that are there before the first cell', () => {
  it.each(['print', 'ValueError', 'display', 'get_ipython', 'In', 'Out', '_', '___', '_i', '_12', '_i3', '__name__'])(
    '`%s` is',
    (name) => {
      expect(isPredefined(name)).toBe(true);
    },
  );

  it.each(['df', '__file__', '_x', 'unicode'])('`%s` is not', (name) => {
    expect(isPredefined(name)).toBe(false);
  });

  it('tells built-in names from those of notebooks and of Python 2', () => {
    expect([isBuiltin('len'), isBuiltin('In'), isPython2Builtin('unicode'), isPython2Builtin('len')]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('reads the count of an output', () => {
    expect([outputCount('_12'), outputCount('_'), outputCount('_i3')]).toEqual([12, undefined, undefined]);
  });
});
