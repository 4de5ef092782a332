/** The text of a code cell with its magics masked and its tree, remembered by the text: rules and data flow ask for it. */
import { maskMagics } from '../read/maskMagics.ts';
import type { MaskedCell } from '../read/maskedCell.ts';
import type { PythonParser } from './pythonParser.ts';
import type { PythonTree } from './pythonTree.ts';

export interface ReadCell extends MaskedCell {
  readonly tree: PythonTree;
}

/** Texts that are kept: the cells of a few notebooks. */
const keptTexts = 500;

/** For each parser, as it is the parser that keeps the trees. */
const known = new WeakMap<PythonParser, Map<string, MaskedCell>>();

/** @param cell index of the cell, for the places of its magics */
export function readCell(parser: PythonParser, cell: number, text: string): ReadCell {
  const masked = mask(parser, cell, text);
  return { ...masked, tree: parser.parse(masked.code) };
}

function mask(parser: PythonParser, cell: number, text: string): MaskedCell {
  let kept = known.get(parser);
  if (kept === undefined) {
    kept = new Map<string, MaskedCell>();
    known.set(parser, kept);
  }
  const found = kept.get(text);
  const masked = found === undefined ? maskMagics(cell, text) : movedTo(cell, found);
  // The one asked for last is dropped last.
  if (found !== undefined) kept.delete(text);
  kept.set(text, masked);
  if (kept.size > keptTexts) {
    const oldest = kept.keys().next();
    if (oldest.done !== true) kept.delete(oldest.value);
  }
  return masked;
}

/** The same text as that of another cell, as when cells are moved. */
function movedTo(cell: number, masked: MaskedCell): MaskedCell {
  if (masked.cell === cell) return masked;
  return { ...masked, cell, magics: masked.magics.map((magic) => ({ ...magic, at: { ...magic.at, cell } })) };
}
