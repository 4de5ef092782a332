import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ruleTable } from '../../../server/src/rules/ruleTable.ts';
import { seededMistakes } from '../../support/seededMistakes.ts';

const example = path.resolve(import.meta.dirname, '../../../examples/flight-delays');
const groupOf = (rule: string): string => rule.slice(0, rule.indexOf('/'));

describe('the mistakes that are seeded in the example', () => {
  it('are of every group of rules', () => {
    const seeded = new Set(seededMistakes.map(({ rule }) => groupOf(rule)));
    const missing = ruleTable.map(({ id }) => groupOf(id)).filter((group) => !seeded.has(group));
    expect([...new Set(missing)]).toEqual([]);
  });

  it.each(seededMistakes)('can be made for $rule in one place of $file', ({ file, before }) => {
    const text = readFileSync(path.join(example, file), 'utf8');
    expect(text.split(before)).toHaveLength(2);
  });
});
