/** What operations need of the world. The editor and the command line bring them; tests bring them in memory. */

export type FileContent =
  | { readonly kind: 'content'; readonly text: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'too-large'; readonly sizeBytes: number }
  /** `sentence` says what could not be read and why. */
  | { readonly kind: 'failed'; readonly sentence: string };

/** Something that a path of a spec names, with links followed. */
export type ResolvedPath =
  | { readonly kind: 'file'; readonly uri: string; readonly sizeBytes: number; readonly modifiedMs: number }
  | { readonly kind: 'folder'; readonly uri: string; readonly modifiedMs: number }
  | { readonly kind: 'missing'; readonly uri: string }
  /** It leaves the workspace, by `..`, as an absolute path, or through a link. Nothing of it was read. */
  | { readonly kind: 'outside' };

/** The files of the workspace. Nothing outside of it is ever read or named. */
export interface WorkspaceFiles {
  /** @param maxBytes larger files are not read */
  readFile(uri: string, maxBytes: number): Promise<FileContent>;
  /** @param fromUri the file in which the path stands */
  resolve(path: string, fromUri: string): Promise<ResolvedPath>;
  /**
   * Files that match a pattern (`*`, `?`, `**`, `{a,b}`), sorted by path, links followed and kept inside.
   *
   * @param limit the search stops after so many matches
   */
  glob(pattern: string, fromUri: string, limit: number): Promise<readonly ResolvedPath[]>;
  /** Spec files in the workspace: named `plumbline.yaml` or ending in `.plumbline.yaml`, sorted. */
  findSpecs(): Promise<readonly string[]>;
  /** Entries of a folder, for completing paths; empty when it is none, or lies outside. */
  listFolder(path: string, fromUri: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
  /** The absolute path of the workspace that holds a file, for jobs; undefined when it is not on a disk. */
  rootPathOf(uri: string): string | undefined;
  /** The absolute path of a file on a disk; undefined for other schemes. */
  pathOf(uri: string): string | undefined;
}

export interface Clock {
  now(): Date;
}

/** Ends a subscription. */
export interface Disposable {
  dispose(): void;
}
