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
import { diagnosticsIn, findDiagnostics } from '../language/diagnostics.ts';
import { findingsOfNotebook } from '../language/findingSource.ts';
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
  const { workspace, notebooks } = session.engine;
  const isWanted = await session.settings.checksWorkspace();
  const groups = isWanted ? await workspace.projects() : [];
  const closed = isWanted ? await notebooks.closed() : [];
  const add = (uri: string, report: DocumentDiagnosticReport): void => {
    items.push({ ...report, uri, version: session.documents.get(uri)?.version ?? null });
    previous.delete(uri);
  };
  for (const group of groups) {
    throwIfCancelled(token);
    // One state for all files of a project: asked file by file, what arrives meanwhile has it checked anew for each.
    const snapshot = await snapshotOf(session, group.mainUri);
    for (const uri of filesOf(group)) add(uri, await reportSpec(session, snapshot, uri, previous.get(uri)));
  }
  for (const uri of closed) {
    throwIfCancelled(token);
    add(uri, await reportFor(session, uri, previous.get(uri)));
  }
  // What was reported and is no spec or notebook of the workspace any more has no findings.
  items.push(...[...previous.keys()].map(reportNothing));
  // An open notebook and its cells are reported by themselves, also one that was opened while others were read: told
  // here as well, its findings would be listed twice.
  return { items: items.map((item) => (notebooks.documentsOf(item.uri).length > 0 ? reportNothing(item.uri) : item)) };
}

function reportNothing(uri: string): WorkspaceDocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
}

/** The findings of one file, or that they are still those of an id. */
async function reportFor(
  session: Session,
  uri: string,
  previousResultId: string | undefined,
): Promise<DocumentDiagnosticReport> {
  if (session.engine.notebooks.holds(uri)) return reportNotebook(session, uri, previousResultId);
  return reportSpec(session, await snapshotOf(session, uri), uri, previousResultId);
}

/** A state of a project; undefined for what is in none. */
type ProjectState = Awaited<ReturnType<Session['engine']['workspace']['snapshot']>>;

async function snapshotOf({ engine, settings }: Session, uri: string): Promise<ProjectState> {
  // Findings with other severities than the user's would only flicker.
  await settings.ready();
  return engine.workspace.snapshot(uri);
}

/** The findings of a spec or contract in one state of its project. */
async function reportSpec(
  session: Session,
  snapshot: ProjectState,
  uri: string,
  previousResultId: string | undefined,
): Promise<DocumentDiagnosticReport> {
  const { options, abilities, settings, status, startId } = session;
  if (snapshot === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  status.reading(snapshot.mainUri, snapshot.result.isPending);
  const leavesContractForm = !((await settings.checksContractForm()) ?? !options.isYamlValidated);
  const resultId = `${startId}.${snapshot.key}${leavesContractForm ? '.data' : ''}`;
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  logFailures(session, snapshot.result.failures);
  const items = findDiagnostics(snapshot, uri, {
    rulePages: options.rulePages,
    hasRelatedInformation: abilities.hasRelatedInformation,
    leavesContractForm,
  });
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}

/** The findings of a cell, or of a closed notebook or Python file. */
async function reportNotebook(
  session: Session,
  uri: string,
  previousResultId: string | undefined,
): Promise<DocumentDiagnosticReport> {
  const { engine, options, abilities, settings, startId } = session;
  await settings.ready();
  const snapshot = await engine.notebooks.snapshot(uri);
  if (snapshot === undefined) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
  const resultId = `${startId}.${snapshot.key}`;
  if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  logFailures(session, snapshot.failures);
  const items = diagnosticsIn(findingsOfNotebook(snapshot), uri, {
    rulePages: options.rulePages,
    hasRelatedInformation: abilities.hasRelatedInformation,
  });
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
}

function logFailures({ connection }: Session, failures: readonly { rule: string; error: unknown }[]): void {
  for (const { rule, error } of failures) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`The rule ${rule} failed: ${detail}`);
  }
}
