import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
const eslint = new ESLint({ cwd: root });

/** Where a file of each folder would lie. */
const homes = {
  schemas: 'schemas/x.mjs',
  statistics: 'server/src/statistics/x.mjs',
  text: 'server/src/text/x.mjs',
  png: 'server/src/png/x.mjs',
  yaml: 'server/src/yaml/x.mjs',
  spec: 'server/src/spec/x.mjs',
  contract: 'server/src/contract/x.mjs',
  stores: 'server/src/stores/x.mjs',
  onnx: 'server/src/onnx/x.mjs',
  notebook: 'server/src/notebook/x.mjs',
  evaluation: 'server/src/evaluation/x.mjs',
  drift: 'server/src/drift/x.mjs',
  cost: 'server/src/cost/x.mjs',
  review: 'server/src/review/x.mjs',
  report: 'server/src/report/x.mjs',
  rules: 'server/src/rules/x.mjs',
  language: 'server/src/language/x.mjs',
  operations: 'server/src/operations/x.mjs',
  jobs: 'server/src/jobs/x.mjs',
  platform: 'server/src/platform/x.mjs',
  inference: 'server/src/inference/x.mjs',
  execution: 'server/src/execution/x.mjs',
  data: 'server/src/data/x.mjs',
  lsp: 'server/src/lsp/x.mjs',
  cli: 'server/src/cli/x.mjs',
  extension: 'extension/src/x.mjs',
  webviews: 'webviews/src/overview/x.mjs',
} as const;
type Folder = keyof typeof homes;

const readers: readonly Folder[] = [
  'schemas',
  'statistics',
  'text',
  'png',
  'yaml',
  'spec',
  'contract',
  'stores',
  'onnx',
  'notebook',
];
const arithmetic: readonly Folder[] = ['evaluation', 'drift', 'cost', 'review'];

/** The arrows of docs/architecture.md, stated a second time, so that the table cannot lose one unseen. */
const allowed: Readonly<Record<Folder, readonly Folder[]>> = {
  schemas: [],
  statistics: [],
  text: [],
  png: [],
  yaml: [],
  spec: ['schemas', 'statistics', 'yaml'],
  contract: ['schemas', 'spec', 'yaml'],
  stores: ['schemas', 'yaml'],
  onnx: ['schemas'],
  notebook: ['schemas', 'spec', 'yaml'],
  evaluation: ['schemas', 'statistics', 'spec'],
  drift: ['schemas', 'statistics', 'spec'],
  cost: ['schemas', 'statistics', 'spec'],
  review: ['schemas', 'statistics', 'spec', 'contract'],
  report: ['schemas', 'text'],
  rules: [...readers, ...arithmetic],
  language: [...readers, ...arithmetic, 'rules'],
  operations: [...readers, ...arithmetic, 'report', 'rules', 'jobs'],
  jobs: ['schemas'],
  platform: ['schemas', 'jobs', 'operations'],
  inference: [...readers, ...arithmetic, 'report'],
  execution: [...readers, ...arithmetic, 'report'],
  data: [...readers, ...arithmetic, 'report'],
  lsp: ['schemas', 'text', 'language', 'operations', 'platform'],
  cli: ['schemas', 'text', 'language', 'operations', 'platform'],
  extension: ['schemas'],
  webviews: ['schemas'],
};

/** Packages that have one home, with a place that is not it. */
const strangers = [
  ['onnxruntime-node', 'operations'],
  ['sharp', 'data'],
  ['@duckdb/node-api', 'operations'],
  ['vscode', 'lsp'],
  ['vscode-languageclient/node', 'lsp'],
  ['@vscode/webview-ui-toolkit', 'webviews'],
  ['simple-git', 'operations'],
  ['vscode-languageserver/node', 'language'],
  ['yaml', 'spec'],
  ['web-tree-sitter', 'rules'],
  ['@astral-sh/ruff-wasm-nodejs', 'operations'],
  ['node:fs', 'spec'],
  ['node:fs', 'operations'],
  ['node:child_process', 'rules'],
] as const;

async function forbiddenIn(file: string, specifiers: readonly string[]): Promise<readonly string[]> {
  const code = specifiers.map((specifier) => `import ${JSON.stringify(specifier)};`).join('\n');
  const [result] = await eslint.lintText(code, { filePath: path.join(root, file) });
  const lines = (result?.messages ?? []).filter((message) => message.ruleId === 'plumbline/arrows');
  return lines.map((message) => specifiers[message.line - 1] ?? '');
}

function specifierFrom(from: string, to: string): string {
  const relative = path.posix.relative(path.posix.dirname(from), to.replace('x.mjs', 'y.mjs'));
  return relative.startsWith('.') ? relative : `./${relative}`;
}

describe('the arrows between folders', () => {
  it.each(Object.keys(homes) as Folder[])('lets %s import only what it may', async (from) => {
    const targets = (Object.keys(homes) as Folder[]).filter((to) => to !== from);
    const specifiers = new Map(targets.map((to) => [specifierFrom(homes[from], homes[to]), to]));
    const forbidden = await forbiddenIn(homes[from], [...specifiers.keys()]);
    const found = forbidden.map((specifier) => specifiers.get(specifier)).toSorted();
    expect(found).toEqual(targets.filter((to) => !allowed[from].includes(to)).toSorted());
  });

  it.each(strangers)('keeps %s out of %s', async (name, folder) => {
    expect(await forbiddenIn(homes[folder], [name])).toEqual([name]);
  });

  it('keeps the component library in the folder that is made to be swapped', async () => {
    expect(await forbiddenIn('webviews/src/ui/x.mjs', ['@vscode/webview-ui-toolkit'])).toEqual([]);
  });

  it.each(['server/src/spec/x.ts', 'schemas/x.ts', 'extension/src/x.ts', 'webviews/src/overview/x.ts'])(
    'is an error in %s',
    async (file) => {
      const config = (await eslint.calculateConfigForFile(path.join(root, file))) as {
        rules: Record<string, [number]>;
      };
      expect(config.rules['plumbline/arrows']?.[0]).toBe(2);
    },
  );
});
