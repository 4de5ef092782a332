/** One state of a notebook: what the rules found in it, at places that can be shown. */
import type { CellLine, ReportedFinding, RuleFailure } from '../reportedFinding.ts';

/** A finding with the cell that it stands in, for people who see no file. */
export interface NotebookFindingReport extends ReportedFinding {
  /** Undefined when it concerns the notebook as a whole. */
  readonly cell: CellLine | undefined;
}

/** Line and UTF-16 character, both from 0. */
export interface TextPosition {
  readonly line: number;
  readonly character: number;
}

/** From offsets of a text to positions; of a text that is not kept, only for places of findings. */
export interface TextPositions {
  positionAt(offset: number): TextPosition;
}

export interface NotebookSnapshot {
  /** Address of the notebook, or of the Python file. */
  readonly uri: string;
  /** Sorted by cell and place. */
  readonly findings: readonly NotebookFindingReport[];
  readonly suppressed: readonly { readonly finding: NotebookFindingReport; readonly reason: string }[];
  readonly failures: readonly RuleFailure[];
  /** Positions in a text that findings name; undefined for other addresses. */
  positionsOf(uri: string): TextPositions | undefined;
  /** The text with such an address, where it is kept: that of open documents is. */
  textOf(uri: string): string | undefined;
  /** Differs between two states. */
  readonly key: string;
}
