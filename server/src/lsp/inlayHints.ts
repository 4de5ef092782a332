/** Inlay hints. */
import type { InlayHint } from 'vscode-languageserver/node';
import { hintData } from '../../../schemas/marginHints.ts';
import { findInlayHints, resolveInlayHint } from '../language/inlayHints.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerInlayHints(session: Session): void {
  const { connection, abilities, settings } = session;
  connection.languages.inlayHint.on(
    answer(connection.console, 'textDocument/inlayHint', async ({ textDocument: { uri }, range }, token) => {
      const categories = await settings.hintCategories();
      const snapshot = categories.size === 0 ? undefined : await snapshotFor(session, uri, token);
      if (snapshot === undefined) return [];
      return [...findInlayHints(snapshot, uri, range, { categories, isResolved: !abilities.resolvesHints })];
    }),
  );
  connection.languages.inlayHint.resolve(
    answer(connection.console, 'inlayHint/resolve', async (hint: InlayHint, token) => {
      const data = hintData.safeParse(hint.data);
      const snapshot = data.success ? await snapshotFor(session, data.data.uri, token) : undefined;
      return data.success && snapshot !== undefined ? resolveInlayHint(snapshot, hint, data.data) : hint;
    }),
  );
}
