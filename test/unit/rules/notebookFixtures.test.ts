import { describe, expect, it } from 'vitest';
import { notebookRuleTable } from '../../../server/src/rules/notebook/notebookRuleTable.ts';
import type { CellFinding } from '../../../server/src/rules/notebook/notebookRule.ts';
import { placeFinding } from '../../../server/src/rules/notebook/placeFindings.ts';
import { allFixesOf } from '../../../server/src/rules/reportedFinding.ts';
import {
  applyEdits,
  asIpynb,
  checkFixture,
  describeCellFinding,
  loadNotebookFixtures,
  placedFixes,
  readFixture,
  surroundFixture,
  wantedInCells,
} from '../../support/notebookFixture.ts';
import { loadPythonParser } from '../../support/pythonParser.ts';

const parser = await loadPythonParser();
const ids = notebookRuleTable.map(({ id }) => id);
const fixtures = await Promise.all(loadNotebookFixtures(ids).map((fixture) => surroundFixture(fixture, parser)));

/** A cell that was run and printed so many characters. */
function withOutput(source: string, length: number): unknown {
  const output = { output_type: 'stream', name: 'stdout', text: 'x'.repeat(length) };
  return { cell_type: 'code', metadata: {}, source, execution_count: 1, outputs: [output] };
}

/** A finding without what is found out later. */
function asTold(finding: CellFinding): object {
  return { ...finding, tryFixes: undefined };
}

describe.each(notebookRuleTable.map((rule) => ({ rule })))('$rule.id in notebooks', ({ rule }) => {
  const own = fixtures.filter((fixture) => fixture.rule === rule.id);
  const percent = own.filter(({ form }) => form === 'percent');

  if (rule.id === 'notebook/large-output') {
    it('fires on more than 5 MB of outputs, at the cell with most of them', () => {
      const [first, second] = [withOutput('print(rows)', 2_000_000), withOutput('plot()', 4_000_000)];
      const text = JSON.stringify({ cells: [first, second], metadata: {}, nbformat: 4, nbformat_minor: 5 });
      const found = checkFixture(readFixture({ form: 'ipynb', text }), parser);
      expect(found.filter((one) => one.rule === rule.id).map(({ at, message }) => [at, message])).toEqual([
        [
          { cell: 1, start: 0, end: 6 },
          'The outputs of this notebook take 6.0 MB, 4.0 MB of them here: clear them, or write them into a file.',
        ],
      ]);
    });
    return;
  }

  it('has a fixture in which it fires and one in which it is silent', () => {
    expect(own.map((fixture) => fixture.kind)).toEqual(expect.arrayContaining(['fires', 'silent']));
  });

  it.each(own)('finds exactly what $name wants', (fixture) => {
    const read = readFixture(fixture);
    const wanted = wantedInCells(read).filter((want) => want.rule === rule.id);
    const found = checkFixture(read, parser).filter((finding) => finding.rule === rule.id);
    expect(found.map((finding) => describeCellFinding(finding, read))).toEqual(wanted);
    expect(wanted.length > 0).toBe(fixture.kind === 'fires');
  });

  it.each(percent)('finds the same in $name as a notebook file, at the same text', (fixture) => {
    const script = readFixture(fixture);
    const file = readFixture({ ...fixture, form: 'ipynb', text: asIpynb(script.notebook) });
    const findings = checkFixture(file, parser).filter((finding) => finding.rule === rule.id);
    const inScript = checkFixture(script, parser).filter((finding) => finding.rule === rule.id);
    expect(findings.map(asTold)).toEqual(inScript.map(asTold));
    for (const finding of findings) {
      const inFile = placeFinding(finding, file.places);
      const inScript = placeFinding(finding, script.places);
      const written = JSON.stringify(script.text.slice(inScript?.start, inScript?.end)).slice(1, -1);
      expect(file.text.slice(inFile?.start, inFile?.end)).toBe(written);
    }
  });

  if (rule.hasFix !== true) return;

  it('offers a fix in one of its fixtures', () => {
    const found = own.flatMap((fixture) => checkFixture(readFixture(fixture), parser));
    expect(found.filter((finding) => finding.rule === rule.id && allFixesOf(finding).length > 0)).not.toEqual([]);
  });

  it.each(percent.filter(({ kind }) => kind === 'fires'))('is content with each of its fixes in $name', (fixture) => {
    const script = readFixture(fixture);
    const file = readFixture({ ...fixture, form: 'ipynb', text: asIpynb(script.notebook) });
    const before = checkFixture(script, parser).filter((finding) => finding.rule === rule.id);
    for (const finding of before) {
      const inFile = placedFixes(finding, file.places);
      for (const [at, fix] of placedFixes(finding, script.places).entries()) {
        const text = applyEdits(script.text, fix.edits);
        const fixed = readFixture({ ...fixture, form: 'percent', text });
        const after = checkFixture(fixed, parser).filter((other) => other.rule === rule.id);
        expect(after.length, fix.title).toBeLessThan(before.length);
        const edited = readFixture({
          ...fixture,
          form: 'ipynb',
          text: applyEdits(file.text, inFile[at]?.edits ?? []),
        });
        expect(edited.notebook.cells.map((cell) => cell.text)).toEqual(fixed.notebook.cells.map((cell) => cell.text));
      }
    }
  });
});
