/** Starts `dist/server.cjs` in a process of its own and connects to it. */
import { CancellationError, Uri, languages, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  LSPErrorCodes,
  ResponseError,
  RevealOutputChannelOn,
  TransportKind,
  type LanguageClientOptions,
  type ServerOptions,
} from 'vscode-languageclient/node';
import type * as z from 'zod';
import {
  factsChangedNotification,
  readFileRequest,
  readFolderRequest,
  statusNotification,
  type InitializationOptions,
  type NotificationShape,
  type RequestShape,
  type ServerStatus,
} from '../../../schemas/requests.ts';
import { createDocumentSelector, isPulledBy } from './documentSelector.ts';
import { serverEnvironment, serverFlags } from '../../../schemas/serverProcess.ts';
import { createFilesCollection } from './filesCollection.ts';
import type { RunningClient } from './runningClient.ts';

/** Port on which a debugger finds the server when the extension itself is being debugged. */
const inspectPort = 6009;

export interface ServerPorts {
  readonly extensionUri: Uri;
  readonly log: LogOutputChannel;
  readonly workspaceSchemes: () => readonly string[];
  /** Read at each start, so that a restart sees new settings and new trust. */
  readonly initializationOptions: () => InitializationOptions;
  /** Commands that a link in a hover may run. */
  readonly commandsInHovers: readonly string[];
  readonly onStatus: (status: ServerStatus) => void;
  readonly onFactsChanged: (specUris: readonly string[]) => void;
  readonly readFile: (
    params: z.output<typeof readFileRequest.params>,
  ) => Promise<z.output<typeof readFileRequest.result>>;
  readonly readFolder: (
    params: z.output<typeof readFolderRequest.params>,
  ) => Promise<z.output<typeof readFolderRequest.result>>;
}

/** A running server, and how to end it. */
export interface ServerHandle extends RunningClient {
  readonly end: () => Promise<void>;
}

/**
 * Logs what the library would pop up.
 * Whether a person must be told is decided in one place, by the state of the lifecycle.
 */
class QuietLanguageClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * Starts a server and resolves when it has answered the first request.
 *
 * @param onClosed called once when the connection is lost afterwards without `end`
 * @throws when the server does not start; its process is gone then
 */
export async function openServer(ports: ServerPorts, onClosed: () => void): Promise<ServerHandle> {
  const client = new QuietLanguageClient(
    'plumbline',
    'Plumbline',
    createServerOptions(ports.extensionUri),
    createClientOptions(ports, onClosed),
  );
  listen(client, ports);
  try {
    await client.start();
  } catch (error) {
    await end(client, ports.log);
    throw error;
  }
  return {
    request: (shape, params, token) => sendRequest(client, shape, params, token),
    notify: (shape, params) => client.sendNotification(shape.method, params),
    end: () => end(client, ports.log),
  };
}

function createServerOptions(extensionUri: Uri): ServerOptions {
  const module = Uri.joinPath(extensionUri, 'dist', 'server.cjs').fsPath;
  // Not the workspace, which is the library's default: Windows looks for programs in the working folder first, and a
  // workspace must not be able to bring its own git.
  const cwd = Uri.joinPath(extensionUri, 'dist').fsPath;
  const env = { ...serverEnvironment };
  return {
    run: { module, transport: TransportKind.ipc, options: { cwd, env, execArgv: [...serverFlags] } },
    debug: {
      module,
      transport: TransportKind.ipc,
      options: { cwd, env, execArgv: [...serverFlags, '--nolazy', `--inspect=${inspectPort}`, '--enable-source-maps'] },
    },
  };
}

function createClientOptions(ports: ServerPorts, onClosed: () => void): LanguageClientOptions {
  return {
    documentSelector: createDocumentSelector(ports.workspaceSchemes()),
    outputChannel: ports.log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: ports.initializationOptions,
    initializationFailedHandler: () => false,
    progressOnInitialization: false,
    diagnosticPullOptions: {
      onChange: true,
      onSave: false,
      onTabs: true,
      match: (selector, resource) => isPulledBy(selector, resource.path),
    },
    diagnosticCollectionProvider: {
      create: (name) =>
        name === filesCollection ? createFilesCollection(name) : languages.createDiagnosticCollection(name),
      dispose: (collection) => {
        collection.dispose();
      },
    },
    markdown: { isTrusted: { enabledCommands: ports.commandsInHovers }, supportHtml: false },
    errorHandler: {
      error: (_error, _message, count) => ({
        action: count !== undefined && count <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      // The lifecycle is the only one that restarts, so that restarts by hand and after a crash cannot cross.
      closed: () => {
        onClosed();
        return {
          action: CloseAction.DoNotRestart,
          message: 'The connection to the language server is closed.',
          handled: true,
        };
      },
    },
  };
}

/** Name that the server gives to findings of files; those of cells and of Python in the editor have another. */
const filesCollection = 'plumbline';

function listen(client: LanguageClient, ports: ServerPorts): void {
  const onNotification = <Params extends z.ZodType>(
    shape: NotificationShape<Params>,
    handle: (params: z.output<Params>) => void,
  ) => {
    client.onNotification(shape.method, (params: unknown) => {
      const read = shape.params.safeParse(params);
      if (read.success) handle(read.data);
      else ports.log.error(`${shape.method} from the language server is not understood: ${read.error.message}`);
    });
  };
  onNotification(statusNotification, ports.onStatus);
  onNotification(factsChangedNotification, ({ specUris }) => ports.onFactsChanged(specUris));
  client.onRequest(
    readFileRequest.method,
    async (params: unknown): Promise<unknown> => await ports.readFile(readFileRequest.params.parse(params)),
  );
  client.onRequest(
    readFolderRequest.method,
    async (params: unknown): Promise<unknown> => await ports.readFolder(readFolderRequest.params.parse(params)),
  );
}

async function sendRequest<Params extends z.ZodType, Result extends z.ZodType>(
  client: LanguageClient,
  shape: RequestShape<Params, Result>,
  params: z.input<Params>,
  token: Parameters<RunningClient['request']>[2],
): Promise<z.output<Result>> {
  let answer: unknown;
  try {
    answer = await (token === undefined
      ? client.sendRequest<unknown>(shape.method, params)
      : client.sendRequest<unknown>(shape.method, params, token));
  } catch (error) {
    if (error instanceof ResponseError && error.code === LSPErrorCodes.RequestCancelled) throw new CancellationError();
    throw error;
  }
  const read = shape.result.safeParse(answer);
  if (!read.success) throw new Error(`The answer to ${shape.method} is not understood: ${read.error.message}`);
  return read.data;
}

async function end(client: LanguageClient, log: LogOutputChannel): Promise<void> {
  try {
    await client.dispose();
  } catch (error) {
    // The library refuses to stop a client that never ran, after having ended its process.
    log.debug(`Ending the language server: ${error instanceof Error ? error.message : String(error)}`);
  }
}
