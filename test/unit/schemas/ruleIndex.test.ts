import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readRuleIndex } from '../../../schemas/ruleIndex.ts';
import { allRules } from '../../../server/src/rules/allRules.ts';

describe('the index of the rule pages', () => {
  it('says of every rule what it finds, in plain text', () => {
    const index = readRuleIndex(readFileSync('docs/rules/README.md', 'utf8'));
    expect([...index]).toEqual(allRulesByGroup().map(({ id, finds }) => [id, finds.replaceAll('`', '')]));
  });

  it('is empty in a text without its rows', () => {
    expect(readRuleIndex('# Rules\n\n| rule | finds |\n| --- | --- |\n| nothing | here |\n')).toEqual(new Map());
  });

  it('gives back a bar that the table escapes', () => {
    const line = '| [`a/b`](a/b.md) | text such as `a \\| b` | error / error / error | yes |';
    expect(readRuleIndex(line)).toEqual(new Map([['a/b', 'text such as a | b']]));
  });
});

/** The rules in the order of the index: groups as they appear there. */
function allRulesByGroup() {
  const headings = [...readFileSync('docs/rules/README.md', 'utf8').matchAll(/^## (.+)$/gm)].map(([, group]) => group);
  return headings.flatMap((group) => allRules.filter(({ id }) => id.split('/', 1)[0] === group));
}
