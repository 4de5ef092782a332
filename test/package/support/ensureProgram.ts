/** Programs that only the tests of packages need. */
import { canInstallDebianPackages, installDebianPackage } from '../../../scripts/debianPackage.ts';
import { installOnce } from '../../../scripts/installOnce.ts';
import { cacheFolder } from '../../../scripts/cacheFolder.ts';
import { runNpm } from '../../../scripts/process/runNpm.ts';
import { runTool } from '../../../scripts/process/runTool.ts';
import path from 'node:path';

/**
 * A program of the PATH, installed first where it is absent and Debian has it under the same name.
 *
 * @throws {Error} that names what to install
 */
export async function ensureProgram(name: string): Promise<string> {
  if (await runs(name)) return name;
  if (!canInstallDebianPackages())
    throw new Error(`There is no ${name} here: install it, the tests of packages use it.`);
  await installDebianPackage(name, () => undefined);
  return name;
}

async function runs(name: string): Promise<boolean> {
  try {
    await runTool(name, ['--version']);
    return true;
  } catch {
    return false;
  }
}

/** A Node of a major version, as npm's package `node` brings it. */
export async function ensureNode(major: number): Promise<string> {
  const folder = await installOnce(path.join(cacheFolder(), `node-${major}`), async (emptyFolder) => {
    await runNpm(['install', '--no-package-lock', `node@${major}`], emptyFolder);
  });
  return path.join(folder, 'node_modules/node/bin', process.platform === 'win32' ? 'node.exe' : 'node');
}
