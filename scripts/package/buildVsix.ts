// Packs the built working tree into a VSIX for one platform.
import { existsSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { prepareExample } from '../prepareExample.mjs';
import { runTool } from '../process/runTool.ts';
import { ensureNatives } from './ensureNatives.ts';
import { universal } from './targets.ts';
import type { ExtensionTarget } from './targets.ts';

export interface VsixOptions {
  /** Absolute path of the working tree; `dist/` must have been built. */
  readonly root: string;
  readonly target: ExtensionTarget;
  /** Absolute path of the package to write. */
  readonly packageFile: string;
  readonly say?: (sentence: string) => void;
}

/**
 * Writes a VSIX with the files that `.vscodeignore` allows and the natives of the target; the universal one has none.
 *
 * The files are gathered in a folder of their own below `out/`, so that the working tree stays as it is.
 *
 * @throws {Error} when `dist/` is missing, or npm or vsce fail, with the end of their output
 */
export async function buildVsix({ root, target, packageFile, say }: VsixOptions): Promise<void> {
  if (!existsSync(path.join(root, 'dist/extension.cjs'))) {
    throw new Error('There is no dist/extension.cjs to pack: run `npm run build` first.');
  }
  const data = path.join(root, 'examples/flight-delays/data/flights.parquet');
  await prepareExample({ target: data, pin: `${data}.dvc` });
  const stage = path.join(root, 'out/package', `${target}-${process.pid}`);
  await rm(stage, { recursive: true, force: true });
  try {
    for (const file of ['.vscodeignore', ...(await allowedFiles(root))]) {
      await cp(path.join(root, file), path.join(stage, file));
    }
    if (target !== universal) {
      await cp(await ensureNatives(root, target, say), path.join(stage, 'dist/node_modules'), { recursive: true });
    }
    await mkdir(path.dirname(packageFile), { recursive: true });
    await runVsce(root, stage, [
      'package',
      '--no-dependencies',
      '--allow-missing-repository',
      // Without a repository there is no address that links of the README could lead to.
      '--no-rewrite-relative-links',
      ...(target === universal ? [] : ['--target', target]),
      ...['--out', packageFile],
    ]);
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

/** Files of the working tree that ship, as relative paths; without natives, which a development tree does not hold. */
async function allowedFiles(root: string): Promise<readonly string[]> {
  const output = await runVsce(root, root, ['ls', '--no-dependencies']);
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && existsSync(path.join(root, line)));
}

function runVsce(root: string, folder: string, args: readonly string[]): Promise<string> {
  return runTool(process.execPath, [path.join(root, 'node_modules/@vscode/vsce/vsce'), ...args], { cwd: folder });
}
