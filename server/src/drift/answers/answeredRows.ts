/** Answers of a model with what came true, as far as it is known. */

/** Rows of one side, all arrays of one length. */
export interface AnsweredRows {
  /** Number of the window, from 0; −1 for rows of none. */
  readonly windows: Int32Array;
  /** Score of the positive class, or the number that was answered; NaN where there is none. */
  readonly answers: Float64Array;
  /** 1 or 0, or the true number; NaN while the label has not come. */
  readonly truth: Float64Array;
  /** When the label came, in milliseconds; NaN where that is not known, and then rows count in their own order. */
  readonly arrived: Float64Array;
  /** The time of a row as it is shown; null where there is none. */
  readonly at: (row: number) => string | null;
}

/** @returns the rows of all windows together that have an answer */
export function pickRows(rows: AnsweredRows): readonly number[] {
  const picked: number[] = [];
  for (let row = 0; row < rows.windows.length; row++) {
    if ((rows.windows[row] ?? -1) >= 0 && !Number.isNaN(rows.answers[row] ?? Number.NaN)) picked.push(row);
  }
  return picked;
}

/** @returns the rows of each window that have an answer */
export function rowsByWindow(rows: AnsweredRows): ReadonlyMap<number, readonly number[]> {
  return Map.groupBy(pickRows(rows), (row) => rows.windows[row] ?? -1);
}

/** Rows whose label has come, of these. */
export function withLabel(rows: AnsweredRows, picked: readonly number[]): readonly number[] {
  return picked.filter((row) => !Number.isNaN(rows.truth[row] ?? Number.NaN));
}

/** @returns values of these rows, in their order */
export function valuesAt(values: Float64Array, picked: readonly number[]): Float64Array {
  return Float64Array.from(picked, (row) => values[row] ?? Number.NaN);
}

/** Fewer labelled rows teach nothing. */
export const fewestRows = 30;
/** From more rows than these nothing more is learnt of what answers are worth. */
export const mostLearnt = 50_000;

/** Every nth of these rows, so that at most so many are left. */
export function spreadEvenly(rows: readonly number[], most: number): readonly number[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, place) => rows[Math.floor((place * rows.length) / most)] ?? 0);
}
