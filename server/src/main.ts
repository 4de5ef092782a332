/** The language server's entry: the real world behind the protocol adapter. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createRefusingRunner } from './jobs/refusingRunner.ts';
import { chooseRuntime, realRuntimeWorld } from './jobs/runtime.ts';
import { createWorkerPool } from './jobs/workerPool.ts';
import type { Engine, EngineStart } from './lsp/host.ts';
import { withRemoteFiles } from './lsp/remoteFiles.ts';
import { connectionOptions, startServer } from './lsp/startServer.ts';
import { unknownHistory } from './operations/ports.ts';
import { createSpecWorkspace } from './operations/specWorkspace.ts';
import { version } from './platform/version.ts';
import { findGitVersion } from './platform/git.ts';
import { createGitHistory } from './platform/gitHistory.ts';
import { createWorkspaceFiles } from './platform/workspaceFiles.ts';

const notTrusted = 'This workspace is not trusted, so nothing is run in it: trust it to read its data.';

const connection = createConnection(ProposedFeatures.all, connectionOptions);

/** The path of a folder on a disk; undefined for one that only the editor can read. */
function rootOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}

/** Nothing is started here: the pool forks its first worker with its first job. */
function createEngine({ options, folderUris, remote }: EngineStart): Engine {
  let folders = folderUris;
  const local = createWorkspaceFiles({ roots: () => folders.flatMap((uri) => rootOf(uri) ?? []) });
  const files = withRemoteFiles({ local, remote, folderUris: () => folders });
  const startWorkers = () =>
    createWorkerPool({
      // The worker's bundle lies beside this one.
      entry: path.join(path.dirname(process.argv[1] ?? ''), 'worker.cjs'),
      chooseRuntime: () =>
        chooseRuntime(realRuntimeWorld(options.worker.node === '' ? undefined : options.worker.node)),
      memoryBytes: options.worker.memory * 1024 * 1024,
      log: (line) => connection.console.info(line),
    });
  let isTrusted = options.isTrusted;
  let jobs = isTrusted ? startWorkers() : createRefusingRunner(notTrusted);
  const clock = { now: () => new Date() };
  const history = isTrusted ? createGitHistory() : unknownHistory('the workspace is not trusted, so git is not run');
  const workspace = createSpecWorkspace({ files, jobs, history, clock, version });
  return {
    workspace,
    files,
    clock,
    folderUris: () => folders,
    useFolders: (uris) => {
      folders = uris;
      workspace.filesChanged([]);
    },
    jobs: () => jobs,
    isTrusted: () => isTrusted,
    grantTrust: () => {
      if (isTrusted) return;
      isTrusted = true;
      jobs = startWorkers();
      workspace.grantTrust(jobs, createGitHistory());
    },
    runtime: `${process.versions.node} on ${process.platform}-${process.arch}`,
    gitVersion: findGitVersion,
    dispose: () => jobs.dispose(),
  };
}

process.on('unhandledRejection', (reason) => {
  connection.console.error(
    `Something failed unseen: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
  );
});

startServer(connection, { createEngine });
