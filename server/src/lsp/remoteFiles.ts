/** Files that no disk of ours holds: those of virtual workspaces, read through the editor, and drafts. */
import { URI, Utils } from 'vscode-uri';
import type { FileContent, ResolvedPath, WorkspaceFiles } from '../operations/ports.ts';
import type { ReadRemoteFile } from './host.ts';

export interface RemoteFilesOptions {
  /** The files on the disk. */
  readonly local: WorkspaceFiles;
  readonly readRemoteFile: ReadRemoteFile;
  /** Addresses of the folders that are open, now. */
  readonly folderUris: () => readonly string[];
}

/**
 * Adds files of other schemes to those on the disk.
 *
 * A draft that was never saved counts as the file that it will be. In a virtual workspace single files are read;
 * folders cannot be listed there, and no process of ours can read their data.
 */
export function withRemoteFiles({ local, readRemoteFile, folderUris }: RemoteFilesOptions): WorkspaceFiles {
  async function readRemote(uri: string, maxBytes: number): Promise<FileContent> {
    const answer = await readRemoteFile({ uri, maxBytes });
    return answer.kind === 'content'
      ? { kind: 'content', text: Buffer.from(answer.base64, 'base64').toString('utf8') }
      : answer;
  }

  async function resolveRemote(path: string, fromUri: string): Promise<ResolvedPath> {
    if (path.startsWith('/')) return { kind: 'outside' };
    const uri = Utils.joinPath(Utils.dirname(URI.parse(fromUri)), path).toString();
    if (!folderUris().some((folder) => isBelow(folder, uri))) return { kind: 'outside' };
    const answer = await readRemoteFile({ uri, maxBytes: 1 });
    switch (answer.kind) {
      case 'content':
        return {
          kind: 'file',
          uri,
          sizeBytes: Buffer.from(answer.base64, 'base64').length,
          modifiedMs: answer.modifiedMs,
        };
      case 'too-large':
        return { kind: 'file', uri, sizeBytes: answer.sizeBytes, modifiedMs: 0 };
      case 'missing':
      case 'failed':
        return { kind: 'missing', uri };
    }
  }

  return {
    readFile: (uri, maxBytes) => (isLocal(uri) ? local.readFile(savedUri(uri), maxBytes) : readRemote(uri, maxBytes)),
    resolve: (path, fromUri) =>
      isLocal(fromUri) ? local.resolve(path, savedUri(fromUri)) : resolveRemote(path, fromUri),
    glob: (pattern, fromUri, limit) =>
      isLocal(fromUri) ? local.glob(pattern, savedUri(fromUri), limit) : Promise.resolve([]),
    listFolder: (path, fromUri) => (isLocal(fromUri) ? local.listFolder(path, savedUri(fromUri)) : Promise.resolve([])),
    findSpecs: () => local.findSpecs(),
    rootPathOf: (uri) => local.rootPathOf(savedUri(uri)),
    pathOf: (uri) => local.pathOf(savedUri(uri)),
  };
}

/** The address that a draft with a path will have once it is saved; any other address as it is. */
function savedUri(uri: string): string {
  return uri.startsWith('untitled:/') ? uri.replace(/^untitled:\/*/, 'file:///') : uri;
}

function isLocal(uri: string): boolean {
  return savedUri(uri).startsWith('file:');
}

/** Whether an address lies in a folder; both without `..`. */
function isBelow(folder: string, uri: string): boolean {
  const base = URI.parse(folder).toString().replace(/\/$/, '');
  return uri.startsWith(`${base}/`);
}
