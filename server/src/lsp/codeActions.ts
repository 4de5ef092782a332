/** Quick fixes and fix-all. */
import { findCodeActions, offsetsOf } from '../language/codeActions.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerCodeActions(session: Session): void {
  const { connection, documents, options, abilities } = session;
  connection.onCodeAction(
    answer(connection.console, 'textDocument/codeAction', async ({ textDocument: { uri }, range, context }, token) => {
      const snapshot = await snapshotFor(session, uri, token);
      const span = snapshot === undefined ? undefined : offsetsOf(snapshot, uri, range);
      if (snapshot === undefined || span === undefined) return null;
      return [
        ...findCodeActions(
          snapshot,
          { uri, ...span, only: context.only },
          { ...abilities, rulePages: options.rulePages, versionOf: (other) => documents.get(other)?.version ?? null },
        ),
      ];
    }),
  );
}
