/** Notices when the workspace has a spec: until then there is nothing to check and no server is started. */
import { Disposable, workspace, type TextDocument } from 'vscode';
import { specGlob } from '../server/documentSelector.ts';

/** Calls back once, when a spec is found, opened or made; at once when there is one already. */
export function onFirstSpec(found: () => void, onProblem: (error: unknown) => void): Disposable {
  const watcher = workspace.createFileSystemWatcher(specGlob, false, true, true);
  let isOver = false;
  const stop = () => {
    isOver = true;
    listeners.dispose();
  };
  const finish = () => {
    if (isOver) return;
    stop();
    found();
  };
  const look = (document: TextDocument) => {
    if (document.languageId === 'plumbline') finish();
  };
  const listeners = Disposable.from(watcher, watcher.onDidCreate(finish), workspace.onDidOpenTextDocument(look));
  workspace.textDocuments.forEach(look);
  void findSpec().then((hasSpec) => {
    if (hasSpec) finish();
  }, onProblem);
  return new Disposable(stop);
}

async function findSpec(): Promise<boolean> {
  const found = await workspace.findFiles(specGlob, undefined, 1);
  return found.length > 0;
}
