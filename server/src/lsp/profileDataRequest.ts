/** `plumbline/profileData`: profiles one data source in the worker, with progress that the user can cancel. */
import type * as z from 'zod';
import { profileDataRequest } from '../../../schemas/requests.ts';
import { withJobProgress } from './jobProgress.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof profileDataRequest.result>;

export function registerProfileDataRequest(session: Session): void {
  registerOwnRequest(session.connection, profileDataRequest, async ({ specUri, dataId }, token): Promise<Answer> => {
    const outcome = await withJobProgress(session, `Profiling ${dataId}`, signalOf(token), (options) =>
      session.engine.workspace.profileData(specUri, dataId, options),
    );
    switch (outcome.kind) {
      case 'done': {
        const { rows, columns } = outcome.value.summary;
        return { kind: 'done', value: { rows, columns: columns.length } };
      }
      case 'failed':
        return { kind: outcome.category === 'refused' ? 'refused' : 'failed', sentence: outcome.sentence };
      case 'cancelled':
        return { kind: 'cancelled' };
    }
  });
}
