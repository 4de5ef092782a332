/** The project and the offset that a request at a position speaks of. */
import type { CancellationToken, Position } from 'vscode-languageserver/node';
import { documentOf, projectFileOf } from '../language/fileRange.ts';
import type { SpecWorkspace } from '../operations/specWorkspace.ts';
import { throwIfCancelled } from './answer.ts';
import type { Session } from './session.ts';

/** One state of a project, as the workspace gives it. */
export type Snapshot = NonNullable<Awaited<ReturnType<SpecWorkspace['snapshot']>>>;

export interface LocatedRequest {
  readonly snapshot: Snapshot;
  readonly uri: string;
  /** UTF-16 offset in the file. */
  readonly offset: number;
}

/** @returns undefined when the document is neither spec nor contract, or is gone */
export async function locateRequest(
  session: Session,
  params: { readonly textDocument: { readonly uri: string }; readonly position: Position },
  token: CancellationToken,
): Promise<LocatedRequest | undefined> {
  const { uri } = params.textDocument;
  const snapshot = await snapshotFor(session, uri, token);
  const file = snapshot === undefined ? undefined : projectFileOf(snapshot.project, uri);
  if (snapshot === undefined || file === undefined) return undefined;
  return { snapshot, uri, offset: documentOf(file).offsetAt(params.position) };
}

/** The state of the project that holds a document. */
export async function snapshotFor(
  { engine }: Session,
  uri: string,
  token: CancellationToken,
): Promise<Snapshot | undefined> {
  const snapshot = await engine.workspace.snapshot(uri);
  throwIfCancelled(token);
  return snapshot;
}
