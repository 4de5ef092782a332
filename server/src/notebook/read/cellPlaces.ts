/** From places in cells to places in the file that holds them, and edits of a cell as edits of its file. */
import { offsetsOf } from './jsonScanner.ts';
import type { JsonRange } from './jsonScanner.ts';
import type { CellRange } from './notebook.ts';
import type { IpynbFile } from './readIpynb.ts';

type StringPiece = IpynbFile['sources'][number]['pieces'][number];

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
  if (source === undefined) return undefined;
  let passed = 0;
  let first: number | undefined;
  let last: number | undefined;
  for (const piece of source.pieces) {
    const { length } = piece.value;
    const offsets = keptOffsets(text, piece);
    if (first === undefined && start <= passed + length) {
      // The end of a piece is the start of the next, where there is one.
      const isLast = piece === source.pieces.at(-1);
      if (start < passed + length || isLast || start === end) first = offsets[start - passed] ?? piece.end;
    }
    if (end <= passed + length) {
      last = offsets[end - passed] ?? piece.end;
      break;
    }
    passed += length;
    last = piece.end - 1;
  }
  if (first === undefined || last === undefined) return undefined;
  return { start: first, end: Math.max(first, last) };
}

/**
 * The edit of a file that gives a cell another text: only the string items whose lines differ change, in the form that
 * the file has.
 */
export function editCell({ text, sources }: IpynbFile, cell: number, newText: string): FileEdit | undefined {
  const pieces = sources[cell]?.pieces ?? [];
  const [firstPiece] = pieces;
  const lastPiece = pieces.at(-1);
  if (firstPiece === undefined || lastPiece === undefined) return undefined;
  const isList = pieces.length > 1 || text.slice(0, firstPiece.start).trimEnd().endsWith('[');
  if (!isList) return editString(text, firstPiece, newText);
  const lines = newText.match(/[^\n]*\n|[^\n]+$/g) ?? [''];
  let same = 0;
  while (same < lines.length - 1 && same < pieces.length - 1 && pieces[same]?.value === lines[same]) same += 1;
  let sameAtEnd = 0;
  while (
    sameAtEnd < lines.length - same - 1 &&
    sameAtEnd < pieces.length - same - 1 &&
    pieces.at(-1 - sameAtEnd)?.value === lines.at(-1 - sameAtEnd)
  ) {
    sameAtEnd += 1;
  }
  const from = pieces[same] ?? firstPiece;
  const to = pieces.at(-1 - sameAtEnd) ?? lastPiece;
  // What stands between two items of this file: a comma, a line break, an indentation.
  const separator =
    pieces.length > 1 ? text.slice(firstPiece.end, pieces[1]?.start) : `,${indentBefore(text, firstPiece.start)}`;
  const written = lines.slice(same, lines.length - sameAtEnd).map((line) => JSON.stringify(line));
  return { start: from.start, end: to.end, newText: written.join(separator) };
}

/** Only what differs: a large cell in one string with many findings would be written out once for each of their fixes. */
function editString(text: string, piece: StringPiece, newText: string): FileEdit {
  const { value } = piece;
  const most = Math.min(value.length, newText.length);
  let same = 0;
  while (same < most && value.charCodeAt(same) === newText.charCodeAt(same)) same += 1;
  let sameAtEnd = 0;
  while (
    sameAtEnd < most - same &&
    value.charCodeAt(value.length - 1 - sameAtEnd) === newText.charCodeAt(newText.length - 1 - sameAtEnd)
  ) {
    sameAtEnd += 1;
  }
  // Half of a character beyond the basic plane is none.
  if (isLowSurrogate(newText.charCodeAt(same)) || isLowSurrogate(value.charCodeAt(same))) same = Math.max(0, same - 1);
  if (isLowSurrogate(value.charCodeAt(value.length - sameAtEnd))) sameAtEnd -= 1;
  const offsets = keptOffsets(text, piece);
  const written = JSON.stringify(newText.slice(same, newText.length - sameAtEnd)).slice(1, -1);
  const at = (unit: number): number => offsets[unit] ?? piece.end - 1;
  return { start: at(same), end: at(value.length - sameAtEnd), newText: written };
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

const known = new WeakMap<StringPiece, readonly number[]>();

/** See `offsetsOf`; found once for each string of a file. */
function keptOffsets(text: string, piece: StringPiece): readonly number[] {
  const offsets = known.get(piece) ?? offsetsOf(text, piece);
  known.set(piece, offsets);
  return offsets;
}

/** The line break and the blanks before an offset; empty when it stands behind something. */
function indentBefore(text: string, offset: number): string {
  return /(?:\r?\n)?[ \t]*$/.exec(text.slice(0, offset))?.[0] ?? '';
}
