/** Specs in the middle of being typed: the mistake is told, and not what follows from it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import { ruleTable } from '../../../server/src/rules/ruleTable.ts';
import { findDamage } from '../../../server/src/yaml/damage.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const head = 'plumbline: v1\nproject: demo\nphase: pilot\nowner: ops@example.com\n';
const facts = unknownFacts('2026-11-02', 'there are no files');

function findingsOf(files: Readonly<Record<string, string>>) {
  const named = Object.entries(files).map(([name, text]) => [`file:///fixture/${name}`, text] as const);
  return checkProject(projectOf(new Map(named)), facts).findings;
}

/** What is said of a spec, as `rule on line`; the line counts below the head. */
function saidOf(body: string): readonly string[] {
  const text = `${head}${body}`;
  return findingsOf({ 'plumbline.yaml': text })
    .filter(({ rule }) => rule !== 'spec/not-checked')
    .map(({ rule, start }) => `${rule} ${text.slice(head.length, start).split('\n').length}`);
}

const metric = 'metrics:\n  recall:\n    kind: model\n    metric: recall\n';

describe('a spec that does not parse', () => {
  it.each([
    ['an open brace', 'metrics:\n  recall: {kind: model, metric: recall, target: 0.7\n', 2],
    ['an open bracket', `${metric}    target: [0.7\n    limit: 0.6\n`, 5],
    ['an open quote', `${metric}    target: "0.7\n`, 5],
    ['a key without its colon', `${metric}    target\n    limit: 0.6\n`, 5],
    ['a section without its colon', 'metrics\n', 1],
  ])('with %s gets that one finding', (_, body, line) => {
    expect(saidOf(body)).toEqual([`yaml/syntax ${line}`]);
  });

  it('says again what is missing once it parses', () => {
    const rules = saidOf('metrics:\n  recall: {kind: model, metric: recall, target: 0.7}\n').map(
      (said) => said.split(' ', 1)[0],
    );
    expect(rules).toEqual(
      expect.arrayContaining(['metric/no-limit', 'metric/kinds-missing', 'gov/no-sponsor', 'cost/category-untracked']),
    );
  });

  it.each([
    ['at the end of an entry', `${metric}    target: 0.7\n`, '    lim\n', ''],
    ['above another key', metric, '    tar\n', '    owner: ops@example.com\n'],
    ['above an entry', 'metrics:\n', '  rec\n', '  recall: {kind: model, metric: recall}\n'],
    ['at the end of the file', metric, 'dat\n', ''],
    ['between sections', metric, 'dat\n', 'team: {}\n'],
    ['in lines that end as on Windows', 'metrics:\r\n  a: {kind: model}\r\n', '  rec\r\n', '  b: {kind: model}\r\n'],
  ])('with a key of which a part is typed %s says besides what it said before', (_, above, typed, below) => {
    const lineOf = (text: string) => text.split('\n').length;
    const before = saidOf(`${above}${typed.replace(/\S+/, (word) => ' '.repeat(word.length))}${below}`);
    expect(before.length).toBeGreaterThan(1);
    expect(saidOf(`${above}${typed}${below}`).toSorted()).toEqual(
      [...before, `yaml/syntax ${lineOf(above)}`].toSorted(),
    );
  });

  it('keeps what was found in sections that parse', () => {
    expect(saidOf(`data:\n  flights: {path: a.csv, modality: table}\n${metric}    target: [0.7\n`)).toEqual(
      expect.arrayContaining(['data/no-owner 2', 'yaml/syntax 7']),
    );
  });

  it('keeps what is wrong before the mistake, and waits with what stands behind it', () => {
    const said = saidOf(
      `metrics:\n  recall:\n    kind: modle\n    target: {0.7\n    limit: [1]\n  other: {kind: modle}\n`,
    );
    expect(said.filter((row) => row.startsWith('spec/wrong-value'))).toEqual([
      'spec/wrong-value 3',
      'spec/wrong-value 6',
    ]);
  });

  it('does not call an id unresolved that may stand in the part that could not be read', () => {
    const split = 'splits:\n  test: {of: flights}\n';
    expect(saidOf(`data:\n  flights: {path: a.csv\n${split}`)).not.toContain('ref/unresolved 4');
    expect(saidOf(`labels:\n  a: {of: flights\n${split}`)).toContain('ref/unresolved 4');
  });

  it('makes other files of its project wait for what may stand in it', () => {
    const main = `${head}${metric}`;
    const rules = (part: string) =>
      findingsOf({ 'plumbline.yaml': main, 'costs.plumbline.yaml': `plumbline: v1\nproject: demo\n${part}` }).map(
        ({ rule }) => rule,
      );
    expect(rules('team: {}\n')).toContain('gov/no-sponsor');
    expect(rules('team: {\n')).not.toContain('gov/no-sponsor');
    expect(rules('team: {\n')).toContain('metric/no-limit');
  });

  it('never gets a finding that waits, wherever it is cut off', () => {
    const whole = `${head}team: {sponsor: a@example.com}\ndata:\n  flights:\n    path: "a b.csv"\n    roles: {label: late, after: [delay]}\n${metric}    target: 0.7\n    limit: 0.6\nsplits:\n  test: {of: flights, where: "late = 'x'"}\n`;
    const projectWide = new Set(ruleTable.filter(({ waits }) => waits === 'project').map(({ id }) => id));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length }), (end) => {
        const text = whole.slice(0, end);
        const project = projectOf(new Map([['file:///fixture/plumbline.yaml', text]]));
        // A key of which a part is typed holds nothing back.
        const damages = project.files.flatMap(({ yaml }) => findDamage(yaml));
        if (damages.every(({ typed }) => typed !== undefined)) return;
        expect(checkProject(project, facts).findings.filter(({ rule }) => projectWide.has(rule))).toEqual([]);
      }),
    );
  });
});
