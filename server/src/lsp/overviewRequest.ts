/** `plumbline/overview`: the view model of the Overview panel. */
import type * as z from 'zod';
import { overviewRequest } from '../../../schemas/requests.ts';
import { makeOverview } from '../operations/overview/overview.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof overviewRequest.result>;

export function registerOverviewRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, overviewRequest, async ({ specUri }): Promise<Answer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const value = makeOverview(snapshot, { isTrusted: engine.isTrusted(), now: engine.clock.now() });
    return { kind: 'done', value };
  });
}
