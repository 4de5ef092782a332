// Bundles each suite into the one CommonJS module that VS Code loads.
import path from 'node:path';
import { build } from 'esbuild';
import type { Suite } from './suites.ts';

const mochaModule = 'mocha/lib/mocha.cjs';

/**
 * @param root absolute path of the working tree
 * @returns name of a suite → absolute path of its module
 */
export async function bundleSuites(root: string, suites: readonly Suite[]): Promise<ReadonlyMap<string, string>> {
  const folder = path.join(root, 'out/vscode-suites');
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(suites.map(({ name }) => [name, `test/vscode/suites/${name}.ts`])),
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    logLevel: 'warning',
    // Mocha loads parts of itself by name, which a bundle would lose; it is found from the folder of the bundle.
    external: ['vscode', mochaModule],
    // Its entry is a module, which Node 22 gives to a `require` in another form than Node 24.
    alias: { mocha: mochaModule },
  });
  return new Map(suites.map(({ name }) => [name, path.join(folder, `${name}.cjs`)]));
}
