/** Opens a proposed spec or contract to fill in. Nothing is written until the user saves. */
import { commands, Position, ProgressLocation, Uri, window, workspace, type l10n } from 'vscode';
import type { CommandContext } from '../commands/command.ts';
import { exists } from './exists.ts';

/** Name of the snippet of a whole spec in snippets/plumbline.json, for when nobody can look into the folder. */
const specSnippet = 'Spec';

type OpenSpec = CommandContext['drafts']['openSpec'];

export function createSpecDrafts(texts: Pick<typeof l10n, 't'>): CommandContext['drafts'] {
  return { openSpec: (propose) => openSpec(propose, texts.t('Looking at the folder')), openContract };
}

async function openSpec(propose: Parameters<OpenSpec>[0], doing: string): ReturnType<OpenSpec> {
  const folders = workspace.workspaceFolders ?? [];
  if (folders.length === 0) return 'no-folder';
  const folder = folders.length === 1 ? folders[0] : await window.showWorkspaceFolderPick();
  if (folder === undefined) return 'cancelled';
  const target = Uri.joinPath(folder.uri, 'plumbline.yaml');
  if (await exists(target)) {
    await window.showTextDocument(target);
    return 'exists';
  }
  const proposal = await window.withProgress({ location: ProgressLocation.Window, title: doing }, () =>
    propose(folder.uri.toString()),
  );
  const editor = await window.showTextDocument(target.with({ scheme: 'untitled' }));
  // A draft that was begun before is shown as it is.
  if (editor.document.getText() !== '') return 'opened';
  if (proposal === undefined) {
    await commands.executeCommand('editor.action.insertSnippet', { langId: 'plumbline', name: specSnippet });
  } else {
    await editor.edit((change) => change.insert(new Position(0, 0), proposal));
    await commands.executeCommand('cursorTop');
  }
  return 'opened';
}

async function openContract(address: string, text: string): ReturnType<CommandContext['drafts']['openContract']> {
  const target = Uri.parse(address);
  if (await exists(target)) {
    await window.showTextDocument(target);
    return 'exists';
  }
  const editor = await window.showTextDocument(target.with({ scheme: 'untitled' }));
  // A draft that was begun before is shown as it is.
  if (editor.document.getText() === '') await editor.edit((change) => change.insert(new Position(0, 0), text));
  return 'opened';
}
