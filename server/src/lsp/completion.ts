/** Completion. */
import { complete } from '../language/completion/complete.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';

/** Besides letters: what begins a value, a flow collection, a quoted text, a folder, a unit, a comment. */
export const completionTriggers = [' ', '{', '[', ',', '"', "'", '/', '#', ':'] as const;

export function registerCompletion(session: Session): void {
  const { connection, engine, abilities } = session;
  connection.onCompletion(
    answer(connection.console, 'textDocument/completion', async (params, token) => {
      const at = await locateRequest(session, params, token);
      if (at === undefined) return null;
      return complete(at.snapshot, at.uri, at.offset, engine.files, abilities);
    }),
  );
}
