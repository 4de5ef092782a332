import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { functionsOf, lineAt, outlineOf } from '../../../../server/src/notebook/code/codeOutline.ts';
import { stepsOf, typedTable } from '../../../../server/src/notebook/code/codeSteps.ts';
import { findRepeated } from '../../../../server/src/notebook/code/repeatedSteps.ts';
import { relativeUri } from '../../../../server/src/notebook/code/relativeUri.ts';
import { descendants } from '../../../../server/src/notebook/syntax/pythonTree.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

const parser = await loadPythonParser();
const steps = (text: string) => stepsOf(parser.parse(text));
const between = { breaks: new Set<number>(), leastTokens: 0, isSame: false };

const block = ['a = load("x.csv")', 'for row in a:', '    row.clean(1)', 'b = a["late"] > 15', 'print(b.mean())'];

describe('steps of code', () => {
  it('are one for each statement, those in blocks included, without imports and docstrings', () => {
    const text = '"""Doc."""\nimport os\nif x > 1:\n    y = 2\nelse:\n    y = 3\n';
    expect(steps(text).map(({ start, end }) => text.slice(start, end))).toEqual([
      'if x > 1:\n    y = 2\nelse:',
      'y = 2',
      'y = 3',
    ]);
  });

  it('have one shape whatever variables and values are called, and another when something else is done', () => {
    const [first, second, third] = ['late = frame.fillna(0)', 'rows = table.fillna(15)', 'late = frame.dropna(0)'].map(
      (text) => steps(text)[0]?.shape,
    );
    expect(first).toBe(second);
    expect(first).not.toBe(third);
  });

  it('are the very same whatever blanks and quotes they have', () => {
    const [first, second, third] = ["a = b['c']", 'a=b["c"]', 'a = b["d"]'].map((text) => steps(text)[0]?.exact);
    expect(first).toBe(second);
    expect(first).not.toBe(third);
  });
});

describe('findRepeated', () => {
  it('finds a copied run with other names, at its full length', () => {
    const copy = block.map((line) => line.replaceAll(/\ba\b/g, 'flights').replace('15', '30'));
    const text = ['start()', ...copy, 'end(1, 2)'].join('\n');
    expect(findRepeated(steps(block.join('\n')), steps(text), between)).toMatchObject([
      { first: 0, second: 1, length: 5 },
    ]);
  });

  it('is silent about runs of one kind of statement', () => {
    const text = Array.from({ length: 9 }, (_, index) => `x${index} = ${index}`).join('\n');
    expect(findRepeated(steps(text), steps(text), { ...between, isSame: true })).toEqual([]);
  });

  it('never finds a run in itself, nor over a break', () => {
    const whole = steps([...block, ...block].join('\n'));
    expect(findRepeated(whole, whole, { ...between, isSame: true })).toMatchObject([
      { first: 0, second: 5, length: 5 },
    ]);
    expect(findRepeated(whole, whole, { ...between, isSame: true, breaks: new Set([7]) })).toEqual([]);
  });

  it('finds a run wherever it was put', () => {
    const other = fc.constantFrom('x = 1', 'f(x)', 'del x', 'x.y(z=1)', 'assert x');
    fc.assert(
      fc.property(fc.array(other, { maxLength: 12 }), fc.array(other, { maxLength: 12 }), (before, after) => {
        const found = findRepeated(steps(block.join('\n')), steps([...before, ...block, ...after].join('\n')), between);
        expect(found.some(({ second, length }) => second <= before.length && length >= block.length)).toBe(true);
      }),
    );
  });
});

describe('tables that somebody typed', () => {
  it.each([
    ['["a", "b", "c", "d"]', true],
    ["{'x': 1, 'y': 2, 'z': 3}", true],
    ['["a", "b"]', false],
    ['["a", "b", "c", name]', false],
    ['["#fff000", "#000000", "#00ff00", "#0000ff"]', false],
    ['{"x": f(1), "y": 2, "z": 3}', false],
  ])('%s', (text, isTable) => {
    const tree = parser.parse(text);
    const tables = [...descendants(tree.root)].flatMap((node) => typedTable(tree, node) ?? []);
    expect(tables.length > 0).toBe(isTable);
  });
});

describe('an outline', () => {
  it('has functions with the parameters that are given by place', () => {
    const tree = parser.parse('class A:\n    def f(self, a, b: int = 1, *rest, c=2):\n        pass\n');
    expect(functionsOf(tree).map(({ name, parameters }) => [name, parameters])).toEqual([['f', ['a', 'b']]]);
  });

  it('knows lines', () => {
    const outline = outlineOf('file:///a.py', parser.parse('a = 1\nb = 2\nc = 3'));
    expect([0, 6, 12].map((offset) => lineAt(outline, offset))).toEqual([1, 2, 3]);
  });
});

describe('relativeUri', () => {
  it.each([
    ['file:///w/model/a.ipynb', 'file:///w/server/my%20util.py', '../server/my util.py'],
    ['file:///w/a.ipynb', 'file:///w/util.py', 'util.py'],
    ['vscode-vfs://github/o/r/n/a.ipynb', 'vscode-vfs://github/o/r/b.py', '../b.py'],
    ['file:///w/a.ipynb', 'file:///w/100%.py', '100%.py'],
  ])('from %s to %s', (from, to, path) => {
    expect(relativeUri(from, to)).toBe(path);
  });
});
