/** The Python files and notebooks of a project, and where they log a metric. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import type { LanguageFiles } from '../languageFiles.ts';
import { findLoggedNames } from './loggedNames.ts';
import { readNotebookSources } from './notebookSource.ts';

/** Folders that are looked into, files that are read, and bytes of one: what a rename may cost. */
const limits = { folders: 2000, files: 500, bytes: 20_000_000 } as const;
/** Folders of packages and caches; those that begin with a point are passed over, too. */
const foreignFolders: ReadonlySet<string> = new Set(['node_modules', 'site-packages', '__pycache__', 'venv', 'env']);

export interface LoggedPlace {
  readonly uri: string;
  /** The name alone, without its quotes. */
  readonly range: Range;
}

/**
 * Every string in the code of a project that names a metric to a logger.
 *
 * @param mainUri a file in the folder of the project; folders below that are projects of their own are left out
 */
export async function findLoggedPlaces(
  mainUri: string,
  id: string,
  files: LanguageFiles,
): Promise<readonly LoggedPlace[]> {
  const places: LoggedPlace[] = [];
  for (const path of await findCode(mainUri, files)) {
    const resolved = await files.resolve(path, mainUri);
    if (resolved.kind !== 'file') continue;
    const cells = files.openCells?.(resolved.uri) ?? [];
    if (cells.length > 0) {
      // An open notebook is changed cell by cell; its file is only what was saved last.
      for (const cell of cells) places.push(...placesInCode(cell.uri, cell.text, id));
      continue;
    }
    const content = await files.readFile(resolved.uri, limits.bytes);
    if (content.kind === 'content') places.push(...placesIn(resolved.uri, content.text, id));
  }
  return places;
}

/** Paths of code files from the folder of a project, sorted by folder. */
async function findCode(mainUri: string, files: LanguageFiles): Promise<readonly string[]> {
  const folders = [''];
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await files.listFolder(folder === '' ? '.' : folder, mainUri);
    if (folder !== '' && entries.some(({ name }) => name === 'plumbline.yaml')) continue;
    for (const { name, isFolder } of entries) {
      if (name.startsWith('.') || foreignFolders.has(name)) continue;
      if (!isFolder && /\.(?:py|ipynb)$/.test(name)) found.push(`${folder}${name}`);
      // What is added here is visited by the same loop.
      if (isFolder && folders.length < limits.folders) folders.push(`${folder}${name}/`);
    }
    if (found.length >= limits.files) break;
  }
  return found.slice(0, limits.files);
}

function placesIn(uri: string, text: string, id: string): readonly LoggedPlace[] {
  if (!uri.endsWith('.ipynb')) return placesInCode(uri, text, id);
  const document = TextDocument.create(uri, 'python', 0, text);
  const rangeOf = (start: number, end: number): Range => ({
    start: document.positionAt(start),
    end: document.positionAt(end),
  });
  return readNotebookSources(text).flatMap(({ code, offsets }) =>
    findLoggedNames(code)
      .filter((name) => name.text === id)
      .map(({ start, end }) => ({ uri, range: rangeOf(offsets[start] ?? 0, offsets[end] ?? 0) })),
  );
}

function placesInCode(uri: string, text: string, id: string): readonly LoggedPlace[] {
  const document = TextDocument.create(uri, 'python', 0, text);
  return findLoggedNames(text)
    .filter((name) => name.text === id)
    .map(({ start, end }) => ({ uri, range: { start: document.positionAt(start), end: document.positionAt(end) } }));
}
