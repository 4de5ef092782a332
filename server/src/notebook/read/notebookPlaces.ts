/** From places in cells to places in files or documents, whatever holds the notebook, and edits on the same way. */
import type { CellChange } from './cellChanges.ts';
import { editCell, placeInFile } from './cellPlaces.ts';
import type { CellRange } from './notebook.ts';
import type { IpynbFile } from './readIpynb.ts';
import type { PercentFile } from './readPercent.ts';

/** UTF-16 offsets in the text with this address, end exclusive. */
export interface TextPlace {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
}

export interface PlacedEdit extends TextPlace {
  readonly newText: string;
}

export interface NotebookPlaces {
  /** Undefined for a cell that is not there, or that has no text of its own. */
  locate(at: CellRange): TextPlace | undefined;
  /** A line of the file, counted from 0, for what concerns the notebook as a whole; undefined when there is none. */
  locateLine(line: number): TextPlace | undefined;
  /** Edits that make these changes; empty when one of them has no place. */
  editsOf(changes: readonly CellChange[]): readonly PlacedEdit[];
  /** The text with an address that these places name; undefined for other addresses. */
  textOf(uri: string): string | undefined;
}

/** Places in the JSON of a file: an edit replaces the string items of the touched lines. */
export function placesOfIpynb(file: IpynbFile): NotebookPlaces {
  const { uri } = file.notebook;
  return {
    locate: (at) => {
      const place = placeInFile(file, at);
      return place === undefined ? undefined : { uri, ...place };
    },
    locateLine: (line) => ({ uri, ...lineAt(file.text, line) }),
    editsOf: (changes) => {
      const byCell = Map.groupBy(changes, ({ at }) => at.cell);
      const edits = [...byCell].map(([cell, own]) => {
        const edit = editCell(file, cell, own);
        return edit === undefined ? undefined : { uri, ...edit };
      });
      return allOrNone(edits);
    },
    textOf: (other) => (other === uri ? file.text : undefined),
  };
}

export function placesOfPercent({ notebook: { uri }, starts, text }: PercentFile): NotebookPlaces {
  const locate = ({ cell, start, end }: CellRange): TextPlace | undefined => {
    const first = starts[cell];
    return first === undefined ? undefined : { uri, start: first + start, end: first + end };
  };
  return {
    locate,
    locateLine: (line) => ({ uri, ...lineAt(text, line) }),
    editsOf: (changes) => allOrNone(changes.map((change) => placed(locate(change.at), change))),
    textOf: (other) => (other === uri ? text : undefined),
  };
}

/**
 * Places in the documents of an open notebook.
 *
 * @param documents by index of the cell
 */
export function placesOfCells(documents: readonly { readonly uri: string; readonly text: string }[]): NotebookPlaces {
  const locate = ({ cell, start, end }: CellRange): TextPlace | undefined => {
    const uri = documents[cell]?.uri;
    return uri === undefined ? undefined : { uri, start, end };
  };
  return {
    locate,
    // An editor shows no line of the file: what concerns the whole stands at the top.
    locateLine: () => {
      const [first] = documents;
      return first === undefined ? undefined : { uri: first.uri, ...lineAt(first.text, 0) };
    },
    editsOf: (changes) => allOrNone(changes.map((change) => placed(locate(change.at), change))),
    textOf: (uri) => documents.find((document) => document.uri === uri)?.text,
  };
}

function placed(place: TextPlace | undefined, { newText }: CellChange): PlacedEdit | undefined {
  return place === undefined ? undefined : { ...place, newText };
}

/** Half a fix is none. */
function allOrNone(edits: readonly (PlacedEdit | undefined)[]): readonly PlacedEdit[] {
  const whole = edits.filter((edit) => edit !== undefined);
  return whole.length === edits.length ? whole : [];
}

/** A line without its break; the end of the text when there are not so many. */
function lineAt(text: string, line: number): { readonly start: number; readonly end: number } {
  let start = 0;
  for (let passed = 0; passed < line; passed += 1) {
    const next = text.indexOf('\n', start);
    if (next === -1) return { start: text.length, end: text.length };
    start = next + 1;
  }
  const length = text.slice(start).search(/\r?\n|$/);
  return { start, end: start + Math.max(0, length) };
}
