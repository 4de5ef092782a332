/** Whether there is a file or folder. */
import { workspace, type Uri } from 'vscode';

/** False as well where it may not be looked at. */
export async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}
