import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../../server/src/rules/checkProject.ts';
import type { CheckResult } from '../../../server/src/rules/checkProject.ts';
import { createRuleMemory } from '../../../server/src/rules/ruleMemory.ts';
import type { Rule } from '../../../server/src/rules/rule.ts';
import { ruleTable } from '../../../server/src/rules/ruleTable.ts';
import { assembleProject } from '../../../server/src/spec/project.ts';
import { createSpecFileReader } from '../../../server/src/spec/specFile.ts';
import { factsFrom, loadRuleFixtures } from '../../support/ruleFixture.ts';

const exampleFolder = path.resolve(import.meta.dirname, '../../../examples/flight-delays');
const example = new Map(
  readdirSync(exampleFolder)
    .filter((name) => name.endsWith('plumbline.yaml'))
    .map((name) => [`file:///example/${name}`, readFileSync(path.join(exampleFolder, name), 'utf8')]),
);

/** A project that is edited file by file, checked with a memory and without. */
function openProject(facts = factsFrom({})) {
  const readers = new Map<string, ReturnType<typeof createSpecFileReader>>();
  const memory = createRuleMemory();
  return (files: ReadonlyMap<string, string>, rules: readonly Rule[] = ruleTable): [CheckResult, CheckResult] => {
    const read = ([uri, text]: [string, string]) => {
      const reader = readers.get(uri) ?? createSpecFileReader(uri);
      readers.set(uri, reader);
      return reader.read(text);
    };
    const fresh = [...files].map(([uri, text]) => createSpecFileReader(uri).read(text));
    return [
      checkProject(assembleProject([...files].map(read)), facts, { rules, memory }),
      checkProject(assembleProject(fresh), facts, { rules }),
    ];
  };
}

/** A rule that counts how often it runs. */
function counted(check: Rule['check']): { rule: Rule; runs: () => number } {
  let runs = 0;
  const rule: Rule = {
    id: 'test/counted',
    severity: 'W/W/W',
    finds: 'nothing',
    why: 'It is a test.',
    *check(context) {
      runs += 1;
      yield* check(context);
    },
  };
  return { rule, runs: () => runs };
}

const before = 'plumbline: v1\nproject: a\ndata:\n  one: {owner: a@example.com}\nmetrics:\n  m: {kind: business}\n';
const uri = 'file:///a/plumbline.yaml';

describe('the memory of rules', () => {
  it('keeps the findings of a rule while the sections that it looked at stay as they are', () => {
    const { rule, runs } = counted(function* ({ spec }) {
      for (const source of spec.fields.data?.entries.values() ?? []) {
        yield { place: source.keyPlace ?? source.place, message: 'A data source.' };
      }
    });
    const check = openProject();
    check(new Map([[uri, before]]), [rule]);
    const ran = runs();
    const [kept, fresh] = check(new Map([[uri, before.replace('project: a', 'project: a longer name')]]), [rule]);
    expect(kept.findings).toEqual(fresh.findings);
    expect(kept.findings).toHaveLength(1);
    // Once more for the check without a memory.
    expect(runs() - ran).toBe(1);
  });

  it('runs a rule again when a section appears that it had looked for', () => {
    const { rule } = counted(function* ({ spec }) {
      if (spec.fields.costs === undefined) yield { place: spec.place, message: 'No costs.' };
    });
    const check = openProject();
    const [first] = check(new Map([[uri, before]]), [rule]);
    const [second] = check(new Map([[uri, `${before}costs: {currency: USD}\n`]]), [rule]);
    expect([first.findings.length, second.findings.length]).toEqual([1, 0]);
  });

  it('gives the same findings as no memory while the example is edited line by line', () => {
    const check = openProject();
    check(example);
    for (const [name, text] of example) {
      const lines = text.split('\n');
      for (let line = 3; line < lines.length; line += 17) {
        const edited = lines.toSpliced(line, 1).join('\n');
        const [kept, fresh] = check(new Map([...example, [name, edited]]));
        expect(kept.findings).toEqual(fresh.findings);
      }
    }
  }, 240_000);

  it('gives the same findings as no memory for every fixture, coming from another fixture of the same facts', () => {
    for (const fixture of loadRuleFixtures(ruleTable.map(({ id }) => id))) {
      const check = openProject(fixture.facts);
      check(fixture.files);
      const renamed = new Map(
        [...fixture.files].map(([name, text]) => [name, text.replace(/^(metrics|data|splits):/m, '$1-old:')]),
      );
      for (const files of [renamed, fixture.files]) {
        const [kept, fresh] = check(files);
        expect(kept.findings, fixture.name).toEqual(fresh.findings);
        expect(kept.notChecked, fixture.name).toEqual(fresh.notChecked);
      }
    }
  }, 240_000);
});
