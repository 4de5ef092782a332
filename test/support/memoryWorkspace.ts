/** A workspace in memory that implements the real port and counts what it was asked. */
import picomatch from 'picomatch';
import type { ResolvedPath, WorkspaceFiles } from '../../server/src/operations/ports.ts';
import { isContractUri, isSpecUri } from '../../server/src/operations/specIndex.ts';

export interface MemoryWorkspace extends WorkspaceFiles {
  /** Addresses that were read, in order. */
  readonly reads: string[];
  /** Writes a file, as another program would. */
  write(uri: string, content: string | Uint8Array): void;
  remove(uri: string): void;
}

/** @param initial address → content, all below `root` */
export function memoryWorkspace(initial: ReadonlyMap<string, string | Uint8Array>, root = 'file:///'): MemoryWorkspace {
  const contents = new Map(initial);
  const modified = new Map([...contents.keys()].map((uri) => [uri, 1]));
  const reads: string[] = [];
  let clock = 1;
  /** Folders that hold something; undefined when files have come or gone. */
  let folders: ReadonlySet<string> | undefined;

  function describe(uri: string): ResolvedPath {
    const content = contents.get(uri);
    const modifiedMs = modified.get(uri) ?? 1;
    if (content !== undefined) return { kind: 'file', uri, sizeBytes: Buffer.byteLength(content), modifiedMs };
    folders ??= new Set([...contents.keys()].flatMap(foldersAbove));
    return folders.has(uri.replace(/\/$/, '')) ? { kind: 'folder', uri, modifiedMs: 1 } : { kind: 'missing', uri };
  }

  /** The address that a path means; undefined when it leaves the workspace. */
  function addressOf(path: string, fromUri: string): string | undefined {
    const uri = path.startsWith('/') ? `file://${path}` : new URL(path, fromUri).href;
    return uri.startsWith(root) ? uri : undefined;
  }

  return {
    reads,
    write: (uri, content) => {
      contents.set(uri, content);
      folders = undefined;
      clock += 1;
      modified.set(uri, clock);
    },
    remove: (uri) => {
      contents.delete(uri);
      folders = undefined;
    },
    readFile: (uri, maxBytes) => {
      reads.push(uri);
      const content = contents.get(uri);
      if (content === undefined) return Promise.resolve({ kind: 'missing' });
      const sizeBytes = Buffer.byteLength(content);
      if (sizeBytes > maxBytes) return Promise.resolve({ kind: 'too-large', sizeBytes });
      return Promise.resolve({ kind: 'content', text: Buffer.from(content).toString('utf8') });
    },
    readRange: (uri, start, length) => {
      reads.push(uri);
      const content = contents.get(uri);
      if (content === undefined) return Promise.resolve({ kind: 'missing' });
      return Promise.resolve({ kind: 'content', bytes: Buffer.from(content).subarray(start, start + length) });
    },
    resolve: (path, fromUri) => {
      const uri = addressOf(path, fromUri);
      return Promise.resolve(uri === undefined ? { kind: 'outside' } : describe(uri));
    },
    glob: (pattern, fromUri, limit) => {
      const folder = new URL('.', fromUri).href;
      const matches = picomatch(pattern);
      const found = [...contents.keys()]
        .filter((uri) => uri.startsWith(folder) && matches(uri.slice(folder.length)))
        .toSorted();
      return Promise.resolve(found.slice(0, limit).map(describe));
    },
    findSpecs: () =>
      Promise.resolve([...contents.keys()].filter((uri) => isSpecUri(uri) || isContractUri(uri)).toSorted()),
    findFiles: (endings, limit) =>
      Promise.resolve(
        [...contents.keys()]
          .filter((uri) => endings.some((ending) => uri.endsWith(ending)))
          .toSorted()
          .slice(0, limit),
      ),
    listFolder: (path, fromUri) => {
      const folder = new URL(path === '' ? '.' : path.endsWith('/') ? path : `${path}/`, fromUri).href;
      const names = new Map<string, boolean>();
      for (const uri of contents.keys()) {
        if (!uri.startsWith(folder)) continue;
        const [name = '', ...rest] = uri.slice(folder.length).split('/');
        names.set(name, rest.length > 0);
      }
      return Promise.resolve(
        [...names]
          .map(([name, isFolder]) => ({ name, isFolder }))
          .toSorted((left, right) => (left.name < right.name ? -1 : 1)),
      );
    },
    rootPathOf: (uri) => (uri.startsWith(root) ? new URL(root).pathname : undefined),
    pathOf: (uri) => (uri.startsWith('file:') ? new URL(uri).pathname : undefined),
  };
}

/** Addresses of all folders that a file lies in, without slashes at their ends. */
function foldersAbove(uri: string): readonly string[] {
  return [...uri.matchAll(/\//g)].map(({ index }) => uri.slice(0, index));
}
