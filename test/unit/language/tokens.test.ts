import { describe, expect, it } from 'vitest';
import { findTokens } from '../../../server/src/language/tokens/findTokens.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import { assembleProject } from '../../../server/src/spec/project.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';
import { fixture, flightFacts, mainUri } from '../../support/languageFixture.ts';

/** Tokens as `text type modifiers`. */
function tokens(text: string, range?: { start: number; end: number }): readonly string[] {
  const given = fixture(text);
  return findTokens(given.snapshot, given.uri, range).map(({ start, end, type, modifiers }) =>
    [text.slice(start, end), type, ...modifiers].join(' '),
  );
}

describe('semantic tokens', () => {
  it('tell ids by kind, where they are defined and where they are named', () => {
    expect(tokens('splits:\n  test: {of: "flights"}\nmodels:\n  delay: {trained_on: test}\n')).toEqual([
      'test namespace definition',
      'flights struct',
      'delay class definition',
      'test namespace',
    ]);
  });

  it('part quantities into number and unit', () => {
    expect(
      tokens('economics: {volume: 3000000 predictions/year, horizon: 3 years}\nmetrics: {m: {target: 0.7}}\n'),
    ).toEqual([
      '3000000 number',
      'predictions/year type',
      '3 number',
      'years type',
      'm function definition',
      '0.7 number',
    ]);
  });

  it('part expressions into columns, functions, operators, words and texts', () => {
    expect(tokens('splits:\n  s: {where: "extract(month from date) >= 5 and origin in (\'ORD\')"}\n')).toEqual([
      's namespace definition',
      'extract function defaultLibrary',
      'month enumMember defaultLibrary',
      'from keyword',
      'date variable',
      '>= operator',
      '5 number',
      'and keyword',
      'origin variable',
      'in keyword',
      "'ORD' string",
    ]);
  });

  it('mark words of closed lists, evidence, columns and classes', () => {
    const text = [
      'phase: pilot',
      'data:',
      '  a: {derive: {late: "true"}, roles: {label: late}}',
      'labels:',
      '  late: {classes: [yes please], positive: yes please}',
      'economics: {against: none, prevalence: {evidence: "split:test"}}',
      '',
    ].join('\n');
    expect(tokens(text)).toEqual([
      'pilot enumMember',
      'a struct definition',
      'late variable definition',
      'true keyword',
      'late variable',
      'late enum definition',
      'yes please enumMember',
      'yes please enumMember',
      'none keyword',
      'split keyword',
      'test namespace',
    ]);
  });

  it('mark comments that silence rules', () => {
    expect(tokens('phase: poc # plumbline: ignore[cost/no-budget, data/x] later\n')).toEqual([
      'poc enumMember',
      'plumbline: ignore keyword',
      'cost/no-budget decorator',
      'data/x decorator',
    ]);
  });

  it('stay in a range when one is asked for', () => {
    const text = 'phase: poc\naffects: things\n';
    expect(tokens(text, { start: 11, end: text.length })).toEqual(['things enumMember']);
  });

  it('leave text with escapes and over several lines to the grammar', () => {
    expect(tokens('splits:\n  s:\n    where: >\n      late and\n      early\n')).toEqual(['s namespace definition']);
  });

  it('strike out what a finding calls outdated', () => {
    const given = fixture('phase: poc\n');
    const { result } = given.snapshot;
    const outdated = {
      rule: 'a/b',
      severity: 'hint' as const,
      uri: mainUri,
      start: 7,
      end: 10,
      message: '',
      related: [],
      fixes: [],
      tag: 'deprecated' as const,
    };
    const snapshot = { ...given.snapshot, result: { ...result, findings: [outdated] } };
    expect(findTokens(snapshot, mainUri)[0]?.modifiers).toEqual(['deprecated']);
  });

  it('hold offsets with carriage returns and characters beyond the first plane', () => {
    expect(tokens('description: 😀\r\nphase: pilot\r\n')).toEqual(['pilot enumMember']);
  });

  it('move with the lines above them, in a file of which the rest did not change', () => {
    const metrics = Array.from(
      { length: 400 },
      (_, i) => `  m${i}: {kind: model, split: test, target: 0.${i + 1}, limit: 1 %}\n`,
    );
    const text = `phase: pilot\nmetrics:\n${metrics.join('')}splits:\n  test: {where: "a > 1"}\n`;
    const reader = createSpecFileReader(mainUri);
    const snapshotOf = (version: string) => {
      const project = assembleProject([reader.read(version)]);
      return { project, mainUri, facts: flightFacts, result: checkProject(project, flightFacts), key: version };
    };
    const first = findTokens(snapshotOf(text), mainUri);
    const shifted = findTokens(snapshotOf(`# one more line\n${text}`), mainUri);
    expect(shifted.map(({ start, type }) => [start - 16, type])).toEqual(first.map(({ start, type }) => [start, type]));
  });
});
