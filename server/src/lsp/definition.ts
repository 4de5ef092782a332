/** Go to definition. */
import { findDefinition } from '../language/definition.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerDefinition(session: Session): void {
  const { connection, engine, abilities } = session;
  connection.onDefinition(
    answer(connection.console, 'textDocument/definition', async (params, token) => {
      const at = await locateRequest(session, params, token);
      if (at === undefined) return null;
      const links = [...(await findDefinition(at.snapshot, at.uri, at.offset, engine.files))];
      return abilities.hasDefinitionLinks
        ? links
        : links.map(({ targetUri, targetSelectionRange }) => ({ uri: targetUri, range: targetSelectionRange }));
    }),
  );
}
