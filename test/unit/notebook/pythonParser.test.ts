import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../server/src/notebook/syntax/pythonParser.ts';
import { descendants, namedChildren, partOf, pathTo, textOf } from '../../../server/src/notebook/syntax/pythonTree.ts';
import { loadPythonParser } from '../../support/pythonParser.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

function typesIn(text: string): readonly string[] {
  return namedChildren(parser.parse(text).root).map(({ type }) => type);
}

describe('parsing Python', () => {
  it('gives statements in the order of the text', () => {
    expect(typesIn('import a\nx = 1\nif x:\n    pass\n')).toEqual([
      'import_statement',
      'expression_statement',
      'if_statement',
    ]);
  });

  it('names the parts that the grammar names', () => {
    const [statement] = namedChildren(parser.parse('total = price * 2\n').root);
    const assignment = statement === undefined ? undefined : namedChildren(statement)[0];
    expect(assignment === undefined ? undefined : partOf(assignment, 'left')).toMatchObject({ start: 0, end: 5 });
    expect(assignment === undefined ? undefined : partOf(assignment, 'right')).toMatchObject({
      type: 'binary_operator',
    });
  });

  it('counts positions in UTF-16 units', () => {
    const tree = parser.parse('naïve = "😀"; après = naïve\n');
    const names = [...descendants(tree.root)].filter(({ type }) => type === 'identifier');
    expect(names.map((node) => textOf(tree, node))).toEqual(['naïve', 'après', 'naïve']);
  });

  it('keeps the statements around one that is not Python', () => {
    const { root } = parser.parse('a = 1\nthis is no python (\nb = 2\n');
    expect(root.hasError).toBe(true);
    expect(namedChildren(root)[0]).toMatchObject({ type: 'expression_statement', hasError: false });
  });

  it('reads every interpolation of an f-string as code', () => {
    const tree = parser.parse('f"{a:{b}} {c!r}"\n');
    const names = [...descendants(tree.root)].filter(({ type }) => type === 'identifier');
    expect(names.map((node) => textOf(tree, node))).toEqual(['a', 'b', 'c']);
  });

  it('leads to the smallest node that holds an offset', () => {
    const { root } = parser.parse('f(x.y)\n');
    expect(pathTo(root, 4).at(-1)).toMatchObject({ type: 'identifier', start: 4, end: 5 });
  });

  it('gives the same tree for the same text', () => {
    expect(parser.parse('x = 1\n')).toBe(parser.parse('x = 1\n'));
  });

  it('survives nesting that nobody writes', () => {
    const deep = `x = ${'('.repeat(5000)}1${')'.repeat(5000)}\n`;
    expect(parser.parse(deep).root.type).toBe('module');
  });

  it('gives a tree whose nodes lie inside each other for any text', () => {
    const line = fc.oneof(
      fc.constantFrom('def f(x):', '    return x', 'for i in y:', 'x = [', ')', '"""', 'print "a"', '%magic', 'λ = 1'),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines.join('\n');
        const { root } = parser.parse(text);
        for (const node of descendants(root)) {
          expect(node.start).toBeLessThanOrEqual(node.end);
          expect(node.end).toBeLessThanOrEqual(text.length);
          for (const child of node.children) {
            expect(child.start).toBeGreaterThanOrEqual(node.start);
            expect(child.end).toBeLessThanOrEqual(node.end);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
