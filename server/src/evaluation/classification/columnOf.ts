/** Single columns of a table of scores. */
import type { Probabilities } from './probabilityMetrics.ts';

/** Columns that were copied, which several metrics of the same scores ask for: of two classes both. */
const copies = new WeakMap<Probabilities, Map<number, Float64Array>>();
const mostCopies = 2;

/**
 * One column of scores.
 *
 * @returns shared by all who ask for it, and changed by none
 */
export function columnOf(probabilities: Probabilities, index: number): Float64Array {
  const known = copies.get(probabilities) ?? new Map<number, Float64Array>();
  const copy = known.get(index) ?? copyColumn(probabilities, index);
  if (known.size < mostCopies) copies.set(probabilities, known.set(index, copy));
  return copy;
}

function copyColumn({ values, classes }: Probabilities, index: number): Float64Array {
  const column = new Float64Array(values.length / classes);
  for (let row = 0; row < column.length; row++) column[row] = values[row * classes + index] ?? 0;
  return column;
}
