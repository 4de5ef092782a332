// Starts a real VS Code, as a server for a browser, on this machine alone.
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../process/ownedChild.ts';
import { installExtensions, writeSettings } from './dataFolder.ts';
import type { ExtensionSource } from './dataFolder.ts';
import { ensureVsCodeServer } from './ensureVsCodeServer.ts';
import type { ServerProgram } from './ensureVsCodeServer.ts';
import { freePort } from './freePort.ts';
import type { Settings } from './quietSettings.ts';
import { serverEnvironment } from './serverEnvironment.ts';
import type { Edition } from './serverReleases.ts';

export interface VsCodeServerOptions {
  /** The newest VS Code when absent. */
  readonly edition?: Edition;
  /** Loopback port; a free one when absent. */
  readonly port?: number;
  /** True: every folder is trusted. False: a folder starts in Restricted Mode, and trust can be granted. */
  readonly trusted: boolean;
  readonly extensions: readonly ExtensionSource[];
  /** User settings, as in `settings.json`. */
  readonly settings: Settings;
  /** Where settings, extensions and logs live; when absent, a temporary folder that `stop` removes. */
  readonly dataFolder?: string;
  /** True lets the address of a page start a test run. */
  readonly forTests?: boolean;
  /** Environment variables that the server and its extension hosts see besides ours. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Aborting it ends the server, and an install that it may need. */
  readonly signal?: AbortSignal;
  /** Is told, in one sentence each, what takes time. */
  readonly say?: (sentence: string) => void;
}

export interface VsCodeServer {
  /** Scheme, host and port, such as `http://127.0.0.1:4000`. */
  readonly origin: string;
  /** Secret without which the server answers nobody; `workbenchUrl` puts it into the address. */
  readonly token: string;
  readonly pid: number;
  readonly dataFolder: string;
  /** Resolves with the exit code when the server has ended, for whatever reason. */
  readonly ended: Promise<number>;
  /** What the server has said so far. */
  readonly log: () => string;
  /** Ends the server with its extension hosts, and removes a temporary data folder. */
  readonly stop: () => Promise<void>;
}

/** What the server says when it listens. */
const readySign = 'Web UI available at';

/** It starts in under a second; a busy machine may need longer. */
const readyWithinMs = 30_000;

/**
 * Starts the server, installed first when it is missing.
 *
 * @throws {Error} when it cannot be installed or does not listen, with what it said
 */
export async function startVsCodeServer(options: VsCodeServerOptions): Promise<VsCodeServer> {
  const program = await ensureVsCodeServer(options.edition ?? 'newest', options.say, options.signal);
  const isTemporary = options.dataFolder === undefined;
  const dataFolder = options.dataFolder ?? (await mkdtemp(path.join(tmpdir(), 'plumbline-vscode-')));
  const removeData = async (): Promise<void> => {
    if (isTemporary) await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await writeSettings(dataFolder, options.settings);
    await installExtensions(program, dataFolder, options.extensions);
    const port = options.port ?? (await freePort());
    const server = await listen(program, dataFolder, port, options);
    return {
      ...server,
      dataFolder,
      async stop() {
        await server.stop();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

async function listen(
  program: ServerProgram,
  dataFolder: string,
  port: number,
  options: VsCodeServerOptions,
): Promise<Omit<VsCodeServer, 'dataFolder'>> {
  const token = randomUUID();
  let output = '';
  let noticeOutput: () => void = () => undefined;
  const args = [
    program.file,
    ...['--host', '127.0.0.1'],
    ...['--port', String(port)],
    // Other users of this machine, and pages of other sites in the same browser, reach the port as well.
    ...['--connection-token', token],
    '--accept-server-license-terms',
    '--disable-telemetry',
    ...['--server-data-dir', dataFolder],
    ...(options.trusted ? ['--disable-workspace-trust'] : []),
    // Without it a built VS Code ignores a test run in its address.
    ...(options.forTests === true ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = await startChild(program.node, args, {
    env: { ...serverEnvironment(), ...options.environment },
    output: (text) => {
      output += text;
      noticeOutput();
    },
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });

  const ready = await new Promise<boolean>((resolve) => {
    const deadline = setTimeout(() => resolve(false), readyWithinMs);
    const settle = (isReady: boolean): void => {
      clearTimeout(deadline);
      resolve(isReady);
    };
    noticeOutput = () => {
      if (output.includes(readySign)) settle(true);
    };
    noticeOutput();
    void child.ended.then(() => settle(false));
  });
  if (!ready) {
    await child.stop();
    throw new Error(`The VS Code server did not start on port ${port}:\n${output}`);
  }
  return {
    origin: `http://127.0.0.1:${port}`,
    token,
    pid: child.pid,
    ended: child.ended,
    log: () => output,
    stop: child.stop,
  };
}
