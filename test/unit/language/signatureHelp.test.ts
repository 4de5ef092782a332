import { describe, expect, it } from 'vitest';
import { findSignatureHelp } from '../../../server/src/language/signatureHelp.ts';
import { signatures } from '../../../server/src/language/signatures.ts';
import { functions } from '../../../server/src/spec/expression.ts';
import { fixture } from '../../support/languageFixture.ts';

/** The label with the active parameter marked, and all texts. */
function help(text: string): { readonly label: string; readonly text: string } | undefined {
  const { snapshot, uri, offset } = fixture(text);
  const found = findSignatureHelp(snapshot, uri, offset);
  const [signature] = found?.signatures ?? [];
  if (found === undefined || signature === undefined) return undefined;
  const active = signature.parameters?.[found.activeParameter ?? 0]?.label;
  const [start, end] = Array.isArray(active) ? active : [0, 0];
  const { label } = signature;
  return {
    label: start === end ? label : `${label.slice(0, start)}<${label.slice(start, end)}>${label.slice(end)}`,
    text: JSON.stringify([signature.documentation, signature.parameters]),
  };
}

const where = (expression: string): string | undefined =>
  help(`data:\n  a: {}\nsplits:\n  s: {of: a, where: "${expression}"}\n`)?.label;

describe('help with quantities', () => {
  it('marks the number, then the unit, and shows units of the key with an example', () => {
    expect(help('economics:\n  horizon: 3$0\n')?.label).toBe('<number> unit');
    const found = help('economics:\n  horizon: 3 $0\n');
    expect(found?.label).toBe('number <unit>');
    expect(found?.text).toContain('`years`');
    expect(found?.text).toContain('`3 years`');
  });

  it('follows the metric beside', () => {
    expect(help('metrics:\n  m: {metric: latency, limit: 20 $0}\n')?.text).toContain('`ms`');
    expect(help('metrics:\n  m: {metric: memory, limit: 20 $0}\n')?.text).toContain('`MiB`');
  });

  it('gives an example that measures what the metric does', () => {
    const documentation = (metric: string): unknown => {
      const given = fixture(`metrics:\n  m: {metric: ${metric}, limit: 2$0}\n`);
      return findSignatureHelp(given.snapshot, given.uri, given.offset)?.signatures[0]?.documentation;
    };
    expect(documentation('latency')).toMatchObject({ value: 'Such as `20 ms`.' });
    expect(documentation('recall')).toMatchObject({ value: 'Such as `0.60`.\n\nA bare number is a ratio.' });
    expect(documentation('power')).toMatchObject({ value: 'Such as `2 W`.' });
  });

  it('gives an example in money for what follows from the economics', () => {
    const found = help('metrics:\n  saved: {kind: business, definition: economics, limit: 2$0}\n');
    expect(found?.text).toMatch(/Such as `[\d.]+ k?M?[A-Z]{3}\/year`/);
  });

  it('is none before a number, and for other values', () => {
    expect(help('economics:\n  horizon: $0\n')).toBeUndefined();
    expect(help('description: 3 $0\n')).toBeUndefined();
    expect(help('phase: $0\n')).toBeUndefined();
    expect(help('$0')).toBeUndefined();
    expect(help('# 3 $0')).toBeUndefined();
  });
});

describe('help with functions', () => {
  it.each([
    ['extract($0', 'extract(<field> from time)'],
    ['extract(month from $0', 'extract(field from <time>)'],
    ["date_diff('day', $0", "date_diff('field', <start>, end)"],
    ["DATE_DIFF('day', a, $0", "date_diff('field', start, <end>)"],
    ['round(abs($0', 'abs(<number>)'],
    ['round(abs(x), $0', 'round(number, <digits>)'],
    ['coalesce(a, b, c, $0', 'coalesce(value, <otherwise…>)'],
    ["lower('(,' , $0", 'lower(text)'],
    ["x = 'a' and length($0)", 'length(<text>)'],
  ])('in %s', (expression, expected) => {
    expect(where(expression)).toBe(expected);
  });

  it.each(['$0', 'late and $0', 'abs(x) $0', 'x in ($0', 'abs(1) + ($0', "'abs($0"])('is none in %s', (expression) => {
    expect(where(expression)).toBeUndefined();
  });

  it('knows every function with as many parameters as it takes', () => {
    for (const [name, [least, most]] of Object.entries(functions)) {
      const parameters = Object.entries(signatures).find(([known]) => known === name)?.[1].parameters ?? [];
      expect(parameters.length, name).toBeGreaterThanOrEqual(least);
      expect(parameters.length, name).toBeLessThanOrEqual(Math.max(most, 2));
    }
  });
});
