import { beforeAll, describe, expect, it } from 'vitest';
import { readNames } from '../../../../server/src/notebook/names/readNames.ts';
import type { NameTable } from '../../../../server/src/notebook/names/readNames.ts';
import { isLate, scopeOfName } from '../../../../server/src/notebook/names/scopes.ts';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const namesIn = (code: string): NameTable => readNames(parser.parse(code));

/** `read:module` for what a name is and where it lives, once for each place where it is written. */
function told(code: string, name: string): readonly string[] {
  return namesIn(code)
    .occurrences.filter((occurrence) => occurrence.name === name)
    .map(({ role, scope }) => `${role}:${scopeOfName(name, scope).kind}`);
}

describe('names and the scopes that they live in', () => {
  it.each([
    ['x = 1', ['bind:module']],
    ['x: int', ['declare:module']],
    ['x += 1', ['read:module', 'bind:module']],
    ['del x', ['delete:module']],
    ['a.x = 1', []],
    ['f(x=1)', []],
    ['for x in a: pass', ['bind:module']],
    ['with a as (x, y): pass', ['bind:module']],
    ['import x.y', ['bind:module']],
    ['import y as x', ['bind:module']],
    ['from x import y', []],
    ['def x(): pass', ['bind:module']],
    ['class x: pass', ['bind:module']],
    ['def f(x): return x', ['bind:function', 'read:function']],
    ['def f(): return x', ['read:module']],
    ['def f():\n    x = 1\n    return x', ['bind:function', 'read:function']],
    ['def f():\n    global x\n    x = 1', ['declare:module', 'bind:module']],
    ['lambda x: x', ['bind:function', 'read:function']],
    ['lambda y=x: y', ['read:module']],
    ['[x for x in a]', ['bind:comprehension', 'read:comprehension']],
    ['[y for y in x]', ['read:module']],
    ['[(x := y) for y in a]', ['bind:module']],
    ['class C:\n    x = 1\n    y = x', ['bind:class', 'read:class']],
    ['class C:\n    x = 1\n    def f(self): return x', ['bind:class', 'read:module']],
    ['try:\n    pass\nexcept E as x:\n    pass', ['bind:module']],
    ['match a:\n    case x: pass', ['bind:module']],
    ['match a:\n    case x.y: pass', ['read:module']],
    ['match a:\n    case x(): pass', ['read:module']],
    ['match a:\n    case P(x=y): pass', []],
    ['match a:\n    case [*x]: pass', ['bind:module']],
    ['f"{x}"', ['read:module']],
    ['f"{a:{x}}"', ['read:module']],
    ['df.query("a > @x")', ['read:module']],
    ['type x = int', ['bind:module']],
    ['def f(a: x) -> x: pass', ['read:module', 'read:module']],
    ['@x\ndef f(): pass', ['read:module']],
  ])('%j', (code, expected) => {
    expect([...told(code, 'x')].sort()).toEqual([...expected].sort());
  });

  it('finds the function that `nonlocal` means', () => {
    const table = namesIn('def outer():\n    x = 1\n    def inner():\n        nonlocal x\n        x = 2\n');
    const scopes = table.occurrences
      .filter(({ name, role }) => name === 'x' && role === 'bind')
      .map(({ scope }) => scopeOfName('x', scope).start);
    expect(new Set(scopes)).toEqual(new Set([0]));
  });

  it('says where a name stands in a string', () => {
    const code = 'df.query("a > @limit")';
    const found = namesIn(code).occurrences.find(({ name }) => name === 'limit');
    expect(found).toMatchObject({ isInString: true, start: code.indexOf('limit'), end: code.indexOf('limit') + 5 });
  });

  it('knows what runs later than it is written', () => {
    const table = namesIn('x\ndef f():\n    [x for y in a]\nclass C:\n    x\n');
    expect(table.occurrences.filter(({ name }) => name === 'x').map(({ scope }) => isLate(scope))).toEqual([
      false,
      true,
      false,
    ]);
  });

  it('reads names in what is no Python', () => {
    expect(told('this is x (', 'x')).toEqual(['read:module']);
  });
});
