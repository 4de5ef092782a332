/** What a commit holds, and which spec files and contracts have other names today. */
import { askGit } from './git.ts';
import type { GitAnswer } from './git.ts';
import type { Repository } from './gitRepository.ts';

/** A file of a commit. */
export interface TreeFile {
  /** From the top level, with forward slashes. */
  readonly path: string;
  /** Id of its blob, in full. */
  readonly id: string;
  readonly sizeBytes: number;
}

/** Plain files of a commit at or below some paths, by path; links and submodules are none. */
export async function listTree(
  { topLevel }: Repository,
  revision: string,
  paths: readonly string[],
): Promise<GitAnswer<readonly TreeFile[]>> {
  if (paths.length === 0) return { kind: 'output', output: [] };
  // The top level is everything.
  const limits = paths.includes('') ? [] : ['--', ...paths.map((path) => `:(literal)${path}`)];
  const answer = await askGit(topLevel, ['ls-tree', '-r', '-l', '-z', '--full-tree', revision, ...limits]);
  if (answer.kind === 'failed') return answer;
  const output = answer.output.split('\0').flatMap((line) => {
    const match = /^100\d+ blob ([0-9a-f]{40,64}) +(\d+)\t([\s\S]+)$/.exec(line);
    return match === null ? [] : [{ path: match[3] ?? '', id: match[1] ?? '', sizeBytes: Number(match[2]) }];
  });
  return { kind: 'output', output };
}

/** Files by their names then and now. */
export interface Renames {
  readonly newOf: (oldPath: string) => string | undefined;
  readonly oldOf: (newPath: string) => string | undefined;
}

/** Between a commit and itself nothing has another name. */
export const noRenames: Renames = { newOf: () => undefined, oldOf: () => undefined };

/** Renames of spec files and contracts between a commit and HEAD, as git tells them by their content. */
export async function findRenames({ topLevel }: Repository, revision: string): Promise<Renames> {
  const options = ['-r', '-z', '--name-status', '--find-renames', '-l200', '--diff-filter=R'];
  const patterns = ['*plumbline.yaml', '*.odcs.yaml'];
  const answer = await askGit(topLevel, ['diff-tree', ...options, revision, 'HEAD', '--', ...patterns]);
  const newOf = new Map<string, string>();
  const oldOf = new Map<string, string>();
  const fields = answer.kind === 'output' ? answer.output.split('\0') : [];
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [, from = '', to = ''] = fields.slice(at, at + 3);
    newOf.set(from, to);
    oldOf.set(to, from);
  }
  return { newOf: (path) => newOf.get(path), oldOf: (path) => oldOf.get(path) };
}
