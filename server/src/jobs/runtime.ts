/** Which program runs the worker. */
import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Oldest Node whose worker is tested; older ones on the PATH are passed over. */
export const oldestNode = 22;

export interface Runtime {
  /** Absolute path of the program. */
  readonly executable: string;
  /** Variables that make it behave as plain Node. */
  readonly environment: Readonly<Record<string, string>>;
  /** Why this one, for the log and the doctor: `the setting plumbline.worker.node`. */
  readonly reason: string;
}

export type RuntimeChoice =
  { readonly kind: 'runtime'; readonly runtime: Runtime } | { readonly kind: 'problem'; readonly sentence: string };

/** What the choice looks at; everything comes from outside, so that a test can state it. */
export interface RuntimeWorld {
  /** The setting `plumbline.worker.node`; empty or absent when the user made no choice. */
  readonly setting?: string | undefined;
  /** The variable PATH. */
  readonly searchPath: string;
  readonly platform: NodeJS.Platform;
  /** The program that runs now, and its versions as in `process.versions`. */
  readonly current: { readonly executable: string; readonly node: string; readonly electron?: string | undefined };
  /** Major version of the Node at a path; undefined when there is no program or it is no Node. Must not throw. */
  readonly majorOf: (executable: string) => Promise<number | undefined>;
}

/**
 * Chooses the runtime of the worker:
 * 1. the setting, which must be a fitting Node, because a choice of the user is never replaced in silence;
 * 2. the program that runs now, when it is a fitting plain Node: it needs no search;
 * 3. the first fitting `node` on the PATH, because natives are safest outside Electron;
 * 4. the program that runs now, whatever it is.
 */
export async function chooseRuntime(world: RuntimeWorld): Promise<RuntimeChoice> {
  const { setting, current } = world;
  if (setting !== undefined && setting !== '') {
    const major = path.isAbsolute(setting) ? await world.majorOf(setting) : undefined;
    if (major !== undefined && major >= oldestNode) return plain(setting, 'the setting plumbline.worker.node');
    const found = major === undefined ? 'is not the absolute path of a Node program' : `is Node ${major}`;
    return {
      kind: 'problem',
      sentence: `The setting plumbline.worker.node names ${setting}, which ${found}; name Node ${oldestNode} or later, or clear the setting.`,
    };
  }
  const isPlainNode = current.electron === undefined;
  if (isPlainNode && majorOfVersion(current.node) >= oldestNode) return plain(current.executable, 'the running Node');
  const name = world.platform === 'win32' ? 'node.exe' : 'node';
  for (const folder of world.searchPath.split(world.platform === 'win32' ? ';' : ':')) {
    // A relative entry would run whatever lies in the current folder, which may be an untrusted workspace.
    if (!path.isAbsolute(folder)) continue;
    const candidate = path.join(folder, name);
    const major = await world.majorOf(candidate);
    if (major !== undefined && major >= oldestNode) return plain(candidate, 'node on the PATH');
  }
  if (isPlainNode) return plain(current.executable, 'the running Node');
  return {
    kind: 'runtime',
    runtime: {
      executable: current.executable,
      environment: { ELECTRON_RUN_AS_NODE: '1' },
      reason: 'the editor’s own runtime',
    },
  };
}

function plain(executable: string, reason: string): RuntimeChoice {
  return { kind: 'runtime', runtime: { executable, environment: {}, reason } };
}

function majorOfVersion(version: string): number {
  return Number.parseInt(version.replace(/^v/, ''), 10);
}

/** Asks a program for its version of Node; takes about 50 ms, at most 5 s. */
async function majorOf(executable: string): Promise<number | undefined> {
  try {
    await access(executable, constants.X_OK);
    const { stdout } = await run(executable, ['--version'], { timeout: 5_000, windowsHide: true });
    const match = /^v(\d+)\.\d+\.\d+/.exec(stdout);
    return match?.[1] === undefined ? undefined : Number(match[1]);
  } catch {
    // Not there, not executable, no Node, or hanging: all the same to the choice, which goes on to the next.
    return undefined;
  }
}

/** The world as it is. */
export function realRuntimeWorld(setting: string | undefined): RuntimeWorld {
  return {
    setting,
    searchPath: process.env['PATH'] ?? '',
    platform: process.platform,
    current: {
      executable: process.execPath,
      node: process.versions.node,
      electron: process.versions['electron'],
    },
    majorOf,
  };
}
