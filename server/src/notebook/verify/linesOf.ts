import type { CellLines } from '../../../../schemas/promotion.ts';
import type { CellRange, Notebook } from '../read/notebook.ts';

/** The whole lines of a cell that a place covers; undefined for a cell that is not there. */
export function linesOf({ cells }: Notebook, { cell: index, start, end }: CellRange): CellLines | undefined {
  const cell = cells[index];
  if (cell === undefined) return undefined;
  return {
    cell: index,
    cellId: cell.id,
    first: lineAt(cell.text, start),
    last: lineAt(cell.text, Math.max(start, end - 1)),
  };
}

/** Counted from 1. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
