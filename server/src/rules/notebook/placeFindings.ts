/** Findings of a notebook with the places that an editor or a report shows. */
import type { CellRange } from '../../notebook/read/notebook.ts';
import type { NotebookPlaces } from '../../notebook/read/notebookPlaces.ts';
import type { CellLine, ReportedFinding, ReportedFix } from '../reportedFinding.ts';
import type { CellFinding, NotebookFix } from './notebookRule.ts';

/**
 * @param cellOf names the cell and the line of a related place; they stay unnamed unless given
 * @returns undefined when the finding has no place there, as in an open notebook without cells
 */
export function placeFinding(
  finding: CellFinding,
  places: NotebookPlaces,
  cellOf?: (at: CellRange) => CellLine,
): ReportedFinding | undefined {
  const { rule, severity, message, tag } = finding;
  const place = finding.at === undefined ? places.locateLine(finding.line ?? 0) : places.locate(finding.at);
  if (place === undefined) return undefined;
  const related = finding.related.flatMap(({ at, message: text }) => {
    const other = places.locate(at);
    return other === undefined ? [] : [{ ...other, message: text, cell: cellOf?.(at) }];
  });
  const { fixes, tryFixes } = finding;
  const later = tryFixes === undefined ? {} : { tryFixes: () => placeFixes(tryFixes(), places) };
  return { rule, severity, ...place, message, related, fixes: placeFixes(fixes, places), ...later, tag };
}

function placeFixes(fixes: readonly NotebookFix[], places: NotebookPlaces): readonly ReportedFix[] {
  return fixes
    .map(({ title, isPreferred = false, changes }) => ({
      title,
      isPreferred,
      edits: places.editsOf(changes),
      creates: [],
    }))
    .filter(({ edits }) => edits.length > 0);
}
