/** What the language service asks of the files of the workspace. */
export interface LanguageFiles {
  /** Entries of a folder, sorted; empty when it is none, or lies outside the workspace. */
  listFolder(path: string, fromUri: string): Promise<readonly { readonly name: string; readonly isFolder: boolean }[]>;
  /** What a path names, with links followed; nothing outside the workspace has an address. */
  resolve(
    path: string,
    fromUri: string,
  ): Promise<{ readonly kind: 'file' | 'folder' | 'missing'; readonly uri: string } | { readonly kind: 'outside' }>;
  /** The text of a file; anything but `content` means that there is none to be had. */
  readFile(
    uri: string,
    maxBytes: number,
  ): Promise<
    { readonly kind: 'content'; readonly text: string } | { readonly kind: 'missing' | 'too-large' | 'failed' }
  >;
  /** The cells of a notebook that the editor shows, in order; none, or no such function, for one that is closed. */
  openCells?(uri: string): readonly { readonly uri: string; readonly text: string }[];
}
