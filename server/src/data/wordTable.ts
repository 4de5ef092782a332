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
  const shorts = createShortTable();
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
      if (codes.length < rows) codes = new Int32Array(rows);
      let hasMissing = false;
      for (let row = 0; row < rows && !hasTooMany; row++) {
        const found = texts === undefined ? undefined : shorts.find(texts, row);
        if (found !== undefined && found !== -1) {
          codes[row] = found;
          continue;
        }
        const number = numberOf(column.getItem(row));
        if (number === undefined) return undefined;
        codes[row] = number;
        hasMissing ||= number === -1;
        if (found === -1 && texts !== undefined) shorts.add(texts, row, number);
        hasTooMany = words.length > mostWords;
      }
      return hasTooMany ? undefined : { codes, hasMissing, words };
    },
  };
}

/** Finds short texts by their bytes: a table with open addresses, which no text of JavaScript is made for. */
function createShortTable() {
  let size = 1024;
  let keys = new Uint32Array(size * 4);
  let values = new Int32Array(size).fill(-1);
  let count = 0;
  const slotOf = (texts: Uint32Array, at: number): number => {
    const a = texts[at] ?? 0;
    const b = texts[at + 1] ?? 0;
    const c = texts[at + 2] ?? 0;
    const d = texts[at + 3] ?? 0;
    let hash = Math.imul(a ^ Math.imul(b, 0x9e37_79b1), 0x85eb_ca6b);
    hash = Math.imul(hash ^ (hash >>> 15) ^ c, 0xc2b2_ae35);
    hash = Math.imul(hash ^ (hash >>> 13) ^ d, 0x27d4_eb2f);
    for (let slot = (hash ^ (hash >>> 16)) & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      const key = slot * 4;
      if (values[slot] === -1) return slot;
      if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) return slot;
    }
  };
  const put = (texts: Uint32Array, at: number, value: number): void => {
    const slot = slotOf(texts, at);
    keys.set(texts.subarray(at, at + 4), slot * 4);
    values[slot] = value;
  };
  return {
    /** @returns −1 for a short text that is not known yet; undefined for a long one */
    find: (texts: Uint32Array, row: number): number | undefined =>
      (texts[row * 4] ?? 0) > longestInside ? undefined : values[slotOf(texts, row * 4)],
    add: (texts: Uint32Array, row: number, value: number): void => {
      put(texts, row * 4, value);
      count += 1;
      if (count * 2 < size) return;
      const [oldKeys, oldValues] = [keys, values];
      size *= 2;
      keys = new Uint32Array(size * 4);
      values = new Int32Array(size).fill(-1);
      for (const [slot, known] of oldValues.entries()) if (known !== -1) put(oldKeys, slot * 4, known);
    },
  };
}
