/** Changes a spec where the user sees it: the file is shown, the first change is selected, and undo takes all back. */
import { Range, Selection, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { TextRange } from '../../../schemas/sourceLocation.ts';

export interface SpecEdit {
  readonly uri: string;
  readonly range: TextRange;
  readonly newText: string;
}

/** @param edits none overlaps another */
export async function applySpecEdits(edits: readonly SpecEdit[]): Promise<void> {
  const [first] = edits;
  if (first === undefined) return;
  const edit = new WorkspaceEdit();
  for (const { uri, range, newText } of edits) {
    const { start, end } = range;
    edit.replace(Uri.parse(uri, true), new Range(start.line, start.character, end.line, end.character), newText);
  }
  await workspace.applyEdit(edit);
  const document = await workspace.openTextDocument(Uri.parse(first.uri, true));
  const editor = await window.showTextDocument(document, { preview: false });
  const { line, character } = first.range.start;
  const changed = new Range(line, character, line, character + first.newText.length);
  editor.selection = new Selection(changed.start, changed.end);
  editor.revealRange(changed);
}
