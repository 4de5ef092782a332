/** References, and their marks in the open file. */
import { findHighlights, findReferences } from '../language/references.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerReferences(session: Session): void {
  const { connection } = session;
  connection.onReferences(
    answer(connection.console, 'textDocument/references', async (params, token) => {
      const at = await locateRequest(session, params, token);
      if (at === undefined) return null;
      const { includeDeclaration } = params.context;
      return [...findReferences(at.snapshot, at.uri, at.offset, includeDeclaration)];
    }),
  );
  connection.onDocumentHighlight(
    answer(connection.console, 'textDocument/documentHighlight', async (params, token) => {
      const at = await locateRequest(session, params, token);
      return at === undefined ? null : [...findHighlights(at.snapshot, at.uri, at.offset)];
    }),
  );
}
