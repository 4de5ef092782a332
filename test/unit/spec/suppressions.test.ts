import { describe, expect, it } from 'vitest';
import { findSuppressions } from '../../../server/src/spec/suppressions.ts';
import { createYamlFileParser } from '../../../server/src/yaml/yamlFile.ts';

function coveredBy(text: string): readonly (readonly [rules: string, reason: string, covered: string])[] {
  return findSuppressions(createYamlFileParser().parse(text)).map(({ rules, reason, covers }) => [
    rules.map(({ id }) => id).join(' '),
    reason,
    text.slice(covers.start, covers.end),
  ]);
}

describe('a comment that silences a rule', () => {
  it('covers its line when it stands at the end of one', () => {
    const text = 'a:\n  b: 1   # plumbline: ignore[x/y] because\n  c: 2\n';
    expect(coveredBy(text)).toEqual([['x/y', 'because', '  b: 1   # plumbline: ignore[x/y] because']]);
  });

  it('covers the key below with its whole value when it stands alone', () => {
    const text = 'a:\n  # plumbline: ignore[x/y, x/z] because\n  b:\n    d: 1\n\n    e: 2\n  c: 2\n';
    expect(coveredBy(text)).toEqual([['x/y x/z', 'because', '  b:\n    d: 1\n\n    e: 2\n']]);
  });

  it('covers a list at the column of its key', () => {
    const text = '# plumbline: ignore[x/y] because\na:\n- 1\n- 2\nb: 3\n';
    expect(coveredBy(text)).toEqual([['x/y', 'because', 'a:\n- 1\n- 2\n']]);
  });

  it('is found without a reason, which is then empty', () => {
    expect(coveredBy('a: 1 # plumbline: ignore[x/y]\n')).toEqual([['x/y', '', 'a: 1 # plumbline: ignore[x/y]']]);
  });

  it('is no comment inside quoted text or without a blank before it', () => {
    expect(coveredBy('a: "1 # plumbline: ignore[x/y] b"\nc: d# plumbline: ignore[x/y] b\n')).toEqual([]);
  });

  it('counts in a file that does not parse', () => {
    expect(coveredBy('a: {b: 1\nc: 2 # plumbline: ignore[x/y] because\n')).toHaveLength(1);
  });
});
