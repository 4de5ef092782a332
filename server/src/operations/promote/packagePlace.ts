/** Whether a package can be written to a place, or why not, in one sentence. */
import type { WorkspaceFiles } from '../ports.ts';
import { parentOf } from './promotionRecord.ts';

export type PackagePlace =
  | { readonly kind: 'free' }
  /** Something is there; whether it may be touched depends on who wrote it. */
  | { readonly kind: 'taken'; readonly names: readonly string[] }
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * @param packageUri address of the folder that the package is to be written to
 * @param rootUri address of a folder above it that may be written to
 */
export async function inspectPlace(
  packageUri: string,
  rootUri: string,
  files: Pick<WorkspaceFiles, 'resolve' | 'listFolder'>,
): Promise<PackagePlace> {
  const name = nameOf(packageUri);
  for (let uri = packageUri; nameOf(uri) !== ''; uri = parentOf(uri)) {
    const found = await files.resolve(nameOf(uri), uri);
    if (uri === rootUri && uri !== packageUri && found.kind !== 'file') return { kind: 'free' };
    switch (found.kind) {
      case 'missing':
        continue;
      case 'outside':
        return refuse(`${name} lies outside of the workspace, where nothing is written: choose a folder inside.`);
      case 'file':
        return refuse(
          uri === packageUri
            ? `${name} is a file: choose a folder for the package.`
            : `${nameOf(uri)} is a file, so that no folder can be made below it: choose another folder.`,
        );
      case 'folder': {
        if (uri !== packageUri) return { kind: 'free' };
        // What begins with a dot is a tool's: a repository that was just made is still empty to a person.
        const names = (await files.listFolder('.', `${packageUri}/x`))
          .map((entry) => entry.name)
          .filter((entry) => !entry.startsWith('.'));
        return names.length === 0 ? { kind: 'free' } : { kind: 'taken', names };
      }
    }
  }
  return { kind: 'free' };
}

/** The last part of an address, as people read it. */
export function nameOf(uri: string): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}

function refuse(sentence: string): PackagePlace {
  return { kind: 'refused', sentence };
}
