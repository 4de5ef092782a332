/** Finds the string of a cell's JSON that holds a place of its text, of which a long cell has tens of thousands. */
import { firstIndex } from './firstIndex.ts';
import { offsetsOf } from './jsonScanner.ts';
import type { CellSource } from './readIpynb.ts';

export type StringPiece = CellSource['pieces'][number];

export interface PieceIndex {
  /** Where each piece ends in the text of the cell, ascending. */
  readonly ends: readonly number[];
  /** Whether every piece is one whole line, as Jupyter writes them. */
  readonly areLines: boolean;
}

const known = new WeakMap<CellSource, PieceIndex>();

/** Made once for each cell of a file. */
export function pieceIndexOf(source: CellSource): PieceIndex {
  const kept = known.get(source);
  if (kept !== undefined) return kept;
  let passed = 0;
  const index = {
    ends: source.pieces.map(({ value }) => (passed += value.length)),
    areLines: source.pieces.every(({ value }, position) => {
      const lineEnd = value.indexOf('\n');
      return lineEnd === -1 ? value !== '' && position === source.pieces.length - 1 : lineEnd === value.length - 1;
    }),
  };
  known.set(source, index);
  return index;
}

/** The index of the first piece that ends at a place or behind it; the number of pieces when there is none. */
export function pieceAt({ ends }: PieceIndex, place: number): number {
  return firstIndex(ends, (end) => end >= place);
}

const offsets = new WeakMap<StringPiece, readonly number[]>();

/** See `offsetsOf`; found once for each string of a file. */
export function keptOffsets(text: string, piece: StringPiece): readonly number[] {
  const kept = offsets.get(piece) ?? offsetsOf(text, piece);
  offsets.set(piece, kept);
  return kept;
}
