/** Rows as keys of few words: what each column holds, as its code, packed side by side. */
import { createColumnCodes, createWordCodes } from './columnCodes.ts';
import type { CodeBits } from './columnCodes.ts';

/** The words of one column, row-major. */
export interface InputWords {
  readonly words: Int32Array;
  /** Words of a row. */
  readonly width: number;
  /** Whether they are numbers of values, counted from 0; −1 for a missing one. */
  readonly arePlaces: boolean;
}

/** Where the codes of the columns lie in a key. */
export interface KeyPlan {
  /** Words of a key, at least two. */
  readonly stride: number;
  readonly columns: readonly { readonly word: number; readonly shift: number; readonly bits: CodeBits }[];
}

export interface RowKeys {
  readonly plan: () => KeyPlan;
  /**
   * Writes the key of each row. Columns that turn out to hold more values change the plan, and with it all keys.
   *
   * @returns keys side by side; gone with the next call
   */
  readonly read: (inputs: readonly InputWords[], rows: number) => Int32Array;
  /** A key of an earlier plan as one of the plan of now. */
  readonly renew: (before: KeyPlan, keys: Int32Array, count: number) => Int32Array<ArrayBuffer>;
}

/** @param like inputs as they come */
export function createRowKeys(like: readonly InputWords[]): RowKeys {
  const codings = like.flatMap(({ width, arePlaces }) =>
    Array.from({ length: width }, () => (arePlaces ? createWordCodes() : createColumnCodes())),
  );
  const codes = codings.map(() => new Int32Array());
  let plan = planKeys(codings.map(({ bits }) => bits()));
  let keys = new Int32Array();
  return {
    plan: () => plan,
    read: (inputs, rows) => {
      let column = 0;
      for (const { words, width } of inputs) {
        for (let first = 0; first < width; first++, column++) {
          let own = codes[column] ?? new Int32Array();
          if (own.length < rows) codes[column] = own = new Int32Array(rows);
          codings[column]?.read(words, first, width, rows, own);
        }
      }
      const bits = codings.map((coding) => coding.bits());
      if (bits.some((count, index) => count !== plan.columns[index]?.bits)) plan = planKeys(bits);
      const length = rows * plan.stride;
      if (keys.length < length) keys = new Int32Array(length);
      else keys.fill(0, 0, length);
      for (const [index, { word, shift, bits }] of plan.columns.entries()) {
        // All rows have one value: the lower halves of small whole numbers, say.
        if (bits === 0) continue;
        packCodes(codes[index] ?? new Int32Array(), rows, keys, word, plan.stride, shift);
      }
      return keys;
    },
    renew: (before, old, count) => {
      const renewed = new Int32Array(count * plan.stride);
      for (const [index, { word, shift, bits }] of plan.columns.entries()) {
        const from = before.columns[index];
        if (from === undefined) continue;
        const isNowRaw = bits === 32 && from.bits !== 32;
        const mask = from.bits === 32 ? -1 : (1 << from.bits) - 1;
        for (let key = 0; key < count; key++) {
          const code = ((old[key * before.stride + from.word] ?? 0) >>> from.shift) & mask;
          const place = key * plan.stride + word;
          const value = isNowRaw ? (codings[index]?.valueOf(code) ?? 0) : code;
          renewed[place] = (renewed[place] ?? 0) | (value << shift);
        }
      }
      return renewed;
    },
  };
}

/** The widest codes come first, so that none is cut in two and no bit is lost between them. */
function planKeys(bits: readonly CodeBits[]): KeyPlan {
  const columns: KeyPlan['columns'][number][] = bits.map(() => ({ word: 0, shift: 0, bits: 0 }));
  let used = 0;
  for (const size of [32, 16, 8] as const) {
    for (const [index, count] of bits.entries()) {
      if (count !== size) continue;
      columns[index] = { word: used >>> 5, shift: used & 31, bits: size };
      used += size;
    }
  }
  return { stride: Math.max(2, Math.ceil(used / 32)), columns };
}

function packCodes(
  codes: Int32Array,
  rows: number,
  keys: Int32Array,
  word: number,
  stride: number,
  shift: number,
): void {
  for (let row = 0, at = word; row < rows; row++, at += stride)
    keys[at] = (keys[at] ?? 0) | ((codes[row] ?? 0) << shift);
}
