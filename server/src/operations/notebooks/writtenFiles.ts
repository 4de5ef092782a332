/** Files that a notebook itself writes by `%%writefile`: what it then imports and runs. */
import { maskMagics } from '../../notebook/read/maskMagics.ts';
import type { Notebook } from '../../notebook/read/notebook.ts';
import type { NotebookSurroundings } from '../../rules/notebook/surroundings.ts';

/** The same surroundings with the files that cells of the notebook write. */
export function withWrittenFiles(surroundings: NotebookSurroundings, notebook: Notebook): NotebookSurroundings {
  const written = writtenFiles(notebook);
  if (written.size === 0) return surroundings;
  const moduleText = (module: string): string | undefined =>
    written.get(`${module.replace(/^\.+/, '').replaceAll('.', '/')}.py`);
  return {
    ...surroundings,
    pathState: (path) => (written.has(normalise(path)) ? 'present' : surroundings.pathState(path)),
    moduleText: (module) => moduleText(module) ?? surroundings.moduleText(module),
    scriptTexts: (path) => {
      const text = written.get(normalise(path));
      return text === undefined ? surroundings.scriptTexts(path) : [text];
    },
  };
}

/** Path → text of the last cell that writes it. */
function writtenFiles({ cells }: Notebook): ReadonlyMap<string, string> {
  const written = new Map<string, string>();
  for (const { kind, index, text } of cells) {
    if (kind !== 'code' || !/^\s*%%(?:writefile|file)\b/.test(text)) continue;
    const [magic] = maskMagics(index, text).magics;
    const path = magic?.argument
      .replace(/^-a\s+/, '')
      .trim()
      .replace(/^["']|["']$/g, '');
    if (magic !== undefined && path !== undefined && path !== '') {
      written.set(normalise(path), text.slice(magic.at.end).replace(/^\r?\n/, ''));
    }
  }
  return written;
}

function normalise(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}
