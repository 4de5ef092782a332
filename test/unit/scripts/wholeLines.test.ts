import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wholeLines } from '../../../scripts/process/wholeLines.ts';

describe('wholeLines', () => {
  it('hands over the same lines wherever the pieces end', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.constantFrom('a', ' ', '\n', 'é')).map((text) => text.join(''))), (pieces) => {
        const taken: string[] = [];
        const lines = wholeLines((line) => taken.push(line));
        for (const piece of pieces) lines.add(piece);
        lines.end();
        const whole = pieces.join('');
        const expected = whole.split('\n');
        if (expected.at(-1) === '') expected.pop();
        expect(taken).toEqual(expected);
      }),
    );
  });

  it('leaves the line breaks of Windows out', () => {
    const taken: string[] = [];
    wholeLines((line) => taken.push(line)).add('one\r\ntwo\r\n');
    expect(taken).toEqual(['one', 'two']);
  });
});
