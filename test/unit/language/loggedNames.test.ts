import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findLoggedNames } from '../../../server/src/language/rename/loggedNames.ts';
import { readNotebookSources } from '../../../server/src/language/rename/notebookSource.ts';

const names = (code: string): readonly string[] => findLoggedNames(code).map(({ text }) => text);

describe('names of metrics in Python code', () => {
  it.each([
    ['log_metric("a", 1)', ['a']],
    ["mlflow.log_metric('a', value=f(1, 2))", ['a']],
    ['mlflow.log_metric(value=1, key="a")', ['a']],
    ['mlflow.log_metrics({"a": 1, "b": g({"c": 2})}, step=3)', ['a', 'b']],
    ['live.log_metric(\n    "a",  # the first\n    1,\n)', ['a']],
    ['wandb.log({"a": 1})', ['a']],
    ['self.log("a", loss)', ['a']],
    ['writer.add_scalar(tag="a", scalar_value=1)', ['a']],
    ['self.log_dict({"a": 1})', ['a']],
  ])('are found in %s', (code, expected) => {
    expect(names(code)).toEqual(expected);
  });

  it.each([
    '# log_metric("a", 1)',
    '"""log_metric("a", 1)"""',
    'logger.log("a", 1)',
    'log_metric(f"a", 1)',
    'log_metric("a" + suffix, 1)',
    'log_metric("a" "b", 1)',
    'log_metric(b"a", 1)',
    'log_metric("\\x61", 1)',
    'def log_metric(key="a"): ...',
    'log_metrics(dict(a=1))',
    'log_metrics({x["a"]: 1})',
    'scores = {"a": 1}',
    'log_metric("a',
  ])('are not seen in %s', (code) => {
    expect(names(code)).toEqual([]);
  });

  it('stand where the answer says, in any text', () => {
    const part = fc.constantFrom(
      'log_metric(',
      'log_metrics({',
      '"a"',
      "'",
      '"""',
      '#',
      '\n',
      '\\',
      ',',
      ':',
      ')',
      '}',
      '😀',
      'é',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const code = parts.join('');
        for (const { text, start, end } of findLoggedNames(code)) {
          expect(code.slice(start, end)).toBe(text);
          expect(code.charAt(start - 1)).toMatch(/["']/);
        }
      }),
    );
  });
});

describe('the code of notebooks', () => {
  it('is read with the place of each character', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        (lines, indent) => {
          const cell = { cell_type: 'code', source: lines, outputs: [{ data: { 'text/plain': lines } }], metadata: {} };
          const json = JSON.stringify(
            { cells: [{ cell_type: 'markdown', source: 'x' }, cell], nbformat: 4 },
            null,
            indent,
          );
          const [found] = readNotebookSources(json);
          expect(found?.code).toBe(lines.join(''));
          expect(found?.offsets).toHaveLength(lines.join('').length + 1);
          for (const [index, offset] of (found?.offsets ?? []).slice(0, -1).entries()) {
            const written = json.charAt(offset);
            if (written !== '\\') expect(written).toBe(found?.code.charAt(index));
          }
        },
      ),
    );
  });

  it('is none in what is no notebook', () => {
    for (const json of ['', '[]', '{', '{"cells": 5}', '{"cells": [{"source"', '{"cells": [1]}', '['.repeat(100_000)]) {
      expect(readNotebookSources(json)).toEqual([]);
    }
    const deep = `{"metadata": ${'['.repeat(100_000)}${']'.repeat(100_000)}, "cells": []}`;
    expect(readNotebookSources(deep)).toEqual([]);
  });
});
