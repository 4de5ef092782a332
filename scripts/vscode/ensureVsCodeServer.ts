// Installs the VS Code server that tests and `npm start` use, once, into the user's cache.
import path from 'node:path';
import { cacheFolder } from '../cacheFolder.ts';
import { installOnce } from '../installOnce.ts';
import { runNpm } from '../process/runNpm.ts';

/** The npm package that holds the server, and the exact version that everything here was tried with. */
const packageName = 'code-server';
const packageVersion = '4.139.1';

/**
 * Native modules of the server that are worth compiling: without the first, output channels and log files stay empty;
 * without the second, an extension host outlives a server that was killed.
 */
const worthCompiling = ['@vscode/spdlog', '@vscode/native-watchdog'];

/**
 * Where the server is.
 *
 * @param say is told, in one sentence, what takes time and what could not be done
 * @param signal stops an install
 * @returns absolute path of the server's `server-main.js`, to be run by Node 24
 * @throws {Error} when it cannot be installed, with the end of npm's output; nothing half-installed stays behind
 */
export async function ensureVsCodeServer(
  say: (sentence: string) => void = () => undefined,
  signal?: AbortSignal,
): Promise<string> {
  const name = `${packageName}-${packageVersion}-${process.platform}-${process.arch}`;
  const folder = await installOnce(path.join(cacheFolder(), name), async (emptyFolder) => {
    const seconds = stopwatch();
    say(`Installing the VS Code server (${packageName} ${packageVersion}, about 600 MB) into ${cacheFolder()}, once.`);
    await install(emptyFolder, say, signal);
    say(`The VS Code server was installed in ${seconds()} s.`);
  });
  return path.join(folder, 'node_modules', packageName, 'lib/vscode/out/server-main.js');
}

async function install(folder: string, say: (sentence: string) => void, signal?: AbortSignal): Promise<void> {
  // Install scripts stay off: the package's own one compiles modules that nobody here needs.
  const wanted = `${packageName}@${packageVersion}`;
  await runNpm(['install', '--prefix', folder, '--ignore-scripts', wanted], folder, signal);
  const server = path.join(folder, 'node_modules', packageName, 'lib/vscode');
  // The server's shrinkwrap file lacks a peer, hence the last option.
  await runNpm(['ci', '--omit=dev', '--ignore-scripts', '--legacy-peer-deps'], server, signal);
  try {
    await runNpm(['rebuild', ...worthCompiling, '--ignore-scripts=false'], server, signal);
  } catch (error) {
    signal?.throwIfAborted();
    say(
      'The VS Code server works, but two of its modules could not be compiled (a C++ compiler, make and Python 3 are ' +
        `needed), so its output channels stay empty: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Whole seconds since the call. */
function stopwatch(): () => number {
  const start = performance.now();
  return () => Math.round((performance.now() - start) / 1000);
}
