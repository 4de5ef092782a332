/** A small language client: real JSON-RPC with a server, over streams. */
import {
  createProtocolConnection,
  DiagnosticRefreshRequest,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  LogMessageNotification,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgressCreateRequest,
} from 'vscode-languageserver/node';
import type {
  ClientCapabilities,
  Diagnostic,
  DocumentDiagnosticReport,
  InitializeResult,
  ProtocolConnection,
  Registration,
  Range,
} from 'vscode-languageserver/node';
import { statusNotification } from '../../schemas/requests.ts';
import type { InitializationOptions, ServerStatus } from '../../schemas/requests.ts';

export const rulePages = 'vscode://plumbline.plumbline/rules';

export const standardOptions: InitializationOptions = {
  isTrusted: false,
  storagePath: null,
  locale: 'en',
  rulePages,
  isYamlValidated: false,
  worker: { node: '', memory: 2048 },
};

/** What VS Code says that it can do, as far as the server asks. */
export const standardCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    diagnostics: { refreshSupport: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
  },
  textDocument: {
    completion: { completionItem: { snippetSupport: true } },
    definition: { linkSupport: true },
    diagnostic: { relatedInformation: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
  },
  window: { workDoneProgress: true },
};

export interface TestClientOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly folderUris: readonly string[];
  readonly options?: Partial<InitializationOptions>;
  readonly capabilities?: ClientCapabilities;
  /** Whether the server has a process of its own, which `exit` ends. */
  readonly ownsProcess?: boolean;
  /** What the client answers under `plumbline` when the server asks for settings, of the window or of a folder. */
  readonly settings?: (item: { readonly scopeUri?: string }) => unknown;
}

export interface TestClient {
  readonly connection: ProtocolConnection;
  readonly initialized: InitializeResult;
  /** Lines that the server logged. */
  readonly log: readonly string[];
  /** What the server has asked for while it ran. */
  readonly registrations: readonly Registration[];
  /** Resolves with the next thing that the server says it is doing. */
  nextStatus(): Promise<ServerStatus>;
  /** How often the server asked to pull diagnostics again. */
  readonly refreshes: () => number;
  open(uri: string, text: string, languageId?: string): Promise<void>;
  /** An incremental change. */
  change(uri: string, version: number, edits: readonly { range: Range; text: string }[]): Promise<void>;
  close(uri: string): Promise<void>;
  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport>;
  diagnose(uri: string): Promise<readonly Diagnostic[]>;
  /** Pulls until nothing new is found out: the last report with findings. */
  settle(uri: string): Promise<DocumentDiagnosticReport>;
  /** Resolves with the next request of the server to pull again. */
  nextRefresh(): Promise<void>;
  end(): Promise<void>;
}

export async function connectTestClient({
  input,
  output,
  folderUris,
  options = {},
  capabilities = standardCapabilities,
  settings = () => ({}),
  ownsProcess = true,
}: TestClientOptions): Promise<TestClient> {
  const connection = createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output));
  const log: string[] = [];
  const registrations: Registration[] = [];
  const waitingForStatus: ((status: ServerStatus) => void)[] = [];
  const waiting: (() => void)[] = [];
  let refreshes = 0;
  connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  connection.onNotification(statusNotification.method, (status: unknown) => {
    for (const resolve of waitingForStatus.splice(0)) resolve(statusNotification.params.parse(status));
  });
  connection.onRequest('workspace/configuration', ({ items }: { items: readonly { readonly scopeUri?: string }[] }) =>
    items.map((item) => settings(item)),
  );
  connection.onRequest(RegistrationRequest.type, (params) => void registrations.push(...params.registrations));
  connection.onRequest(WorkDoneProgressCreateRequest.type, () => undefined);
  connection.onRequest(DiagnosticRefreshRequest.type, () => {
    refreshes += 1;
    for (const resolve of waiting.splice(0)) resolve();
  });
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>(InitializeRequest.method, {
    // A server in this process must not watch it: that would keep it alive.
    processId: ownsProcess ? process.pid : null,
    capabilities,
    clientInfo: { name: 'Visual Studio Code' },
    workspaceFolders: folderUris.map((uri) => ({ uri, name: uri.slice(uri.lastIndexOf('/') + 1) })),
    initializationOptions: { ...standardOptions, ...options },
  });
  await connection.sendNotification(InitializedNotification.type, {});

  const pull = (uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    connection.sendRequest(DocumentDiagnosticRequest.type, {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });
  return {
    connection,
    initialized,
    log,
    registrations,
    nextStatus: () => new Promise((resolve) => void waitingForStatus.push(resolve)),
    refreshes: () => refreshes,
    open: (uri, text, languageId = 'plumbline') =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri, languageId, version: 1, text },
      }),
    change: (uri, version, edits) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri, version },
        contentChanges: [...edits],
      }),
    close: (uri) => connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } }),
    pull,
    diagnose: async (uri) => {
      const report = await pull(uri);
      if (report.kind !== 'full') throw new Error(`A first pull is answered in full, not as ${report.kind}.`);
      return report.items;
    },
    settle: async (uri) => {
      for (let report = await pull(uri); ;) {
        const next = await pull(uri, report.resultId);
        if (next.kind === 'unchanged') return report;
        report = next;
      }
    },
    nextRefresh: () => new Promise((resolve) => void waiting.push(resolve)),
    end: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      if (ownsProcess) await connection.sendNotification(ExitNotification.type);
      connection.dispose();
    },
  };
}
