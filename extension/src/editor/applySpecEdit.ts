/** Changes a spec where the user sees it: the file is shown, the change is selected, and undo takes it back. */
import { Range, Selection, Uri, window, workspace, WorkspaceEdit } from 'vscode';
import type { TextRange } from '../../../schemas/sourceLocation.ts';

export interface SpecEdit {
  readonly uri: string;
  readonly range: TextRange;
  readonly newText: string;
}

export async function applySpecEdit({ uri, range: { start, end }, newText }: SpecEdit): Promise<void> {
  const address = Uri.parse(uri, true);
  const edit = new WorkspaceEdit();
  edit.replace(address, new Range(start.line, start.character, end.line, end.character), newText);
  await workspace.applyEdit(edit);
  const editor = await window.showTextDocument(await workspace.openTextDocument(address), { preview: false });
  const until = new Range(start.line, start.character, start.line, start.character + newText.length);
  editor.selection = new Selection(until.start, until.end);
  editor.revealRange(until);
}
