/** Folders of the workspace that are opened or closed while the server runs. */
import type { Session } from './session.ts';

export function registerFolders({ connection, engine, abilities, settings }: Session): void {
  if (!abilities.changesFolders) return;
  connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
    const gone = new Set(removed.map(({ uri }) => uri));
    engine.useFolders([...engine.folderUris().filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)]);
    settings.reread();
  });
}
