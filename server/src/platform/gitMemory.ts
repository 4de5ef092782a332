/** What git has said about a repository, remembered for as long as nothing is committed, checked out or fetched. */
import type { CommitFact } from '../../../schemas/facts.ts';
import { findCommit } from './gitCommits.ts';
import { folderOf, locateRepository, stampOfFolder } from './gitRepository.ts';
import type { NoRepository, Repository } from './gitRepository.ts';
import { findRenames } from './gitTree.ts';
import type { Renames } from './gitTree.ts';

/** A repository in one state, whose answers are asked of git once. */
export interface KnownRepository extends Repository {
  /** See `History.findCommit`. */
  readonly findCommit: (revision: string) => Promise<CommitFact | undefined>;
  /** Renames between a commit and HEAD. */
  readonly findRenames: (commit: CommitFact) => Promise<Renames>;
}

export interface GitMemory {
  /** The repository that holds a file, in its state of now. */
  locate(uri: string): Promise<KnownRepository | NoRepository>;
}

/** States of repositories that are remembered. */
const mostStates = 20;

export function createGitMemory(): GitMemory {
  /** By the stamp of the state, which names the repository, too. */
  const known = new Map<string, Promise<KnownRepository | NoRepository>>();
  return {
    locate: async (uri) => {
      const folder = await folderOf(uri);
      if (folder === undefined) return { kind: 'unknown', because: 'the project does not lie on a disk' };
      const stamp = await stampOfFolder(folder);
      const last = known.get(stamp);
      if (last !== undefined) return last;
      if (known.size >= mostStates) known.clear();
      const answer = locateRepository(folder).then((found) => {
        // What went wrong once may go right the next time.
        if (found.kind === 'unknown') known.delete(stamp);
        return found.kind === 'unknown' ? found : rememberAnswers(found);
      });
      known.set(stamp, answer);
      return answer;
    },
  };
}

function rememberAnswers(repository: Repository): KnownRepository {
  const commits = new Map<string, Promise<CommitFact | undefined>>();
  const renames = new Map<string, Promise<Renames>>();
  return {
    ...repository,
    findCommit: async (revision) => {
      // Other names may move without a trace in the stamp.
      if (!/^(?:HEAD|[0-9a-f]{7,64})$/.test(revision)) return findCommit(repository, revision);
      const commit = await remember(commits, revision, () => findCommit(repository, revision));
      if (commit !== undefined) commits.set(commit.revision, Promise.resolve(commit));
      return commit;
    },
    findRenames: ({ revision }) => remember(renames, revision, () => findRenames(repository, revision)),
  };
}

/** Questions of one kind whose answers are remembered. */
const mostAnswers = 1000;

function remember<Value>(
  known: Map<string, Promise<Value>>,
  question: string,
  ask: () => Promise<Value>,
): Promise<Value> {
  const answer = known.get(question) ?? ask();
  if (known.size >= mostAnswers) known.clear();
  known.set(question, answer);
  return answer;
}
