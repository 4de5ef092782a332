/** Progress of a job that a person asked for, which the client shows and can cancel. */
import type { WorkDoneProgressServerReporter } from 'vscode-languageserver/node';
import { signalOf } from './ownRequest.ts';
import type { Session } from './session.ts';

interface ProgressOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { readonly share: number; readonly doing: string }) => void;
}

/**
 * Runs a job under a progress of its own.
 *
 * @param title what is being done, for display
 * @param signal cancels the job, beside the client's cancel button
 */
export async function withJobProgress<Result>(
  session: Session,
  title: string,
  signal: AbortSignal,
  run: (options: ProgressOptions) => Promise<Result>,
): Promise<Result> {
  const progress = await beginProgress(session, title);
  const signals = [signal, ...(progress === undefined ? [] : [signalOf(progress.token)])];
  const end = session.status.begin(title);
  try {
    return await run({
      signal: AbortSignal.any(signals),
      onProgress: ({ share, doing }) => progress?.report(Math.round(share * 100), doing),
    });
  } finally {
    end();
    progress?.done();
  }
}

async function beginProgress(
  { connection, abilities }: Session,
  title: string,
): Promise<WorkDoneProgressServerReporter | undefined> {
  if (!abilities.hasWorkDoneProgress) return undefined;
  const progress = await connection.window.createWorkDoneProgress();
  progress.begin(title, 0, undefined, true);
  return progress;
}
