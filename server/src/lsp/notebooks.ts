/** Open notebooks: what the editor tells of cells, as the workspace of notebooks takes it. */
import {
  CodeActionRequest,
  CodeLensRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  NotebookDocuments,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { NotebookCell, NotebookDocument, ServerCapabilities } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import * as z from 'zod';
import { codeActionKinds } from '../language/codeActions.ts';
import type { OpenCell } from '../operations/notebooks/openNotebook.ts';
import type { Session } from './session.ts';

/** The kind of notebook that holds Python. */
const notebookType = 'jupyter-notebook';

/** All cells, so that a cell has the number here that a person counts. */
export const notebookDocumentSync: NonNullable<ServerCapabilities['notebookDocumentSync']> = {
  notebookSelector: [{ notebook: { notebookType } }],
};

/** What the editor's notebooks keep of a cell; the file's own entries stand below `metadata`. */
const cellMetadata = z.object({
  id: z.string().optional().catch(undefined),
  metadata: z
    .object({ tags: z.array(z.string()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
});

/** LSP's numbers for kinds of cells. */
const codeKind = 2;

export function registerNotebooks({ connection, documents, engine }: Session): void {
  const notebooks = new NotebookDocuments(documents);
  const update = (document: NotebookDocument): void => {
    const cells = document.cells.map((cell) => openCell(cell, notebooks));
    engine.notebooks.openNotebook(document.uri, cells);
  };
  notebooks.onDidOpen(update);
  notebooks.onDidChange(({ notebookDocument }) => update(notebookDocument));
  notebooks.onDidClose(({ uri }) => engine.notebooks.close(uri));
  notebooks.listen(connection);
}

function openCell(cell: NotebookCell, notebooks: NotebookDocuments<TextDocument>): OpenCell {
  const document = notebooks.getCellTextDocument(cell);
  const metadata = cellMetadata.safeParse(cell.metadata ?? {}).data;
  return {
    uri: cell.document,
    text: document?.getText() ?? '',
    kind: cell.kind === codeKind ? 'code' : 'markdown',
    languageId: document?.languageId ?? 'python',
    count: cell.executionSummary?.executionOrder,
    hasFailed: cell.executionSummary?.success === false,
    id: metadata?.id,
    tags: metadata?.metadata?.tags ?? [],
  };
}

/**
 * Asks the client for Python files, which may have cells, for findings and quick fixes in cells and in such files, and
 * for lenses above functions that came from cells.
 *
 * Registered apart from what specs have: with one list of documents for all, everything else that is offered for specs,
 * such as a formatter, would be offered for Python as well.
 */
export async function followPython({ connection, engine, abilities }: Session): Promise<void> {
  if (!abilities.registersDocuments) return;
  const schemes = new Set(['file', 'untitled', ...engine.folderUris().map((uri) => uri.split(':', 1)[0] ?? 'file')]);
  const scripts = [...schemes].map((scheme) => ({ scheme, language: 'python' }));
  const cells = { notebook: { notebookType }, language: 'python' };
  const { client } = connection;
  try {
    await client.register(DidOpenTextDocumentNotification.type, { documentSelector: scripts });
    await client.register(DidChangeTextDocumentNotification.type, {
      documentSelector: scripts,
      syncKind: TextDocumentSyncKind.Incremental,
    });
    await client.register(DidCloseTextDocumentNotification.type, { documentSelector: scripts });
    await client.register(CodeLensRequest.type, { documentSelector: scripts, resolveProvider: false });
    const documentSelector = [...scripts, cells];
    await client.register(CodeActionRequest.type, { documentSelector, codeActionKinds: [...codeActionKinds] });
    await client.register(DocumentDiagnosticRequest.type, {
      documentSelector,
      identifier: 'plumbline-notebooks',
      interFileDependencies: true,
      // The other registration asks for the workspace, notebooks included.
      workspaceDiagnostics: false,
    });
  } catch (error) {
    connection.console.warn(`The client does not show findings in notebooks: ${String(error)}`);
  }
}
