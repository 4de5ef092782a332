/** Files on disk: specs, contracts, our own folder, and whatever a spec may point at. */
import { DidChangeWatchedFilesNotification } from 'vscode-languageserver/node';
import { ignoreFileName } from '../operations/ignoreFile.ts';
import type { Session } from './session.ts';

/**
 * What is watched. A spec may name any file, so the endings of data, models, documents and code are watched rather than
 * single paths: the editor filters events cheaply, and events are hints anyway, because every file is looked at again.
 */
const patterns = [
  '**/{plumbline.yaml,*.plumbline.yaml}',
  '**/*.odcs.yaml',
  '**/.plumbline/**',
  `**/${ignoreFileName}`,
  '**/*.{csv,tsv,jsonl,ndjson,parquet,arrow,feather}',
  '**/{mlflow.db,mlflow.db-wal}',
  '**/*.{onnx,dvc,md,ipynb,py,json,yaml,yml,lock}',
  // Commits, checkouts and fetches.
  '**/.git/{HEAD,logs/HEAD,packed-refs,FETCH_HEAD}',
];

export function registerWatchedFiles({ connection, engine, abilities }: Session): void {
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const uris = changes.map(({ uri }) => uri);
    if (uris.length === 0) return;
    engine.notebooks.filesChanged(uris);
    engine.workspace.filesChanged(uris);
  });
  if (!abilities.watchesFiles) return;
  void connection.client
    .register(DidChangeWatchedFilesNotification.type, {
      watchers: patterns.map((globPattern) => ({ globPattern })),
    })
    .catch((error: unknown) => connection.console.warn(`The client does not watch files: ${String(error)}`));
}
