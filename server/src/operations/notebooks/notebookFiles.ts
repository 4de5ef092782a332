/** Notebooks on disk: which there are, and what they hold, read again only when they may have changed. */
import { placesOfIpynb, placesOfPercent } from '../../notebook/read/notebookPlaces.ts';
import type { NotebookPlaces } from '../../notebook/read/notebookPlaces.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';
import { readIpynb } from '../../notebook/read/readIpynb.ts';
import { hasCells, readPercent } from '../../notebook/read/readPercent.ts';
import type { WorkspaceFiles } from '../ports.ts';

/** A notebook with its places in files or documents. */
export interface PlacedNotebook {
  readonly notebook: Notebook;
  readonly places: NotebookPlaces;
}

/** Bytes beyond which a notebook is not read: what makes one so large are outputs. */
const ipynbLimit = 300_000_000;
/** Bytes beyond which a Python file is not read: no person writes that. */
const scriptLimit = 2_000_000;
/** Files of the workspace that are looked at. */
const fileLimit = 20_000;

export function isIpynbUri(uri: string): boolean {
  return uri.endsWith('.ipynb');
}

export function isScriptUri(uri: string): boolean {
  return uri.endsWith('.py');
}

/** A text that an editor shows, or that a file holds; undefined for Python without cells. */
export function placeText(uri: string, text: string): PlacedNotebook | undefined {
  if (isIpynbUri(uri)) {
    const file = readIpynb(uri, text);
    return { notebook: file.notebook, places: placesOfIpynb(file) };
  }
  if (!hasCells(text)) return undefined;
  const file = readPercent(uri, text);
  return { notebook: file.notebook, places: placesOfPercent(file) };
}

/** Addresses of notebooks and Python files, sorted; whether the latter have cells is known once they are read. */
export function findNotebooks(files: Pick<WorkspaceFiles, 'findFiles'>): Promise<readonly string[]> {
  return files.findFiles(['.ipynb', '.py'], fileLimit);
}

/** @returns undefined for what is no notebook, or is gone */
export async function readNotebook(
  files: Pick<WorkspaceFiles, 'readFile'>,
  uri: string,
): Promise<PlacedNotebook | undefined> {
  const limit = isIpynbUri(uri) ? ipynbLimit : scriptLimit;
  const content = await files.readFile(uri, limit);
  switch (content.kind) {
    case 'content':
      return placeText(uri, content.text);
    case 'too-large': {
      if (!isIpynbUri(uri)) return undefined;
      const size = `${Math.round(content.sizeBytes / 1_000_000)} MB`;
      const message = `This notebook takes ${size} and is not read: clear its outputs, so that it is below ${limit / 1_000_000} MB.`;
      return unread(uri, message);
    }
    case 'failed':
      return unread(uri, content.sentence);
    case 'missing':
      return undefined;
  }
}

/** A notebook of which only the reason is known why it is not read. */
function unread(uri: string, message: string): PlacedNotebook {
  const notebook: Notebook = {
    uri,
    kind: isIpynbUri(uri) ? 'ipynb' : 'percent',
    format: undefined,
    language: 'python',
    cells: [],
    problems: [{ code: 'unreadable', at: undefined, line: 0, message }],
    isRead: false,
  };
  return { notebook, places: placesOfIpynb({ notebook, text: '', sources: [] }) };
}
