// Opens the example in the desktop VS Code, in an instance of its own.
import { existsSync } from 'node:fs';
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startChild } from '../process/ownedChild.ts';
import { quietSettings } from '../vscode/quietSettings.ts';
import { serverEnvironment } from '../vscode/serverEnvironment.ts';
import type { StartRequest } from './startRequest.ts';

/**
 * File of the desktop VS Code's command, from the PATH.
 *
 * @returns undefined when there is none, or none that could show a window here: without a display; below Windows,
 *   where it opens a Windows program; or in a terminal of an editor on another machine, where `code` speaks to that one
 */
export function findDesktopVsCode(): string | undefined {
  const { DISPLAY: display, WAYLAND_DISPLAY: wayland, WSL_DISTRO_NAME: wsl, VSCODE_IPC_HOOK_CLI: remote } = process.env;
  if (wsl !== undefined || remote !== undefined) return undefined;
  if (process.platform === 'linux' && display === undefined && wayland === undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, name))
    .find((file) => existsSync(file));
}

/**
 * Shows the window until it is closed or the request is aborted.
 *
 * It runs with settings of its own in a temporary folder, hence as a process of its own, which can be ended without
 * touching the user's other windows; the user's extensions are there.
 *
 * @throws {Error} when the command cannot be started or fails
 */
export async function openDesktop(
  { root, folder, openFile, trusted, signal, say }: StartRequest,
  command: string,
): Promise<void> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'plumbline-desktop-'));
  try {
    await mkdir(path.join(dataFolder, 'User'), { recursive: true });
    await writeFile(path.join(dataFolder, 'User/settings.json'), JSON.stringify(quietSettings, null, 2));
    const args = [
      '--new-window',
      '--wait',
      ...['--user-data-dir', dataFolder],
      `--extensionDevelopmentPath=${root}`,
      ...(trusted ? ['--disable-workspace-trust'] : []),
      folder,
      openFile,
    ];
    // Windows has a script for it, which only its shell can run.
    const [program, ...programArgs] = process.platform === 'win32' ? ['cmd.exe', '/d', '/c', command] : [command];
    const child = await startChild(program, [...programArgs, ...args], {
      env: serverEnvironment(),
      output: 'inherit',
      signal,
    });
    say(`\nThe desktop VS Code shows ${folder} with Plumbline.\n\nCtrl-C ends it.`);
    const code = await child.ended;
    if (code !== 0 && !signal.aborted) throw new Error(`${command} ended with code ${code}.`);
  } finally {
    await endInstance(dataFolder);
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Ends the instance that runs on the folder; the command only asked it to start, and is no parent of it. */
async function endInstance(dataFolder: string): Promise<void> {
  const lockFile = path.join(dataFolder, 'code.lock');
  if (!existsSync(lockFile)) return;
  const pid = Number(await readFile(lockFile, 'utf8'));
  if (!Number.isInteger(pid) || pid <= 1) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch {
    // It has gone by itself, which is what was wanted.
  }
}
