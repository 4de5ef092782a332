/** Tells the client when something new is known, so that it pulls findings and panels again. */
import { CodeLensRefreshRequest } from 'vscode-languageserver/node';
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
  /** Projects that the next news name; all when something changed for any of them. */
  let concerned: Set<string> | 'all' = new Set();

  engine.workspace.onFactsChanged(schedule);
  settings.onChange(() => schedule([]));
  engine.notebooks.onFindingsChanged(() => {
    if (abilities.refreshesDiagnostics) log(refresh());
  });

  /** @param mainUris projects by their main files; none means any of them */
  function schedule(mainUris: readonly string[]): void {
    if (mainUris.length === 0) concerned = 'all';
    else if (concerned !== 'all') for (const mainUri of mainUris) concerned.add(mainUri);
    timer ??= setTimeout(tell, burstMs);
  }

  function tell(): void {
    timer = undefined;
    const specUris = concerned === 'all' ? [] : [...concerned];
    concerned = new Set();
    log(connection.sendNotification(factsChangedNotification.method, { specUris }));
    if (abilities.refreshesDiagnostics) log(refresh());
    if (abilities.refreshesHints) log(connection.languages.inlayHint.refresh());
    if (abilities.refreshesLenses) log(connection.sendRequest(CodeLensRefreshRequest.type));
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
