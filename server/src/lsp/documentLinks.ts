/** Links to files. */
import { findDocumentLinks } from '../language/documentLinks.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerDocumentLinks(session: Session): void {
  const { connection, engine } = session;
  connection.onDocumentLinks(
    answer(connection.console, 'textDocument/documentLink', async ({ textDocument: { uri } }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      return snapshot === undefined ? null : [...(await findDocumentLinks(snapshot, uri, engine.files))];
    }),
  );
}
