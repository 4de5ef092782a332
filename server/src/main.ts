/** The language server's entry: the real world behind the protocol adapter. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { createRefusingRunner } from './jobs/refusingRunner.ts';
import { chooseRuntime, realRuntimeWorld } from './jobs/runtime.ts';
import { createWorkerPool } from './jobs/workerPool.ts';
import { createEngine } from './lsp/engine.ts';
import type { EngineWorld } from './lsp/engine.ts';
import type { EngineStart } from './lsp/host.ts';
import { connectionOptions, startServer } from './lsp/startServer.ts';
import { onEndingSignal } from './platform/endingSignals.ts';
import { version } from './platform/version.ts';
import { findGit } from './platform/git.ts';
import { createGitHistory } from './platform/gitHistory.ts';
import { readPythonGrammar } from './platform/pythonGrammar.ts';
import { loadRuffFormatter } from './platform/ruffFormatter.ts';
import { createWorkspaceFiles } from './platform/workspaceFiles.ts';
import { writeFoldersWhole } from './platform/writeFoldersWhole.ts';

const notTrusted = 'This workspace is not trusted, so nothing is run in it: trust it to read its data.';

const connection = createConnection(ProposedFeatures.all, connectionOptions);

/** The path of a folder on a disk; undefined for one that only the editor can read. */
function rootOf(uri: string): string | undefined {
  return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
}

function createWorld({ options: { worker } }: EngineStart): EngineWorld {
  return {
    openFiles: ({ folderUris, looseFolderUris }) =>
      createWorkspaceFiles({
        roots: () => folderUris().flatMap((uri) => rootOf(uri) ?? []),
        looseFolders: () => looseFolderUris().flatMap((uri) => rootOf(uri) ?? []),
      }),
    startWorkers: () =>
      createWorkerPool({
        // The worker's bundle lies beside this one.
        entry: path.join(path.dirname(process.argv[1] ?? ''), 'worker.cjs'),
        chooseRuntime: () => chooseRuntime(realRuntimeWorld(worker.node === '' ? undefined : worker.node)),
        memoryBytes: worker.memory * 1024 * 1024,
        log: (line) => connection.console.info(line),
      }),
    refusingJobs: createRefusingRunner(notTrusted),
    openHistory: createGitHistory,
    readPythonGrammar: () => readPythonGrammar(process.argv[1] ?? ''),
    loadPythonFormatter: loadRuffFormatter,
    writeFolders: writeFoldersWhole,
    readEnvironment: (name) => process.env[name],
    clock: { now: () => new Date() },
    version,
    runtime: `${process.versions.node} on ${process.platform}-${process.arch}`,
    findGit,
  };
}

process.on('unhandledRejection', (reason) => {
  connection.console.error(
    `Something failed unseen: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`,
  );
});

// Leaving by itself, a process takes its workers and their folders along.
onEndingSignal((exitCode) => process.exit(exitCode));

startServer(connection, { createEngine: (start) => createEngine(start, createWorld(start)) });
