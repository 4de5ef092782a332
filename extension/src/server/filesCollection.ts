/** What Problems lists of files of the workspace, those left out that the editor shows as notebooks. */
import { Disposable, languages, workspace, type Diagnostic, type DiagnosticCollection, type Uri } from 'vscode';
import { isNotebookFile } from './documentSelector.ts';
import { hideOpenFiles, type ShownFiles } from './hideOpenFiles.ts';

const shownFiles: ShownFiles<Uri> = {
  isOpen: (uri) =>
    [...workspace.notebookDocuments, ...workspace.textDocuments].some((one) => one.uri.toString() === uri.toString()),
  onOpened: (listener) => {
    const tell = ({ uri }: { readonly uri: Uri }): void => {
      listener(uri);
    };
    return Disposable.from(workspace.onDidOpenNotebookDocument(tell), workspace.onDidOpenTextDocument(tell));
  },
  onClosed: (listener) => {
    const tell = ({ uri }: { readonly uri: Uri }): void => {
      listener(uri);
    };
    return Disposable.from(workspace.onDidCloseNotebookDocument(tell), workspace.onDidCloseTextDocument(tell));
  },
};

/** A collection of diagnostics that lists a notebook by its cells alone while it is open. */
export function createFilesCollection(name: string): DiagnosticCollection {
  const listed = languages.createDiagnosticCollection(name);
  const files = hideOpenFiles<Uri, Diagnostic>(listed, isNotebookFile, shownFiles);
  return {
    ...files,
    name: listed.name,
    set: (target: Uri | readonly [Uri, readonly Diagnostic[] | undefined][], diagnostics?: readonly Diagnostic[]) => {
      if ('scheme' in target) files.set(target, diagnostics);
      else for (const [uri, items] of target) files.set(uri, items);
    },
    forEach: (callback, thisArg) => {
      listed.forEach(callback, thisArg);
    },
    get: (uri) => listed.get(uri),
    has: (uri) => listed.has(uri),
    [Symbol.iterator]: () => listed[Symbol.iterator](),
  };
}
