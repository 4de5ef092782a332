/** `plumbline/promote` and what belongs to it: previews, their acceptance, the panel, and the source map both ways. */
import type * as z from 'zod';
import {
  acceptPromotionRequest,
  moveStatementRequest,
  promotedPlacesRequest,
  promoteRequest,
  promotionFoldersRequest,
  promotionViewRequest,
} from '../../../schemas/promotionRequests.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Folders = z.input<typeof promotionFoldersRequest.result>;
type Preview = z.input<typeof promoteRequest.result>;
type Accepted = z.input<typeof acceptPromotionRequest.result>;
type View = z.input<typeof promotionViewRequest.result>;
type Moved = z.input<typeof moveStatementRequest.result>;
type Places = z.input<typeof promotedPlacesRequest.result>;

export function registerPromotionRequests({ connection, engine }: Session): void {
  const { promotions } = engine;
  registerOwnRequest(connection, promotionFoldersRequest, async ({ notebookUri }): Promise<Folders> => {
    return { kind: 'done', value: { folders: [...(await promotions.folders(notebookUri))] } };
  });
  registerOwnRequest(connection, promoteRequest, async (request): Promise<Preview> => promotions.preview(request));
  registerOwnRequest(connection, acceptPromotionRequest, async ({ id }): Promise<Accepted> => {
    if (!engine.isTrusted()) {
      return {
        kind: 'refused',
        sentence: 'This workspace is not trusted, so nothing is written: trust it and promote again.',
      };
    }
    const outcome = await promotions.accept(id);
    if (outcome === undefined)
      return { kind: 'failed', sentence: 'This preview is too old: promote the notebook again.' };
    if (outcome.kind === 'failed') return outcome;
    return { kind: 'done', value: { readmeUri: outcome.readmeUri ?? null } };
  });
  registerOwnRequest(connection, promotionViewRequest, async ({ specUri }): Promise<View> => {
    return { kind: 'done', value: await promotions.view(specUri, engine.isTrusted()) };
  });
  registerOwnRequest(connection, moveStatementRequest, async ({ notebookUri, statement, stage }): Promise<Moved> => {
    return { kind: 'done', value: { moved: await promotions.move(notebookUri, statement, stage) } };
  });
  registerOwnRequest(connection, promotedPlacesRequest, async ({ uri, line }): Promise<Places> => {
    const { side, places } = await promotions.places(uri, line);
    return {
      kind: 'done',
      value: { side, places: places.map(({ uri: at, range, label }) => ({ uri: at, range, label })) },
    };
  });
}
