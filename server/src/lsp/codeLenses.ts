/** Code lenses. */
import { findCodeLenses } from '../language/codeLenses.ts';
import { answer } from './answer.ts';
import { findPromotionLenses } from './promotionLenses.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerCodeLenses(session: Session): void {
  const { connection, engine, settings } = session;
  connection.onCodeLens(
    answer(connection.console, 'textDocument/codeLens', async ({ textDocument: { uri } }, token) => {
      const isWanted = await settings.showsCodeLenses();
      if (isScript(uri)) return isWanted ? await findPromotionLenses(uri, engine) : [];
      const snapshot = isWanted ? await snapshotFor(session, uri, token) : undefined;
      return snapshot === undefined ? [] : [...findCodeLenses(snapshot, uri, { isTrusted: engine.isTrusted() })];
    }),
  );
}

function isScript(uri: string): boolean {
  return uri.endsWith('.py');
}
