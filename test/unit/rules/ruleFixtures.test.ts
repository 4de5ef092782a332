import { describe, expect, it } from 'vitest';
import { ruleTable } from '../../../server/src/rules/ruleTable.ts';
import { findDamage } from '../../../server/src/yaml/damage.ts';
import { applyFix, check, describeFinding, loadRuleFixtures, projectOf, wantedBy } from '../../support/ruleFixture.ts';

/** Rules that say nothing while a file does not parse. */
const waiting = new Set(ruleTable.filter(({ waits }) => waits !== undefined).map(({ id }) => id));

const fixtures = loadRuleFixtures(ruleTable.map((rule) => rule.id));

/** Findings that a quick fix may leave: it inserts keys and lets the user fill in the value. */
const blanks = new Set([
  'spec/missing-key',
  'spec/not-checked',
  'metric/no-target',
  'metric/no-limit',
  'metric/direction-missing',
  'metric/dataset-unbound',
  'metric/device-kind-missing',
  'economics/incomplete',
  'cost/no-currency',
]);

describe.each(ruleTable.map((rule) => ({ rule })))('$rule.id', ({ rule }) => {
  const own = fixtures.filter((fixture) => fixture.rule === rule.id);

  it('has a fixture in which it fires and one in which it is silent', () => {
    expect(own.map((fixture) => fixture.kind)).toEqual(expect.arrayContaining(['fires', 'silent']));
  });

  it.each(own)('finds exactly what $name wants', (fixture) => {
    const wanted = wantedBy(fixture.files).filter((want) => want.rule === rule.id);
    const found = check(fixture)
      .findings.filter((finding) => finding.rule === rule.id)
      .map((finding) => describeFinding(finding, fixture.files));
    expect(found).toEqual(wanted);
    expect(wanted.length > 0).toBe(fixture.kind === 'fires');
  });

  if (rule.hasFix !== true) return;

  it('offers a fix in one of its fixtures', () => {
    const fixes = own.flatMap((fixture) => check(fixture).findings.filter((finding) => finding.rule === rule.id));
    expect(fixes.flatMap((finding) => finding.fixes).length).toBeGreaterThan(0);
  });

  it.each(own.filter((fixture) => fixture.kind === 'fires'))(
    'is content with each of its fixes in $name',
    (fixture) => {
      const before = check(fixture).findings;
      const parsed = projectOf(fixture.files).files.every(({ yaml }) => findDamage(yaml).length === 0);
      for (const finding of before.filter((candidate) => candidate.rule === rule.id)) {
        for (const fix of finding.fixes) {
          const files = applyFix(fixture.files, fix);
          const after = check({ ...fixture, files }).findings;
          const count = (rows: typeof before) => rows.filter((row) => row.rule === rule.id).length;
          const leavesBlank =
            fix.edits.some(({ newText }) => /:\s*(?:$|[,}])/.test(newText)) ||
            after.some((row) => blanks.has(row.rule) && !before.some((old) => old.message === row.message));
          expect(count(after), `${fix.title} leaves ${rule.id}`).toBeLessThan(count(before) + (leavesBlank ? 1 : 0));
          const newErrors = after.filter(
            (row) =>
              row.severity === 'error' &&
              !blanks.has(row.rule) &&
              (parsed || !waiting.has(row.rule)) &&
              row.rule !== rule.id &&
              before.filter((old) => old.rule === row.rule).length <
                after.filter((other) => other.rule === row.rule).length,
          );
          expect(
            newErrors.map((row) => `${row.rule}: ${row.message}`),
            `${fix.title} brings errors`,
          ).toEqual([]);
        }
      }
    },
  );
});
