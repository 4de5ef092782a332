/** Reads files for the server that it cannot see itself: those of virtual workspaces. */
import { FileSystemError, Uri, workspace } from 'vscode';
import type * as z from 'zod';
import type { readFileRequest } from '../../../schemas/requests.ts';

type Answer = z.output<typeof readFileRequest.result>;

/** Reads a file inside a folder of the workspace that is on no disk; anything else is refused as `failed`. */
export async function readFile({ uri, maxBytes }: z.output<typeof readFileRequest.params>): Promise<Answer> {
  const file = Uri.parse(uri, true);
  if (file.scheme === 'file' || workspace.getWorkspaceFolder(file) === undefined) {
    return { kind: 'failed', sentence: `${uri} is not a file of a virtual workspace.` };
  }
  try {
    const { size, mtime } = await workspace.fs.stat(file);
    if (size > maxBytes) return { kind: 'too-large', sizeBytes: size };
    const content = await workspace.fs.readFile(file);
    return { kind: 'content', base64: Buffer.from(content).toString('base64'), modifiedMs: mtime };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return { kind: 'missing' };
    return { kind: 'failed', sentence: error instanceof Error ? error.message : String(error) };
  }
}
