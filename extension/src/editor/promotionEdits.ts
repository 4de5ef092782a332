/** Promotions in the editor: the refactoring preview, and the way between cells and functions. */
import {
  commands,
  extensions,
  l10n,
  NotebookRange,
  Position,
  Range,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type WorkspaceEditEntryMetadata,
} from 'vscode';
import * as z from 'zod';
import type { FilePreview, PromotionPreview } from '../../../schemas/promotionRequests.ts';
import type { TextRange } from '../../../schemas/sourceLocation.ts';
import type { Promotions } from '../commands/command.ts';

/** @param chosenPython what the setting names; empty for nothing */
export function createPromotions(chosenPython: () => string): Promotions {
  return {
    activeNotebook,
    notebooks,
    activePlace,
    unsavedBelow,
    chooseFolder,
    python: async () => {
      const chosen = chosenPython();
      const active = await activePython();
      return {
        ...(chosen === '' ? {} : { chosen: { path: chosen, by: 'the setting plumbline.python.path' } }),
        ...(active === undefined ? {} : { active }),
      };
    },
    apply,
    openPlace,
  };
}

function activeNotebook(): string | undefined {
  const notebook = window.activeNotebookEditor?.notebook;
  if (notebook?.notebookType === 'jupyter-notebook') return notebook.uri.toString();
  const document = window.activeTextEditor?.document;
  return document?.languageId === 'python' && document.uri.scheme !== 'vscode-notebook-cell'
    ? document.uri.toString()
    : undefined;
}

async function notebooks(): Promise<readonly string[]> {
  const found = await workspace.findFiles('**/*.ipynb', '**/{node_modules,.venv,.ipynb_checkpoints}/**', 100);
  return found.map((uri) => uri.toString()).toSorted();
}

function activePlace(): { readonly uri: string; readonly line: number } | undefined {
  const editor = window.activeTextEditor;
  return editor === undefined ? undefined : { uri: editor.document.uri.toString(), line: editor.selection.active.line };
}

/** What the Python extension offers, as far as it is used here. */
const pythonExtension = z.object({
  environments: z.object({
    getActiveEnvironmentPath: z.custom<() => unknown>((value) => typeof value === 'function'),
  }),
});
const environmentPath = z.object({ path: z.string().min(1) });

/** The interpreter that the Python extension uses; undefined without it. */
async function activePython(): Promise<string | undefined> {
  const api: unknown = await extensions.getExtension<unknown>('ms-python.python')?.activate();
  const offered = pythonExtension.safeParse(api).data;
  const { path } = environmentPath.safeParse(offered?.environments.getActiveEnvironmentPath()).data ?? {};
  // Without a choice, the extension names a command and not a file.
  return path === 'python' ? undefined : path;
}

function unsavedBelow(folderUri: string): readonly string[] {
  return workspace.textDocuments
    .filter((document) => document.isDirty && document.uri.toString().startsWith(`${folderUri}/`))
    .map(({ uri }) => workspace.asRelativePath(uri));
}

async function chooseFolder(): Promise<string | undefined> {
  const defaultUri = workspace.workspaceFolders?.[0]?.uri;
  const [folder] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      ...(defaultUri === undefined ? {} : { defaultUri }),
      openLabel: l10n.t('Promote to This Folder'),
    })) ?? [];
  return folder?.toString();
}

/** The editor shows every file with a box to tick; nothing is written before the user applies it. */
async function apply({ files, starter }: PromotionPreview): Promise<boolean> {
  const edit = new WorkspaceEdit();
  for (const file of files) addChange(edit, file);
  // What needs confirmation makes the editor show the preview, and is not ticked: this file is never missed.
  edit.createFile(
    Uri.parse(starter.uri, true),
    { contents: new TextEncoder().encode(starter.text), overwrite: true },
    {
      label: l10n.t('Optional'),
      description: l10n.t('a notebook that runs the package'),
      needsConfirmation: true,
    },
  );
  if (!(await workspace.applyEdit(edit, { isRefactoring: true }))) return false;
  // New files are on the disk by now; changed ones are open and not saved.
  const changed = new Set(files.filter(({ change }) => change?.kind === 'edit').map(({ uri }) => uri));
  for (const document of workspace.textDocuments) {
    if (changed.has(document.uri.toString()) && document.isDirty) await document.save();
  }
  return true;
}

function addChange(edit: WorkspaceEdit, { uri, change, state, words }: FilePreview): void {
  if (change === null) return;
  const address = Uri.parse(uri, true);
  const metadata: WorkspaceEditEntryMetadata = {
    label: labelOf(state),
    description: words,
    needsConfirmation: change.kind === 'edit' && change.needsConfirmation,
  };
  switch (change.kind) {
    case 'create':
      edit.createFile(address, { contents: new TextEncoder().encode(change.text) }, metadata);
      return;
    case 'edit':
      for (const { range, newText } of change.edits) edit.replace(address, rangeOf(range), newText, metadata);
      return;
    case 'delete':
      edit.deleteFile(address, { ignoreIfNotExists: true }, metadata);
      return;
  }
}

function labelOf(state: FilePreview['state']): string {
  switch (state) {
    case 'create':
      return l10n.t('New files');
    case 'update':
    case 'unchanged':
    case 'kept':
      return l10n.t('Generated again');
    case 'merged':
      return l10n.t('Merged with your edits');
    case 'conflict':
      return l10n.t('In conflict with your edits: marks are written when ticked');
    case 'removed':
      return l10n.t('Generated no more');
    case 'overwritten':
      return l10n.t('Over your edits');
  }
}

async function openPlace({ uri, range }: { readonly uri: string; readonly range: TextRange }): Promise<void> {
  const address = Uri.parse(uri, true);
  const cell = /^cell=(\d+)$/u.exec(address.fragment)?.[1];
  const selection = rangeOf(range);
  if (cell === undefined) {
    await window.showTextDocument(address, { selection });
    return;
  }
  const notebook = await workspace.openNotebookDocument(address.with({ fragment: '' }));
  const index = Math.min(Number(cell), Math.max(0, notebook.cellCount - 1));
  const cells = new NotebookRange(index, index + 1);
  const editor = await window.showNotebookDocument(notebook, { selections: [cells] });
  editor.revealRange(cells);
  if (notebook.cellCount === 0) return;
  await commands.executeCommand('vscode.open', notebook.cellAt(index).document.uri, { selection });
}

function rangeOf({ start, end }: TextRange): Range {
  return new Range(new Position(start.line, start.character), new Position(end.line, end.character));
}
