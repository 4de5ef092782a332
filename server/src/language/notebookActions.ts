/** Quick fixes in the cells of open notebooks. */
import type { CodeAction } from 'vscode-languageserver-types';
import { freshState, stateAfter } from '../notebook/read/codeState.ts';
import type { NotebookSnapshot } from '../rules/notebook/notebookSnapshot.ts';
import type { ReportedFinding, ReportedFix } from '../rules/reportedFinding.ts';
import { endOfLine } from '../spec/suppressions.ts';
import { lineStartOf } from '../yaml/lines.ts';
import { actionsFor } from './codeActions.ts';
import type { CodeActionOptions, CodeActionRequest } from './codeActions.ts';
import { findingsOfNotebook } from './findingSource.ts';

/** Actions for a range of a cell, or of a Python file with cells. */
export function findNotebookActions(
  snapshot: NotebookSnapshot,
  request: CodeActionRequest,
  options: CodeActionOptions,
): readonly CodeAction[] {
  const source = findingsOfNotebook(snapshot);
  return actionsFor({ source, commentFor: (finding) => commentInCell(snapshot, finding) }, request, options);
}

/** The comment at the end of the line of a finding; undefined in a string, a magic, and behind another comment. */
function commentInCell(snapshot: NotebookSnapshot, finding: ReportedFinding): ReportedFix['edits'][number] | undefined {
  const { rule, uri, start } = finding;
  const text = snapshot.textOf(uri);
  if (text === undefined) return undefined;
  const lineStart = lineStartOf(text, start);
  const line = text.slice(lineStart, endOfLine(text, start)).trimEnd();
  // What follows the sign of a magic is not Python, so a comment there is none.
  if (/^\s*[%!]/.test(line) || /(?:^|\s)#/.test(line)) return undefined;
  let state = freshState;
  for (const passed of text.slice(0, lineStart + line.length).split(/\r?\n/)) state = stateAfter(passed, state);
  if (state.quotes !== undefined || state.isContinued) return undefined;
  const at = lineStart + line.length;
  return { uri, start: at, end: at, newText: `  # plumbline: ignore[${rule}] ` };
}
