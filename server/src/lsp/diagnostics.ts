/** Pull diagnostics: of one document, and of every spec of the workspace. */
import { DocumentDiagnosticReportKind, LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type {
  CancellationToken,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import { findDiagnostics } from '../language/diagnostics.ts';
import { filesOf } from '../operations/specIndex.ts';
import { answer, throwIfCancelled } from './answer.ts';
import type { Session } from './session.ts';

export function registerDiagnostics(session: Session): void {
  const { connection } = session;
  connection.languages.diagnostics.on(
    answer(connection.console, 'textDocument/diagnostic', (params, token) => diagnoseDocument(session, params, token)),
  );
  connection.languages.diagnostics.onWorkspace(
    answer(connection.console, 'workspace/diagnostic', (params, token) => diagnoseWorkspace(session, params, token)),
  );
}

async function diagnoseDocument(
  session: Session,
  { textDocument: { uri }, previousResultId }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const version = session.documents.get(uri)?.version;
  const report = await reportFor(session, uri, previousResultId);
  throwIfCancelled(token);
  if (session.documents.get(uri)?.version !== version) {
    // The client pulls again by itself after a change.
    throw new ResponseError(LSPErrorCodes.ServerCancelled, 'The document has changed.', { retriggerRequest: false });
  }
  return report;
}

async function diagnoseWorkspace(
  session: Session,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
): Promise<WorkspaceDiagnosticReport> {
  const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
  const items: WorkspaceDocumentDiagnosticReport[] = [];
  const groups = (await session.settings.checksWorkspace()) ? await session.engine.workspace.projects() : [];
  for (const uri of groups.flatMap(filesOf)) {
    throwIfCancelled(token);
    const report = await reportFor(session, uri, previous.get(uri));
    items.push({ ...report, uri, version: session.documents.get(uri)?.version ?? null });
    previous.delete(uri);
  }
  // What was reported and is no spec of the workspace any more has no findings.
  for (const uri of previous.keys()) {
    items.push({ kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] });
  }
  return { items };
}

/** The findings of one file, or that they are still those of an id. */
async function reportFor(
  { connection, engine, options, abilities, settings, status, startId }: Session,
  uri: string,
  previousResultId: string | undefined,
): Promise<DocumentDiagnosticReport> {
  // Findings with other severities than the user's would only flicker.
  await settings.ready();
  const snapshot = await engine.workspace.snapshot(uri);
  if (snapshot === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  status.reading(snapshot.mainUri, snapshot.result.isPending);
  const resultId = `${startId}.${snapshot.key}`;
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  for (const { rule, error } of snapshot.result.failures) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`The rule ${rule} failed: ${detail}`);
  }
  const items = findDiagnostics(snapshot, uri, {
    rulePages: options.rulePages,
    hasRelatedInformation: abilities.hasRelatedInformation,
  });
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}
