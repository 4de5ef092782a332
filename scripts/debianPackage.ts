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
  await runTool('apt-get', ['update'], { env });
  await runTool('apt-get', ['install', '--yes', '--no-install-recommends', name], { env });
}
