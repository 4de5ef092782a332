/** Lines of cells that stand for what has no place of its own, such as an output. */
import type { CellRange, Notebook } from '../../notebook/read/notebook.ts';

/** The first line of a cell that is not blank, without the blanks around it; the start of the cell when all are. */
export function firstLineOf(notebook: Pick<Notebook, 'cells'>, cell: number): CellRange {
  const match = /\S[^\r\n]*/.exec(notebook.cells[cell]?.text ?? '');
  if (match === null) return { cell, start: 0, end: 0 };
  return { cell, start: match.index, end: match.index + match[0].trimEnd().length };
}
