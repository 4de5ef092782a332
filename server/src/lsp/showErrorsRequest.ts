/** `plumbline/showErrors`, which finds the rows behind a run for the Evaluation panel. */
import type * as z from 'zod';
import { factsChangedNotification, showErrorsRequest } from '../../../schemas/requests.ts';
import type { AskedOfRuns } from '../operations/evaluate/askedOfRuns.ts';
import { readErrors } from '../operations/evaluate/readErrors.ts';
import { withJobProgress } from './jobProgress.ts';
import { noSpec } from './noSpec.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof showErrorsRequest.result>;

export function registerShowErrorsRequest(session: Session, asked: AskedOfRuns): void {
  const { connection, engine } = session;
  registerOwnRequest(connection, showErrorsRequest, async ({ specUri, run, wanted }, token): Promise<Answer> => {
    if (!engine.isTrusted()) {
      return { kind: 'refused', sentence: 'Rows are read from the data, so this waits until you trust the workspace.' };
    }
    const snapshot = await engine.workspace.snapshot(specUri);
    if (snapshot === undefined) return noSpec;
    const { project, mainUri } = snapshot;
    const found = await withJobProgress(session, 'Looking for wrong answers', signalOf(token), (options) =>
      readErrors(project, { run, wanted }, { files: engine.files, jobs: engine.jobs() }, options),
    );
    if (found === 'cancelled') return { kind: 'cancelled' };
    asked.keepErrors(mainUri, found);
    await connection.sendNotification(factsChangedNotification.method, { specUris: [mainUri] });
    return { kind: 'done', value: {} };
  });
}
