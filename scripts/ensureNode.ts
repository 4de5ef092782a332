// A Node of another major version than the one that runs here.
import path from 'node:path';
import { cacheFolder } from './cacheFolder.ts';
import { installOnce } from './installOnce.ts';
import { runNpm } from './process/runNpm.ts';

/**
 * Absolute path of a Node of a major version, as npm's package `node` brings it, installed once into the user's cache.
 *
 * @param signal stops an install
 * @throws {Error} when npm cannot install it, with the end of its output
 */
export async function ensureNode(major: number, signal?: AbortSignal): Promise<string> {
  const folder = await installOnce(path.join(cacheFolder(), `node-${major}`), async (emptyFolder) => {
    await runNpm(['install', '--no-package-lock', `node@${major}`], emptyFolder, signal);
  });
  return path.join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
