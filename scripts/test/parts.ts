// The parts of `npm test`: what is quick and fundamental comes first, and what waits for others runs beside the rest.

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
  /** The parts of a lane run in their order, and beside the other lane. */
  readonly lane: Lane;
}

/** What tries our own code, and what mostly waits for programs of others: together they keep two cores busy. */
export const lanes = ['code', 'peers'] as const;
export type Lane = (typeof lanes)[number];

const bin = (file: string): string => `node_modules/${file}`;
const vitest = bin('vitest/vitest.mjs');
const tsc = bin('typescript/bin/tsc');

const parts: readonly Part[] = [
  {
    name: 'install',
    lane: 'code',
    shows: 'Chromium and the VS Code server are there',
    counting: 'one-check',
    command: ['scripts/test/install.ts'],
    isFundamental: true,
  },
  {
    name: 'build',
    lane: 'code',
    shows: 'the bundles that ship',
    counting: 'one-check',
    command: ['esbuild.mjs', '--production'],
    isFundamental: true,
  },
  { name: 'types', lane: 'code', shows: 'extension, server, tests', counting: 'one-check', command: [tsc, '--noEmit'] },
  {
    name: 'page-types',
    lane: 'code',
    shows: 'webviews',
    counting: 'one-check',
    command: [tsc, '--noEmit', '-p', 'webviews/tsconfig.json'],
  },
  {
    name: 'lint',
    lane: 'code',
    shows: 'rules and arrows between folders',
    counting: 'one-check',
    command: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'],
  },
  {
    name: 'format',
    lane: 'code',
    shows: 'layout of the code',
    counting: 'one-check',
    command: [bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'],
  },
  {
    name: 'unused',
    lane: 'code',
    shows: 'no code without a user',
    counting: 'one-check',
    command: [bin('knip/bin/knip.js')],
  },
  {
    name: 'unit',
    lane: 'code',
    shows: 'the pure parts',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'unit'],
  },
  {
    name: 'protocol',
    lane: 'code',
    shows: 'the language server',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'protocol'],
  },
  {
    name: 'webview',
    lane: 'code',
    shows: 'the pages in a browser',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'webview'],
  },
  {
    name: 'package',
    lane: 'code',
    shows: 'what is installed from the packages',
    counting: 'vitest',
    command: [vitest, 'run', '--project', 'package'],
  },
  {
    name: 'python',
    lane: 'peers',
    shows: 'numbers against the trusted tools',
    counting: 'result-file',
    command: ['test/python/run.mjs'],
    onlyWith: 'test/python/run.mjs',
  },
  {
    name: 'trino',
    lane: 'peers',
    shows: 'a table in a Trino server against the same in a file',
    counting: 'result-file',
    command: ['test/trino/run.mjs'],
  },
  {
    name: 'vscode',
    lane: 'peers',
    shows: 'the packaged extension in VS Code',
    counting: 'result-file',
    command: ['test/vscode/run.mjs'],
  },
  {
    name: 'vscode-oldest',
    lane: 'peers',
    shows: 'the same in the oldest VS Code that can be had',
    counting: 'result-file',
    command: ['test/vscode/run.mjs', '--editor', 'oldest', 'trusted', 'restricted', 'granted'],
  },
  {
    name: 'desktop',
    lane: 'peers',
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
