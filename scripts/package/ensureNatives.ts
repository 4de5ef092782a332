// Collects the native packages of one platform, as they ship, once for each state of the lock file.
import { createHash } from 'node:crypto';
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../cacheFolder.ts';
import { installOnce } from '../installOnce.ts';
import { runNpm } from '../process/runNpm.ts';
import { lockedClosure } from './lockfile.ts';
import type { LockedPackage } from './lockfile.ts';
import { binaryPatterns, natives, targets } from './targets.ts';
import type { Native, Platform, Target } from './targets.ts';

/** Dependencies of onnxruntime-node that its install script alone uses. */
const installTimeOnly = ['adm-zip', 'global-agent'];

/** Raised when what is copied changes, so that older collections are not used any more. */
const recipe = 4;

/**
 * A folder that holds a `node_modules` with the natives of the target and nothing else.
 *
 * They are installed for the target by npm in the locked versions, never copied from this machine's own tree, so that
 * every target can be packaged on every machine.
 *
 * @param root absolute path of the working tree
 * @returns absolute path of that `node_modules`, in the user's cache: to be copied, not to be changed
 * @throws {Error} when npm fails, with the end of its output, or a binary of the target cannot be had
 */
export async function ensureNatives(
  root: string,
  target: Target,
  say: (sentence: string) => void = () => undefined,
): Promise<string> {
  const platform: Platform = targets[target];
  const shipped = natives.filter((name) => !platform.lacks.includes(name));
  const locked = lockedClosure(await readFile(path.join(root, 'package-lock.json'), 'utf8'), shipped, installTimeOnly);
  const state = JSON.stringify([recipe, platform, [...locked]]);
  const key = createHash('sha256').update(state).digest('hex').slice(0, 16);
  const folder = await installOnce(path.join(cacheFolder(), `natives-${target}-${key}`), async (emptyFolder) => {
    say(`Collecting the native packages of ${target}.`);
    const staging = path.join(emptyFolder, 'staging');
    await installFor(platform, shipped, [...locked.values()], staging);
    await copyShipped(staging, emptyFolder, platform, shipped);
    requireBinaries(emptyFolder, target, shipped);
    await rm(staging, { recursive: true });
  });
  return path.join(folder, 'node_modules');
}

/**
 * Lets npm install the natives for a platform.
 *
 * The lock file itself cannot be used: a lock that was made on one platform may lack packages of others. They have the
 * exact versions that their parents name, and all others are pinned here to what the lock says.
 */
async function installFor(
  platform: Platform,
  shipped: readonly Native[],
  locked: readonly LockedPackage[],
  staging: string,
): Promise<void> {
  const versions = Object.fromEntries(locked.map(({ name, version }) => [name, version]));
  const isShipped = (name: string): boolean => shipped.some((native) => native === name);
  const entries = Object.entries(versions);
  const manifest = {
    private: true,
    dependencies: Object.fromEntries(entries.filter(([name]) => isShipped(name))),
    overrides: Object.fromEntries(entries.filter(([name]) => !isShipped(name))),
  };
  await mkdir(staging, { recursive: true });
  await writeFile(path.join(staging, 'package.json'), JSON.stringify(manifest));
  const libc = platform.libc === undefined ? [] : [`--libc=${platform.libc}`];
  await runNpm(['install', '--ignore-scripts', `--os=${platform.os}`, `--cpu=${platform.cpu}`, ...libc], staging);
}

async function copyShipped(
  staging: string,
  destination: string,
  platform: Platform,
  shipped: readonly Native[],
): Promise<void> {
  const installed = lockedClosure(
    await readFile(path.join(staging, 'package-lock.json'), 'utf8'),
    shipped,
    installTimeOnly,
  );
  for (const place of installed.keys()) {
    const source = path.join(staging, place);
    // npm left out the packages of other platforms.
    if (!existsSync(source)) continue;
    await cp(source, path.join(destination, place), {
      recursive: true,
      filter: (file) => isShipped(path.relative(source, file).replaceAll('\\', '/'), platform),
    });
  }
}

/**
 * Whether a file of a package is read at run time on the platform.
 *
 * @param file path inside its package, with `/`; '' is the package itself
 */
function isShipped(file: string, platform: Platform): boolean {
  // A nested node_modules holds packages that are copied on their own when they ship.
  if (/(^|\/)node_modules(\/|$)/.test(file)) return false;
  if (/\.([cm]?ts|map|cc|h|gyp|bnf)$/.test(file)) return false;
  // What onnxruntime-node runs while it is installed, and what it is built with.
  if (file.startsWith('script/')) return false;
  // The same library under its full version, 45 MB that nothing loads: the binding asks for `libonnxruntime.1.dylib`.
  if (/^bin\/.*\/libonnxruntime\.\d+\.\d+\.\d+\.dylib$/.test(file)) return false;
  // onnxruntime-node brings the binaries of all platforms in one package.
  const binaries = /^bin\/napi-v\d+\/([^/]+)(?:\/([^/]+))?/.exec(file);
  if (binaries === null) return true;
  const [, os, cpu] = binaries;
  return os === platform.os && (cpu === undefined || cpu === platform.cpu);
}

/** A package without its binary would fail at the user's: it is refused here. */
function requireBinaries(folder: string, target: Target, shipped: readonly Native[]): void {
  for (const native of shipped) {
    if (globSync(binaryPatterns[native], { cwd: path.join(folder, 'node_modules') }).length === 0) {
      throw new Error(`npm has no binary of ${native} for ${target}.`);
    }
  }
}
