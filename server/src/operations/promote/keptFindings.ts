/** Findings of a notebook that its package keeps: promotion changes how code is arranged, not what is wrong with it. */
import type { PromotionReport } from '../../../../schemas/promotion.ts';
import type { ProjectFinding } from '../../notebook/promote/project/projectInput.ts';
import { indexLines } from '../../notebook/promote/rangeIndex.ts';
import type { CellFinding } from '../../rules/notebook/notebookRule.ts';
import type { StudiedNotebook } from '../notebooks/notebookWorkspace.ts';

/** Findings about code, beside all of `leak/`; the others are about cells, counts and outputs, which a package has not. */
const aboutCode: ReadonlySet<string> = new Set([
  'notebook/copied-processing',
  'notebook/feature-order',
  'notebook/ignored-result',
  'notebook/inplace-none',
  'notebook/lost-write',
  'notebook/missing-file',
  'notebook/no-eval-mode',
  'notebook/remote-data',
  'notebook/removed-api',
  'notebook/secret',
  'notebook/skewed-transform',
  'notebook/unseeded',
]);

type KeptFinding = PromotionReport['findings'][number];

/** Findings about code, leaks above all: what a package tells of. */
export function codeFindings({ result }: Pick<StudiedNotebook, 'result'>): readonly ProjectFinding[] {
  return result.findings.flatMap(({ rule, message, at }: CellFinding) =>
    at !== undefined && (rule.startsWith('leak/') || aboutCode.has(rule)) ? [{ rule, message, at }] : [],
  );
}

/**
 * Those in statements that were converted, with the place in the package.
 *
 * What is about the notebook as such, its cells, counts and outputs, does not survive; nor does what was dropped.
 */
export function keptFindings(
  studied: StudiedNotebook,
  { report }: { readonly report: PromotionReport },
): KeptFinding[] {
  const { notebook } = studied.placed;
  const lines = notebook.cells.map(({ text }) => indexLines(text));
  const converted = Map.groupBy(
    report.statements.filter(({ outcome }) => outcome === 'converted'),
    ({ at }) => at.cell,
  );
  return codeFindings(studied).flatMap(({ rule, message, at }): KeptFinding[] => {
    const cell = notebook.cells[at.cell];
    const lineOf = lines[at.cell];
    if (cell === undefined || lineOf === undefined) return [];
    const [first, last] = [lineOf(at.start), lineOf(Math.max(at.start, at.end))];
    const statement = converted.get(at.cell)?.find(({ at: own }) => own.first <= first && first <= own.last);
    if (statement === undefined) return [];
    return [{ rule, message, at: { cell: at.cell, cellId: cell.id, first, last }, to: statement.to }];
  });
}
