// The command `npm run package`.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { runTool } from '../process/runTool.ts';
import { buildVsix } from './buildVsix.ts';
import { hostTarget, isTarget, targetNames } from './targets.ts';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * Builds for production and packs one target.
 *
 * @param args `--target NAME` (this machine's when absent), `--out FILE`, `--no-build` to pack `dist/` as it is
 * @returns the exit code: 0, or 2 when the arguments are wrong
 */
export async function runPackage(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { target: { type: 'string' }, out: { type: 'string' }, 'no-build': { type: 'boolean', default: false } },
  });
  const target = values.target ?? hostTarget();
  if (!isTarget(target)) {
    say(`There is no target ${target}; there are ${targetNames.join(', ')}.`);
    return 2;
  }
  if (!values['no-build']) {
    say('Building.');
    await runTool(process.execPath, ['esbuild.mjs', '--production'], { cwd: root });
  }
  const { name, version } = z
    .object({ name: z.string(), version: z.string() })
    .parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  const packageFile = path.resolve(values.out ?? path.join(root, 'out', `${name}-${target}-${version}.vsix`));
  await buildVsix({ root, target, packageFile, say });
  const { size } = await stat(packageFile);
  say(`${path.relative(process.cwd(), packageFile)}: ${Math.round(size / 1e6)} MB.`);
  return 0;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
