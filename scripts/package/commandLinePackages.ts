// Packs the command line for npm: one package for all platforms, and ONNX Runtime apart for each.
import { existsSync, globSync } from 'node:fs';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { runNpm } from '../process/runNpm.ts';
import { ensureNatives } from './ensureNatives.ts';
import { lockedClosure } from './lockfile.ts';
import { targets } from './targets.ts';
import type { Target } from './targets.ts';

export interface CommandLineOptions {
  /** Absolute path of the working tree; `dist/` must have been built. */
  readonly root: string;
  /** Platforms to pack ONNX Runtime for. */
  readonly platforms: readonly Target[];
  /** Absolute path of the folder to write the packages into. */
  readonly outFolder: string;
  readonly say?: (sentence: string) => void;
}

/** What the package of the command line holds, as globs in the working tree. */
const shippedFiles = [
  'dist/{answerThread,cli,commandLine,server,worker}.cjs',
  'dist/*.wasm',
  'dist/THIRD-PARTY-NOTICES.txt',
  'dist/python/*.py',
  'dist/webviews/*.{js,css}',
  'dist/webviews/assets/**/*.*',
  'docs/rules/**/*.md',
  'schemas/*.json',
  'CHANGELOG.md',
  'LICENSE',
];

/** Natives whose own packages bring a binary for each platform and start nothing when they are installed. */
const plainNatives = ['sharp', '@duckdb/node-bindings'] as const;

const manifestShape = z.object({
  version: z.string(),
  description: z.string(),
  license: z.string(),
});

/** Platforms for which there is an ONNX Runtime. */
export function runtimePlatforms(): readonly Target[] {
  const names: Target[] = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64'];
  return names.filter((name) => !targets[name].lacks.some((native) => native === 'onnxruntime-node'));
}

/**
 * Writes `plumbline-VERSION.tgz` and `plumbline-onnxruntime-PLATFORM-VERSION.tgz`.
 *
 * ONNX Runtime's own package holds the binaries of all platforms, and while it is installed it looks for more to
 * download. Ours hold one platform each and start nothing; npm takes the one that fits and leaves out the others.
 *
 * @returns absolute paths of the packages, the command line's first
 * @throws {Error} when `dist/` is missing, or npm fails, with the end of its output
 */
export async function buildCommandLine(options: CommandLineOptions): Promise<readonly string[]> {
  const { root, outFolder } = options;
  if (!existsSync(path.join(root, 'dist/cli.cjs'))) {
    throw new Error('There is no dist/cli.cjs to pack: run `npm run build` first.');
  }
  const locked = lockedClosure(
    await readFile(path.join(root, 'package-lock.json'), 'utf8'),
    [...plainNatives, 'onnxruntime-node', 'onnxruntime-common'],
    [],
  );
  const versionOf = (name: string): string => locked.get(`node_modules/${name}`)?.version ?? '';
  const stage = path.join(root, 'out/package', `npm-${process.pid}`);
  await rm(stage, { recursive: true, force: true });
  await mkdir(outFolder, { recursive: true });
  try {
    const folders = [await stageCommandLine(root, stage, versionOf)];
    for (const platform of options.platforms) {
      folders.push(await stageRuntime(options, platform, stage, versionOf));
    }
    const packages: string[] = [];
    for (const folder of folders) {
      const output = await runNpm(['pack', '--json', '--ignore-scripts', '--pack-destination', outFolder], folder);
      packages.push(path.join(outFolder, packedName(output)));
    }
    return packages;
  } finally {
    await rm(stage, { recursive: true, force: true });
  }
}

type VersionOf = (name: string) => string;

async function stageCommandLine(root: string, stage: string, versionOf: VersionOf): Promise<string> {
  const folder = path.join(stage, 'plumbline');
  for (const file of globSync(shippedFiles, { cwd: root })) await cp(path.join(root, file), path.join(folder, file));
  // Here it is a program of its own, which the extension starts by Node.
  const server = path.join(folder, 'dist/server.cjs');
  await writeFile(server, `#!/usr/bin/env node\n${await readFile(server, 'utf8')}`);
  await writeFile(
    path.join(folder, 'README.md'),
    readmeOf(await readFile(path.join(root, 'docs/command-line.md'), 'utf8')),
  );
  const manifest = manifestShape.parse(JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')));
  const runtimes = runtimePlatforms().map((platform) => [runtimeName(platform), versionOf('onnxruntime-node')]);
  await writeManifest(folder, {
    name: 'plumbline',
    ...manifest,
    keywords: ['machine-learning', 'mlops', 'onnx', 'data-contract', 'linter', 'cli'],
    bin: { plumbline: 'dist/cli.cjs', 'plumbline-language-server': 'dist/server.cjs' },
    engines: { node: '>=22' },
    dependencies: Object.fromEntries(plainNatives.map((name) => [name, versionOf(name)])),
    optionalDependencies: Object.fromEntries(runtimes),
  });
  return folder;
}

/** The page of the command line without its pictures, which the package does not hold. */
function readmeOf(page: string): string {
  return page.replace(/^!\[[^\]]*\]\(images\/[^)]*\)\n\n/gm, '');
}

/** ONNX Runtime for one platform under a name of its own, without what its own package runs when it is installed. */
async function stageRuntime(
  { root, say }: CommandLineOptions,
  platform: Target,
  stage: string,
  versionOf: VersionOf,
): Promise<string> {
  const folder = path.join(stage, `onnxruntime-${platform}`);
  const source = path.join(await ensureNatives(root, platform, say), 'onnxruntime-node');
  await cp(source, folder, { recursive: true });
  const { os, cpu } = targets[platform];
  await writeManifest(folder, {
    name: runtimeName(platform),
    version: versionOf('onnxruntime-node'),
    description: `onnxruntime-node for ${platform}, without anything that runs while it is installed`,
    license: 'MIT',
    main: 'dist/index.js',
    os: [os],
    cpu: [cpu],
    dependencies: { 'onnxruntime-common': versionOf('onnxruntime-common') },
  });
  return folder;
}

function runtimeName(platform: Target): string {
  return `@plumbline/onnxruntime-${platform}`;
}

async function writeManifest(folder: string, manifest: Readonly<Record<string, unknown>>): Promise<void> {
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Name of the file that `npm pack --json` says it wrote; what npm warns of stands before the JSON. */
function packedName(output: string): string {
  const entries = z.array(z.object({ filename: z.string() })).parse(JSON.parse(output.slice(output.search(/^\[/m))));
  // Some versions of npm name the scope with its slash, and write the file without.
  return (entries[0]?.filename ?? '').replace(/^@/, '').replaceAll('/', '-');
}
