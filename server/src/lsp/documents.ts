/** Open documents: what the editor shows counts, not what the disk holds. */
import { isScriptUri } from '../operations/notebooks/notebookFiles.ts';
import type { Session } from './session.ts';

export function registerDocuments({ documents, engine, connection }: Session): void {
  documents.onDidChangeContent(({ document }) => {
    if (isScript(document)) engine.notebooks.openScript(document.uri, document.getText());
    else if (!isCell(document)) engine.workspace.open(document.uri, document.getText(), document.languageId);
  });
  documents.onDidClose(({ document }) => {
    if (isScript(document)) engine.notebooks.close(document.uri);
    else if (!isCell(document)) engine.workspace.close(document.uri);
  });
  documents.listen(connection);
}

/** Cells come and go with their notebook, of which the adapter for notebooks hears. */
function isCell({ uri }: { readonly uri: string }): boolean {
  return uri.startsWith('vscode-notebook-cell:');
}

function isScript(document: { readonly uri: string; readonly languageId: string }): boolean {
  return !isCell(document) && (document.languageId === 'python' || isScriptUri(document.uri));
}
