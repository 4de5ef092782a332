/** Keeps, row by row, what tells which slices a row belongs to. */
import type { MetricRequest } from '../../../schemas/evaluationJob.ts';
import type { SliceRows } from './measureSlices.ts';
import type { ColumnValues, RowColumn } from './rowSource.ts';

export interface SliceKeeper {
  /** What is read of each row for it, in its order. */
  readonly columns: readonly RowColumn[];
  /**
   * @param values those of `columns`
   * @param rows places in these values
   * @param at where the first of them is kept
   */
  readonly take: (values: readonly ColumnValues[], rows: Uint32Array, at: number) => void;
  /** @param count rows that were kept */
  readonly finish: (count: number) => SliceRows;
}

/** @param rows the most rows that will be kept */
export function createSliceKeeper(slices: readonly MetricRequest['slices'][number][], rows: number): SliceKeeper {
  const wheres = [...new Set(slices.flatMap((slice) => ('where' in slice ? [slice.where] : [])))];
  const columns = [...new Set(slices.flatMap((slice) => ('by' in slice ? [slice.by] : [])))];
  const flags = wheres.map(() => new Uint8Array(rows));
  const codes = columns.map(() => new Int32Array(rows));
  const dictionaries = columns.map(() => createDictionary());
  return {
    columns: [
      ...wheres.map((where): RowColumn => ({ kind: 'condition', where })),
      ...columns.map((column): RowColumn => ({ kind: 'text', column })),
    ],
    take: (values, picked, at) => {
      for (const [index, own] of flags.entries()) {
        const column = values[index];
        for (let place = 0; place < picked.length; place++) {
          own[at + place] = column?.getItem(picked[place] ?? 0) === true ? 1 : 0;
        }
      }
      for (const [index, own] of codes.entries()) {
        const column = values[wheres.length + index];
        const dictionary = dictionaries[index];
        for (let place = 0; place < picked.length; place++) {
          const value = column?.getItem(picked[place] ?? 0);
          own[at + place] = typeof value === 'string' ? (dictionary?.encode(value) ?? -1) : -1;
        }
      }
    },
    finish: (count) => ({
      conditions: new Map(wheres.map((where, index) => [where, flags[index]?.subarray(0, count) ?? new Uint8Array()])),
      columns: new Map(
        columns.map((column, index) => [
          column,
          { values: dictionaries[index]?.values() ?? [], codes: codes[index]?.subarray(0, count) ?? new Int32Array() },
        ]),
      ),
    }),
  };
}

export interface Dictionary {
  /** The number of a text, from 0 on in the order in which texts are first seen. */
  readonly encode: (text: string) => number;
  /** Texts by number. */
  readonly values: () => readonly string[];
}

export function createDictionary(): Dictionary {
  const numbers = new Map<string, number>();
  return {
    encode: (text) => {
      const known = numbers.get(text);
      if (known !== undefined) return known;
      numbers.set(text, numbers.size);
      return numbers.size - 1;
    },
    values: () => [...numbers.keys()],
  };
}
