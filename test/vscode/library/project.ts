// The project that the suites work on: a copy of test/vscode/project in a folder of its own.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Range, Uri, commands, window, workspace } from 'vscode';
import type { TextEditor } from 'vscode';
import { untilEvent } from './untilEvent.ts';

/** Address of a file of the project, by its path relative to the project. */
export function projectFile(relativePath: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('No folder is open.');
  return Uri.joinPath(folder.uri, relativePath);
}

/** Shows a file of the project in an editor. */
export async function showFile(relativePath: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument(projectFile(relativePath)));
}

/** The editor that has the focus. */
export function activeEditor(): TextEditor {
  const editor = window.activeTextEditor;
  if (editor === undefined) throw new Error('No editor is open.');
  return editor;
}

/** Waits until an editor whose address ends like this has the focus. */
export async function untilEditor(ending: string): Promise<TextEditor> {
  await untilEvent(
    window.onDidChangeActiveTextEditor,
    () => window.activeTextEditor?.document.uri.path ?? 'no editor',
    (address) => address.endsWith(ending),
    `an editor with ${ending}`,
  );
  return activeEditor();
}

/** Replaces the first occurrence of a text in an editor, without saving. */
export async function replaceText(editor: TextEditor, before: string, after: string): Promise<void> {
  const { document } = editor;
  const start = document.getText().indexOf(before);
  if (start === -1) throw new Error(`${document.uri.path} does not hold ${before}.`);
  const range = new Range(document.positionAt(start), document.positionAt(start + before.length));
  const wasApplied = await editor.edit((edit) => edit.replace(range, after));
  if (!wasApplied) throw new Error(`The edit of ${document.uri.path} was refused.`);
}

/** Drops every unsaved change and closes all editors, so that the next test starts from the files. */
export async function closeEverything(): Promise<void> {
  while (window.activeTextEditor !== undefined) {
    await commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await commands.executeCommand('workbench.action.closeAllEditors');
}

/** Every file of the project with a hash of its content, so that two moments can be compared. */
export function projectState(): Readonly<Record<string, string>> {
  const folder = projectFile('').fsPath;
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => statSync(path.join(folder, file)).isFile())
    .sort();
  return Object.fromEntries(files.map((file) => [file, hashOf(path.join(folder, file))]));
}

function hashOf(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
