/** The packages of the command line, packed from dist/ and installed by npm as a user would. */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildCommandLine } from '../../../scripts/package/commandLinePackages.ts';
import { hostTarget } from '../../../scripts/package/targets.ts';
import { runNpm } from '../../../scripts/process/runNpm.ts';

export interface InstalledCommandLine {
  /** A folder with node_modules and nothing of ours besides: no .npmrc, no repository. */
  readonly folder: string;
  /** Folder of the installed programs. */
  readonly bin: string;
  /** What npm wrote down about what it installed. */
  readonly lockText: string;
  readonly remove: () => Promise<void>;
}

/** Needs `dist/`; takes about 20 s. */
export async function installCommandLine(root: string): Promise<InstalledCommandLine> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-installed-')));
  const packages = await buildCommandLine({ root, platforms: [hostTarget()], outFolder: path.join(folder, 'packed') });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify({ private: true }));
  await runNpm(['install', ...packages], folder);
  return {
    folder,
    bin: path.join(folder, 'node_modules/.bin'),
    lockText: await readFile(path.join(folder, 'package-lock.json'), 'utf8'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
