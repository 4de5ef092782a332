/** Who works on a folder, as candidates for its owner. */
import path from 'node:path';
import type { Author } from '../operations/ports.ts';
import { askGit } from './git.ts';
import { pathIn } from './gitRepository.ts';
import type { Repository } from './gitRepository.ts';

/** Who was active long ago may be gone. */
const commitLimit = 1000;

/**
 * Those who made the latest commits below the folder of a file, most active first.
 *
 * @param uri a file of the folder, which may not exist yet
 */
export async function findFolderAuthors(repository: Repository, uri: string): Promise<readonly Author[]> {
  const file = await pathIn(repository, uri);
  if (file === undefined) return [];
  const args = [
    'rev-list',
    `--max-count=${commitLimit}`,
    '--no-merges',
    '--encoding=UTF-8',
    '--format=%aE%x09%aN',
    'HEAD',
  ];
  const answer = await askGit(repository.topLevel, [...args, '--', path.posix.dirname(file)]);
  if (answer.kind === 'failed') return [];
  const commits = new Map<string, number>();
  const emails = new Map<string, string>();
  for (const line of answer.output.split('\n')) {
    const isHeading = /^commit [0-9a-f]{40,64}$/.test(line);
    const [email = '', name = ''] = line.split('\t', 2);
    if (isHeading || name.trim() === '') continue;
    commits.set(name, (commits.get(name) ?? 0) + 1);
    // The latest address of somebody who has several.
    if (!emails.has(name)) emails.set(name, email);
  }
  return [...commits]
    .toSorted(([, left], [, right]) => right - left)
    .map(([name]) => ({ name, email: emails.get(name) ?? '' }));
}
