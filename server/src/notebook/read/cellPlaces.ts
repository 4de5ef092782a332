/** From places in cells to places in the file that holds them, and edits of a cell as edits of its file. */
import { changeText } from './cellChanges.ts';
import type { CellChange } from './cellChanges.ts';
import type { JsonRange } from './jsonScanner.ts';
import type { CellRange } from './notebook.ts';
import { keptOffsets, pieceAt, pieceIndexOf } from './pieceIndex.ts';
import type { PieceIndex, StringPiece } from './pieceIndex.ts';
import type { CellSource, IpynbFile } from './readIpynb.ts';

export interface FileEdit extends JsonRange {
  readonly newText: string;
}

/**
 * Where a place of a cell stands in the JSON.
 *
 * @returns undefined for a cell that the file does not have; a place that ends behind the text ends with it
 */
export function placeInFile({ text, sources }: IpynbFile, { cell, start, end }: CellRange): JsonRange | undefined {
  const source = sources[cell];
  const lastPiece = source?.pieces.at(-1);
  if (source === undefined || lastPiece === undefined) return undefined;
  const { pieces } = source;
  const index = pieceIndexOf(source);
  const offsetIn = (at: number, place: number): number | undefined => {
    const piece = pieces[at];
    if (piece === undefined) return undefined;
    return keptOffsets(text, piece)[place - ((index.ends[at] ?? 0) - piece.value.length)] ?? piece.end;
  };
  // The end of a piece is the start of the next, where there is one.
  const from = start === end ? pieceAt(index, start) : Math.min(pieceAt(index, start + 1), pieces.length - 1);
  const first = start > (index.ends.at(-1) ?? 0) ? undefined : offsetIn(from, start);
  if (first === undefined) return undefined;
  return { start: first, end: Math.max(first, offsetIn(pieceAt(index, end), end) ?? lastPiece.end - 1) };
}

/**
 * The edit of a file that changes a cell: only the string items whose lines differ change, in the form that the file has.
 *
 * It looks at what the changes touch, and at no more of a long cell.
 *
 * @param changes of this cell, none of which overlap
 */
export function editCell(
  { text, sources, notebook }: IpynbFile,
  cell: number,
  changes: readonly CellChange[],
): FileEdit | undefined {
  const source = sources[cell];
  const [firstPiece] = source?.pieces ?? [];
  const before = notebook.cells[cell]?.text;
  if (source === undefined || firstPiece === undefined || before === undefined) return undefined;
  const isList = source.pieces.length > 1 || text.slice(0, firstPiece.start).trimEnd().endsWith('[');
  return isList
    ? editList(text, source, editLines(before, source, changes))
    : editString(text, firstPiece, changesIn(before, touchedBy(before, changes), changes));
}

/** A stretch of a cell's text, and what stands there after the changes. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

function touchedBy(before: string, changes: readonly CellChange[]): Pick<Stretch, 'start' | 'end'> {
  const start = changes.reduce((least, { at }) => Math.min(least, at.start), before.length);
  return { start, end: changes.reduce((most, { at }) => Math.max(most, at.end), start) };
}

function changesIn(
  before: string,
  { start, end }: Pick<Stretch, 'start' | 'end'>,
  changes: readonly CellChange[],
): Stretch {
  const moved = changes.map(({ at, newText }) => ({
    at: { cell: at.cell, start: at.start - start, end: at.end - start },
    newText,
  }));
  return { start, end, newText: changeText(before.slice(start, end), moved) };
}

/** The lines of a cell after changes: those of its pieces, but for some. */
interface ChangedLines {
  /** Pieces before the new lines, and behind them, that are lines as they are. */
  readonly kept: number;
  readonly keptAtEnd: number;
  readonly lines: readonly string[];
}

function editLines(before: string, source: CellSource, changes: readonly CellChange[]): ChangedLines {
  const index = pieceIndexOf(source);
  const count = source.pieces.length;
  const touched = touchedBy(before, changes);
  const kept = index.areLines ? Math.min(pieceAt(index, touched.start + 1), count - 1) : 0;
  let next = index.areLines ? Math.min(pieceAt(index, touched.end + 1), count - 1) + 1 : count;
  let stretch = changesIn(before, rangeOf(index, kept, next), changes);
  if (next < count && stretch.newText !== '' && !stretch.newText.endsWith('\n')) {
    // Where a line break goes, two lines become one.
    next += 1;
    stretch = changesIn(before, rangeOf(index, kept, next), changes);
  }
  const lines = linesIn(stretch.newText);
  const isEmpty = kept === 0 && next === count && lines.length === 0;
  return { kept, keptAtEnd: count - next, lines: isEmpty ? [''] : lines };
}

function rangeOf({ ends }: PieceIndex, from: number, to: number): Pick<Stretch, 'start' | 'end'> {
  return { start: ends[from - 1] ?? 0, end: ends[to - 1] ?? 0 };
}

function linesIn(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function editList(
  text: string,
  { pieces }: CellSource,
  { kept, keptAtEnd, lines }: ChangedLines,
): FileEdit | undefined {
  const [firstPiece] = pieces;
  const count = kept + lines.length + keptAtEnd;
  const lineAt = (at: number): string | undefined => {
    if (at < kept) return pieces[at]?.value;
    return at < kept + lines.length ? lines[at - kept] : pieces[pieces.length - count + at]?.value;
  };
  let same = Math.min(kept, count - 1, pieces.length - 1);
  while (same < count - 1 && same < pieces.length - 1 && pieces[same]?.value === lineAt(same)) same += 1;
  const most = Math.min(count, pieces.length) - same - 1;
  let sameAtEnd = Math.min(keptAtEnd, most);
  while (sameAtEnd < most && pieces.at(-1 - sameAtEnd)?.value === lineAt(count - 1 - sameAtEnd)) sameAtEnd += 1;
  const from = pieces[same];
  const to = pieces.at(-1 - sameAtEnd);
  if (firstPiece === undefined || from === undefined || to === undefined) return undefined;
  // What stands between two items of this file: a comma, a line break, an indentation.
  const separator =
    pieces.length > 1 ? text.slice(firstPiece.end, pieces[1]?.start) : `,${indentBefore(text, firstPiece.start)}`;
  const written: string[] = [];
  for (let at = same; at < count - sameAtEnd; at += 1) written.push(JSON.stringify(lineAt(at) ?? ''));
  return { start: from.start, end: to.end, newText: written.join(separator) };
}

/** Only what differs: a large cell in one string with many findings would be written out once for each of their fixes. */
function editString(text: string, piece: StringPiece, { start, end, newText }: Stretch): FileEdit {
  const { value } = piece;
  const growth = newText.length - (end - start);
  const most = Math.min(value.length, value.length + growth);
  const unitAt = (at: number): number => {
    if (at < start) return value.charCodeAt(at);
    return at < start + newText.length ? newText.charCodeAt(at - start) : value.charCodeAt(at - growth);
  };
  let same = Math.min(start, most);
  while (same < most && value.charCodeAt(same) === unitAt(same)) same += 1;
  let sameAtEnd = Math.min(value.length - end, most - same);
  while (
    sameAtEnd < most - same &&
    value.charCodeAt(value.length - 1 - sameAtEnd) === unitAt(value.length + growth - 1 - sameAtEnd)
  ) {
    sameAtEnd += 1;
  }
  // Half of a character beyond the basic plane is none.
  if (isLowSurrogate(unitAt(same)) || isLowSurrogate(value.charCodeAt(same))) same = Math.max(0, same - 1);
  if (isLowSurrogate(value.charCodeAt(value.length - sameAtEnd))) sameAtEnd -= 1;
  const offsets = keptOffsets(text, piece);
  // Both ends may lie beyond what changed, by as much as is the same there.
  const from = Math.min(same, start);
  const to = Math.max(value.length - sameAtEnd, end);
  const changed = value.slice(from, start) + newText + value.slice(end, to);
  const written = JSON.stringify(changed.slice(same - from, changed.length - (to - (value.length - sameAtEnd))));
  const at = (unit: number): number => offsets[unit] ?? piece.end - 1;
  return { start: at(same), end: at(value.length - sameAtEnd), newText: written.slice(1, -1) };
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

/** The line break and the blanks before an offset; empty when it stands behind something. */
function indentBefore(text: string, offset: number): string {
  return /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? '';
}
