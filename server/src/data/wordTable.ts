/** Gives texts numbers, batch after batch. */
import type { WordColumn } from '../evaluation/rowSource.ts';

/** More different texts are no words, but names or numbers of single rows: they are read one by one. */
const mostWords = 1 << 16;
/** A text of so many bytes lies in its 16 bytes as a whole, filled up with zeros; of longer ones only the beginning. */
const longestInside = 12;

export interface WordTable {
  /**
   * @param texts the same column, 16 bytes for each text: its length and its bytes; undefined where it is not known
   * @returns undefined once there were too many different texts, or a value is no text
   */
  readonly read: (
    column: { readonly getItem: (row: number) => unknown },
    rows: number,
    texts: Uint32Array | undefined,
  ) => WordColumn | undefined;
}

export function createWordTable(): WordTable {
  const words: string[] = [];
  const numbers = new Map<string, number>();
  const shorts = createShortTexts(1024);
  let hasTooMany = false;
  // The values of a batch are gone when the next one is read.
  let codes = new Int32Array();
  const numberOf = (value: unknown): number | undefined => {
    if (value === null) return -1;
    if (typeof value !== 'string') return undefined;
    const known = numbers.get(value);
    if (known !== undefined) return known;
    numbers.set(value, words.length);
    return words.push(value) - 1;
  };
  return {
    read: (column, rows, texts) => {
      if (hasTooMany) return undefined;
      if (codes.length < rows) codes = new Int32Array(rows);
      let hasMissing = false;
      for (let row = 0; row < rows; row++) {
        if (texts !== undefined) row = findShorts(shorts, texts, row, rows, codes);
        if (row === rows) break;
        const number = numberOf(column.getItem(row));
        if (number === undefined) return undefined;
        codes[row] = number;
        hasMissing ||= number === -1;
        if (texts !== undefined && (texts[row * 4] ?? 0) <= longestInside) addShort(shorts, texts, row, number);
        hasTooMany = words.length > mostWords;
        if (hasTooMany) return undefined;
      }
      return { codes, hasMissing, words };
    },
  };
}

/** Short texts by their bytes: open addresses, which no text of JavaScript is made for. */
interface ShortTexts {
  /** Four words for each place. */
  keys: Uint32Array;
  /** Number of the text, −1 where there is none. */
  numbers: Int32Array;
  count: number;
}

function createShortTexts(places: number): ShortTexts {
  return { keys: new Uint32Array(places * 4), numbers: new Int32Array(places).fill(-1), count: 0 };
}

/** Where a text stands, or is to stand. @param at its first word */
function placeOf(keys: Uint32Array, numbers: Int32Array, texts: Uint32Array, at: number): number {
  const a = texts[at] ?? 0;
  const b = texts[at + 1] ?? 0;
  const c = texts[at + 2] ?? 0;
  const d = texts[at + 3] ?? 0;
  const mask = numbers.length - 1;
  let hash = Math.imul(a ^ Math.imul(b, 0x9e37_79b1), 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 13) ^ d, 0x27d4_eb2f);
  for (let place = (hash ^ (hash >>> 16)) & mask; ; place = (place + 1) & mask) {
    const key = place * 4;
    if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) return place;
    if (numbers[place] === -1) return place;
  }
}

/**
 * Gives short texts their numbers. All that it touches is a variable of its own: in a closure, each step would take
 * several times as long.
 *
 * @returns the first row from `first` on whose text is long, or not known; `rows` when there is none
 */
function findShorts(
  { keys, numbers }: ShortTexts,
  texts: Uint32Array,
  first: number,
  rows: number,
  into: Int32Array,
): number {
  for (let row = first; row < rows; row++) {
    if ((texts[row * 4] ?? 0) > longestInside) return row;
    const number = numbers[placeOf(keys, numbers, texts, row * 4)] ?? -1;
    if (number === -1) return row;
    into[row] = number;
  }
  return rows;
}

function addShort(table: ShortTexts, texts: Uint32Array, row: number, number: number): void {
  putShort(table, texts, row * 4, number);
  table.count += 1;
  if (table.count * 2 < table.numbers.length) return;
  const old = { ...table };
  Object.assign(table, createShortTexts(old.numbers.length * 2), { count: old.count });
  for (const [place, known] of old.numbers.entries()) if (known !== -1) putShort(table, old.keys, place * 4, known);
}

function putShort({ keys, numbers }: ShortTexts, texts: Uint32Array, at: number, number: number): void {
  const place = placeOf(keys, numbers, texts, at);
  keys.set(texts.subarray(at, at + 4), place * 4);
  numbers[place] = number;
}
