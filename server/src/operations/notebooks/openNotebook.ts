/** A notebook as an editor shows it, with the outputs of the file, which the editor does not tell. */
import type { Cell, Notebook, OutputSummary } from '../../notebook/read/notebook.ts';

/** A cell of an open notebook. */
export interface OpenCell {
  /** Address of its document. */
  readonly uri: string;
  readonly text: string;
  readonly kind: 'code' | 'markdown';
  /** As the editor names it; `raw` for cells that nobody reads. */
  readonly languageId: string;
  /** Execution count; undefined when it was never run. */
  readonly count: number | undefined;
  readonly hasFailed: boolean;
  /** The id in the file; undefined for a cell that was never saved. */
  readonly id: string | undefined;
  readonly tags: readonly string[];
}

/**
 * The notebook of open cells.
 *
 * @param saved what the file holds; outputs of a cell are taken from it while its text is the saved one
 */
export function notebookOfCells(uri: string, cells: readonly OpenCell[], saved: Notebook | undefined): Notebook {
  const byId = new Map(saved?.cells.map((cell) => [cell.id, cell]));
  return {
    uri,
    kind: 'ipynb',
    format: saved?.format,
    language: saved?.language ?? 'python',
    cells: cells.map((cell, index) => {
      const stored = (cell.id === undefined ? undefined : byId.get(cell.id)) ?? saved?.cells[index];
      return cellOf(cell, index, stored?.text === cell.text ? stored : undefined);
    }),
    problems: [],
    isRead: true,
  };
}

function cellOf(
  { uri, text, kind, languageId, count, hasFailed, id, tags }: OpenCell,
  index: number,
  stored?: Cell,
): Cell {
  const base = { id: id ?? uri, index, text, tags };
  if (kind === 'markdown' || languageId === 'raw') return { ...base, kind: languageId === 'raw' ? 'raw' : 'markdown' };
  const outputs = stored?.kind === 'code' ? stored.outputs : [];
  const isToldByFile = outputs.some((output) => output.kind === 'error');
  return {
    ...base,
    kind: 'code',
    // The editor knows one Python; which one it was stands in the file.
    language: languageId === 'python' && stored?.kind === 'code' ? stored.language : languageId,
    count,
    outputs: hasFailed && !isToldByFile ? [...outputs, failure] : outputs,
  };
}

/** Stands for an error that is not saved yet. */
const failure: OutputSummary = { kind: 'error', mimeTypes: [], sizeBytes: 0, text: undefined, errorName: undefined };
