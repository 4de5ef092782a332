/** The example on the page of a rule for notebooks, made of its fixture. */
import { loadPythonParser } from '../../test/support/pythonParser.ts';
import type { RuleText } from '../../server/src/rules/rule.ts';
import {
  applyEdits,
  checkFixture,
  describeCellFinding,
  loadNotebookFixtures,
  placedFixes,
  readFixture,
} from '../../test/support/notebookFixture.ts';
import type { ReadFixture } from '../../test/support/notebookFixture.ts';
import { block, code } from './markdown.ts';

const parser = await loadPythonParser();

/** Its chapters; empty for a rule whose fixtures are no Python files. */
export function notebookExample(rule: RuleText): readonly string[] {
  const fixtures = loadNotebookFixtures([rule.id], 'of these rules').filter(
    ({ kind, form }) => kind === 'fires' && form === 'percent',
  );
  // The one that is named like the rule alone is the plainest.
  const fixture = fixtures.find(({ name }) => name === `${rule.id}.fires`) ?? fixtures[0];
  if (fixture === undefined) return [];
  const read = readFixture({ form: 'percent', text: withoutMarkers(fixture.text) });
  const findings = checkFixture(read, parser).filter((finding) => finding.rule === rule.id);
  const lines = findings.map((finding) => {
    const { cell = 0, line, text } = describeCellFinding(finding, read);
    return `- Cell ${cell + 1}, line ${line + 1}, ${code(text.split('\n')[0] ?? '')}: ${finding.message}`;
  });
  return ['## Example', block('python', read.text), lines.join('\n'), ...afterFix(read, findings)];
}

function afterFix({ places, text }: ReadFixture, findings: ReturnType<typeof checkFixture>): readonly string[] {
  const fix = findings.flatMap((finding) => placedFixes(finding, places).slice(0, 1))[0];
  if (fix === undefined) return [];
  return ['## After the quick fix', `"${fix.title}" gives:`, block('python', applyEdits(text, fix.edits))];
}

/** The text without the comments that are meant for tests. */
function withoutMarkers(text: string): string {
  return text.replace(/^\s*# want .*\n/gm, '').replace(/[ \t]+# want .*$/gm, '');
}
