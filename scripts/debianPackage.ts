// Installs a package of Debian, where that is possible.
import { existsSync } from 'node:fs';
import { runTool } from './process/runTool.ts';

/** Whether {@link installDebianPackage} can: as root on Debian or a distribution made of it. */
export function canInstallDebianPackages(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

/** @throws {Error} with the end of what apt-get said */
export async function installDebianPackage(name: string, say: (sentence: string) => void): Promise<void> {
  say(`Installing Debian's package ${name}.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another of its kind may be at work, such as that of another test or of the system itself.
  const patience = ['-o', 'DPkg::Lock::Timeout=300'];
  await runTool('apt-get', [...patience, 'update'], { env });
  await runTool('apt-get', [...patience, 'install', '--yes', '--no-install-recommends', name], { env });
}
