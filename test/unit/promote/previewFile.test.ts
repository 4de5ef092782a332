import fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { lineEdits } from '../../../server/src/operations/promote/previewFile.ts';

const apply = (before: string, after: string): string =>
  TextDocument.applyEdits(TextDocument.create('file:///a.py', 'python', 1, before), [...lineEdits(before, after)]);

describe('edits of a preview', () => {
  it('replace the lines that differ and no others', () => {
    expect(lineEdits('a\nb\nc\n', 'a\nx\nc\n')).toEqual([
      { range: { start: { line: 1, character: 0 }, end: { line: 2, character: 0 } }, newText: 'x\n' },
    ]);
  });

  it('make any text of any other', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c', '')).map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(apply(before, after)).toBe(after);
      }),
    );
  });
});
