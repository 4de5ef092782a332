/** Changes of the text of a cell. */
import type { CellRange } from './notebook.ts';

/** Replaces the text of a place in a cell; an empty place inserts. */
export interface CellChange {
  readonly at: CellRange;
  readonly newText: string;
}

/** The text after changes, none of which overlap. */
export function changeText(text: string, changes: readonly CellChange[]): string {
  return changes
    .toSorted((left, right) => right.at.start - left.at.start)
    .reduce((changed, { at, newText }) => changed.slice(0, at.start) + newText + changed.slice(at.end), text);
}
