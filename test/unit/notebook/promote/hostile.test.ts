import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../../server/src/notebook/syntax/pythonParser.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';
import { promoteCells } from '../../../support/promoted.ts';
import type { Promoted } from '../../../support/promoted.ts';

let parser: PythonParser;
beforeAll(async () => {
  parser = await loadPythonParser();
});

const promoted = (...cells: readonly string[]): Promoted => promoteCells(parser, cells);
const fit = 'from sklearn.svm import SVC\nSVC().fit(x, 1)';

describe('cells that are no plain Python', () => {
  it('are left, and the rest is promoted', () => {
    const { fate, code } = promoted('x = 1', 'this is no python', fit);
    expect(fate('this')).toContain('left: This is no valid Python.');
    expect(code).toContain('SVC().fit(x, 1)');
  });

  it('of Python 2 are written anew where they print', () => {
    expect(promoted('x = 1', `for i in [1]:\n    print i, x\n    SVC().fit(x, i)\n`, fit).code).not.toContain(
      'print i',
    );
    const { code } = promoted(
      'from sklearn.svm import SVC\nx = 1',
      'for i in [1]:\n    print i, x\n    SVC().fit(x, i)',
    );
    expect(code).toContain('print(i, x)');
  });

  it('show with `print` what a notebook displays', () => {
    const { code } = promoted('from sklearn.svm import SVC', 'for i in [1]:\n    display(i)\n    SVC().fit(1, i)');
    expect(code).toContain('print(i)');
  });

  it('that wait or return at the top level are left', () => {
    expect(promoted('x = await y()', fit).fate('x = await')).toContain('left: It waits at the top level');
  });

  it('that run text as code are left', () => {
    expect(promoted('x = 1\nexec("x = 2")', fit).fate('exec')).toMatch(/^(?:left|dropped)/);
  });

  it('keep texts of several lines as they are', () => {
    const { code } = promoted('x = """a\n  b\nc"""\nif x:\n    x = """\n d"""', fit);
    expect(code).toContain('x = """a\n  b\nc"""');
    expect(code).toContain('    if x:\n        x = """\n d"""');
  });

  it('may stand several on a line', () => {
    expect(promoted('x = 1; x += 2; x *= 3', fit).code).toContain('    x = 1\n    x += 2\n    x *= 3\n');
  });

  it('may have names beyond ASCII', () => {
    expect(promoted('größe = 3\nx = größe', fit).code).toContain('x = größe');
  });
});

describe('notebooks at their limits', () => {
  it('are promoted with 20,000 lines in a cell', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `x${index % 50} = ${index}`).join('\n');
    const { report } = promoted(lines, 'from sklearn.svm import SVC\nSVC().fit(x1, x2)');
    expect(report.statements.length).toBe(20_002);
  }, 60_000);

  it('may be empty', () => {
    expect(promoted().report.counts).toEqual({ converted: 0, dropped: 0, left: 0 });
  });

  it('never throw, whatever stands in them', () => {
    const word = fc.constantFrom(
      ...'x y df def class lambda : ( ) [ ] = , \n \t for in if else return global import as from * ** @ f"{x}" """ \\ %time ! ? match case with try except await yield del print x. .fit( exec( = SVC()'.split(
        ' ',
      ),
      '\n',
      '\n    ',
    );
    const cell = fc.array(word, { maxLength: 25 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 5 }), (cells) => {
        const { report } = promoted(...cells, fit);
        return report.statements.every(({ outcome }) => ['converted', 'dropped', 'left'].includes(outcome));
      }),
      { numRuns: 150 },
    );
  });
});
