/** Elements of an input that columns of a table fill. */
import type { ColumnValues } from '../evaluation/rowSource.ts';
import type { FedPart } from './fedParts.ts';
import { ModelProblem } from './modelProblem.ts';
import type { ModelValue } from './openModel.ts';

type Content = FedPart extends infer Part ? (Part extends FedPart ? Omit<Part, 'name' | 'shape'> : never) : never;

export interface TableStore {
  readonly reads: 'number' | 'integer' | 'boolean' | 'text';
  /** @returns false when the value does not fit the type */
  readonly set: (at: number, value: unknown) => boolean;
  /**
   * Puts a column in at once.
   *
   * @param first row of the store
   * @param rows places in `values`
   * @returns false when it has to be put in value by value, and nothing was done
   */
  readonly setColumn: (first: number, column: number, values: ColumnValues, rows: Uint32Array) => boolean;
  /** The first elements, in memory of their own; the store is empty afterwards. */
  readonly part: (length: number) => Content;
  readonly notes: () => readonly string[];
}

/**
 * @param length elements at most
 * @param width columns of a row
 * @throws {ModelProblem} for a type that columns cannot fill
 */
export function createTableStore({ name, type }: ModelValue, length: number, width: number, label: string): TableStore {
  switch (type) {
    case 'float32':
      return float32Store(length, width, name);
    case 'float64':
      return float64Store(length, width);
    case 'string':
      return textStore(length, width);
    case 'bool':
      return truthStore(length);
    case 'int64':
    case 'uint64':
      return bigStore(type, length);
    case 'int8':
      return integerStore(type, () => new Int8Array(length), -128, 127);
    case 'int16':
      return integerStore(type, () => new Int16Array(length), -32_768, 32_767);
    case 'int32':
      return integerStore(type, () => new Int32Array(length), -2_147_483_648, 2_147_483_647);
    case 'uint8':
      return integerStore(type, () => new Uint8Array(length), 0, 255);
    case 'uint16':
      return integerStore(type, () => new Uint16Array(length), 0, 65_535);
    case 'uint32':
      return integerStore(type, () => new Uint32Array(length), 0, 4_294_967_295);
    default:
      throw new ModelProblem(
        `The input ${name} of ${label} is of the type ${type}, which columns of a table cannot fill.`,
      );
  }
}

const noNotes = (): readonly string[] => [];
const oneByOne = (): boolean => false;

type Numbers =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | BigInt64Array<ArrayBuffer>
  | BigUint64Array<ArrayBuffer>;

/** The first elements; the memory as it is where it is full. */
function bytesOf(data: Numbers, length: number): ArrayBuffer {
  return length === data.length ? data.buffer : data.buffer.slice(0, length * data.BYTES_PER_ELEMENT);
}

function float32Store(length: number, width: number, name: string): TableStore {
  let data = new Float32Array(length);
  let rounded = false;
  return {
    reads: 'number',
    set: (at, value) => {
      if (typeof value !== 'number') return false;
      data[at] = value;
      // A whole number beyond 2^24 loses digits that may matter; a fraction always loses some.
      if (Number.isInteger(value) && data[at] !== value) rounded = true;
      return true;
    },
    setColumn: (first, column, { numbers }, rows) => {
      if (numbers === undefined) return false;
      for (let place = 0, at = first * width + column; place < rows.length; place++, at += width) {
        const value = numbers[rows[place] ?? 0] ?? NaN;
        data[at] = value;
        if (data[at] !== value && Number.isInteger(value)) rounded = true;
      }
      return true;
    },
    part: (until) => {
      const full = data;
      data = new Float32Array(length);
      return { type: 'float32', bytes: bytesOf(full, until) };
    },
    notes: () => (rounded ? [`Whole numbers for the input ${name} are too large for float32 and were rounded.`] : []),
  };
}

function float64Store(length: number, width: number): TableStore {
  let data = new Float64Array(length);
  return {
    reads: 'number',
    set: (at, value) => {
      if (typeof value !== 'number') return false;
      data[at] = value;
      return true;
    },
    setColumn: (first, column, { numbers }, rows) => {
      if (numbers === undefined) return false;
      for (let place = 0, at = first * width + column; place < rows.length; place++, at += width) {
        data[at] = numbers[rows[place] ?? 0] ?? NaN;
      }
      return true;
    },
    part: (until) => {
      const full = data;
      data = new Float64Array(length);
      return { type: 'float64', bytes: bytesOf(full, until) };
    },
    notes: noNotes,
  };
}

/** Words stay in the store from batch to batch, so that they cross to another thread once, up to so many. */
const mostKept = 4096;

/** Keeps each text once: many rows say the same. */
function textStore(length: number, width: number): TableStore {
  let places = new Int32Array(length);
  let found = new Map<string, number>();
  let words: readonly string[] = [];
  /** By column, for each of the words that it comes with its place in `words`; −1 where it is not known. */
  const known: Int32Array[] = [];
  const place = (text: string): number => {
    const before = found.get(text);
    if (before !== undefined) return before;
    found.set(text, found.size);
    return found.size - 1;
  };
  const knownOf = (column: number, count: number): Int32Array => {
    const own = known[column] ?? new Int32Array();
    if (own.length >= count) return own;
    const larger = new Int32Array(count * 2).fill(-1);
    larger.set(own);
    known[column] = larger;
    return larger;
  };
  return {
    reads: 'text',
    set: (at, value) => {
      if (typeof value !== 'string') return false;
      places[at] = place(value);
      return true;
    },
    setColumn: (first, column, values, rows) => {
      const given = values.words?.();
      if (given === undefined || given.hasMissing) return false;
      const { codes, words: texts } = given;
      const own = knownOf(column, texts.length);
      for (let index = 0, at = first * width + column; index < rows.length; index++, at += width) {
        const code = codes[rows[index] ?? 0] ?? 0;
        let found = own[code] ?? -1;
        if (found === -1) {
          found = place(texts[code] ?? '');
          own[code] = found;
        }
        places[at] = found;
      }
      return true;
    },
    part: (until) => {
      if (words.length !== found.size) words = [...found.keys()];
      const part = { words, places: until === length ? places : places.slice(0, until) };
      places = new Int32Array(length);
      if (found.size > mostKept) {
        found = new Map();
        words = [];
        known.length = 0;
      }
      return part;
    },
    notes: noNotes,
  };
}

function truthStore(length: number): TableStore {
  let data = new Uint8Array(length);
  return {
    reads: 'boolean',
    set: (at, value) => {
      if (typeof value !== 'boolean' && typeof value !== 'number') return false;
      data[at] = Number(value) === 0 ? 0 : 1;
      return true;
    },
    setColumn: oneByOne,
    part: (until) => {
      const full = data;
      data = new Uint8Array(length);
      return { type: 'bool', bytes: bytesOf(full, until) };
    },
    notes: noNotes,
  };
}

function bigStore(type: 'int64' | 'uint64', length: number): TableStore {
  const make = () => (type === 'int64' ? new BigInt64Array(length) : new BigUint64Array(length));
  let data = make();
  return {
    reads: 'integer',
    set: (at, value) => {
      if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isSafeInteger(value))) return false;
      const whole = BigInt(value);
      if (type === 'uint64' && whole < 0n) return false;
      data[at] = whole;
      return true;
    },
    setColumn: oneByOne,
    part: (until) => {
      const full = data;
      data = make();
      return { type, bytes: bytesOf(full, until) };
    },
    notes: noNotes,
  };
}

type Integers = Exclude<
  Numbers,
  Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | BigInt64Array<ArrayBuffer> | BigUint64Array<ArrayBuffer>
>;

function integerStore(type: string, make: () => Integers, least: number, most: number): TableStore {
  let data = make();
  return {
    reads: 'number',
    set: (at, value) => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) return false;
      data[at] = value;
      return true;
    },
    setColumn: oneByOne,
    part: (until) => {
      const full = data;
      data = make();
      return { type, bytes: bytesOf(full, until) };
    },
    notes: noNotes,
  };
}
