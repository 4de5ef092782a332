// The arrows between folders (docs/architecture.md, "Arrows"): who may import whom.
// The lint rule `plumbline/arrows` and its test read this table; nothing else states it.

/** Pure readers and arithmetic, in the order in which they build on each other. */
const pure = {
  schemas: [],
  statistics: [],
  // Text of users on its way to a screen.
  text: [],
  // Rows of PNG files.
  png: [],
  yaml: [],
  spec: ['schemas', 'statistics', 'yaml'],
  contract: ['schemas', 'spec', 'yaml'],
  // Files of other tools, and our run records, from their text.
  stores: ['schemas', 'yaml'],
  onnx: ['schemas'],
  notebook: ['schemas', 'spec', 'yaml'],
  evaluation: ['schemas', 'statistics', 'spec'],
  drift: ['schemas', 'statistics', 'spec'],
  cost: ['schemas', 'statistics', 'spec'],
  review: ['schemas', 'statistics', 'spec', 'contract'],
  report: ['schemas', 'text'],
};
const pureNames = Object.keys(pure);

/** Folder → folders that it may import. A folder may always import itself. */
export const arrows = {
  ...pure,
  rules: pureNames.filter((name) => name !== 'report'),
  language: [...pureNames.filter((name) => name !== 'report'), 'rules'],
  jobs: ['schemas'],
  operations: [...pureNames, 'rules', 'jobs'],
  // The ports are declared by `operations`, and `platform` is their real side.
  platform: ['schemas', 'jobs', 'operations', 'manifest'],
  inference: pureNames,
  // Runs Python to verify promotions.
  execution: pureNames,
  data: pureNames,
  lsp: ['schemas', 'text', 'language', 'operations', 'platform'],
  cli: ['schemas', 'text', 'language', 'operations', 'platform'],
  main: ['schemas', 'lsp', 'language', 'operations', 'jobs', 'platform'],
  'cli-entry': ['schemas', 'cli', 'language', 'operations', 'jobs', 'platform'],
  worker: [...pureNames, 'inference', 'execution', 'data', 'jobs', 'platform'],
  extension: ['schemas'],
  webviews: ['schemas'],
  manifest: [],
};

/** Where each folder of the table lies, longest path first. */
export const folders = [
  ['server/src/main.ts', 'main'],
  ['server/src/cli.ts', 'cli-entry'],
  ['server/src/worker.ts', 'worker'],
  ...Object.keys(arrows)
    .filter((name) => !['main', 'cli-entry', 'worker', 'schemas', 'extension', 'webviews', 'manifest'].includes(name))
    .map((name) => [`server/src/${name}/`, name]),
  ['extension/', 'extension'],
  ['webviews/', 'webviews'],
  ['schemas/', 'schemas'],
  ['package.json', 'manifest'],
];

/**
 * Packages that only some folders may import: package → folders (or folder prefixes of paths).
 * Natives stay in the worker; the editor's API in the extension; the component library in webviews/src/ui.
 */
export const packageHomes = {
  'onnxruntime-node': ['server/src/inference/', 'test/unit/inference/'],
  sharp: ['server/src/inference/'],
  '@duckdb/node-api': ['server/src/data/', 'test/bench/', 'test/unit/data/'],
  vscode: ['extension/', 'test/'],
  'vscode-languageclient': ['extension/'],
  '@vscode/webview-ui-toolkit': ['webviews/src/ui/'],
  'simple-git': ['server/src/platform/'],
  'vscode-languageserver': ['server/src/main.ts', 'server/src/lsp/', 'schemas/', 'test/'],
  yaml: ['server/src/yaml/', 'test/', 'scripts/'],
  'web-tree-sitter': ['server/src/notebook/syntax/'],
  '@astral-sh/ruff-wasm-nodejs': ['server/src/platform/'],
};

/** Node's own modules (`node:*`) are for the edges alone: the pure folders never see them. */
export const nodeHomes = [
  'server/src/platform/',
  'server/src/jobs/',
  'server/src/inference/',
  'server/src/execution/',
  'server/src/data/',
  'server/src/main.ts',
  'server/src/cli.ts',
  'server/src/worker.ts',
  'server/src/lsp/',
  'server/src/cli/',
  'extension/',
  'test/',
  'scripts/',
  'tools/',
  'esbuild.mjs',
  'eslint.config.mjs',
  'vitest.config.ts',
];
