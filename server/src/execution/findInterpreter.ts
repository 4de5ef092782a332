/** Which Python runs a verification. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

export interface InterpreterWishes {
  /** What the user chose; never replaced in silence. */
  readonly chosen?: { readonly path: string; readonly by: string } | undefined;
  /** What the editor’s Python extension has active. */
  readonly active?: string | undefined;
  /** Folders that may hold an environment, nearest first: that of the notebook up to the workspace. */
  readonly folders: readonly string[];
  readonly searchPath: string;
}

export type FoundInterpreter =
  | { readonly kind: 'found'; readonly executable: string; readonly because: string }
  /** `next` is a sentence that says what to do. */
  | { readonly kind: 'missing'; readonly what: string; readonly next: string };

const environmentNames = ['.venv', 'venv', 'env'];
const isWindows = process.platform === 'win32';

/**
 * Finds the interpreter as the editor's Python extension would: the choice of the user, the active one, an environment
 * beside the notebook or above it, `python3` on the PATH.
 */
export async function findInterpreter(wishes: InterpreterWishes): Promise<FoundInterpreter> {
  const { chosen, active } = wishes;
  if (chosen !== undefined) {
    const executable = await asInterpreter(chosen.path, wishes);
    if (executable !== undefined) return { kind: 'found', executable, because: chosen.by };
    const next = `Name an interpreter that exists in ${chosen.by}, or leave it out.`;
    return { kind: 'missing', what: `the interpreter ${chosen.path}`, next };
  }
  if (active !== undefined) {
    const executable = await asInterpreter(active, wishes);
    if (executable !== undefined) return { kind: 'found', executable, because: 'the active environment' };
  }
  for (const folder of wishes.folders) {
    for (const name of environmentNames) {
      const executable = await inEnvironment(path.join(folder, name));
      if (executable !== undefined) return { kind: 'found', executable, because: `the environment ${name}` };
    }
  }
  for (const name of ['python3', 'python']) {
    const executable = await onPath(name, wishes.searchPath);
    if (executable !== undefined) return { kind: 'found', executable, because: `${name} on the PATH` };
  }
  const next = 'Install Python 3.9 or later, or name an interpreter in the setting plumbline.python.path.';
  return { kind: 'missing', what: 'a Python interpreter', next };
}

/** A folder of an environment or a program, from the workspace, or a name on the PATH. */
async function asInterpreter(wish: string, { folders, searchPath }: InterpreterWishes): Promise<string | undefined> {
  const [base] = folders.slice(-1);
  const location = path.resolve(base ?? path.parse(process.cwd()).root, wish);
  const inFolder = await inEnvironment(location);
  if (inFolder !== undefined) return inFolder;
  const isName = !wish.includes('/') && !wish.includes('\\');
  if (isName) return onPath(wish, searchPath);
  return (await isProgram(location)) ? location : undefined;
}

/** A folder is an environment when it says so, or has an interpreter where conda puts it. */
async function inEnvironment(folder: string): Promise<string | undefined> {
  const candidates = isWindows ? ['Scripts/python.exe', 'python.exe'] : ['bin/python', 'bin/python3'];
  for (const candidate of candidates) {
    const executable = path.join(folder, candidate);
    if (await isProgram(executable)) return executable;
  }
  return undefined;
}

async function onPath(name: string, searchPath: string): Promise<string | undefined> {
  for (const folder of searchPath.split(path.delimiter)) {
    // A relative entry would run whatever lies in the current folder.
    if (!path.isAbsolute(folder)) continue;
    const executable = path.join(folder, isWindows && !name.endsWith('.exe') ? `${name}.exe` : name);
    if (await isProgram(executable)) return executable;
  }
  return undefined;
}

async function isProgram(location: string): Promise<boolean> {
  try {
    await access(location, constants.X_OK);
    return (await stat(location)).isFile();
  } catch {
    return false;
  }
}
