/** Which documents the language server hears about. */
import type { DocumentSelector } from 'vscode-languageclient/node';

/** Names of the files that the language `plumbline` claims; the manifest says the same. */
export const specGlob = '**/{plumbline.yaml,*.plumbline.yaml}';
/** Data contracts stay plain YAML to the editor, so they are known by name. */
export const contractGlob = '**/*.odcs.yaml';

/**
 * Specs and contracts on the disk, unsaved, and in the folders of the workspace.
 *
 * Schemes are listed because the old side of a diff (`git:` and the like) holds the same text, and checking it would
 * list every finding twice.
 *
 * @param workspaceSchemes schemes of the workspace's folders, such as `file` or `vscode-vfs`
 */
export function createDocumentSelector(workspaceSchemes: readonly string[]): DocumentSelector {
  const schemes = [...new Set(['file', 'untitled', ...workspaceSchemes])];
  return schemes.flatMap((scheme) => [
    { scheme, language: 'plumbline' },
    { scheme, language: 'yaml', pattern: contractGlob },
  ]);
}

/** Whether a file belongs to us by its name alone, for tabs whose document is not loaded yet. */
export function isOurFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return name === 'plumbline.yaml' || name.endsWith('.plumbline.yaml') || name.endsWith('.odcs.yaml');
}

/**
 * Whether a tab is pulled by a registration of the server, from the file's name and the selector of the registration.
 *
 * That of notebooks selects Python alone: asked by name only, it would pull a spec that is open when the server starts a
 * second time, and each finding would count twice.
 */
export function isPulledBy(selector: DocumentSelector, path: string): boolean {
  return isOurFile(path) && selector.some((filter) => isSpecFilter(filter));
}

function isSpecFilter(filter: DocumentSelector[number]): boolean {
  return typeof filter !== 'string' && 'language' in filter && filter.language === 'plumbline';
}

/** Whether a file is a notebook, or Python that may have cells: what the editor shows of it is another document. */
export function isNotebookFile({ path }: { readonly path: string }): boolean {
  return path.endsWith('.ipynb') || path.endsWith('.py');
}
