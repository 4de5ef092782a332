/** Open notebooks: what the editor tells of cells, as the workspace of notebooks takes it. */
import { NotebookDocuments } from 'vscode-languageserver/node';
import type { NotebookCell, NotebookDocument, ServerCapabilities } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import * as z from 'zod';
import type { OpenCell } from '../operations/notebooks/openNotebook.ts';
import type { Session } from './session.ts';

/** All cells, so that a cell has the number here that a person counts. */
export const notebookDocumentSync: NonNullable<ServerCapabilities['notebookDocumentSync']> = {
  notebookSelector: [{ notebook: { notebookType: 'jupyter-notebook' } }],
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
