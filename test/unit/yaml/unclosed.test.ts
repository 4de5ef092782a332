import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findUnclosed } from '../../../server/src/yaml/unclosed.ts';

const places = (text: string) => findUnclosed(text).map(({ start, sign }) => `${start}${sign}`);

describe('what is opened and never closed', () => {
  it.each([
    ['a: {b: 1}', []],
    ['a: {b: [1, 2]}', []],
    ['a: {b: 1', ['3{']],
    ['a: {b: [1, 2}', ['7[']],
    ['a: {b: [1, {c: 2', ['11{']],
    ['a: {b: 1\nc: [2', ['3{', '12[']],
    ['a: "b\\"', ['3"']],
    ['a: "b\\\\"', []],
    ["a: 'b''", ["3'"]],
    ["a: 'b'''", []],
    ["a: ''", []],
    ['a: "', ['3"']],
    ["a: it's {b", []],
    ['# {a: [', []],
    ['a: |\n  {b', []],
    ['a: [b]]', []],
  ])('is found in %j', (text, expected) => {
    expect(places(text)).toEqual(expected);
  });

  it('lies inside any text, at a sign that opens', () => {
    const part = fc.constantFrom('{', '}', '[', ']', '"', "'", ': ', ', ', '- ', '\n', '  ', 'a', '#', '|', '\\', '\t');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = parts.join('');
        for (const { start, sign } of findUnclosed(text)) expect(text.charAt(start)).toBe(sign);
      }),
      { numRuns: 2000 },
    );
  });
});
