/** An input of a graph, ready to take rows. */
import type { Tensor } from 'onnxruntime-node';
import type { ColumnValues, RowColumn } from '../evaluation/rowSource.ts';
import type { FedPart } from './fedParts.ts';

export interface FedInput {
  readonly name: string;
  readonly columns: readonly RowColumn[];
  /**
   * Puts rows into the tensor, or begins to.
   *
   * @param at place of the first of them in the tensor
   * @param values those of `columns`
   * @param rows places in `values`
   * @param number of the row of place 0 in the split, for sentences
   */
  readonly put: (at: number, values: readonly ColumnValues[], rows: Uint32Array, number: number) => void;
  /**
   * Ends the batch, and waits until everything that was put is in its place; absent where `put` does it at once. What is
   * put from the call on belongs to the next batch, which may not end before this one has been answered.
   *
   * @returns places that could not be filled, each with a sentence; their rows have no answer
   */
  readonly settle?: () => Promise<ReadonlyMap<number, UnreadableRow>>;
  /** The tensor of the first rows of the batch that ended; its memory may be used again. */
  readonly tensor: (rows: number) => Tensor;
  /** The first rows as plain data of their own, after which the input is empty; absent for images. */
  readonly part?: (rows: number) => FedPart;
  /** Things that the user should know, once all rows are in. */
  readonly notes: () => readonly string[];
}

/** A row whose file could not be read. */
export interface UnreadableRow {
  /** Of the row in the split, from 0 on. */
  readonly row: number;
  /** The file as the table names it. */
  readonly file: string;
  /** The whole sentence. */
  readonly sentence: string;
}
