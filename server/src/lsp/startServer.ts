/** The server: agrees with the client on what both can do, and registers every feature. */
import { randomUUID } from 'node:crypto';
import { LSPErrorCodes, ResponseError, TextDocuments, TextDocumentSyncKind } from 'vscode-languageserver/node';
import type {
  Connection,
  ConnectionOptions,
  InitializeError,
  InitializeParams,
  InitializeResult,
  ServerCapabilities,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { initializationOptions, readFileRequest, readFolderRequest } from '../../../schemas/requests.ts';
import { readAbilities } from './clientAbilities.ts';
import { codeActionKinds } from '../language/codeActions.ts';
import { registerCodeActions } from './codeActions.ts';
import { registerCodeLenses } from './codeLenses.ts';
import { completionTriggers, registerCompletion } from './completion.ts';
import { registerDefinition } from './definition.ts';
import { registerCostRequests } from './costRequests.ts';
import { registerDiagnostics } from './diagnostics.ts';
import { registerDocumentLinks } from './documentLinks.ts';
import { registerDocumentSymbols } from './documentSymbols.ts';
import { registerDocuments } from './documents.ts';
import type { Engine, ServerHost } from './host.ts';
import { registerDoctorRequest } from './doctorRequest.ts';
import { registerFormatting } from './formatting.ts';
import { registerDriftRequest } from './driftRequest.ts';
import { registerEvaluateRequest } from './evaluateRequest.ts';
import { registerFolders } from './folders.ts';
import { registerHover } from './hover.ts';
import { registerInlayHints } from './inlayHints.ts';
import { registerNews } from './news.ts';
import { followPython, notebookDocumentSync, registerNotebooks } from './notebooks.ts';
import { registerOverviewRequest } from './overviewRequest.ts';
import { registerContractRequests } from './contractRequests.ts';
import { registerProfileDataRequest } from './profileDataRequest.ts';
import { registerProposeSpecRequest } from './proposeSpecRequest.ts';
import { registerPromotionRequests } from './promotionRequests.ts';
import { registerProjectsRequest } from './projectsRequest.ts';
import { registerReviewRequest } from './reviewRequest.ts';
import { registerReadinessRequest } from './readinessRequest.ts';
import { registerReferences } from './references.ts';
import { registerRename } from './rename.ts';
import { registerRunsRequest } from './runsRequest.ts';
import { registerSemanticTokens, semanticTokensProvider } from './semanticTokens.ts';
import { registerSignatureHelp, signatureHelpProvider } from './signatureHelp.ts';
import { registerStructure } from './structure.ts';
import { registerCallHierarchy } from './callHierarchy.ts';
import { registerWorkspaceSymbols } from './workspaceSymbols.ts';
import { registerTrust } from './trust.ts';
import type { Session } from './session.ts';
import { followSettings } from './settings.ts';
import { createStatus } from './status.ts';
import { registerVerifyPromotionRequest } from './verifyPromotionRequest.ts';
import { registerWatchedFiles } from './watchedFiles.ts';

/** How the connection treats what waits: a request that is cancelled before its turn is answered at once. */
export const connectionOptions: ConnectionOptions = {
  connectionStrategy: {
    cancelUndispatched: (message) =>
      'id' in message && (typeof message.id === 'string' || typeof message.id === 'number')
        ? {
            jsonrpc: '2.0',
            id: message.id,
            error: { code: LSPErrorCodes.RequestCancelled, message: 'The request was cancelled.' },
          }
        : undefined,
  },
};

/** Serves one client over a connection that does not listen yet. */
export function startServer(connection: Connection, host: ServerHost): void {
  const ready = Promise.withResolvers<undefined>();
  let engine: Engine | undefined;

  connection.onInitialize((params): InitializeResult | ResponseError<InitializeError> => {
    const read = initializationOptions.safeParse(params.initializationOptions);
    if (!read.success) {
      return new ResponseError<InitializeError>(
        LSPErrorCodes.RequestFailed,
        `The language server was started with options that it does not understand: ${read.error.message}`,
        { retry: false },
      );
    }
    const session = openSession(connection, params, read.data, host, ready.promise);
    engine = session.engine;
    registerFeatures(session);
    return { capabilities, serverInfo: { name: 'Plumbline' } };
  });
  connection.onInitialized(() => ready.resolve(undefined));
  connection.onShutdown(async () => {
    await engine?.dispose();
  });
  connection.listen();
}

const capabilities: ServerCapabilities = {
  positionEncoding: 'utf-16',
  workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  notebookDocumentSync,
  completionProvider: { triggerCharacters: [...completionTriggers], resolveProvider: true },
  signatureHelpProvider,
  hoverProvider: true,
  inlayHintProvider: { resolveProvider: true },
  codeLensProvider: { resolveProvider: false },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  semanticTokensProvider,
  foldingRangeProvider: true,
  selectionRangeProvider: true,
  documentFormattingProvider: true,
  documentRangeFormattingProvider: true,
  workspaceSymbolProvider: true,
  callHierarchyProvider: true,
  documentSymbolProvider: true,
  documentLinkProvider: {},
  codeActionProvider: { codeActionKinds: [...codeActionKinds] },
  diagnosticProvider: { identifier: 'plumbline', interFileDependencies: true, workspaceDiagnostics: true },
};

function openSession(
  connection: Connection,
  params: InitializeParams,
  options: Session['options'],
  host: ServerHost,
  isReady: Promise<void>,
): Session {
  const abilities = readAbilities(params);
  const documents = new TextDocuments(TextDocument);
  const engine = host.createEngine({
    options,
    folderUris: (params.workspaceFolders ?? []).map(({ uri }) => uri),
    openUris: () => documents.keys(),
    openText: (uri) => documents.get(uri)?.getText(),
    remote: {
      readFile: async (request) =>
        readFileRequest.result.parse(await connection.sendRequest<unknown>(readFileRequest.method, request)),
      readFolder: async (request) =>
        readFolderRequest.result.parse(await connection.sendRequest<unknown>(readFolderRequest.method, request)),
    },
  });
  return {
    connection,
    documents,
    engine,
    options,
    abilities,
    startId: randomUUID().slice(0, 8),
    status: createStatus(connection),
    settings: followSettings(connection, abilities, engine, isReady),
    isReady,
  };
}

function registerFeatures(session: Session): void {
  // Before the documents, whose listeners replace those that cells would have.
  registerNotebooks(session);
  registerDocuments(session);
  registerDiagnostics(session);
  registerCompletion(session);
  registerSignatureHelp(session);
  registerHover(session);
  registerInlayHints(session);
  registerCodeLenses(session);
  registerDefinition(session);
  registerReferences(session);
  registerRename(session);
  registerSemanticTokens(session);
  registerStructure(session);
  registerFormatting(session);
  registerWorkspaceSymbols(session);
  registerCallHierarchy(session);
  registerDocumentSymbols(session);
  registerDocumentLinks(session);
  registerCodeActions(session);
  registerProjectsRequest(session);
  registerReviewRequest(session);
  registerProposeSpecRequest(session);
  registerOverviewRequest(session);
  registerReadinessRequest(session);
  registerProfileDataRequest(session);
  registerContractRequests(session);
  registerEvaluateRequest(session);
  registerRunsRequest(session);
  registerDriftRequest(session);
  registerCostRequests(session);
  registerPromotionRequests(session);
  registerVerifyPromotionRequest(session);
  registerDoctorRequest(session);
  registerTrust(session);
  registerNews(session);
  // What is registered at run time, and what listens to a notification that must be registered for.
  void session.isReady.then(() => {
    registerFolders(session);
    registerWatchedFiles(session);
    void followPython(session);
  });
}
