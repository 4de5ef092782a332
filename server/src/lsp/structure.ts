/** Folding and growing selections. */
import { documentOf, projectFileOf } from '../language/fileRange.ts';
import { findFoldingRanges } from '../language/foldingRanges.ts';
import { findSelectionRange } from '../language/selectionRanges.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerStructure(session: Session): void {
  const { connection } = session;
  connection.onFoldingRanges(
    answer(connection.console, 'textDocument/foldingRange', async ({ textDocument: { uri } }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      return snapshot === undefined ? null : [...findFoldingRanges(snapshot, uri)];
    }),
  );
  connection.onSelectionRanges(
    answer(connection.console, 'textDocument/selectionRange', async ({ textDocument: { uri }, positions }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      const file = snapshot === undefined ? undefined : projectFileOf(snapshot.project, uri);
      if (snapshot === undefined || file === undefined) return null;
      const document = documentOf(file);
      return positions.flatMap((position) => findSelectionRange(snapshot, uri, document.offsetAt(position)) ?? []);
    }),
  );
}
