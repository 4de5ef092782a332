import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildRulePages } from '../../../scripts/docs/rulePages.ts';
import { allRules } from '../../../server/src/rules/allRules.ts';
import { withoutMarkers } from '../../support/ruleFixture.ts';

const folder = path.resolve(import.meta.dirname, '../../../docs/rules');
const pages = buildRulePages();
const page = (name: string): string => pages.get(name) ?? '';

function checkedIn(name: string): string | undefined {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

describe('the pages of the rules', () => {
  it('are one for each rule, and an index', () => {
    expect([...pages.keys()].toSorted()).toEqual([...allRules.map(({ id }) => `${id}.md`), 'README.md'].toSorted());
  });

  it.each([...pages.keys()])('are checked in as scripts/generateRulePages.ts writes them: %s', (name) => {
    expect(checkedIn(name)).toBe(page(name));
  });

  it('have no leftovers of rules that are gone', () => {
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => name.replaceAll(path.sep, '/'));
    expect(files.filter((name) => !pages.has(name))).toEqual([]);
  });

  it('are all linked from the index', () => {
    const linked = [...page('README.md').matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    expect(linked.toSorted()).toEqual([...pages.keys()].filter((name) => name !== 'README.md').toSorted());
  });

  it('show an example with the finding in it', () => {
    const text = page('metric/no-limit.md');
    expect(text).toContain('```yaml\nplumbline: v1\n');
    expect(text).toContain('- Line 6, `recall`: `recall` has no limit');
  });

  it('show the example after the quick fix, where there is one', () => {
    const [, after = ''] = page('metric/limit-beyond-target.md').split('## After the quick fix');
    expect(after).toContain('target: 0.7, limit: 0.6');
    expect(page('metric/contradiction.md')).not.toContain('## After the quick fix');
  });

  it('say that an error of the language cannot be silenced', () => {
    expect(page('spec/unknown-key.md')).toContain('It cannot be silenced');
    expect(page('metric/no-limit.md')).toContain('# plumbline: ignore[metric/no-limit]');
  });

  it('show no comments that were meant for tests', () => {
    expect([...pages].filter(([, text]) => text.includes('# want ')).map(([name]) => name)).toEqual([]);
  });
});

describe('a fixture without its markers', () => {
  const strip = (text: string) =>
    withoutMarkers(new Map([['file:///plumbline.yaml', text]])).get('file:///plumbline.yaml');

  it('keeps lines, their endings and other comments', () => {
    const text = 'a: 1   # want metric/no-limit "a"\r\nb: 2   # two\r\n';
    expect(strip(text)).toBe('a: 1\r\nb: 2   # two\r\n');
  });

  it('loses lines that hold nothing but a marker', () => {
    expect(strip('# want metric/no-limit "a"\na: 1\n')).toBe('a: 1\n');
  });
});
