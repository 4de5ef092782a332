/** Money that differs from row to row. */

/** What each row brings when it is answered positive, and when it is not; both in one currency. */
export interface RowValues {
  readonly ifRaised: Float64Array;
  readonly ifSilent: Float64Array;
}

/** Money of all rows at a threshold. */
export interface RowValuePoint {
  /** Infinite when no row is raised. */
  readonly threshold: number;
  readonly value: number;
}

/**
 * Money of all rows at every distinct score, from the highest down; "never" comes first.
 *
 * @param scores by row, finite
 */
export function rowValueCurve(scores: Float64Array, { ifRaised, ifSilent }: RowValues): readonly RowValuePoint[] {
  const order = Uint32Array.from(scores.keys()).sort((left, right) => (scores[right] ?? 0) - (scores[left] ?? 0));
  let value = ifSilent.reduce((sum, silent) => sum + silent, 0);
  const points: RowValuePoint[] = [{ threshold: Infinity, value }];
  order.forEach((row, at) => {
    value += (ifRaised[row] ?? 0) - (ifSilent[row] ?? 0);
    const score = scores[row] ?? 0;
    const next = order[at + 1];
    if (next === undefined || scores[next] !== score) points.push({ threshold: score, value });
  });
  return points;
}

/** Money of each row at a threshold. */
export function valuesAt(scores: Float64Array, { ifRaised, ifSilent }: RowValues, threshold: number): Float64Array {
  return scores.map((score, row) => (score >= threshold ? ifRaised[row] : ifSilent[row]) ?? 0);
}

/** Money of each row of a regression, by how far the answer is too high or too low; values per unit of error. */
export function errorValues(
  truth: Float64Array,
  answers: Float64Array,
  { over, under }: { readonly over: number; readonly under: number },
): Float64Array {
  return truth.map((value, row) => {
    const error = (answers[row] ?? 0) - value;
    return error > 0 ? error * over : -error * under;
  });
}
