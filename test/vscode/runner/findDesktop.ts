// Finds a desktop VS Code for the tests, or says why there is none.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { cacheFolder } from '../../../scripts/cacheFolder.ts';

/** Environment variable with the program of a desktop VS Code, such as `/usr/share/code/code`. */
const variable = 'PLUMBLINE_VSCODE';

export type Desktop =
  | { readonly kind: 'found'; readonly program: string }
  /** One sentence that begins in lower case, to follow "because". */
  | { readonly kind: 'absent'; readonly reason: string };

/**
 * The desktop VS Code that PLUMBLINE_VSCODE names, else the stable one, downloaded once into the user's cache.
 *
 * @throws {Error} when the environment variable names a file that does not exist: a wish is never quietly ignored
 */
export async function findDesktop(): Promise<Desktop> {
  const { [variable]: wished, DISPLAY: display, WAYLAND_DISPLAY: wayland } = process.env;
  if (wished !== undefined && wished !== '' && !existsSync(wished)) {
    throw new Error(`${variable} names ${wished}, which does not exist.`);
  }
  if (process.platform === 'linux' && display === undefined && wayland === undefined) {
    return {
      kind: 'absent',
      reason: 'there is no display to show it on (`xvfb-run npm run test:desktop` brings one).',
    };
  }
  if (wished !== undefined && wished !== '') return { kind: 'found', program: wished };
  try {
    const cachePath = path.join(cacheFolder(), 'desktop-vscode');
    return { kind: 'found', program: await downloadAndUnzipVSCode({ version: 'stable', cachePath }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'absent', reason: `it could not be downloaded (${message}) and ${variable} names none.` };
  }
}
