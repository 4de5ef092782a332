// Runs npm on the Node that runs us, whichever npm is at hand.
import path from 'node:path';
import { runTool } from './runTool.ts';

/**
 * Runs npm in a folder.
 *
 * The npm that started this script is asked for by its file, so that it runs on our own Node: an `npm` from the PATH
 * could run on another major version, which some packages refuse.
 *
 * @returns npm's output
 * @throws {Error} with the end of npm's output when it fails
 */
export function runNpm(args: readonly string[], folder: string, signal?: AbortSignal): Promise<string> {
  const npmFile = process.env.npm_execpath;
  const options = { cwd: folder, env: npmEnvironment(), ...(signal === undefined ? {} : { signal }) };
  if (npmFile !== undefined && npmFile.endsWith('npm-cli.js')) {
    return runTool(process.execPath, [npmFile, ...args], options);
  }
  if (process.platform === 'win32') throw new Error('On Windows, start this through npm, such as `npm start`.');
  return runTool('npm', args, options);
}

/** Our environment without what an outer npm says about the project that it runs in, which is not the folder's. */
function npmEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^npm_(package|lifecycle)_|^npm_config_(local_prefix|prefix)$|^INIT_CWD$/.test(name),
  );
  const ownFolder = path.dirname(process.execPath);
  // npm's own child scripts look for `node` on the PATH: they get this one.
  return {
    ...Object.fromEntries(kept),
    PATH: [ownFolder, process.env.PATH ?? ''].join(path.delimiter),
    npm_config_fund: 'false',
    npm_config_audit: 'false',
    JOBS: 'max',
  };
}
