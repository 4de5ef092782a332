/** The files beside a spec that tell how its code is tested and shipped: tests, automation, watchers of dependencies. */
import type { WorkspaceFiles } from '../ports.ts';

export interface CodeFile {
  readonly uri: string;
  readonly text: string;
}

export interface ReadinessFiles {
  /** Tests of code, in Python. */
  readonly tests: readonly CodeFile[];
  /** What runs by itself on each change. */
  readonly automation: readonly CodeFile[];
  /** What tells about new versions of packages. */
  readonly watchers: readonly CodeFile[];
}

const testPatterns = ['test/**/*.py', 'tests/**/*.py', 'src/**/test_*.py', 'test_*.py'];
const automationPatterns = [
  '.github/workflows/*.{yml,yaml}',
  '.gitlab-ci.yml',
  'azure-pipelines.yml',
  'bitbucket-pipelines.yml',
  '.circleci/config.yml',
  'Jenkinsfile',
  '.pre-commit-config.yaml',
];
const watcherPatterns = ['.github/dependabot.{yml,yaml}', 'renovate.json', '.renovaterc.json', '.github/renovate.json'];

/** The folder of the spec, and those above it up to the top of the workspace. */
const foldersAbove = ['', '../', '../../', '../../../'];
const fileLimit = 300;
const fileBytes = 200_000;

/** Reads them, from the folder of the spec; automation may also stand above it. */
export async function readReadinessFiles(files: WorkspaceFiles, mainUri: string): Promise<ReadinessFiles> {
  const above = (patterns: readonly string[]) =>
    foldersAbove.flatMap((folder) => patterns.map((pattern) => `${folder}${pattern}`));
  return {
    tests: await readMatches(files, testPatterns, mainUri),
    automation: await readMatches(files, above(automationPatterns), mainUri),
    watchers: await readMatches(files, above(watcherPatterns), mainUri),
  };
}

async function readMatches(
  files: WorkspaceFiles,
  patterns: readonly string[],
  mainUri: string,
): Promise<readonly CodeFile[]> {
  const found = new Map<string, CodeFile>();
  for (const pattern of patterns) {
    for (const match of await files.glob(pattern, mainUri, fileLimit)) {
      if (match.kind !== 'file' || found.has(match.uri) || found.size >= fileLimit) continue;
      const content = await files.readFile(match.uri, fileBytes);
      if (content.kind === 'content') found.set(match.uri, { uri: match.uri, text: content.text });
    }
  }
  return [...found.values()];
}

/** The first test that imports or runs a module, by the file name of the module. */
export function testOf({ tests }: ReadinessFiles, modulePath: string): CodeFile | undefined {
  const name = (modulePath.split('/').at(-1) ?? '').replace(/\.py$/, '');
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const use = new RegExp(`^\\s*(?:from|import)\\b.*\\b${name}\\b|\\b${name}\\.py\\b`, 'm');
  return tests.find(({ text }) => use.test(text));
}

/** The first automation that runs something. */
export function automationThat({ automation }: ReadinessFiles, runs: RegExp): CodeFile | undefined {
  return automation.find(({ text }) => runs.test(text));
}

/** Commands that run tests of Python code. */
export const runsTests = /\b(?:pytest|tox|nox|unittest)\b/;
