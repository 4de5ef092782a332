// Builds the three targets into dist/: the extension, the server's three entries, and one page per panel.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, context } from 'esbuild';
import { writeNotices } from './scripts/thirdPartyNotices.mjs';

const root = import.meta.dirname;
const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/**
 * Natives are loaded from node_modules at run time, by the worker alone; `vscode` is the editor's. What DuckDB's own
 * package writes in JavaScript around its native is bundled: a hundred small files take longer to load than the engine.
 */
const external = ['vscode', 'onnxruntime-node', 'sharp', '@duckdb/node-bindings'];

const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  metafile: true,
  // What packages ask to be shipped with them stands in dist/THIRD-PARTY-NOTICES.txt.
  legalComments: 'none',
  absWorkingDir: root,
};

const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  // Modules in CommonJS have another name for their own folder.
  define: { 'import.meta.dirname': '__dirname' },
  external,
  outExtension: { '.js': '.cjs' },
  // The language-server packages pick their ES modules by these fields; UMD bundles badly.
  mainFields: ['module', 'main'],
};

/** What the entry of the extension loads later stays a bundle of its own, so that activation does not read it. */
const keepApart = {
  name: 'keepApart',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^\.\/compose\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './composition.cjs', external: true } : undefined,
    );
  },
};

const extension = {
  ...node,
  entryPoints: { extension: 'extension/src/main.ts', composition: 'extension/src/compose.ts' },
  outdir: 'dist',
  plugins: [keepApart],
  // The editor puts its API into what is required, and not into what is imported.
  supported: { 'dynamic-import': false },
};

const server = {
  ...node,
  alias: {
    // Its ES module asks for its own address, which a bundle in CommonJS does not have.
    'web-tree-sitter': path.join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs'),
    // The build for Node asks the environment at each token whether to print it, which takes a tenth of a check.
    yaml: path.join(root, 'node_modules/yaml/browser/index.js'),
  },
  entryPoints: {
    server: 'server/src/main.ts',
    commandLine: 'server/src/cli.ts',
    worker: 'server/src/worker.ts',
    answerThread: 'server/src/inference/answerThread.ts',
  },
  outdir: 'dist',
  // `require` finds natives without reading all their modules first for the names that they export.
  supported: { 'dynamic-import': false },
};

const panels = readdirSync(path.join(root, 'webviews/src'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(root, 'webviews/src', entry.name, 'main.ts')))
  .map((entry) => entry.name);

const webviews = {
  ...shared,
  platform: 'browser',
  format: 'esm',
  target: 'es2022',
  entryPoints: Object.fromEntries(panels.map((panel) => [panel, `webviews/src/${panel}/main.ts`])),
  outdir: 'dist/webviews',
  loader: { '.css': 'css' },
};

const targets = { extension, server, webviews };

/** `npx plumbline` runs the file itself, through a link that outlives builds. */
function writeLauncher() {
  const launcher = path.join(root, 'dist/cli.cjs');
  cpSync(path.join(root, 'server/launch.cjs'), launcher);
  chmodSync(launcher, 0o755);
}

/**
 * Writes what lies beyond ASCII in comments and patterns of a bundle as escapes: with a single such character the
 * runtime keeps the whole text in two bytes for each character, for as long as it runs.
 */
function keepAscii(file) {
  const text = readFileSync(file, 'utf8');
  const ascii = text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
  if (ascii !== text) writeFileSync(file, ascii);
}

// What reads Python, and what formats it: loaded from beside the bundles, with the first notebook and promotion.
const modules = [
  'node_modules/web-tree-sitter/web-tree-sitter.wasm',
  'node_modules/tree-sitter-python/tree-sitter-python.wasm',
  'node_modules/@astral-sh/ruff-wasm-nodejs/ruff_wasm_bg.wasm',
];

if (!watch) rmSync(path.join(root, 'dist'), { recursive: true, force: true });
mkdirSync(path.join(root, 'dist'), { recursive: true });

if (watch) {
  for (const [name, options] of Object.entries(targets)) {
    const reporter = {
      name: 'reporter',
      setup(pluginBuild) {
        pluginBuild.onStart(() => process.stdout.write(`[watch] ${name} build started\n`));
        pluginBuild.onEnd(() => {
          writeLauncher();
          process.stdout.write(`[watch] ${name} build finished\n`);
        });
      },
    };
    const watcher = await context({ ...options, plugins: [...(options.plugins ?? []), reporter] });
    await watcher.watch();
  }
} else {
  const sizes = {};
  const inputs = new Set(modules);
  for (const [name, options] of Object.entries(targets)) {
    const { metafile } = await build(options);
    for (const [file, output] of Object.entries(metafile.outputs)) {
      if (file.endsWith('.cjs')) keepAscii(path.join(root, file));
      if (!file.endsWith('.map')) sizes[file] = { target: name, bytes: output.bytes };
      for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) if (bytesInOutput > 0) inputs.add(input);
    }
  }
  writeLauncher();
  writeFileSync(path.join(root, 'dist/sizes.json'), JSON.stringify(sizes, null, 2) + '\n');
  writeFileSync(path.join(root, 'dist/THIRD-PARTY-NOTICES.txt'), writeNotices(root, inputs));
}

for (const file of modules) {
  cpSync(path.join(root, file), path.join(root, 'dist', path.basename(file)));
}

// What verifications run with Python; a cache of compiled files is of no use to anybody else.
for (const file of readdirSync(path.join(root, 'server/python')).filter((name) => name.endsWith('.py'))) {
  cpSync(path.join(root, 'server/python', file), path.join(root, 'dist/python', file));
}

const iconFonts = path.join(root, 'webviews/src/ui/assets');
if (existsSync(iconFonts)) cpSync(iconFonts, path.join(root, 'dist/webviews/assets'), { recursive: true });
