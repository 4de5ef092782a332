/** Looks at files of the workspace for notebooks, each once for as long as nobody changes it. */
import { URI, Utils } from 'vscode-uri';
import type { ResolvedPath, WorkspaceFiles } from '../ports.ts';

export interface FileLookups {
  /** What a path names, seen from a folder; never a look outside of the workspace. */
  resolve(path: string, folderUri: string): Promise<ResolvedPath>;
  /** The text of a file; undefined when it is missing, too large, or cannot be read. The same file gives the same text. */
  text(uri: string): Promise<string | undefined>;
  /** Grows with every change; equal numbers mean that all answers are the same. */
  version(): number;
  /** Files were made, changed or deleted; no addresses means that anything may have changed. */
  filesChanged(uris: readonly string[]): void;
}

/** Bytes of a file of code beyond which it is not read: no person writes that. */
const textLimit = 300_000;
/** Bytes of a notebook that another one runs. */
const notebookLimit = 5_000_000;
/** Bytes of a lock file. */
const lockLimit = 4_000_000;
/** Answers that are kept. */
const keptAnswers = 20_000;

export function createFileLookups(files: Pick<WorkspaceFiles, 'readFile' | 'resolve'>): FileLookups {
  const resolved = new Map<string, Promise<ResolvedPath>>();
  const texts = new Map<string, Promise<string | undefined>>();
  let changes = 0;

  function keep<Answer>(map: Map<string, Promise<Answer>>, key: string, find: () => Promise<Answer>): Promise<Answer> {
    const known = map.get(key);
    if (known !== undefined) return known;
    if (map.size >= keptAnswers) map.clear();
    const found = find();
    map.set(key, found);
    return found;
  }

  return {
    resolve: (path, folderUri) => {
      const target = Utils.resolvePath(URI.parse(folderUri), path.replaceAll('\\', '/')).toString();
      return keep(resolved, target, () => files.resolve(path, `${folderUri}/notebook`));
    },
    text: (uri) =>
      keep(texts, URI.parse(uri).toString(), async () => {
        const limit = uri.endsWith('.ipynb') ? notebookLimit : uri.endsWith('.lock') ? lockLimit : textLimit;
        const content = await files.readFile(uri, limit);
        return content.kind === 'content' ? content.text : undefined;
      }),
    version: () => changes,
    filesChanged: (uris) => {
      changes += 1;
      if (uris.length === 0) {
        resolved.clear();
        texts.clear();
      }
      for (const changed of uris.map((uri) => URI.parse(uri).toString())) {
        for (const map of [resolved, texts]) {
          for (const key of map.keys()) {
            // A folder comes and goes with what is in it.
            const isTouched = key === changed || key.startsWith(`${changed}/`) || changed.startsWith(`${key}/`);
            if (isTouched) map.delete(key);
          }
        }
      }
    },
  };
}
