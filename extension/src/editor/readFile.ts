/** Reads files and folders for the server that it cannot see itself: those of virtual workspaces. */
import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type * as z from 'zod';
import type { readFileRequest, readFolderRequest } from '../../../schemas/requests.ts';

type FileAnswer = z.output<typeof readFileRequest.result>;
type FolderAnswer = z.output<typeof readFolderRequest.result>;

/** Reads a file inside a folder of the workspace that is on no disk; anything else is refused as `failed`. */
export async function readFile({ uri, maxBytes }: z.output<typeof readFileRequest.params>): Promise<FileAnswer> {
  return inVirtualWorkspace<FileAnswer>(uri, async (file) => {
    const { size, mtime, type } = await workspace.fs.stat(file);
    if ((type & FileType.Directory) !== 0) return { kind: 'failed', sentence: `${uri} is a folder.` };
    if (size > maxBytes) return { kind: 'too-large', sizeBytes: size };
    const content = await workspace.fs.readFile(file);
    return { kind: 'content', base64: Buffer.from(content).toString('base64'), modifiedMs: mtime };
  });
}

/** Lists a folder of the workspace that is on no disk, or one inside of it; anything else is refused as `failed`. */
export async function readFolder({ uri }: z.output<typeof readFolderRequest.params>): Promise<FolderAnswer> {
  return inVirtualWorkspace<FolderAnswer>(uri, async (folder) => {
    const entries = (await workspace.fs.readDirectory(folder)).map(([name, type]) => ({
      name,
      isFolder: (type & FileType.Directory) !== 0,
      isLink: (type & FileType.SymbolicLink) !== 0,
    }));
    return { kind: 'entries', entries };
  });
}

/** Refuses addresses outside of the virtual folders, and turns what the file system throws into an answer. */
async function inVirtualWorkspace<Answer>(
  uri: string,
  read: (address: Uri) => Promise<Answer>,
): Promise<Answer | { readonly kind: 'missing' } | { readonly kind: 'failed'; readonly sentence: string }> {
  const address = Uri.parse(uri, true);
  if (address.scheme === 'file' || workspace.getWorkspaceFolder(address) === undefined) {
    return { kind: 'failed', sentence: `${uri} does not lie in a virtual workspace.` };
  }
  try {
    return await read(address);
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
    return { kind: 'failed', sentence: error instanceof Error ? error.message : String(error) };
  }
}
