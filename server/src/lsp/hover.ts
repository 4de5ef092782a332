/** Hover. */
import { findHover } from '../language/hover/hover.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerHover(session: Session): void {
  const { connection, options } = session;
  connection.onHover(
    answer(connection.console, 'textDocument/hover', async (params, token) => {
      const at = await locateRequest(session, params, token);
      return at === undefined ? null : (findHover(at.snapshot, at.uri, at.offset, options) ?? null);
    }),
  );
}
