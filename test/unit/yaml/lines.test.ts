import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOf, lineStartOf } from '../../../server/src/yaml/lines.ts';

describe('the start of a line', () => {
  it.each([
    ['at the start of the text', 0, 0],
    ['at the line break that the text begins with', 0, 0],
    ['after that line break', 1, 1],
    ['inside a line', 3, 1],
    ['at the end of the text', 4, 1],
  ])('is found %s', (_where, offset, start) => {
    expect(lineStartOf('\nabc', offset)).toBe(start);
  });

  it('follows the last line break before an offset', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r\n', ' ')).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, fc.nat(), (written, place) => {
        const offset = Math.min(place, written.length);
        const ownLine = written.slice(0, offset).split('\n').at(-1) ?? '';
        expect(columnOf(written, offset)).toBe(ownLine.length);
      }),
    );
  });
});
