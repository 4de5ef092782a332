/** Symbols of all projects. */
import { findWorkspaceSymbols } from '../language/workspaceSymbols.ts';
import { answer } from './answer.ts';
import { snapshotFor } from './locateRequest.ts';
import type { Snapshot } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerWorkspaceSymbols(session: Session): void {
  const { connection, engine } = session;
  connection.onWorkspaceSymbol(
    answer(connection.console, 'workspace/symbol', async ({ query }, token) => {
      const snapshots: Snapshot[] = [];
      for (const { mainUri } of await engine.workspace.projects()) {
        const snapshot = await snapshotFor(session, mainUri, token);
        if (snapshot !== undefined) snapshots.push(snapshot);
      }
      return [...findWorkspaceSymbols(snapshots, query)];
    }),
  );
}
