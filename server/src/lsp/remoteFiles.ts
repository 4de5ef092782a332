/** Files that no disk of ours holds: those of virtual workspaces, read through the editor, and drafts. */
import picomatch from 'picomatch';
import { URI, Utils } from 'vscode-uri';
import type { FileContent, FileRange, ResolvedPath, WorkspaceFiles } from '../operations/ports.ts';
import type { RemoteFiles } from './host.ts';

/** Files of other schemes come whole, so ranges are read of small ones alone. */
const wholeBytes = 4_000_000;

export interface RemoteFilesOptions {
  /** The files on the disk. */
  readonly local: WorkspaceFiles;
  readonly remote: RemoteFiles;
  /** Addresses of the folders that are open, now. */
  readonly folderUris: () => readonly string[];
}

/** Entries of folders that one search looks at: each folder is a question to the editor, which may ask a network. */
const searchLimit = 20_000;

/** Matches that are described at the same time. */
const describedAtOnce = 32;

const outside: ResolvedPath = { kind: 'outside' };

/**
 * Adds files of other schemes to those on the disk.
 *
 * A draft counts as the file that it will be: one without a path is saved into the first folder of the workspace. In a
 * virtual workspace files are read and folders listed through the editor; no process of ours can read data there, and
 * specs and notebooks are found once they are open.
 */
export function withRemoteFiles({ local, remote, folderUris }: RemoteFilesOptions): WorkspaceFiles {
  /** The address that a draft will have once it is saved; any other address as it is. */
  function savedUri(uri: string): string {
    if (!uri.startsWith('untitled:')) return uri;
    if (uri.startsWith('untitled:/')) return uri.replace(/^untitled:\/*/, 'file:///');
    const [folder] = folderUris();
    return folder === undefined ? uri : `${folder.replace(/\/$/, '')}/${uri.slice('untitled:'.length)}`;
  }

  const isLocal = (uri: string): boolean => savedUri(uri).startsWith('file:');

  async function readRemote(uri: string, maxBytes: number): Promise<FileContent> {
    const answer = await remote.readFile({ uri, maxBytes });
    return answer.kind === 'content'
      ? { kind: 'content', text: Buffer.from(answer.base64, 'base64').toString('utf8') }
      : answer;
  }

  /** The address that a path means; undefined outside of the workspace. */
  function addressOf(path: string, fromUri: string): string | undefined {
    const from = URI.parse(savedUri(fromUri));
    if (path.startsWith('/') || !from.path.startsWith('/')) return undefined;
    const uri = Utils.joinPath(Utils.dirname(from), path === '' ? '.' : path).toString();
    return folderUris().some((folder) => isBelow(folder, uri)) ? uri.replace(/\/$/, '') : undefined;
  }

  async function describe(uri: string): Promise<ResolvedPath> {
    const answer = await remote.readFile({ uri, maxBytes: 1 });
    switch (answer.kind) {
      case 'content': {
        const sizeBytes = Buffer.from(answer.base64, 'base64').length;
        return { kind: 'file', uri, sizeBytes, modifiedMs: answer.modifiedMs };
      }
      case 'too-large':
        return { kind: 'file', uri, sizeBytes: answer.sizeBytes, modifiedMs: 0 };
      case 'missing':
        return { kind: 'missing', uri };
      case 'failed': {
        const { kind } = await remote.readFolder({ uri });
        return kind === 'entries' ? { kind: 'folder', uri, modifiedMs: 0 } : { kind: 'missing', uri };
      }
    }
  }

  async function readRemoteRange(uri: string, start: number): Promise<FileRange> {
    const answer = await remote.readFile({ uri, maxBytes: wholeBytes });
    return answer.kind === 'content'
      ? { kind: 'content', bytes: Buffer.from(answer.base64, 'base64').subarray(start) }
      : answer;
  }

  async function resolveRemote(path: string, fromUri: string): Promise<ResolvedPath> {
    const uri = addressOf(path, fromUri);
    return uri === undefined ? outside : describe(uri);
  }

  async function entriesOf(uri: string) {
    const answer = await remote.readFolder({ uri });
    if (answer.kind !== 'entries') return [];
    return answer.entries.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  }

  async function listRemote(path: string, fromUri: string) {
    const uri = addressOf(path, fromUri);
    if (uri === undefined) return [];
    return (await entriesOf(uri)).map(({ name, isFolder }) => ({ name, isFolder }));
  }

  /** Files below a folder in the order of their paths; links to folders are not followed, so the walk ends. */
  async function* walk(folder: string, seen = { entries: 0 }): AsyncGenerator<string> {
    for (const { name, isFolder, isLink } of await entriesOf(folder)) {
      seen.entries += 1;
      if (seen.entries > searchLimit) return;
      const uri = Utils.joinPath(URI.parse(folder), name).toString();
      if (!isFolder) yield uri;
      else if (!isLink) yield* walk(uri, seen);
    }
  }

  async function globRemote(pattern: string, fromUri: string, limit: number): Promise<readonly ResolvedPath[]> {
    const { base, glob } = picomatch.scan(pattern);
    const start = addressOf(base, fromUri);
    if (start === undefined) return [outside];
    const matches = picomatch(glob === '' ? '**' : glob, { dot: false, strictSlashes: true });
    const startPath = URI.parse(start).path;
    const uris: string[] = [];
    for await (const uri of walk(start)) {
      if (matches(URI.parse(uri).path.slice(startPath.length + 1))) uris.push(uri);
      if (uris.length >= limit) break;
    }
    const found: ResolvedPath[] = [];
    for (let at = 0; at < uris.length; at += describedAtOnce) {
      found.push(...(await Promise.all(uris.slice(at, at + describedAtOnce).map(describe))));
    }
    return found.filter(({ kind }) => kind === 'file');
  }

  return {
    readFile: (uri, maxBytes) => (isLocal(uri) ? local.readFile(savedUri(uri), maxBytes) : readRemote(uri, maxBytes)),
    readRange: (uri, start, length) =>
      isLocal(uri) ? local.readRange(savedUri(uri), start, length) : readRemoteRange(uri, start),
    resolve: (path, fromUri) =>
      isLocal(fromUri) ? local.resolve(path, savedUri(fromUri)) : resolveRemote(path, fromUri),
    glob: (pattern, fromUri, limit, links) =>
      isLocal(fromUri) ? local.glob(pattern, savedUri(fromUri), limit, links) : globRemote(pattern, fromUri, limit),
    listFolder: (path, fromUri) =>
      isLocal(fromUri) ? local.listFolder(path, savedUri(fromUri)) : listRemote(path, fromUri),
    findSpecs: () => local.findSpecs(),
    findFiles: (endings, limit) => local.findFiles(endings, limit),
    rootPathOf: (uri) => local.rootPathOf(savedUri(uri)),
    pathOf: (uri) => local.pathOf(savedUri(uri)),
  };
}

/** Whether an address is a folder or lies in it; both without `..`. */
export function isBelow(folder: string, uri: string): boolean {
  const base = URI.parse(folder).toString().replace(/\/$/, '');
  return uri.replace(/\/$/, '') === base || uri.startsWith(`${base}/`);
}
