/** `plumbline/profileData`: profiles one data source in the worker, with progress that the user can cancel. */
import type * as z from 'zod';
import type { CancellationToken, WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import { profileDataRequest } from '../../../schemas/requests.ts';
import type { JobOutcome } from '../operations/jobs.ts';
import { registerOwnRequest, signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

type Answer = z.input<typeof profileDataRequest.result>;

export function registerProfileDataRequest(session: Session): void {
  registerOwnRequest(session.connection, profileDataRequest, async ({ specUri, dataId }, token): Promise<Answer> => {
    const outcome = await profileWithProgress(session, specUri, dataId, token);
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

async function profileWithProgress(
  session: Session,
  specUri: string,
  dataId: string,
  token: CancellationToken,
): Promise<JobOutcome<'profileTable'>> {
  const progress = await beginProgress(session, `Profiling ${dataId}`);
  const signals = [signalOf(token), ...(progress === undefined ? [] : [signalOf(progress.token)])];
  const end = session.status.begin(`Profiling ${dataId}`);
  try {
    return await session.engine.workspace.profileData(specUri, dataId, {
      signal: AbortSignal.any(signals),
      onProgress: ({ share, doing }) => progress?.report(Math.round(share * 100), doing),
    });
  } finally {
    end();
    progress?.done();
  }
}

type Progress = WorkDoneProgressServerReporter;

async function beginProgress({ connection, abilities }: Session, title: string): Promise<Progress | undefined> {
  if (!abilities.hasWorkDoneProgress) return undefined;
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin(title, 0, undefined, true);
  return progress;
}
