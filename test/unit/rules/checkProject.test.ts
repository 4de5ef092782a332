import { describe, expect, it } from 'vitest';
import type { Fact, Facts, TableFact } from '../../../schemas/facts.ts';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import type { CheckOptions, CheckResult } from '../../../server/src/rules/checkProject.ts';
import type { Rule } from '../../../server/src/rules/rule.ts';
import { suppressRules } from '../../../server/src/rules/suppress.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const uri = 'file:///fixture/plumbline.yaml';
const facts = unknownFacts('2026-11-02', 'there are no files');

/** A rule that finds every occurrence of a word. */
function wordRule(id: string, word: string, more: Partial<Rule> = {}): Rule {
  return {
    id,
    severity: 'I/W/E',
    finds: 'a word',
    why: 'It is a test.',
    *check({ project }) {
      for (const { yaml } of project.files) {
        for (const match of yaml.text.matchAll(new RegExp(word, 'g'))) {
          yield { place: yaml.placeAt(match.index, match.index + word.length), message: `${word} is here.` };
        }
      }
    },
    ...more,
  };
}

function check(text: string, rules: readonly Rule[], options: CheckOptions = {}, known: Facts = facts): CheckResult {
  return checkProject(projectOf(new Map([[uri, text]])), known, { ...options, rules });
}

const spec = (phase: string, rest = ''): string =>
  `plumbline: v1\nproject: demo\nphase: ${phase}\ndescription: foo\n${rest}`;
const severities = (result: CheckResult): readonly string[] =>
  result.findings.map(({ rule, severity }) => `${rule} ${severity}`);

describe('checking a project', () => {
  it.each([
    ['poc', ['test/foo info']],
    ['pilot', ['test/foo warning']],
    ['production', ['test/foo error']],
    ['retired', []],
    ['unreadable', ['test/foo warning']],
  ])('shifts severities in the phase %s', (phase, expected) => {
    expect(severities(check(spec(phase), [wordRule('test/foo', 'foo')]))).toEqual(expected);
  });

  it('lets the spec win over the settings of the user', () => {
    const text = spec('pilot', 'rules: {test/foo: {severity: hint, reason: why not}}\n');
    const options = { severities: new Map([['test/foo', 'error' as const]]) };
    expect(severities(check(text, [wordRule('test/foo', 'foo:? ?fo?')], options))).toEqual([]);
    expect(new Set(severities(check(text, [wordRule('test/foo', 'foo')], options)))).toEqual(
      new Set(['test/foo hint']),
    );
    expect(severities(check(spec('pilot'), [wordRule('test/foo', 'foo')], options))).toEqual(['test/foo error']);
  });

  it('never lowers errors that make all else worthless', () => {
    const text = spec('production', 'rules: {spec/foo: {severity: silent, reason: why not}}\n');
    expect(severities(check(text, [wordRule('spec/foo', 'description')]))).toEqual(['spec/foo error']);
  });

  it('keeps one finding for one cause: the more specific one on the line', () => {
    const general = wordRule('test/general', 'foo');
    const special = wordRule('test/special', 'description', { supersedes: ['test/gen*'] });
    expect(severities(check(spec('pilot'), [general, special]))).toEqual(['test/special warning']);
  });

  it('drops superseded findings also at other places of the same cause', () => {
    const special = wordRule('test/special', 'project', {
      supersedes: ['test/general'],
      *check({ project }) {
        const [, entry, , description] = project.files[0]?.yaml.entries ?? [];
        if (entry === undefined || description === undefined) return;
        yield { place: entry.keyPlace, message: 'It is here.', sameCause: [description.keyPlace] };
      },
    });
    expect(severities(check(spec('pilot'), [wordRule('test/general', 'foo'), special]))).toEqual([
      'test/special warning',
    ]);
  });

  it('silences what a comment with a reason covers, and lists it', () => {
    const result = check(spec('pilot').replace('foo', 'foo # plumbline: ignore[test/foo] agreed'), [
      wordRule('test/foo', 'foo$|: foo'),
      ...suppressRules,
    ]);
    expect(severities(result)).toEqual([]);
    expect(result.suppressed.map(({ finding, reason }) => `${finding.rule} ${reason}`)).toEqual(['test/foo agreed']);
  });

  it('says which rules lacked a fact and why, and whether one is still coming', () => {
    const asking: Rule = wordRule('test/asks', 'foo', {
      *check({ know, facts: all }) {
        const table = know(all.table('flights'));
        if (table !== undefined) throw new Error('Nothing is known here.');
        yield* [];
      },
    });
    expect(check(spec('pilot'), [asking]).notChecked).toEqual([{ rule: 'test/asks', because: 'there are no files' }]);
    const pending: Fact<TableFact> = { state: 'pending' };
    const result = check(spec('pilot'), [asking], {}, { ...facts, table: () => pending });
    expect(result).toMatchObject({ notChecked: [], isPending: true });
  });

  it('finds nothing else in a file of an unknown version', () => {
    const text = spec('pilot').replace('v1', 'v9');
    expect(checkProject(projectOf(new Map([[uri, text]])), facts).findings.map(({ rule }) => rule)).toEqual([
      'spec/unknown-version',
    ]);
  });

  it('sorts findings by place, whatever the order of rules', () => {
    const rules = [wordRule('test/b', 'foo'), wordRule('test/a', 'project'), wordRule('test/c', 'foo')];
    const ids = (list: readonly Rule[]) => check(spec('pilot'), list).findings.map(({ rule }) => rule);
    expect(ids(rules)).toEqual(['test/a', 'test/b', 'test/c']);
    expect(ids(rules.toReversed())).toEqual(ids(rules));
  });
});
