/** The files of a command that writes none. */
import type { ResolvedPath, WorkspaceFiles } from '../operations/ports.ts';

/** Looks each path up once: rules name the same files many times, and all of them then see one state of the disk. */
export function lookUpOnce(files: WorkspaceFiles): WorkspaceFiles {
  const known = new Map<string, Promise<ResolvedPath>>();
  return {
    ...files,
    resolve: (written, fromUri) => {
      // A path means the same from every file of a folder.
      const key = `${fromUri.slice(0, fromUri.lastIndexOf('/'))} ${written}`;
      const found = known.get(key) ?? files.resolve(written, fromUri);
      known.set(key, found);
      return found;
    },
  };
}
