/** Formatting of a document, and of the sections that a selection touches. */
import { findFormatEdits } from '../language/format/format.ts';
import { offsetsOf } from '../language/codeActions.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerFormatting(session: Session): void {
  const { connection } = session;
  connection.onDocumentFormatting(
    answer(connection.console, 'textDocument/formatting', async ({ textDocument: { uri } }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      return snapshot === undefined ? null : [...findFormatEdits(snapshot, uri)];
    }),
  );
  connection.onDocumentRangeFormatting(
    answer(connection.console, 'textDocument/rangeFormatting', async ({ textDocument: { uri }, range }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      const span = snapshot === undefined ? undefined : offsetsOf(snapshot, uri, range);
      return snapshot === undefined || span === undefined ? null : [...findFormatEdits(snapshot, uri, span)];
    }),
  );
}
