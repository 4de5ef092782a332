// The parts of `npm test`, in the order in which they run: what is quick and fundamental comes first.

/** How a part tells how many of its tests passed. */
type Counting =
  /** It is one check: its exit code is all there is to count. */
  | 'one-check'
  /** vitest writes its own report. */
  | 'vitest'
  /** It writes a {@link PartResult}. */
  | 'result-file';

export interface Part {
  /** What it is called on the command line and in the table. */
  readonly name: string;
  /** What it shows, in a few words. */
  readonly shows: string;
  readonly counting: Counting;
  /** Arguments of Node, relative to the working tree: the program first. */
  readonly command: readonly [program: string, ...args: string[]];
  /** A file without which the part does not exist yet. */
  readonly onlyWith?: string;
  /** The parts after it make no sense when it fails. */
  readonly isFundamental?: boolean;
}

const bin = (file: string): string => `node_modules/${file}`;
const vitest = bin('vitest/vitest.mjs');
const tsc = bin('typescript/bin/tsc');

const parts: readonly Part[] = [
  {
    name: 'install',
    shows: 'Chromium and the VS Code server are there',
    counting: 'one-check',
    command: ['scripts/test/install.ts'],
    isFundamental: true,
  },
  {
    name: 'build',
    shows: 'the bundles that ship',
    counting: 'one-check',
    command: ['esbuild.mjs', '--production'],
    isFundamental: true,
  },
  { name: 'types', shows: 'extension, server, tests', counting: 'one-check', command: [tsc, '--noEmit'] },
  {
    name: 'page-types',
    shows: 'webviews',
    counting: 'one-check',
    command: [tsc, '--noEmit', '-p', 'webviews/tsconfig.json'],
  },
  {
    name: 'lint',
    shows: 'rules and arrows between folders',
    counting: 'one-check',
    command: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'],
  },
  {
    name: 'format',
    shows: 'layout of the code',
    counting: 'one-check',
    command: [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
  },
  { name: 'unused', shows: 'no code without a user', counting: 'one-check', command: [bin('knip/bin/knip.js')] },
  { name: 'unit', shows: 'the pure parts', counting: 'vitest', command: [vitest, 'run', '--project', 'unit'] },
  {
    name: 'protocol',
    shows: 'the language server',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'protocol'],
  },
  {
    name: 'webview',
    shows: 'the pages in a browser',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'webview'],
  },
  {
    name: 'python',
    shows: 'numbers against the trusted tools',
    counting: 'result-file',
    command: ['test/python/run.mjs'],
    onlyWith: 'test/python/run.mjs',
  },
  {
    name: 'trino',
    shows: 'a table in a Trino server against the same in a file',
    counting: 'result-file',
    command: ['test/trino/run.mjs'],
  },
  {
    name: 'package',
    shows: 'what is installed from the packages',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'package'],
  },
  {
    name: 'vscode',
    shows: 'the packaged extension in VS Code',
    counting: 'result-file',
    command: ['test/vscode/run.mjs'],
  },
  {
    name: 'vscode-oldest',
    shows: 'the same in the oldest VS Code that can be had',
    counting: 'result-file',
    command: ['test/vscode/run.mjs', '--editor', 'oldest', 'trusted', 'restricted', 'granted'],
  },
  {
    name: 'desktop',
    shows: 'the same in the desktop VS Code',
    counting: 'result-file',
    command: ['test/vscode/runDesktop.mjs'],
  },
];

/**
 * @param names names of parts; none means all
 * @returns the parts in their own order
 * @throws {Error} on a name that is none
 */
export function chooseParts(names: readonly string[]): readonly Part[] {
  const unknown = names.find((name) => !parts.some((part) => part.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no part ${unknown}; there are ${parts.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? parts : parts.filter(({ name }) => names.includes(name));
}
