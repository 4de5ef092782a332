import { expect, it } from 'vitest';
import { unknownFacts } from '../../../schemas/facts.ts';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import type { Rule } from '../../../server/src/rules/rule.ts';
import { ruleTable } from '../../../server/src/rules/ruleTable.ts';
import { projectOf } from '../../support/ruleFixture.ts';

const faulty: Rule = {
  id: 'test/faulty',
  severity: 'E/E/E',
  finds: 'nothing',
  why: 'It throws.',
  check: () => {
    throw new TypeError('a fault of ours');
  },
};

it('keeps the findings of all other rules when one rule throws, and says which one did', () => {
  const project = projectOf(new Map([['file:///fixture/plumbline.yaml', 'plumbline: v1\nprojct: arrivals\n']]));
  const facts = unknownFacts('2026-11-02', 'there are no files');
  const whole = checkProject(project, facts);
  const result = checkProject(project, facts, { rules: [faulty, ...ruleTable] });
  const others = (rows: typeof whole) => rows.findings.filter(({ rule }) => rule !== 'spec/not-checked');
  expect(others(result)).toEqual(others(whole));
  expect(result.failures.map(({ rule }) => rule)).toEqual(['test/faulty']);
  expect(result.notChecked.map(({ rule }) => rule)).toContain('test/faulty');
});
