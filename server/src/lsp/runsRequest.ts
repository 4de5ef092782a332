/** `plumbline/runsView`: the view model of the Runs panel. */
import type * as z from 'zod';
import { runsViewRequest } from '../../../schemas/requests.ts';
import { makeRunsView } from '../operations/evaluate/runsView.ts';
import { registerOwnRequest } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof runsViewRequest.result>;

export function registerRunsRequest({ connection, engine }: Session): void {
  registerOwnRequest(connection, runsViewRequest, async ({ specUri }): Promise<Answer> => {
    const snapshot = await engine.workspace.snapshot(specUri);
    const value = makeRunsView(snapshot, { isTrusted: engine.isTrusted(), now: engine.clock.now() });
    return { kind: 'done', value };
  });
}
