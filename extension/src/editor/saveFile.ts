/** Saves what a page made, such as a table as CSV or a chart as PNG, where the user says. */
import * as vscode from 'vscode';

/** @param name what the file is called unless the user says otherwise, without a folder */
export async function saveFile(resource: vscode.Uri, name: string, content: Uint8Array): Promise<void> {
  const folder = vscode.workspace.getWorkspaceFolder(resource)?.uri ?? vscode.Uri.joinPath(resource, '..');
  const target = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name) });
  if (target === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} was not written: {1}', target.path, reason));
    return;
  }
  // The dialog is gone, and the page looks as before.
  void vscode.window.showInformationMessage(vscode.l10n.t('{0} was saved.', target.path));
}
