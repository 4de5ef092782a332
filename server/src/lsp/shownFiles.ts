/** The files of the workspace as the editor shows them: what is typed and not saved counts. */
import type { TextDocuments } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageFiles } from '../language/languageFiles.ts';
import type { NotebookWorkspace } from '../operations/notebooks/notebookWorkspace.ts';

export function shownFiles(
  files: LanguageFiles,
  documents: Pick<TextDocuments<TextDocument>, 'get'>,
  notebooks: Pick<NotebookWorkspace, 'documentsOf'>,
): LanguageFiles {
  return {
    listFolder: (path, fromUri) => files.listFolder(path, fromUri),
    resolve: (path, fromUri) => files.resolve(path, fromUri),
    readFile: async (uri, maxBytes) => {
      const document = documents.get(uri);
      return document === undefined ? files.readFile(uri, maxBytes) : { kind: 'content', text: document.getText() };
    },
    openCells: (uri) =>
      notebooks.documentsOf(uri).flatMap((cellUri) => {
        const text = cellUri === uri ? undefined : documents.get(cellUri)?.getText();
        return text === undefined ? [] : [{ uri: cellUri, text }];
      }),
  };
}
