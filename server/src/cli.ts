/** The command line's entry: the real world behind the commands. */
import { readFileSync, statSync } from 'node:fs';
import { mkdir, realpath, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { runCommandLine } from './cli/commandLine.ts';
import { chooseRuntime, realRuntimeWorld } from './jobs/runtime.ts';
import { createWorkerPool } from './jobs/workerPool.ts';
import { onEndingSignal } from './platform/endingSignals.ts';
import { findGit } from './platform/git.ts';
import { createFileWhole } from './platform/createFileWhole.ts';
import { createGitHistory } from './platform/gitHistory.ts';
import { createGitMemory } from './platform/gitMemory.ts';
import { version } from './platform/version.ts';
import { createRulePages } from './platform/rulePages.ts';
import { createPanelPages } from './platform/panelPages.ts';
import { readPythonGrammar } from './platform/pythonGrammar.ts';
import { loadRuffFormatter } from './platform/ruffFormatter.ts';
import { createWorkspaceFiles } from './platform/workspaceFiles.ts';
import { writeFileWhole } from './platform/writeFileWhole.ts';
import { writeFoldersWhole } from './platform/writeFoldersWhole.ts';

/** The first that knows all of the language that is used here; what else can run it brings its own. */
const oldestNode = 22;

async function main(): Promise<void> {
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    process.stderr.write(
      `plumbline: Node ${oldestNode} or later is needed, and this is ${process.versions.node}: update Node, or run npx plumbline in a project that has one of its own.\n`,
    );
    process.exitCode = 2;
    return;
  }
  const stop = new AbortController();
  const self = await realpath(process.argv[1] ?? '');
  const isBundle = self.endsWith('.cjs');

  // The pool forks its first worker with its first job, and a check without data has none.
  const jobs = createWorkerPool({
    entry: path.join(path.dirname(self), isBundle ? 'worker.cjs' : 'worker.ts'),
    chooseRuntime: () => chooseRuntime(realRuntimeWorld(process.env['PLUMBLINE_NODE'])),
    // With two processors, the start of a second worker would keep this process from reading the spec: it starts with
    // the second job.
    prepared: availableParallelism() > 2 ? 2 : 1,
  });

  const repositories = createGitMemory({ looksOnce: true });

  onEndingSignal((exitCode) => {
    stop.abort();
    // Natives cannot be interrupted; their process can.
    void jobs.dispose().then(() => process.exit(exitCode));
  });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader of a pipe left early, as `head` does.
    if (error.code === 'EPIPE') process.exit(0);
  });

  process.exitCode = await runCommandLine(process.argv.slice(2), {
    cwd: await realpath(process.cwd()),
    version,
    print: (text) => process.stdout.write(text),
    say: (text) => process.stderr.write(text),
    hasColour: process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '',
    showsProgress: process.stderr.isTTY,
    signal: stop.signal,
    now: () => new Date(),
    readEnvironment: (name) => process.env[name],
    jobs,
    history: createGitHistory(repositories),
    readPythonGrammar: () => readPythonGrammar(self),
    rulePages: createRulePages(self),
    readPage: createPanelPages(self),
    loadPythonFormatter: loadRuffFormatter,
    openFiles: (roots, search) =>
      createWorkspaceFiles({ roots: () => roots, looksOnce: true, ...(search === undefined ? {} : { search }) }),
    realPath: async (location) => {
      try {
        const real = await realpath(location);
        return { path: real, isFolder: (await stat(real)).isDirectory() };
      } catch {
        return undefined;
      }
    },
    topLevelOf: (folder) => repositories.topLevelOf(folder),
    findGit,
    writeFile: writeFileWhole,
    makeFolder: async (location) => {
      await mkdir(location, { recursive: true });
    },
    createFile: createFileWhole,
    writeFolders: writeFoldersWhole,
    readText: (location, maxBytes) => {
      try {
        return statSync(location).size > maxBytes ? undefined : readFileSync(location, 'utf8');
      } catch {
        return undefined;
      }
    },
  });
  await jobs.dispose();
}

void main();
