/**
 * Fixtures of rules for notebooks: `test/fixtures/notebooks/<group>/<name>.fires.py` and `….silent.py`, Python files with
 * `# %%` lines whose comments say which findings they want, as in `ruleFixture.ts`. Where counts or outputs matter they
 * are `.ipynb` files. A Python file is read as a notebook file, too, so that both readers and their places are tested.
 * `<fixture>.plumbline.yaml` beside it is the spec of its project, and `<fixture>.around.json` has the files around it.
 * `leak/tables.data.py` writes the tables that those about leaks read, for tests that run them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { loadShippedEffects } from '../../server/src/notebook/effects/shippedEffects.ts';
import { createNotebookAnalyzer } from '../../server/src/notebook/flow/analyseNotebook.ts';
import { placesOfIpynb, placesOfPercent } from '../../server/src/notebook/read/notebookPlaces.ts';
import type { NotebookPlaces, PlacedEdit } from '../../server/src/notebook/read/notebookPlaces.ts';
import type { Notebook } from '../../server/src/notebook/read/notebook.ts';
import { readIpynb } from '../../server/src/notebook/read/readIpynb.ts';
import { readPercent } from '../../server/src/notebook/read/readPercent.ts';
import type { PythonParser } from '../../server/src/notebook/syntax/pythonParser.ts';
import { checkNotebook } from '../../server/src/rules/notebook/checkNotebook.ts';
import { declaredDataOf } from '../../server/src/rules/notebook/declaredData.ts';
import type { CellFinding } from '../../server/src/rules/notebook/notebookRule.ts';
import { placeFinding } from '../../server/src/rules/notebook/placeFindings.ts';
import { allFixesOf } from '../../server/src/rules/reportedFinding.ts';
import type { ReportedFix } from '../../server/src/rules/reportedFinding.ts';
import { unknownSurroundings } from '../../server/src/rules/notebook/surroundings.ts';
import type { NotebookSurroundings } from '../../server/src/rules/notebook/surroundings.ts';
import { gatherAround } from './fixtureSurroundings.ts';
import { projectOf } from './ruleFixture.ts';

const shippedEffects = loadShippedEffects();
const fixtureRoot = path.resolve(import.meta.dirname, '../fixtures/notebooks');

export interface NotebookFixture {
  readonly rule: string;
  readonly name: string;
  readonly kind: 'fires' | 'silent';
  readonly form: 'percent' | 'ipynb';
  readonly text: string;
  /** Text of the spec of its project. */
  readonly spec?: string | undefined;
  /** Texts of files around it, by their path from it. */
  readonly around?: Readonly<Record<string, string>> | undefined;
  /** Gathered from those; nothing is known without. */
  readonly surroundings?: NotebookSurroundings | undefined;
}

/** A notebook with its places, however it is stored. */
export interface ReadFixture {
  readonly notebook: Notebook;
  readonly places: NotebookPlaces;
  readonly text: string;
  readonly spec: string | undefined;
  readonly surroundings: NotebookSurroundings | undefined;
}

/** A finding as a fixture wants it: the line counts in its cell, in the file when it has no cell. */
export interface WantedInCell {
  readonly rule: string;
  readonly cell: number | undefined;
  readonly line: number;
  readonly text: string;
}

/**
 * All fixtures of some rules; a rule may have several of each kind.
 *
 * @param among `all rules` makes a fixture that none of them has a mistake
 */
export function loadNotebookFixtures(
  ruleIds: readonly string[],
  among: 'all rules' | 'of these rules' = 'all rules',
): readonly NotebookFixture[] {
  return readdirSync(fixtureRoot).flatMap((group) => {
    const folder = path.join(fixtureRoot, group);
    return readdirSync(folder)
      .toSorted()
      .flatMap((entry): NotebookFixture[] => {
        const match = /^(.+)\.(fires|silent)\.(py|ipynb)$/.exec(entry);
        if (match === null) return [];
        const [, name = '', kind = '', ending = ''] = match;
        const rule = ruleIds
          .filter((id) => id.startsWith(`${group}/`) && name.startsWith(id.slice(group.length + 1)))
          .toSorted((left, right) => right.length - left.length)[0];
        if (rule === undefined && among === 'of these rules') return [];
        if (rule === undefined) throw new Error(`The fixture ${group}/${entry} names no rule.`);
        const spec = path.join(folder, `${name}.${kind}.plumbline.yaml`);
        return [
          {
            rule,
            name: `${group}/${name}.${kind}`,
            kind: kind === 'fires' ? 'fires' : 'silent',
            form: ending === 'py' ? 'percent' : 'ipynb',
            text: readFileSync(path.join(folder, entry), 'utf8'),
            spec: existsSync(spec) ? readFileSync(spec, 'utf8') : undefined,
            around: readAround(path.join(folder, `${name}.${kind}.around.json`)),
          },
        ];
      });
  });
}

function readAround(file: string): Readonly<Record<string, string>> | undefined {
  return existsSync(file) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** A fixture with what lies around it. */
export async function surroundFixture(fixture: NotebookFixture, parser: PythonParser): Promise<NotebookFixture> {
  const { around, spec } = fixture;
  if (around === undefined && spec === undefined) return fixture;
  const { notebook } = readFixture(fixture);
  const surroundings = await gatherAround(notebook, { texts: around ?? {}, spec, parser }, (given) =>
    checkFixture({ notebook, spec, surroundings: given }, parser),
  );
  return { ...fixture, surroundings };
}

export function readFixture({
  form,
  text,
  spec,
  surroundings,
}: Pick<NotebookFixture, 'form' | 'text' | 'spec' | 'surroundings'>): ReadFixture {
  if (form === 'percent') {
    const file = readPercent('file:///fixture/notebook.py', text);
    return { notebook: file.notebook, places: placesOfPercent(file), text, spec, surroundings };
  }
  const file = readIpynb('file:///fixture/notebook.ipynb', text);
  return { notebook: file.notebook, places: placesOfIpynb(file), text, spec, surroundings };
}

/** The cells of a notebook as Jupyter writes them, with a string for each line. */
export function asIpynb({ cells }: Notebook): string {
  const lines = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const written = cells.map(({ id, kind, text, tags }) => {
    const base = { cell_type: kind, id, metadata: tags.length === 0 ? {} : { tags }, source: lines(text) };
    return kind === 'code' ? { ...base, execution_count: null, outputs: [] } : base;
  });
  const kernelspec = { display_name: 'Python 3', language: 'python', name: 'python3' };
  return `${JSON.stringify({ cells: written, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

export function checkFixture(
  { notebook, spec, surroundings = unknownSurroundings }: Pick<ReadFixture, 'notebook' | 'spec'> & Partial<ReadFixture>,
  parser: PythonParser,
): readonly CellFinding[] {
  const analyzer = createNotebookAnalyzer({ parser, effects: shippedEffects });
  const analyse = (read: Notebook) => analyzer.analyse(read);
  const declaredData =
    spec === undefined ? [] : declaredDataOf(projectOf(new Map([['file:///fixture/plumbline.yaml', spec]])));
  const result = checkNotebook(notebook, { parser, phase: 'pilot', analyse, declaredData, surroundings });
  const [failure] = result.failures;
  if (failure !== undefined) throw new Error(`${failure.rule} threw.`, { cause: failure.error });
  return result.findings;
}

/** What the comments of a fixture want, in the order of cells. */
export function wantedInCells({ notebook, text }: ReadFixture): readonly WantedInCell[] {
  if (!notebook.isRead) return wantedIn(text, undefined);
  return notebook.cells.flatMap((cell) => wantedIn(cell.text, cell.index));
}

function wantedIn(text: string, cell: number | undefined): readonly WantedInCell[] {
  const wanted: WantedInCell[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const marker = /(?:^|\s)# want (.*)$/.exec(line);
    if (marker === null) return;
    const target = line.slice(0, marker.index).trim() === '' ? index + 1 : index;
    for (const match of (marker[1] ?? '').matchAll(/([a-z]+\/[a-z0-9-]+) ("(?:[^"\\]|\\.)*")/g)) {
      wanted.push({ rule: match[1] ?? '', cell, line: target, text: JSON.parse(match[2] ?? '""') as string });
    }
  });
  return wanted;
}

/** A finding in the form of a wanted one. */
export function describeCellFinding({ rule, at, line }: CellFinding, { notebook, text }: ReadFixture): WantedInCell {
  // A marker at the end of the line is no part of what is meant.
  const bare = (underlined: string) => underlined.replace(/\s+# want .*$/, '');
  if (at === undefined)
    return { rule, cell: undefined, line: line ?? 0, text: bare(text.split('\n')[line ?? 0] ?? '') };
  const cell = notebook.cells[at.cell]?.text ?? '';
  return {
    rule,
    cell: at.cell,
    line: cell.slice(0, at.start).split('\n').length - 1,
    text: bare(cell.slice(at.start, at.end)),
  };
}

/** The text after edits. */
export function applyEdits(text: string, edits: readonly PlacedEdit[]): string {
  return edits
    .toSorted((left, right) => right.start - left.start)
    .reduce((changed, { start, end, newText }) => changed.slice(0, start) + newText + changed.slice(end), text);
}

/** Every fix of a finding, those included that are tried first. */
export function placedFixes(finding: CellFinding, places: NotebookPlaces): readonly ReportedFix[] {
  const placed = placeFinding(finding, places);
  return placed === undefined ? [] : allFixesOf(placed);
}
