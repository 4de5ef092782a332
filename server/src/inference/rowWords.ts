/** Values of columns as words of four bytes, by which rows are compared. */
import type { ColumnValues, SparseNumbers } from '../evaluation/rowSource.ts';
import type { InputWords } from './rowKeys.ts';

/** Reads one column, batch after batch. */
export interface WordReader {
  /**
   * @returns equal words for equal values, and for those alone, gone with the next call; undefined once the column cannot
   * be compared any more
   */
  readonly read: (values: ColumnValues, rows: number) => InputWords | undefined;
}

/** More different values are no codes, but names or numbers of single rows. */
const mostItems = 1 << 16;
/** Words of a number that is missing: what is computed has no such bits. */
const missingLow = 0x0bad_f00d;
const missingHigh = 0x7ff8_dead;

/** Numbers are compared to the last bit, so that 0 is not −0. */
export function createWordReader(): WordReader {
  let kind: 'numbers' | 'words' | 'items' | undefined;
  let filled = new Float64Array();
  let readItems: ReturnType<typeof createItemReader> | undefined;
  const readNumbers = (values: ColumnValues, rows: number): InputWords | undefined => {
    const { numbers, sparse } = values;
    if (numbers instanceof Float64Array) return { words: halvesOf(numbers), width: 2, arePlaces: false };
    if (numbers === undefined && sparse === undefined) return undefined;
    if (filled.length < rows) filled = new Float64Array(rows);
    if (sparse === undefined) filled.set(numbers?.subarray(0, rows) ?? []);
    else fillMissing(sparse, rows, filled);
    return { words: halvesOf(filled), width: 2, arePlaces: false };
  };
  return {
    read: (values, rows) => {
      const numbers = readNumbers(values, rows);
      const codes = numbers === undefined ? values.words?.()?.codes : undefined;
      const now = numbers !== undefined ? 'numbers' : codes !== undefined ? 'words' : 'items';
      kind ??= now;
      // Words of one kind cannot be held against those of another.
      if (now !== kind) return undefined;
      if (numbers !== undefined) return numbers;
      if (codes !== undefined) return { words: codes, width: 1, arePlaces: true };
      readItems ??= createItemReader();
      return readItems(values, rows);
    },
  };
}

/** Each number as two words, as it lies in memory. */
function halvesOf(numbers: Float64Array): Int32Array {
  return new Int32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
}

function fillMissing({ numbers, present }: SparseNumbers, rows: number, into: Float64Array): void {
  into.set(numbers.subarray(0, rows));
  const words = halvesOf(into);
  for (let row = 0; row < rows; row++) {
    if ((((present[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1) continue;
    words[row * 2] = missingLow;
    words[row * 2 + 1] = missingHigh;
  }
}

/** Values of any kind, asked for one by one. */
function createItemReader(): (values: ColumnValues, rows: number) => InputWords | undefined {
  const known = new Map<unknown, number>();
  let places = new Int32Array();
  return (values, rows) => {
    if (places.length < rows) places = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const value = values.getItem(row);
      // A map takes 0 and −0 for one value.
      if (value === undefined || Object.is(value, -0)) return undefined;
      let place = value === null ? -1 : known.get(value);
      if (place === undefined) {
        place = known.size;
        if (place === mostItems || typeof value === 'object') return undefined;
        known.set(value, place);
      }
      places[row] = place;
    }
    return { words: places, width: 1, arePlaces: true };
  };
}
