/** Commits, named and listed. */
import type { CommitFact } from '../../../schemas/facts.ts';
import { askGit } from './git.ts';
import type { Repository } from './gitRepository.ts';

/** Id, time and author of commits, in lines of three parts. */
export const commitFormat = '--format=%H%x00%cI%x00%aN';

/** Reads what `commitFormat` prints; other lines are passed over. */
export function readCommits(output: string): readonly CommitFact[] {
  return output.split('\n').flatMap((line) => {
    const [revision, at, author] = line.split('\0');
    return revision === undefined || at === undefined || author === undefined ? [] : [{ revision, at, author }];
  });
}

/** Whether text can name one revision at all: what begins with a hyphen would be an option, with dots a range. */
function isRevision(text: string): boolean {
  return text !== '' && text.length <= 1000 && !text.startsWith('-') && !/\.\.|[\p{Cc}\s]/u.test(text);
}

/** See the port `History`. */
export async function findCommit({ topLevel }: Repository, revision: string): Promise<CommitFact | undefined> {
  if (!isRevision(revision)) return undefined;
  const options = ['--max-count=1', '--encoding=UTF-8', commitFormat];
  const shown = await askGit(topLevel, ['rev-list', ...options, `${revision}^{commit}`, '--']);
  return shown.kind === 'output' ? readCommits(shown.output)[0] : undefined;
}
