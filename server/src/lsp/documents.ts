/** Open documents: what the editor shows counts, not what the disk holds. */
import type { Session } from './session.ts';

export function registerDocuments({ documents, engine, connection }: Session): void {
  documents.onDidChangeContent(({ document }) =>
    engine.workspace.open(document.uri, document.getText(), document.languageId),
  );
  documents.onDidClose(({ document }) => engine.workspace.close(document.uri));
  documents.listen(connection);
}
