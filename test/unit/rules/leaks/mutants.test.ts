import { describe, expect, it } from 'vitest';
import { notebookRuleTable } from '../../../../server/src/rules/notebook/notebookRuleTable.ts';
import type { CellFinding } from '../../../../server/src/rules/notebook/notebookRule.ts';
import { loadMutants, notebookOfRun } from '../../../support/mutants.ts';
import type { RunNotebook } from '../../../support/mutants.ts';
import { checkFixture } from '../../../support/notebookFixture.ts';
import { loadPythonParser } from '../../../support/pythonParser.ts';

const parser = await loadPythonParser();
const families = loadMutants();

const find = (run: RunNotebook): readonly CellFinding[] =>
  checkFixture({ notebook: notebookOfRun(run), spec: undefined }, parser);

/** Leaks at any severity, and what else is at least a warning. */
const loud = (findings: readonly CellFinding[]): readonly string[] =>
  findings
    .filter(({ rule, severity }) => rule.startsWith('leak/') || severity === 'warning' || severity === 'error')
    .map(({ rule, message }) => `${rule}: ${message}`);

describe.each(families)('the pipeline $name', ({ original, mutants }) => {
  it('has nothing wrong with it', () => {
    expect(loud(find(original))).toEqual([]);
  });

  it.each(mutants)('is found out when $name', ({ mutated, rule }) => {
    expect(find(mutated).map((finding) => finding.rule)).toContain(rule);
  });
});

describe('the mutants', () => {
  it('cover every rule about leaks', () => {
    const covered = new Set(families.flatMap(({ mutants }) => mutants.map(({ rule }) => rule)));
    const leaks = notebookRuleTable.map(({ id }) => id).filter((id) => id.startsWith('leak/'));
    expect(leaks.filter((id) => !covered.has(id))).toEqual([]);
  });
});
