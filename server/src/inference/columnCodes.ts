/** Numbers the different values of a column, so that a few bits of a row say what it holds there. */

/** Codes of one column, batch after batch. Values are words of four bytes, which are compared to the last bit. */
export interface ColumnCodes {
  /** Bits that hold each code so far: none while all are 0, then 8 or 16, or 32 where values are their own codes. */
  readonly bits: () => CodeBits;
  /**
   * Gives the values of some rows their codes, and new ones the next codes.
   *
   * @param words of all columns of an input, row-major
   * @param first place of the column in a row
   * @param stride words of a row
   * @param codes receives a code for each row
   */
  readonly read: (words: Int32Array, first: number, stride: number, rows: number, codes: Int32Array) => void;
  /** The value of a code that was given while codes had fewer than 32 bits. */
  readonly valueOf: (code: number) => number;
}

export type CodeBits = 0 | 8 | 16 | 32;

/** Columns with more values are compared as they are. */
const mostCodes = 1 << 16;
/** So many rows show whether a column holds another value in most of them. */
const trialRows = 4096;

/** Codes of a column whose values are numbers of words, −1 for none, and small enough to be their own codes. */
export function createWordCodes(): ColumnCodes {
  let highest = 0;
  return {
    bits: () => (highest === 0 ? 0 : highest < 1 << 8 ? 8 : highest < 1 << 16 ? 16 : 32),
    read: (words, first, stride, rows, codes) => {
      for (let row = 0, at = first; row < rows; row++, at += stride) {
        const code = (words[at] ?? 0) + 1;
        codes[row] = code;
        if (code > highest) highest = code;
      }
    },
    valueOf: (code) => code,
  };
}

/** Codes of a column of any values. */
export function createColumnCodes(): ColumnCodes {
  const table: CodeTable = { keys: new Int32Array(64), codes: new Int32Array(64).fill(-1), values: [] };
  let isRaw = false;
  return {
    bits: () => {
      if (isRaw) return 32;
      if (table.values.length <= 1) return 0;
      return table.values.length > 256 ? 16 : 8;
    },
    read: (words, first, stride, rows, codes) => {
      const before = table.values.length;
      if (!isRaw) readCodes(table, words, first, stride, rows, codes);
      const fresh = table.values.length - before;
      isRaw ||= table.values.length > mostCodes || (before === 0 && rows >= trialRows && fresh * 2 > rows);
      if (!isRaw) return;
      for (let row = 0, at = first; row < rows; row++, at += stride) codes[row] = words[at] ?? 0;
    },
    valueOf: (code) => table.values[code] ?? 0,
  };
}

interface CodeTable {
  /** Open addresses; what stands at a place without a code is nothing. */
  keys: Int32Array;
  /** −1 where there is none. */
  codes: Int32Array;
  /** By code. */
  readonly values: number[];
}

/** All that the loop touches is a variable of its own: in a closure, each step would take several times as long. */
function readCodes(
  table: CodeTable,
  words: Int32Array,
  first: number,
  stride: number,
  rows: number,
  into: Int32Array,
): void {
  let { keys, codes } = table;
  let value = 0;
  let code = -1;
  for (let row = 0, at = first; row < rows; row++, at += stride) {
    const word = words[at] ?? 0;
    // Rows by time hold the same hour for long.
    if (word !== value || code === -1) {
      const place = placeOf(keys, codes, word);
      value = word;
      code = codes[place] ?? -1;
      if (code === -1) {
        code = addValue(table, word, place);
        ({ keys, codes } = table);
      }
    }
    into[row] = code;
  }
}

/** Where a value stands, or is to stand. */
function placeOf(keys: Int32Array, codes: Int32Array, word: number): number {
  const mask = keys.length - 1;
  const hash = Math.imul(word ^ (word >>> 15), 0x9e37_79b1);
  let place = (hash ^ (hash >>> 15)) & mask;
  while (keys[place] !== word && codes[place] !== -1) place = (place + 1) & mask;
  // A place is zero before a value comes, as is the value of zero itself: only one that has a code is taken.
  return place;
}

function addValue(table: CodeTable, word: number, place: number): number {
  const code = table.values.push(word) - 1;
  table.keys[place] = word;
  table.codes[place] = code;
  if (code * 2 < table.keys.length) return code;
  const { values } = table;
  table.keys = new Int32Array(table.keys.length * 2);
  table.codes = new Int32Array(table.keys.length).fill(-1);
  for (const [known, value] of values.entries()) {
    const at = placeOf(table.keys, table.codes, value);
    table.keys[at] = value;
    table.codes[at] = known;
  }
  return code;
}
