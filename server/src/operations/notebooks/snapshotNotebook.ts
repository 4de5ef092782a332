/** From what the rules found in cells to what an editor or a report shows. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import { firstIndex } from '../../notebook/read/firstIndex.ts';
import type { CellRange, Notebook } from '../../notebook/read/notebook.ts';
import type { NotebookCheck } from '../../rules/notebook/checkNotebook.ts';
import type { CellFinding } from '../../rules/notebook/notebookRule.ts';
import type { NotebookFindingReport, NotebookSnapshot, TextPosition } from '../../rules/notebook/notebookSnapshot.ts';
import { allFixesOf } from '../../rules/reportedFinding.ts';
import type { CellLine } from '../../rules/reportedFinding.ts';
import { placeFinding } from '../../rules/notebook/placeFindings.ts';
import type { PlacedNotebook } from './notebookFiles.ts';

/**
 * @param isKept whether the texts stay in memory, as those of open documents, whose fixes are tried when somebody asks
 * @param triesFixes whether those of others are tried at once, for a report that holds them; they are left out otherwise
 */
export function snapshotNotebook(
  { notebook, places }: PlacedNotebook,
  check: NotebookCheck,
  { key, isKept, triesFixes }: { readonly key: string; readonly isKept: boolean; readonly triesFixes: boolean },
): NotebookSnapshot {
  const cellOf = createCellNames(notebook);
  const report = (finding: CellFinding): readonly NotebookFindingReport[] => {
    const placed = placeFinding(finding, places, cellOf);
    if (placed === undefined) return [];
    const cell = finding.at === undefined ? undefined : cellOf(finding.at);
    if (isKept) return [{ ...placed, cell }];
    // What tries a fix later holds the whole notebook.
    return [{ ...placed, fixes: triesFixes ? allFixesOf(placed) : placed.fixes, tryFixes: undefined, cell }];
  };
  const findings = check.findings.flatMap(report);
  const suppressed = check.suppressed.flatMap(({ finding, reason }) =>
    report(finding).map((placed) => ({ finding: placed, reason })),
  );
  const documents = new Map<string, TextDocument>();
  const documentOf = (uri: string): TextDocument | undefined => {
    const text = places.textOf(uri);
    if (text === undefined) return undefined;
    const document = documents.get(uri) ?? TextDocument.create(uri, 'python', 0, text);
    documents.set(uri, document);
    return document;
  };
  const base = { uri: notebook.uri, findings, suppressed, failures: check.failures, key };
  if (isKept) return { ...base, positionsOf: documentOf, textOf: (uri) => places.textOf(uri) };
  const positions = positionsOfFindings([...findings, ...suppressed.map(({ finding }) => finding)], documentOf);
  return {
    ...base,
    positionsOf: (uri) => {
      const known = positions.get(uri);
      return known === undefined ? undefined : { positionAt: (offset) => known.get(offset) ?? startOfText };
    },
    textOf: () => undefined,
  };
}

const startOfText: TextPosition = { line: 0, character: 0 };

/** Names places by cell and line; the lines of a cell are counted once, because a large one may have thousands of findings. */
function createCellNames({ cells }: Notebook): (at: CellRange) => CellLine {
  const starts = new Map<number, readonly number[]>();
  return ({ cell, start }) => {
    const own = starts.get(cell) ?? [...(cells[cell]?.text ?? '').matchAll(/\n/g)].map(({ index }) => index + 1);
    starts.set(cell, own);
    return { number: cell + 1, line: firstIndex(own, (lineStart) => lineStart > start) + 1 };
  };
}

/** The positions of all offsets that findings name, so that the text of a closed notebook need not be kept. */
function positionsOfFindings(
  findings: readonly NotebookFindingReport[],
  documentOf: (uri: string) => TextDocument | undefined,
): ReadonlyMap<string, ReadonlyMap<number, TextPosition>> {
  const positions = new Map<string, Map<number, TextPosition>>();
  for (const finding of findings) {
    const places = [finding, ...finding.related, ...finding.fixes.flatMap(({ edits }) => edits)];
    for (const { uri, start, end } of places) {
      const document = documentOf(uri);
      const known = positions.get(uri) ?? new Map<number, TextPosition>();
      positions.set(uri, known);
      for (const offset of [start, end]) if (document !== undefined) known.set(offset, document.positionAt(offset));
    }
  }
  return positions;
}
