/** Tells the client when something new is known, so that it pulls findings and panels again. */
import { factsChangedNotification } from '../../../schemas/requests.ts';
import type { Session } from './session.ts';

/**
 * News of one burst are told together: reading ten tables must not redraw ten times, and the first news must not wait
 * for the last.
 */
const burstMs = 100;

export function registerNews({ connection, engine, abilities, settings }: Session): void {
  let timer: NodeJS.Timeout | undefined;
  let isRefreshing = false;
  let isWanted = false;

  engine.workspace.onFactsChanged(schedule);
  settings.onChange(schedule);

  function schedule(): void {
    timer ??= setTimeout(tell, burstMs);
  }

  function tell(): void {
    timer = undefined;
    log(connection.sendNotification(factsChangedNotification.method, { specUris: [] }));
    if (abilities.refreshesDiagnostics) log(refresh());
  }

  /** One request at a time: the client answers each only when it has begun to pull. */
  async function refresh(): Promise<void> {
    isWanted = true;
    if (isRefreshing) return;
    isRefreshing = true;
    try {
      while (isWanted) {
        isWanted = false;
        await connection.languages.diagnostics.refresh();
      }
    } finally {
      isRefreshing = false;
    }
  }

  function log(sent: Promise<void>): void {
    sent.catch((error: unknown) => connection.console.warn(`The client did not hear of news: ${String(error)}`));
  }
}
