/** Lists the findings of a notebook once: those of its file give way to those of its cells as soon as it is open. */

interface Ending {
  dispose(): unknown;
}

/** What the editor shows; told by whoever knows the editor. */
export interface ShownFiles<Address> {
  /** Whether findings of the file come from what the editor shows of it. */
  readonly isOpen: (uri: Address) => boolean;
  readonly onOpened: (listener: (uri: Address) => void) => Ending;
  readonly onClosed: (listener: (uri: Address) => void) => Ending;
}

/** Findings by file, as the editor lists them. */
export interface FileFindings<Address, Finding> {
  set(uri: Address, findings: readonly Finding[] | undefined): void;
  delete(uri: Address): void;
  clear(): void;
  dispose(): void;
}

/**
 * A list of findings of files, without those of files that are open.
 *
 * The server leaves open files out of what it says of the workspace, but the client asks only every two seconds, and it
 * gets no answer for a file that was closed again meanwhile: what was said last is kept, and shown again.
 *
 * @param files gets what is shown; disposed with the list
 * @param isAffected whether a file can be open as something else, such as a notebook
 */
export function hideOpenFiles<Address extends { toString(): string }, Finding>(
  files: FileFindings<Address, Finding>,
  isAffected: (uri: Address) => boolean,
  shown: ShownFiles<Address>,
): FileFindings<Address, Finding> {
  const said = new Map<string, readonly Finding[]>();
  const listening = [
    shown.onOpened((uri) => {
      if (said.has(uri.toString())) files.delete(uri);
    }),
    shown.onClosed((uri) => {
      const known = said.get(uri.toString());
      if (known !== undefined && !shown.isOpen(uri)) files.set(uri, known);
    }),
  ];
  return {
    set: (uri, findings) => {
      if (isAffected(uri)) {
        if (findings === undefined || findings.length === 0) said.delete(uri.toString());
        else said.set(uri.toString(), findings);
      }
      files.set(uri, isAffected(uri) && shown.isOpen(uri) ? undefined : findings);
    },
    delete: (uri) => {
      said.delete(uri.toString());
      files.delete(uri);
    },
    clear: () => {
      said.clear();
      files.clear();
    },
    dispose: () => {
      for (const listener of listening) listener.dispose();
      said.clear();
      files.dispose();
    },
  };
}
