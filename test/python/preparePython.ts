/** A Python with pinned packages, in the user's cache and nowhere else. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../../scripts/cacheFolder.ts';
import { runTool } from '../../scripts/process/runTool.ts';

export type PreparedPython =
  | { readonly kind: 'ready'; readonly executable: string }
  /** Why there is none here, in one sentence. */
  | { readonly kind: 'absent'; readonly because: string };

/** The Python that makes the environment, the wished one first. */
function candidates(): readonly string[] {
  const wished = process.env['PLUMBLINE_PYTHON'];
  return wished === undefined || wished === '' ? ['python3', 'python'] : [wished];
}

/** By the requirements file: those that are ready, and those that are being made. */
const prepared = new Map<string, Promise<PreparedPython>>();

/**
 * Makes a virtual environment with the packages of a requirements file, once for each version of both.
 *
 * Needs the package index the first time only.
 *
 * @param requirements absolute path
 */
export function preparePython(requirements: string): Promise<PreparedPython> {
  const python = prepared.get(requirements) ?? makeEnvironment(requirements);
  prepared.set(requirements, python);
  return python;
}

/** Makes environments one after the other, while those that are ready are used: most of it is waiting for files. */
export async function preparePythons(requirements: readonly string[]): Promise<void> {
  for (const one of requirements) await preparePython(one);
}

async function makeEnvironment(requirements: string): Promise<PreparedPython> {
  const found = await findPython();
  if (found === undefined) {
    return { kind: 'absent', because: `There is no Python here (${candidates().join(', ')}).` };
  }
  const pins = await readFile(requirements, 'utf8');
  const key = createHash('sha256').update(`${found.version}\n${pins}`).digest('hex').slice(0, 16);
  const folder = path.join(cacheFolder(), `python-tests-${key}`);
  const executable = path.join(folder, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const finished = path.join(folder, 'finished');
  if (existsSync(finished)) return { kind: 'ready', executable };
  try {
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.dirname(folder), { recursive: true });
    await runTool(found.command, ['-m', 'venv', folder]);
    // Python compiles what is imported by itself: compiling all of it would take half of the time of an installation.
    const options = ['--quiet', '--retries', '2', '--only-binary', ':all:', '--no-compile'];
    await runTool(executable, ['-m', 'pip', 'install', ...options, '--requirement', requirements]);
    // A marker that is written last, and whole, tells a finished environment from one that was interrupted.
    await writeFile(`${finished}.part`, pins);
    await rename(`${finished}.part`, finished);
    return { kind: 'ready', executable };
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n').slice(-1);
    return { kind: 'absent', because: `The packages for ${found.version} could not be installed: ${reason}` };
  }
}

async function findPython(): Promise<{ readonly command: string; readonly version: string } | undefined> {
  for (const command of candidates()) {
    try {
      return { command, version: (await runTool(command, ['--version'])).trim() };
    } catch {
      // This one is not installed, and the next may be.
    }
  }
  return undefined;
}
