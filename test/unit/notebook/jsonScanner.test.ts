import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonProblem, offsetsOf, scanJson } from '../../../server/src/notebook/read/jsonScanner.ts';
import type { JsonValue } from '../../../server/src/notebook/read/jsonScanner.ts';

function plain(value: JsonValue): unknown {
  switch (value.kind) {
    case 'string':
    case 'literal':
      return value.value;
    case 'array':
      return value.items.map(plain);
    case 'object':
      return Object.fromEntries([...value.entries].map(([key, entry]) => [key, plain(entry)]));
    case 'skipped':
      return 'skipped';
  }
}

function problemOf(text: string): JsonProblem {
  try {
    scanJson(text);
  } catch (error) {
    if (error instanceof JsonProblem) return error;
    throw error;
  }
  throw new Error('It was read.');
}

describe('scanning JSON', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t'), (json, indent) => {
        const parsed: unknown = JSON.parse(json);
        expect(plain(scanJson(JSON.stringify(parsed, null, indent)))).toEqual(JSON.parse(json));
      }),
      { numRuns: 500 },
    );
  });

  it('places every value at its text', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), (json) => {
        const check = (value: JsonValue): void => {
          expect(plain(scanJson(json.slice(value.start, value.end)))).toEqual(plain(value));
          if (value.kind === 'array') value.items.forEach(check);
          if (value.kind === 'object') value.entries.forEach(check);
        };
        check(scanJson(json));
      }),
    );
  });

  it('reads numbers and marks that only Python writes', () => {
    expect(plain(scanJson('\uFEFF[NaN, -Infinity, 1e3]'))).toEqual([Number.NaN, -Infinity, 1000]);
  });

  it('goes over what is not asked for without reading it', () => {
    const text = '{"cells": [{"source": "x", "outputs": [{"data": "}]\\"{"}, [1, {}]]}, {"outputs": 3}]}';
    expect(plain(scanJson(text, { skips: (path) => path.at(-1) === 'outputs' }))).toEqual({
      cells: [{ source: 'x', outputs: 'skipped' }, { outputs: 'skipped' }],
    });
  });

  it('reads the first items of a list, and goes over the others', () => {
    const text = '{"text": ["a", "b", "]\\"", ["c"], {}], "next": [1, 2, 3]}';
    expect(plain(scanJson(text, { mostItems: (path) => (path.at(-1) === 'text' ? 2 : 3) }))).toEqual({
      text: ['a', 'b'],
      next: [1, 2, 3],
    });
    expect(() => scanJson('[1, 2, "', { mostItems: () => 1 })).toThrow('no closing quote');
    expect(() => scanJson('[1, 2, [', { mostItems: () => 1 })).toThrow('ends in the middle');
  });

  it('knows where each character of a text stands', () => {
    const text = String.raw`["a\n\u00e9\"b"]`;
    const value = scanJson(text);
    const [string] = value.kind === 'array' ? value.items : [];
    if (string?.kind !== 'string') throw new Error('There is a string.');
    expect(string.value).toBe('a\né"b');
    expect(offsetsOf(text, string).map((offset) => text.charAt(offset))).toEqual(['a', '\\', '\\', '\\', 'b', '"']);
  });

  it.each([
    ['{"a": 1', 7, 'ends'],
    ['{"a" 1}', 5, 'a colon'],
    ['{"a": 1,}', 8, 'a key'],
    ['[1 2]', 3, 'a comma'],
    ['{"a": "x', 6, 'no closing quote'],
    ['<<<<<<< HEAD\n{}', 0, 'merge conflict'],
    ['', 0, 'ends'],
    ['<html>', 0, 'a value'],
  ])('says where %j is no JSON', (text, offset, words) => {
    const problem = problemOf(text);
    expect(problem.offset).toBe(offset);
    expect(problem.message).toContain(words);
  });

  it('gives a value or a problem inside the text, whatever the text is', () => {
    const piece = fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '1', 'null', '\\', '\n', 'a', 'NaN', '-');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('');
        try {
          expect(scanJson(text).end).toBeLessThanOrEqual(text.length);
        } catch (error) {
          if (!(error instanceof JsonProblem)) throw error;
          expect(error.offset).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is bounded in depth', () => {
    expect(problemOf('['.repeat(100_000)).message).toContain('levels deep');
  });
});
