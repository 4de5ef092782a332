/** A real repository in a temporary folder, made by git without the user's own settings. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { URI } from 'vscode-uri';

export interface TestRepository {
  /** Absolute path, links followed. */
  readonly root: string;
  /** Address of a file by its path from the root. */
  uriOf: (name: string) => string;
  /** Runs git there and returns what it printed, without the last line break. */
  git: (...args: readonly string[]) => string;
  write: (name: string, text: string) => void;
  /** Writes files, commits everything there is, and returns the id of the commit. */
  commit: (title: string, files?: Readonly<Record<string, string>>, author?: string) => string;
  remove: () => void;
}

/** Each commit is a minute younger than the one before, from the same moment on. */
const firstMoment = Date.UTC(2026, 9, 1, 8);

/** @param options.empty whether to leave out `git init` */
export function createTestRepository(
  options: { readonly empty?: boolean; readonly root?: string } = {},
): TestRepository {
  const root = options.root ?? realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline git ü ')));
  let commits = 0;
  const git = (...args: readonly string[]): string => {
    const at = new Date(firstMoment + commits * 60_000).toISOString();
    return execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_COMMITTER_DATE: at,
        GIT_AUTHOR_DATE: at,
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.com',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.com',
      },
    }).trimEnd();
  };
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), text);
  };
  if (options.empty !== true && options.root === undefined) git('init', '--quiet', '--initial-branch=main');
  return {
    root,
    uriOf: (name) => URI.file(path.join(root, name)).toString(),
    git,
    write,
    commit: (title, files = {}, author = 'Ada <ada@example.com>') => {
      for (const [name, text] of Object.entries(files)) write(name, text);
      git('add', '--all');
      git('commit', '--quiet', '--allow-empty', `--author=${author}`, '--message', title);
      commits += 1;
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
