/** The language server in this process, over crossed streams in memory: real JSON-RPC, no disk, no worker. */
import { PassThrough } from 'node:stream';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import type { JobRunner } from '../../server/src/jobs/jobRunner.ts';
import { createRefusingRunner } from '../../server/src/jobs/refusingRunner.ts';
import { createEngine } from '../../server/src/lsp/engine.ts';
import type { Engine } from '../../server/src/lsp/host.ts';
import { connectionOptions, startServer } from '../../server/src/lsp/startServer.ts';
import { unknownHistory } from '../../server/src/operations/ports.ts';
import { memoryWorkspace } from './memoryWorkspace.ts';
import type { MemoryWorkspace } from './memoryWorkspace.ts';
import { readPythonGrammar } from './pythonParser.ts';
import { connectTestClient } from './testClient.ts';
import type { TestClient, TestClientOptions } from './testClient.ts';

export const folderUri = 'file:///work';
export const specUri = `${folderUri}/plumbline.yaml`;

export interface MemoryServer extends TestClient {
  readonly files: MemoryWorkspace;
  /** How many workers were started. */
  readonly starts: () => number;
  /** Folders that the server knows to be open. */
  readonly folderUris: () => readonly string[];
  /** The text that the server has of a spec; undefined when it has none. */
  readonly textOf: (uri: string) => Promise<string | undefined>;
}

export interface MemoryServerOptions extends Partial<Pick<TestClientOptions, 'options' | 'capabilities' | 'settings'>> {
  /** File name below the folder → text on disk. */
  readonly disk?: Readonly<Record<string, string>>;
  /** Folders that are open, all at or below the one that `disk` fills. */
  readonly openFolders?: readonly string[];
  /** The worker that is started with trust. */
  readonly worker?: () => JobRunner;
  /** Variables of the environment of the server. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Stands before a file is read, to hold a request open. */
  readonly beforeRead?: (uri: string) => Promise<void>;
}

export async function startMemoryServer({
  disk = {},
  openFolders = [folderUri],
  worker = () => createRefusingRunner('There is no worker in this test.'),
  environment = {},
  beforeRead,
  ...client
}: MemoryServerOptions = {}): Promise<MemoryServer> {
  const texts = new Map(Object.entries(disk).map(([name, text]) => [`${folderUri}/${name}`, text]));
  const memory = memoryWorkspace(texts, `${folderUri}/`);
  const files: MemoryWorkspace = {
    ...memory,
    readFile: async (uri, maxBytes) => {
      await beforeRead?.(uri);
      return memory.readFile(uri, maxBytes);
    },
  };
  let starts = 0;
  let engine: Engine | undefined;
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const connection = createConnection(ProposedFeatures.all, toServer, toClient, connectionOptions);
  startServer(connection, {
    createEngine: (start): Engine => {
      engine = createEngine(start, {
        openFiles: () => files,
        startWorkers: () => {
          starts += 1;
          return worker();
        },
        refusingJobs: createRefusingRunner('The workspace is not trusted.'),
        openHistory: () => unknownHistory('tests have no repository'),
        readPythonGrammar,
        loadPythonFormatter: () => Promise.resolve(undefined),
        writeFolders: (folders) => {
          for (const { folder, files: changes } of folders) {
            for (const { path, text } of changes) {
              if (text === null) memory.remove(`file://${folder}/${path}`);
              else memory.write(`file://${folder}/${path}`, text);
            }
          }
          return Promise.resolve();
        },
        readEnvironment: (name) => environment[name],
        clock: { now: () => new Date('2026-11-02T09:31:00Z') },
        version: '0.0.0',
        runtime: 'test',
        findGit: () => Promise.resolve({ kind: 'absent' }),
      });
      return engine;
    },
  });
  const textOf = async (uri: string): Promise<string | undefined> => {
    const snapshot = await engine?.workspace.snapshot(uri);
    return snapshot?.project.files.find((file) => file.uri === uri)?.yaml.text;
  };
  // The server ends its process on `exit`; here that is the process of the tests, so `end` stops at `shutdown`.
  const connected = await connectTestClient({
    ...client,
    input: toClient,
    output: toServer,
    folderUris: openFolders,
    ownsProcess: false,
  });
  return { ...connected, files, starts: () => starts, folderUris: () => engine?.folderUris() ?? [], textOf };
}
