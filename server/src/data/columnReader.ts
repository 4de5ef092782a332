/** Columns of the engine without a value of JavaScript for each row, where that is possible. */
import type { ColumnValues, SparseNumbers } from '../evaluation/rowSource.ts';
import { createWordTable } from './wordTable.ts';
import type { WordTable } from './wordTable.ts';

/** A column of the engine, as far as its interface goes. */
interface Vector {
  readonly getItem: (row: number) => unknown;
}

/**
 * Reads one column, batch after batch.
 *
 * The engine's package keeps the memory of a column to itself. Where it is found, it is read as it lies there; where a
 * version of the package keeps it otherwise, values are asked for one by one, which is slower and the same.
 */
export function createColumnReader(): (vector: Vector, rows: number) => ColumnValues {
  let table: WordTable | undefined;
  return (vector, rows) => {
    const isWhole = hasEveryValue(vector, rows);
    let words: ReturnType<WordTable['read']> | 'unread' = 'unread';
    return {
      getItem: (row) => vector.getItem(row),
      numbers: isWhole ? numbersOf(vector, rows) : undefined,
      sparse: isWhole ? undefined : sparseOf(vector, rows),
      words: () => {
        table ??= createWordTable();
        if (words === 'unread') words = table.read(vector, rows, isWhole ? wordsOf(vector, rows) : undefined);
        return words;
      },
    };
  };
}

function numbersOf(vector: object, rows: number): Float64Array | Int32Array | undefined {
  const items = 'items' in vector ? vector.items : undefined;
  return (items instanceof Float64Array || items instanceof Int32Array) && items.length >= rows ? items : undefined;
}

/** The bits of missing values as the engine keeps them, 64 in a number whose lower half lies first. */
function sparseOf(vector: object, rows: number): SparseNumbers | undefined {
  const numbers = numbersOf(vector, rows);
  const bits = validityOf(vector);
  if (numbers === undefined || !(bits instanceof BigUint64Array) || bits.length * 64 < rows) return undefined;
  return { numbers, present: new Uint32Array(bits.buffer, bits.byteOffset, bits.length * 2) };
}

const wordsOfText = 4;

/** Texts as the engine keeps them, 16 bytes each. */
function wordsOf(vector: object, rows: number): Uint32Array | undefined {
  const view = 'dataView' in vector ? vector.dataView : undefined;
  if (!(view instanceof DataView) || view.byteOffset % Uint32Array.BYTES_PER_ELEMENT !== 0) return undefined;
  const length = rows * wordsOfText;
  return view.byteLength < length * Uint32Array.BYTES_PER_ELEMENT
    ? undefined
    : new Uint32Array(view.buffer, view.byteOffset, length);
}

const all = 0xffff_ffff_ffff_ffffn;

/** Whether it is certain that no value is missing. */
function hasEveryValue(vector: object, rows: number): boolean {
  const data = validityOf(vector);
  if (data === null) return true;
  if (!(data instanceof BigUint64Array)) return false;
  const whole = Math.floor(rows / 64);
  for (let index = 0; index < whole; index++) if (data[index] !== all) return false;
  const rest = (1n << BigInt(rows % 64)) - 1n;
  return ((data[whole] ?? 0n) & rest) === rest;
}

/** @returns null where every value is there */
function validityOf(vector: object): unknown {
  const validity = 'validity' in vector ? vector.validity : undefined;
  return typeof validity === 'object' && validity !== null && 'data' in validity ? validity.data : undefined;
}
