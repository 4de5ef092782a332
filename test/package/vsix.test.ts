import { mkdtemp, readFile, realpath, rm, stat, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import JSZip from 'jszip';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { buildVsix } from '../../scripts/package/buildVsix.ts';
import { hostTarget } from '../../scripts/package/targets.ts';
import { runProgram } from './support/runProgram.ts';

const root = path.resolve(import.meta.dirname, '../..');

let folder = '';
let packageFile = '';
let archive = new JSZip();

/** Of every file in the package: its path below `extension/`. */
const shipped = (): readonly string[] =>
  Object.values(archive.files)
    .filter(({ dir }) => !dir)
    .map(({ name }) => name)
    .filter((name) => name.startsWith('extension/'))
    .map((name) => name.slice('extension/'.length));

beforeAll(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'plumbline-vsix-')));
  packageFile = path.join(folder, 'plumbline.vsix');
  await buildVsix({ root, target: 'linux-x64', packageFile });
  archive = await JSZip.loadAsync(await readFile(packageFile));
}, 300_000);

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('the package of the extension for linux-x64', () => {
  it('holds the files of the list and no others', async () => {
    // Rule pages come and go with their rules, and the scripts of libraries with their versions: kinds are enough.
    const kinds = new Set(
      shipped().map((file) =>
        file
          .replace(/^docs\/rules\/[a-z]+\/[a-z0-9-]+\.md$/, 'docs/rules/GROUP/RULE.md')
          .replace(/\.so\.\d[\d.]*$/, '.so.VERSION')
          .replace(/^(dist\/node_modules\/(?:@[^/]+\/)?[^/]+)\/.*\.([cm]?js)$/, '$1/ANY.$2'),
      ),
    );
    await expect(`${[...kinds].sort().join('\n')}\n`).toMatchFileSnapshot('vsix-linux-x64.txt');
  });

  it('has a page for every rule', () => {
    expect(shipped().filter((file) => /^docs\/rules\/[a-z]+\/[a-z0-9-]+\.md$/.test(file)).length).toBeGreaterThan(200);
  });

  it('has the licences of the packages in its bundles', async () => {
    const notices = await archive.file('extension/dist/THIRD-PARTY-NOTICES.txt')?.async('string');
    for (const name of ['zod', 'yaml', '@microsoft/fast-element', '@duckdb/node-api', 'tree-sitter-python']) {
      expect(notices).toMatch(new RegExp(`^${name} \\d`, 'm'));
    }
    expect(notices).toContain('Permission is hereby granted');
  });

  it('is at most 120 MB large', async () => {
    expect((await stat(packageFile)).size).toBeLessThanOrEqual(120e6);
  });

  it('has every binary of this platform and of no other', () => {
    const binaries = shipped().filter((file) => /\.(node|so|dll|dylib)(\.[\d.]+)?$/.test(file));
    expect(binaries.filter((file) => /darwin|win32|arm|musl/.test(file))).toEqual([]);
    expect(
      binaries
        .filter((file) => file.endsWith('.node'))
        .map((file) => path.basename(file))
        .sort(),
    ).toEqual([
      'duckdb.node',
      expect.stringMatching(/^onnxruntime_binding/),
      expect.stringMatching(/^sharp-linux-x64/),
    ]);
  });

  it('has each module of WebAssembly once', () => {
    const modules = shipped()
      .filter((file) => file.endsWith('.wasm'))
      .map((file) => path.basename(file));
    expect(new Set(modules).size).toBe(modules.length);
  });

  it.runIf(hostTarget() === 'linux-x64')('loads every native library out of the unpacked package', async () => {
    for (const file of shipped()) {
      const entry = archive.file(`extension/${file}`);
      if (entry === null) throw new Error(`${file} is gone.`);
      const place = path.join(folder, 'unpacked', file);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, await entry.async('nodebuffer'));
    }
    const { out } = await runProgram(
      process.execPath,
      [path.join(folder, 'unpacked/dist/cli.cjs'), 'doctor', '--format', 'json'],
      {
        cwd: folder,
      },
    );
    const { checks } = z
      .object({ checks: z.array(z.object({ name: z.string(), state: z.string() })) })
      .parse(JSON.parse(out));
    const states = Object.fromEntries(checks.map(({ name, state }) => [name, state]));
    expect(states).toMatchObject({ DuckDB: 'works', sharp: 'works', 'ONNX Runtime': 'works' });
  });
});

describe('the package of the extension for other platforms', () => {
  it('holds no native library, and names no platform', async () => {
    const file = path.join(folder, 'universal.vsix');
    await buildVsix({ root, target: 'universal', packageFile: file });
    const zip = await JSZip.loadAsync(await readFile(file));
    const names = Object.keys(zip.files);
    expect(names).toContain('extension/dist/extension.cjs');
    expect(names.filter((name) => /node_modules|\.(node|so|dll|dylib)(\.[\d.]+)?$/.test(name))).toEqual([]);
    expect(await zip.file('extension.vsixmanifest')?.async('text')).not.toContain('TargetPlatform');
  }, 300_000);
});
