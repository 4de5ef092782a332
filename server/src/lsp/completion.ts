/** Completion; texts about entries are written when the user looks at one. */
import * as z from 'zod';
import { complete } from '../language/completion/complete.ts';
import { documentationOf } from '../language/completion/suggestion.ts';
import type { Documentations } from '../language/completion/suggestion.ts';
import { answer } from './answer.ts';
import { locateRequest } from './locateRequest.ts';
import type { Session } from './session.ts';

/** Besides letters: what begins a value, a flow collection, a quoted text, a folder, a unit, a comment. */
export const completionTriggers = [' ', '{', '[', ',', '"', "'", '/', '#', ':'] as const;

/** Lists whose texts are kept: a client shows one, and may still ask about the one before. */
const keptLists = 4;

/** What an item carries: the number of its list, and its place in it. */
const itemData = z.tuple([z.number(), z.number()]);

export function registerCompletion(session: Session): void {
  const { connection, engine, abilities } = session;
  const lists = new Map<number, Documentations>();
  let lastList = 0;

  function keepDocumentations(texts: Documentations): number {
    lastList += 1;
    lists.set(lastList, texts);
    lists.delete(lastList - keptLists);
    return lastList;
  }

  connection.onCompletion(
    answer(connection.console, 'textDocument/completion', async (params, token) => {
      const at = await locateRequest(session, params, token);
      if (at === undefined) return null;
      return complete(at.snapshot, at.uri, at.offset, engine.files, {
        ...abilities,
        keepDocumentations: abilities.resolvesDocumentation ? keepDocumentations : undefined,
      });
    }),
  );
  connection.onCompletionResolve(
    answer(connection.console, 'completionItem/resolve', (item) => {
      const data = itemData.safeParse(item.data);
      const documentation = data.success ? lists.get(data.data[0])?.[data.data[1]] : undefined;
      return { ...item, ...documentationOf(documentation) };
    }),
  );
}
