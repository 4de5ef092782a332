/** Opens a new spec to fill in. Nothing is written until the user saves. */
import { commands, Uri, window, workspace } from 'vscode';
import type { CommandContext } from '../commands/command.ts';

/** Name of the snippet of a whole spec in snippets/plumbline.json. */
const specSnippet = 'Spec';

export async function openSpec(): ReturnType<CommandContext['drafts']['openSpec']> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) return 'no-folder';
  const folder = folders.length === 1 ? folders[0] : await window.showWorkspaceFolderPick();
  if (folder === undefined) return 'cancelled';
  const target = Uri.joinPath(folder.uri, 'plumbline.yaml');
  if (await exists(target)) {
    await window.showTextDocument(target);
    return 'exists';
  }
  const editor = await window.showTextDocument(target.with({ scheme: 'untitled' }));
  // A draft that was begun before is shown as it is.
  if (editor.document.getText() === '') {
    await commands.executeCommand('editor.action.insertSnippet', { langId: 'plumbline', name: specSnippet });
  }
  return 'opened';
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
