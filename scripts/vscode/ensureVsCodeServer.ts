// Installs the VS Code servers that tests and `npm start` use, once, into the user's cache.
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../cacheFolder.ts';
import { ensureNode } from '../ensureNode.ts';
import { installOnce } from '../installOnce.ts';
import { runNpm } from '../process/runNpm.ts';
import { serverReleases } from './serverReleases.ts';
import type { Edition, ServerRelease } from './serverReleases.ts';

/** How a VS Code server is started. */
export interface ServerProgram {
  /** Absolute path of the Node that runs it. */
  readonly node: string;
  /** Absolute path of its `server-main.js`. */
  readonly file: string;
}

/** The npm package that holds the server. */
const packageName = 'code-server';

/**
 * Where a server is.
 *
 * @param edition the newest one, with which everything is shown and tested, or the oldest one that is supported
 * @param say is told, in one sentence, what takes time and what could not be done
 * @param signal stops an install
 * @throws {Error} when it cannot be installed, with the end of npm's output; nothing half-installed stays behind
 */
export async function ensureVsCodeServer(
  edition: Edition,
  say: (sentence: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<ServerProgram> {
  const release = serverReleases[edition];
  const name = `${packageName}-${release.packageVersion}-${process.platform}-${process.arch}`;
  const folder = await installOnce(path.join(cacheFolder(), name), async (emptyFolder) => {
    const seconds = stopwatch();
    const what = `${packageName} ${release.packageVersion}, about 600 MB`;
    say(`Installing the VS Code server (${what}) into ${cacheFolder()}, once.`);
    await install(release, emptyFolder, say, signal);
    say(`The VS Code server was installed in ${seconds()} s.`);
  });
  return {
    node: await nodeOf(release, signal),
    file: path.join(serverFolder(folder), 'out/server-main.js'),
  };
}

function nodeOf({ nodeMajor }: ServerRelease, signal?: AbortSignal): Promise<string> {
  const running = Number.parseInt(process.versions.node, 10);
  return running === nodeMajor ? Promise.resolve(process.execPath) : ensureNode(nodeMajor, signal);
}

/** @param folder where the package was installed */
function serverFolder(folder: string): string {
  return path.join(folder, 'node_modules', packageName, 'lib/vscode');
}

async function install(
  release: ServerRelease,
  folder: string,
  say: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  // Install scripts stay off: the package's own one compiles modules that nobody here needs.
  const wanted = `${packageName}@${release.packageVersion}`;
  await runNpm(['install', '--prefix', folder, '--ignore-scripts', wanted], folder, signal);
  const server = serverFolder(folder);
  // The server's shrinkwrap file lacks a peer, hence the last option.
  await runNpm(['ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps'], server, signal);
  if (release.lacksSearch) await bringSearch(server, say, signal);
  try {
    await runNpm(['rebuild', ...release.worthCompiling, '--ignore-scripts=false'], server, signal);
  } catch (error) {
    signal?.throwIfAborted();
    say(
      'The VS Code server works, but two of its modules could not be compiled (a C++ compiler, make and Python 3 are ' +
        `needed), so its output channels stay empty: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Gives a server the program that finds files, out of the newest one, which brings it along. */
async function bringSearch(server: string, say: (sentence: string) => void, signal?: AbortSignal): Promise<void> {
  const newest = await ensureVsCodeServer('newest', say, signal);
  const program = process.platform === 'win32' ? 'rg.exe' : 'rg';
  await cp(
    path.join(
      path.dirname(newest.file),
      '../node_modules/@vscode/ripgrep-universal/bin',
      `${process.platform}-${process.arch}`,
      program,
    ),
    path.join(server, 'node_modules/@vscode/ripgrep/bin', program),
  );
}

/** Whole seconds since the call. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => Math.round((performance.now() - start) / 1000);
}
