/** Rows of a table on their way to a model: what is asked of whoever reads tables. */

import type { ColumnKind } from '../../../schemas/profile.ts';

/** What is read of each row. */
export type RowColumn =
  /** A column as numbers, text, whole numbers of 64 bits, or truth values. */
  | { readonly kind: 'number' | 'text' | 'integer' | 'boolean'; readonly column: string }
  /** A date or a time, or a text that is one, in milliseconds since 1970; null where there is none. */
  | { readonly kind: 'moment'; readonly column: string }
  /** A list as JSON, or a text as it stands; an empty text where a text is missing. */
  | { readonly kind: 'list'; readonly column: string }
  /** An expression of the user that gives a number. */
  | { readonly kind: 'amount'; readonly expression: string }
  /** Whether a condition of the user holds. */
  | { readonly kind: 'condition'; readonly where: string }
  /** The first of several conditions that holds, counted from 0; null when none does. */
  | { readonly kind: 'class'; readonly conditions: readonly string[] };

export interface ColumnValues {
  /** A number, a text, a bigint for `integer`, a boolean, or null. */
  readonly getItem: (row: number) => unknown;
  /** The same values side by side; undefined where one is missing, or is no number. */
  readonly numbers?: Float64Array | Int32Array | undefined;
  /** The same where some are missing, whose places hold anything; undefined as before. */
  readonly sparse?: SparseNumbers | undefined;
  /** The same values where they are texts that come again and again; undefined where they do not. */
  readonly words?: (() => WordColumn | undefined) | undefined;
}

export interface SparseNumbers {
  readonly numbers: Float64Array | Int32Array;
  /** A bit for each row, from the lowest of the first word on: set where there is a value. */
  readonly present: Uint32Array;
}

/** Texts by number. A text has the same number in all batches of a reading. */
export interface WordColumn {
  /** By row; −1 where the text is missing. */
  readonly codes: Int32Array;
  readonly hasMissing: boolean;
  /** Texts by their number: all so far, in the order in which they were first seen. */
  readonly words: readonly string[];
}

/** A few thousand rows; its values are gone once the next ones are asked for. */
export interface RowBatch {
  readonly rows: number;
  /** In the order in which columns were asked for. */
  readonly columns: readonly ColumnValues[];
}

export interface RowReading {
  readonly columns: readonly RowColumn[];
  /** The split whose rows are read. */
  readonly split: string;
  /** Called with one batch after the other; the next one waits for its end. */
  readonly take: (batch: RowBatch) => Promise<void>;
}

/** A column of a table, with what its values are. */
export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether each value is a list. */
  readonly isList: boolean;
}

/** A table that is open: its splits can be read one after the other. */
export interface RowSource {
  /** In the order of the table. */
  readonly columns: readonly SourceColumn[];
  /** Rows of a split. */
  readonly count: (split: string) => Promise<number>;
  readonly read: (reading: RowReading) => Promise<void>;
  readonly notes: readonly string[];
}
