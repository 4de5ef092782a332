/** A notebook as text says it: cells with their code, counts and what their outputs were, without the outputs. */

/** Where code of a cell stands: UTF-16 offsets in the cell's text, end exclusive. */
export interface CellRange {
  /** Index among all cells of the notebook. */
  readonly cell: number;
  readonly start: number;
  readonly end: number;
}

export interface Notebook {
  readonly uri: string;
  /** `ipynb` files are JSON; `percent` files are Python with `# %%` lines. */
  readonly kind: 'ipynb' | 'percent';
  /** Such as `4.5`; undefined for percent files and for what is no notebook. */
  readonly format: string | undefined;
  /** `python`, `python2`, or another language's name; cells may differ from it. */
  readonly language: string;
  readonly cells: readonly Cell[];
  readonly problems: readonly NotebookProblem[];
  /** False when nothing could be read, so that what the notebook lacks says nothing. */
  readonly isRead: boolean;
}

export type Cell = CodeCell | ProseCell;

interface CellBase {
  /** The cell's id, else one made of its place and text; stable while the cell is not moved and edited at once. */
  readonly id: string;
  readonly index: number;
  readonly text: string;
  readonly tags: readonly string[];
}

export interface ProseCell extends CellBase {
  readonly kind: 'markdown' | 'raw';
}

export interface CodeCell extends CellBase {
  readonly kind: 'code';
  readonly language: string;
  /** Execution count; undefined when the cell was never run, or the count was cleared. */
  readonly count: number | undefined;
  readonly outputs: readonly OutputSummary[];
}

/** An output without its payload. */
export interface OutputSummary {
  readonly kind: 'stream' | 'display' | 'result' | 'error';
  readonly mimeTypes: readonly string[];
  /** Bytes in the file. */
  readonly sizeBytes: number;
  /** Plain text, at most 4,000 characters. */
  readonly text: string | undefined;
  /** Name of the exception of an error. */
  readonly errorName: string | undefined;
}

/** Why a notebook, or a cell, cannot be read. */
export interface NotebookProblem {
  readonly code: 'unreadable' | 'unparsable' | 'python2' | 'other-kernel' | 'too-large';
  /** Undefined when the file itself is the problem: then `line` says where, counted from 0. */
  readonly at: CellRange | undefined;
  readonly line: number | undefined;
  /** One sentence. */
  readonly message: string;
}
