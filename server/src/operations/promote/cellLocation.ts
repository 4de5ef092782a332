/** Places in cells as editors open them: a notebook's file is JSON, so its cells are named by their number. */
import type { CellLines } from '../../../../schemas/promotion.ts';
import type { SourceLocation } from '../../../../schemas/sourceLocation.ts';
import type { StudiedNotebook } from '../notebooks/notebookWorkspace.ts';

/**
 * Lines of a cell. In a `.ipynb` the address ends `#cell=<index>`, and the range is that of the cell's text; in a Python
 * file with cells it is a range of the file.
 *
 * @param studied the notebook as it is now; without it, places in Python files lead to their beginning
 */
export function cellLocation(
  notebookUri: string,
  studied: StudiedNotebook | undefined,
  { cell, first, last }: Pick<CellLines, 'cell' | 'first' | 'last'>,
): SourceLocation {
  const label = first === last ? `cell ${cell + 1}, line ${first}` : `cell ${cell + 1}, lines ${first}–${last}`;
  if (notebookUri.endsWith('.ipynb')) {
    return { uri: `${notebookUri}#cell=${cell}`, range: rangeOf(first - 1, last - 1), label };
  }
  const start = startLine(studied, cell) ?? 0;
  return { uri: notebookUri, range: rangeOf(start + first - 1, start + last - 1), label };
}

/** The cell at a line of a document, and the line in it, both from 0; undefined where no cell is. */
export function cellAt(
  studied: StudiedNotebook,
  uri: string,
  line: number,
): { readonly cell: number; readonly line: number } | undefined {
  const { notebook, places } = studied.placed;
  for (const { index, text } of notebook.cells) {
    const place = places.locate({ cell: index, start: 0, end: 0 });
    if (place?.uri !== uri) continue;
    const start = lineOf(places.textOf(uri) ?? '', place.start);
    if (line >= start && line < start + text.split('\n').length) return { cell: index, line: line - start };
  }
  return undefined;
}

function startLine(studied: StudiedNotebook | undefined, cell: number): number | undefined {
  const place = studied?.placed.places.locate({ cell, start: 0, end: 0 });
  const text = place === undefined ? undefined : studied?.placed.places.textOf(place.uri);
  return place === undefined || text === undefined ? undefined : lineOf(text, place.start);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

function rangeOf(first: number, last: number): SourceLocation['range'] {
  return { start: { line: first, character: 0 }, end: { line: Math.max(first, last), character: 0 } };
}
