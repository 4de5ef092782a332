/** Who works on a folder, as candidates for its owner. */
import path from 'node:path';
import { askGit } from './git.ts';
import { pathIn } from './gitRepository.ts';
import type { Repository } from './gitRepository.ts';

/** Who was active long ago may be gone. */
const commitLimit = 1000;

/**
 * Names of those who made the latest commits below the folder of a file, most active first.
 *
 * @param uri a file of the folder, which may not exist yet
 */
export async function findFolderAuthors(repository: Repository, uri: string): Promise<readonly string[]> {
  const file = await pathIn(repository, uri);
  if (file === undefined) return [];
  const args = ['rev-list', `--max-count=${commitLimit}`, '--no-merges', '--encoding=UTF-8', '--format=%aN', 'HEAD'];
  const answer = await askGit(repository.topLevel, [...args, '--', path.posix.dirname(file)]);
  if (answer.kind === 'failed') return [];
  const commits = new Map<string, number>();
  for (const line of answer.output.split('\n')) {
    const isHeading = /^commit [0-9a-f]{40,64}$/.test(line);
    if (!isHeading && line.trim() !== '') commits.set(line, (commits.get(line) ?? 0) + 1);
  }
  return [...commits].toSorted(([, left], [, right]) => right - left).map(([name]) => name);
}
