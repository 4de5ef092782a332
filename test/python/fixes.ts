/** Quick fixes of leaks, carried out: the fixed notebook runs, and nothing is found in it any more that was fixed. */
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as z from 'zod';
import { runTool } from '../../scripts/process/runTool.ts';
import { notebookRuleTable } from '../../server/src/rules/notebook/notebookRuleTable.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import {
  applyEdits,
  checkFixture,
  loadNotebookFixtures,
  placedFixes,
  readFixture,
} from '../support/notebookFixture.ts';
import type { NotebookFixture, ReadFixture } from '../support/notebookFixture.ts';
import { loadPythonParser } from '../support/pythonParser.ts';
import type { ComparedEffects } from './effects.ts';
import { preparePython } from './preparePython.ts';

const root = path.join(import.meta.dirname, '../..');
const outcome = z.array(z.object({ name: z.string(), problem: z.string().nullable() }));

interface Case {
  readonly name: string;
  /** Python that writes the files which the notebook reads. */
  readonly data: string;
  readonly cells: readonly string[];
}

/** Runs each fixture about leaks that has fixes, as it is and after each of them. */
export async function executeFixes(): Promise<ComparedEffects> {
  const python = await preparePython(path.join(root, 'test/python/requirements-effects.txt'));
  if (python.kind === 'absent') return { passed: 0, differences: [], absent: python.because };
  const parser = await loadPythonParser();
  const fixtures = loadNotebookFixtures(notebookRuleTable.map(({ id }) => id)).filter(
    ({ rule, form, kind }) => rule.startsWith('leak/') && form === 'percent' && kind === 'fires',
  );
  const made = fixtures.map((fixture) => fixedNotebooks(fixture, parser));
  const differences = made.flatMap(({ problems }) => problems);
  const cases = made.flatMap((one) => one.cases);
  const folder = await mkdtemp(path.join(tmpdir(), 'plumbline-fixes-'));
  try {
    const [input, output] = [path.join(folder, 'cases.json'), path.join(folder, 'outcome.json')];
    await writeFile(input, JSON.stringify(cases));
    await runTool(python.executable, [path.join(root, 'test/python/runNotebooks.py'), input, output]);
    const found = outcome.parse(JSON.parse(await readFile(output, 'utf8')));
    differences.push(...found.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`])));
    return { passed: cases.length - differences.length, differences, absent: undefined };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function fixedNotebooks(
  fixture: NotebookFixture,
  parser: PythonParser,
): { readonly cases: readonly Case[]; readonly problems: readonly string[] } {
  const read = readFixture(fixture);
  const data = readFileSync(path.join(root, 'test/fixtures/notebooks/leak/tables.data.py'), 'utf8');
  const found = findingsOf(fixture.rule, read, parser);
  const problems: string[] = [];
  const fixed = found.flatMap((finding, index) =>
    placedFixes(finding, read.places).map(({ title, edits }): Case => {
      const name = `${fixture.name}, ${index + 1}: ${title}`;
      const after = readFixture({ ...fixture, text: applyEdits(read.text, edits) });
      const left = findingsOf(fixture.rule, after, parser).length;
      if (left >= found.length) problems.push(`${name}: ${left} findings are left of ${found.length}`);
      return { name, data, cells: codeOf(after) };
    }),
  );
  const whole: Case = { name: `${fixture.name} as it is`, data, cells: codeOf(read) };
  return { cases: fixed.length === 0 ? [] : [whole, ...fixed], problems };
}

function findingsOf(rule: string, read: ReadFixture, parser: PythonParser) {
  return checkFixture(read, parser).filter((finding) => finding.rule === rule);
}

function codeOf({ notebook }: ReadFixture): readonly string[] {
  return notebook.cells.flatMap((cell) => (cell.kind === 'code' ? [cell.text] : []));
}
