/** The call hierarchy from data to money. */
import type { CallHierarchyItem, CancellationToken } from 'vscode-languageserver/node';
import { findIncoming, findOutgoing, prepareCallHierarchy } from '../language/flow/callHierarchy.ts';
import { answer } from './answer.ts';
import { locateRequest, snapshotFor } from './locateRequest.ts';
import type { Snapshot } from './locateRequest.ts';
import type { Session } from './session.ts';

export function registerCallHierarchy(session: Session): void {
  const { connection } = session;
  const { callHierarchy } = connection.languages;

  /** The calls of an item that a client gives back; null when its document is no spec any more. */
  async function callsOf<Call>(
    { uri, data }: CallHierarchyItem,
    token: CancellationToken,
    find: (snapshot: Snapshot, key: string) => readonly Call[],
  ): Promise<Call[] | null> {
    const key: unknown = data;
    const snapshot = await snapshotFor(session, uri, token);
    return snapshot === undefined || typeof key !== 'string' ? null : [...find(snapshot, key)];
  }

  callHierarchy.onPrepare(
    answer(connection.console, 'textDocument/prepareCallHierarchy', async (params, token) => {
      const at = await locateRequest(session, params, token);
      const item = at === undefined ? undefined : prepareCallHierarchy(at.snapshot, at.uri, at.offset);
      return item === undefined ? null : [item];
    }),
  );
  callHierarchy.onIncomingCalls(
    answer(connection.console, 'callHierarchy/incomingCalls', ({ item }, token) => callsOf(item, token, findIncoming)),
  );
  callHierarchy.onOutgoingCalls(
    answer(connection.console, 'callHierarchy/outgoingCalls', ({ item }, token) => callsOf(item, token, findOutgoing)),
  );
}
