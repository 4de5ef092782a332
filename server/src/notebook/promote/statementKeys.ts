/** Names of statements that stay while neither their cell nor their text changes. */
import type { NotebookAnalysis, StatementId } from '../flow/analysis.ts';

/** Cell id and hash of the text; equal texts in one cell are counted. */
export function statementKeys({ notebook, statements }: NotebookAnalysis): ReadonlyMap<StatementId, string> {
  const keys = new Map<StatementId, string>();
  const taken = new Map<string, number>();
  for (const { id, at } of statements) {
    const cell = notebook.cells[at.cell];
    const text = cell?.text.slice(at.start, at.end) ?? '';
    const wanted = `${cell?.id ?? String(at.cell)}:${hashOf(text)}`;
    const times = (taken.get(wanted) ?? 0) + 1;
    taken.set(wanted, times);
    keys.set(id, times === 1 ? wanted : `${wanted}-${times}`);
  }
  return keys;
}

/** FNV-1a of UTF-16 units, 32 bits, as eight hexadecimal digits. */
export function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
