/** Programs that only the tests of packages need. */
import { canInstallDebianPackages, installDebianPackage } from '../../../scripts/debianPackage.ts';
import { runTool } from '../../../scripts/process/runTool.ts';

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
