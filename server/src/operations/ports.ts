/** What operations need of the world. The editor and the command line bring them; tests bring them in memory. */
import type { CommitFact } from '../../../schemas/facts.ts';

export type FileContent =
  | { readonly kind: 'content'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  /** `sentence` says what could not be read and why. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** A stretch of a file. */
export type FileRange =
  | { readonly kind: 'content'; readonly bytes: Uint8Array }
  | { readonly kind: 'missing' }
  /** Only where a file can be had whole or not at all. */
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  /** `sentence` says what could not be read and why. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** Something that a path of a spec names, with links followed. */
export type ResolvedPath =
  | { readonly kind: 'file'; readonly uri: string; readonly sizeBytes: number; readonly modifiedMs: number }
  | { readonly kind: 'folder'; readonly uri: string; readonly modifiedMs: number }
  | { readonly kind: 'missing'; readonly uri: string }
  /** It leaves the workspace, by `..`, as an absolute path, or through a link. Nothing of it was read. */
  | {
      readonly kind: 'outside';
      /** Address of the link inside the workspace that leads out, from searches that name such links. */
      readonly link?: string;
    };

/** Absolute paths of folders of the workspace in which files are searched for. */
export interface SearchFolders {
  readonly specs: readonly string[];
  /** For everything else: notebooks, code, data. */
  readonly others: readonly string[];
}

/** The files of the workspace. Nothing outside of it is ever read or named. */
export interface WorkspaceFiles {
  /** @param maxBytes larger files are not read */
  readFile(uri: string, maxBytes: number): Promise<FileContent>;
  /**
   * Bytes of a file from `start` on, so that the head of a file of any size can be read: `length` of them, fewer where
   * the file ends, more where a file comes whole anyway.
   *
   * @param length at most 1 MB; more is cut
   */
  readRange(uri: string, start: number, length: number): Promise<FileRange>;
  /** @param fromUri the file in which the path stands */
  resolve(path: string, fromUri: string): Promise<ResolvedPath>;
  /**
   * Files that match a pattern (`*`, `?`, `**`, `{a,b}`), sorted by path, links followed and kept inside.
   *
   * @param limit the search stops after so many matches
   * @param links what a link that leads out of the workspace does: all that is found is outside, or it alone is, by name
   */
  glob(
    pattern: string,
    fromUri: string,
    limit: number,
    links?: 'confine-all' | 'name-each',
  ): Promise<readonly ResolvedPath[]>;
  /** Specs (`plumbline.yaml`, `*.plumbline.yaml`) and data contracts (`*.odcs.yaml`) in the workspace, sorted. */
  findSpecs(): Promise<readonly string[]>;
  /**
   * Files of the workspace whose names end so, sorted, without those in folders of tools and packages.
   *
   * @param endings such as `.ipynb`
   * @param limit the search stops after so many
   */
  findFiles(endings: readonly string[], limit: number): Promise<readonly string[]>;
  /** Entries of a folder, for completing paths; empty when it is none, or lies outside. */
  listFolder(path: string, fromUri: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
  /** The absolute path of the workspace that holds a file, for jobs; undefined when it is not on a disk. */
  rootPathOf(uri: string): string | undefined;
  /** The absolute path of a file on a disk; undefined for other schemes. */
  pathOf(uri: string): string | undefined;
}

/** Somebody who commits, as the mailmap of the repository knows them. */
export interface Author {
  readonly name: string;
  /** As git has it: anything that stood in a configuration, not always an address. */
  readonly email: string;
}

/**
 * The history of the workspace's files. It is read alone: nothing of the repository is run, no hook, no filter, no
 * external diff, no pager.
 */
export interface History {
  repositoryOf(uri: string): Promise<RepositoryState>;
  /** A commit by any name that git understands and that does not look like an option; undefined when there is none. */
  findCommit(uri: string, revision: string): Promise<CommitFact | undefined>;
  /**
   * The commit that work is compared with: where HEAD left the default branch, or HEAD itself on that branch and where
   * none can be told.
   *
   * @param since a branch, tag or commit instead of the default branch
   */
  findBase(uri: string, since?: string): Promise<CommitAnswer>;
  /** The first commit that holds a file, under whatever name it had then; undefined when there is none. */
  firstCommitOf(uri: string): Promise<CommitFact | undefined>;
  /**
   * Texts of files as a commit holds them, under their addresses of today: a file that was renamed since is found under
   * its old name. A file that the commit does not hold, or that is too large, is left out.
   */
  readAt(uris: readonly string[], revision: string, maxBytes: number): Promise<FilesAnswer>;
  /** The same for all spec files and contracts at or below the folder of a spec, those that are gone today included. */
  readSpecsAt(mainUri: string, revision: string, maxBytes: number): Promise<FilesAnswer>;
  /**
   * The id of what HEAD holds under the address of a file or folder: the same id, the same bytes. Undefined when it holds
   * nothing there; what is not committed does not count.
   */
  objectOf(uri: string): Promise<string | undefined>;
  /**
   * Whether tracked files at or below the folder of a spec differ from HEAD; what runs write below `.plumbline` does not
   * count. Undefined when it cannot be told.
   */
  hasChanges(uri: string): Promise<boolean | undefined>;
  /**
   * Who wrote the lines of a file as HEAD holds it.
   *
   * @param since only lines that are younger than this commit have an author
   * @returns undefined when HEAD does not hold the file
   */
  blame(uri: string, since: string): Promise<Blame | undefined>;
  /** Names of the authors who have committed to files since a commit, newest first, each once. */
  authorsSince(uris: readonly string[], since: string): Promise<readonly string[]>;
  /**
   * Those who made the latest commits below the folder of a file, most active first; empty without git.
   *
   * @param uri a file of the folder, which may not exist yet
   */
  folderAuthors(uri: string): Promise<readonly Author[]>;
  /**
   * The latest commits that changed something below the folder of a file, newest first, merges left out.
   *
   * @param mostCommits older ones are cut off
   */
  workBelow(uri: string, mostCommits: number): Promise<WorkAnswer>;
  /**
   * Equal as long as nothing is committed, checked out or fetched, for facts that are to be kept. Reads a few small
   * files and starts no process.
   */
  stampOf(uri: string): Promise<string>;
}

/** What one commit changed. */
export interface WorkCommit {
  /** Equal for commits of one person, and not to be shown. */
  readonly author: string;
  /** When it was written, in milliseconds since 1970. */
  readonly at: number;
  readonly files: readonly {
    /** From the folder that was asked for, with forward slashes. */
    readonly path: string;
    /** Lines added and removed; undefined for a file that is no text. */
    readonly lines: number | undefined;
  }[];
}

/** Commits, or why they cannot be had; `because` ends "not known because …". */
export type WorkAnswer =
  | { readonly kind: 'work'; readonly commits: readonly WorkCommit[]; readonly isCut: boolean }
  | { readonly kind: 'unknown'; readonly because: string };

/** A commit, or why there is none; `because` ends "not known because …". */
export type CommitAnswer =
  { readonly kind: 'commit'; readonly commit: CommitFact } | { readonly kind: 'unknown'; readonly because: string };

export interface Blame {
  /** The file as HEAD holds it. */
  readonly text: string;
  /** Author by line, from 0; undefined for a line that is older. */
  readonly authors: readonly (string | undefined)[];
}

/** The repository that holds a file. */
export type RepositoryState =
  | { readonly kind: 'repository'; readonly head: CommitFact | undefined; readonly isShallow: boolean }
  /** No repository holds it: there is no history to be read. */
  | { readonly kind: 'none' }
  /** There may be one, and it cannot be read; `because` ends "not known because …". */
  | { readonly kind: 'unknown'; readonly because: string };

/** Files of a commit, or why they cannot be had; `because` ends "not known because …". */
export type FilesAnswer =
  | { readonly kind: 'files'; readonly files: readonly TextAt[] }
  | { readonly kind: 'unknown'; readonly because: string };

export interface TextAt {
  readonly uri: string;
  readonly text: string;
}

/** A history of which nothing is known, such as before trust is given. */
export function unknownHistory(because: string): History {
  return {
    repositoryOf: () => Promise.resolve({ kind: 'unknown', because }),
    findCommit: () => Promise.resolve(undefined),
    findBase: () => Promise.resolve({ kind: 'unknown', because }),
    firstCommitOf: () => Promise.resolve(undefined),
    readAt: () => Promise.resolve({ kind: 'unknown', because }),
    readSpecsAt: () => Promise.resolve({ kind: 'unknown', because }),
    objectOf: () => Promise.resolve(undefined),
    hasChanges: () => Promise.resolve(undefined),
    blame: () => Promise.resolve(undefined),
    authorsSince: () => Promise.resolve([]),
    folderAuthors: () => Promise.resolve([]),
    workBelow: () => Promise.resolve({ kind: 'unknown', because }),
    stampOf: () => Promise.resolve(because),
  };
}

export interface Clock {
  now(): Date;
}

/** Ends a subscription. */
export interface Disposable {
  dispose(): void;
}
