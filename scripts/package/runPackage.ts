// The command `npm run package`.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runTool } from '../process/runTool.ts';
import { buildVsix } from './buildVsix.ts';
import { buildCommandLine, runtimePlatforms } from './commandLinePackages.ts';
import { hostTarget, isExtensionTarget, targetNames, universal } from './targets.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Builds for production and packs the extension for one target, or the command line for npm.
 *
 * @param args `--target NAME` (this machine's when absent; `universal` has no natives), `--out FILE`, `--no-build` to pack `dist/` as it is;
 *   `--npm` packs the command line, with ONNX Runtime for the target or else for all, and `--out` is a folder
 * @returns the exit code: 0, or 2 when the arguments are wrong
 */
export async function runPackage(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      target: { type: 'string' },
      out: { type: 'string' },
      npm: { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
    },
  });
  const target = values.target ?? hostTarget();
  if (!isExtensionTarget(target) || (values.npm && target === universal)) {
    const names = values.npm ? targetNames : [...targetNames, universal];
    say(`There is no target ${target}; there are ${names.join(', ')}.`);
    return 2;
  }
  if (!values['no-build']) {
    say('Building.');
    await runTool(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  }
  if (values.npm) {
    const platforms = values.target === undefined || target === universal ? runtimePlatforms() : [target];
    const outFolder = path.resolve(values.out ?? path.join(root, 'out'));
    for (const file of await buildCommandLine({ root, platforms, outFolder, say })) await saySize(file);
    return 0;
  }
  const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  const packageFile = path.resolve(values.out ?? path.join(root, 'out', `${name}-${target}-${version}.vsix`));
  await buildVsix({ root, target, packageFile, say });
  await saySize(packageFile);
  return 0;
}

async function saySize(file: string): Promise<void> {
  const { size } = await stat(file);
  say(`${path.relative(process.cwd(), file)}: ${(size / 1e6).toFixed(1)} MB.`);
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
