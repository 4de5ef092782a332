/** What git has said about a repository, remembered for as long as nothing is committed, checked out or fetched. */
import type { CommitFact } from '../../../schemas/facts.ts';
import { findCommit } from './gitCommits.ts';
import { folderOf, locateRepository, noRepositoryStamp, stampOfFolder } from './gitRepository.ts';
import type { NoRepository, Repository } from './gitRepository.ts';
import { findRenames, noRenames } from './gitTree.ts';
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
  /** The top level of the working tree that holds a folder; undefined without git or outside of a repository. */
  topLevelOf(folder: string): Promise<string | undefined>;
  /** See `History.stampOf`. */
  stampOf(uri: string): Promise<string>;
}

export interface GitMemoryOptions {
  /** Whether a repository is looked at once, for a command that ends before anybody commits; not unless said. */
  readonly looksOnce?: boolean;
}

/** States of repositories that are remembered. */
const mostStates = 20;

export function createGitMemory({ looksOnce = false }: GitMemoryOptions = {}): GitMemory {
  /** By the stamp of the state, which names the repository, too. */
  const known = new Map<string, Promise<KnownRepository | NoRepository>>();
  const stamps = new Map<string, Promise<string>>();

  function stampNow(folder: string): Promise<string> {
    return looksOnce ? remember(stamps, folder, () => stampOfFolder(folder)) : stampOfFolder(folder);
  }

  async function locateFolder(folder: string): Promise<KnownRepository | NoRepository> {
    const stamp = await stampNow(folder);
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
  }

  return {
    locate: async (uri) => {
      const folder = await folderOf(uri);
      return folder === undefined
        ? { kind: 'unknown', because: 'the project does not lie on a disk' }
        : locateFolder(folder);
    },
    topLevelOf: async (folder) => {
      const repository = await locateFolder(folder);
      return repository.kind === 'unknown' ? undefined : repository.topLevel;
    },
    stampOf: async (uri) => {
      const folder = await folderOf(uri);
      return folder === undefined ? noRepositoryStamp : stampNow(folder);
    },
  };
}

function rememberAnswers(repository: Repository): KnownRepository {
  const commits = new Map<string, Promise<CommitFact | undefined>>();
  const renames = new Map<string, Promise<Renames>>();

  async function find(revision: string): Promise<CommitFact | undefined> {
    // Other names may move without a trace in the stamp.
    if (!/^(?:HEAD|[0-9a-f]{7,64})$/.test(revision)) return findCommit(repository, revision);
    const commit = await remember(commits, revision, () => findCommit(repository, revision));
    if (commit !== undefined) commits.set(commit.revision, Promise.resolve(commit));
    return commit;
  }

  return {
    ...repository,
    findCommit: find,
    findRenames: async ({ revision }) =>
      (await find('HEAD'))?.revision === revision
        ? noRenames
        : remember(renames, revision, () => findRenames(repository, revision)),
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
