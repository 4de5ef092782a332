/** The example that ships with the extension: copies of it, and the way back to the first steps in one. */
import { randomUUID } from 'node:crypto';
import { commands, Uri, workspace, type Memento } from 'vscode';
import type { Examples } from '../commands/command.ts';
import { exists } from './exists.ts';

const name = 'flight-delays';

/** Holds the address of a copy from when it is opened until its window has come up. */
const openedKey = 'plumbline.exampleOpened';

export interface ExampleHost extends Examples {
  /** Goes on with the first steps in a window that was opened for the example. */
  readonly resume: () => Promise<void>;
}

/** @param state what every window of this user shares */
export function createExamples(extensionUri: Uri, state: Memento): ExampleHost {
  return {
    copyInto: (folderUri) => copyInto(Uri.joinPath(extensionUri, 'examples', name), Uri.parse(folderUri, true)),
    isWindowEmpty: () => (workspace.workspaceFolders ?? []).length === 0,
    open: async (uri, where) => {
      await state.update(openedKey, uri);
      await commands.executeCommand('vscode.openFolder', Uri.parse(uri, true), { forceNewWindow: where === 'new' });
    },
    resume: async () => {
      const opened = state.get<unknown>(openedKey);
      const isHere = workspace.workspaceFolders?.some(({ uri }) => uri.toString() === opened) ?? false;
      if (!isHere) return;
      await state.update(openedKey, undefined);
      await commands.executeCommand('plumbline.walkthrough.open');
    },
  };
}

async function copyInto(source: Uri, folder: Uri): ReturnType<Examples['copyInto']> {
  if (!(await exists(source))) return { kind: 'missing' };
  const target = Uri.joinPath(folder, name);
  const uri = target.toString();
  if (await exists(target)) {
    return (await exists(Uri.joinPath(target, 'plumbline.yaml'))) ? { kind: 'there', uri } : { kind: 'taken', name };
  }
  // Under another name until it is whole: a full disk leaves no half of an example.
  const unfinished = Uri.joinPath(folder, `.${name}-${randomUUID()}`);
  try {
    await workspace.fs.copy(source, unfinished);
    await workspace.fs.rename(unfinished, target);
  } catch (error) {
    if (await exists(unfinished)) await workspace.fs.delete(unfinished, { recursive: true });
    throw error;
  }
  return { kind: 'copied', uri };
}
