/** The editor, as commands see it. */
import { commands, Uri, window, workspace, type LogOutputChannel } from 'vscode';
import type { Action, Choice, Editor } from '../commands/command.ts';

export function createEditorPort(log: LogOutputChannel): Editor {
  return {
    tell: (level, sentence, actions = []) => {
      tell(level, sentence, actions).catch((error: unknown) => log.error(`After "${sentence}":`, error));
    },
    choose: async <Value>(choices: readonly Choice<Value>[], title: string) =>
      (await window.showQuickPick([...choices], { title, matchOnDescription: true }))?.value,
    ask: async (title, prompt) => await window.showInputBox({ title, prompt }),
    chooseFile: async (title, endings) => {
      const filters = { [title]: [...endings] };
      const [file] = (await window.showOpenDialog({ title, openLabel: title, filters, ...startFolder() })) ?? [];
      return file?.toString();
    },
    chooseFolder: async (title) => {
      const folders = { canSelectFiles: false, canSelectFolders: true };
      const [folder] = (await window.showOpenDialog({ title, openLabel: title, ...folders, ...startFolder() })) ?? [];
      return folder?.toString();
    },
    chooseTarget: async (title, name) => {
      const { defaultUri } = startFolder();
      const start = defaultUri === undefined ? {} : { defaultUri: Uri.joinPath(defaultUri, name) };
      return (await window.showSaveDialog({ title, ...start }))?.toString();
    },
    isTrusted: () => workspace.isTrusted,
    activeSpec: () => {
      const document = window.activeTextEditor?.document;
      return document?.languageId === 'plumbline' ? document.uri.toString() : undefined;
    },
    execute: async (command, ...args) => await commands.executeCommand(command, ...args),
    showLog: () => log.show(),
    openFile: async (uri) => {
      await window.showTextDocument(Uri.parse(uri, true));
    },
  };
}

/** Dialogs begin in the first folder of the workspace. */
function startFolder(): { readonly defaultUri?: Uri } {
  const folder = workspace.workspaceFolders?.[0]?.uri;
  return folder === undefined ? {} : { defaultUri: folder };
}

async function tell(level: Parameters<Editor['tell']>[0], sentence: string, actions: readonly Action[]): Promise<void> {
  const titles = actions.map(({ title }) => title);
  const chosen = await showMessage(level, sentence, titles);
  await actions.find(({ title }) => title === chosen)?.run();
}

function showMessage(level: Parameters<Editor['tell']>[0], sentence: string, titles: readonly string[]) {
  switch (level) {
    case 'information':
      return window.showInformationMessage(sentence, ...titles);
    case 'warning':
      return window.showWarningMessage(sentence, ...titles);
    case 'error':
      return window.showErrorMessage(sentence, ...titles);
  }
}
