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

/** Money of all rows at a threshold, read from their curve. */
export function rowValueAt(curve: readonly RowValuePoint[], threshold: number): number {
  let low = 0;
  let high = curve.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((curve[middle]?.threshold ?? -Infinity) >= threshold) low = middle + 1;
    else high = middle;
  }
  return curve[low - 1]?.value ?? curve[0]?.value ?? 0;
}

/**
 * The threshold of a curve with the most money.
 *
 * Judged on the rows on which it was chosen it is optimistic: choose it on one split, judge it on another.
 *
 * @returns the middle of the plateau when several in a row are equally good; infinite when nothing should be raised
 */
export function searchRowThreshold(curve: readonly RowValuePoint[]): number {
  const most = curve.reduce((best, { value }) => Math.max(best, value), -Infinity);
  const first = curve.findIndex(({ value }) => value === most);
  let last = first;
  while (curve[last + 1]?.value === most) last += 1;
  // "Never" is a plateau of its own: between it and the highest score there is nothing to choose.
  return first <= 0 ? Infinity : (curve[Math.floor((first + last) / 2)]?.threshold ?? Infinity);
}

/**
 * The same rows with weights as if positives were as common as in production, so that sums are those of production.
 *
 * @returns undefined when a class has no rows
 */
export function reweighRows(
  { ifRaised, ifSilent }: RowValues,
  isPositive: Uint8Array,
  prevalence: number,
): RowValues | undefined {
  const rows = isPositive.length;
  const positives = isPositive.reduce((sum, flag) => sum + flag, 0);
  if (positives === 0 || positives === rows) return undefined;
  const weights = [((1 - prevalence) * rows) / (rows - positives), (prevalence * rows) / positives];
  const weigh = (values: Float64Array): Float64Array =>
    values.map((value, row) => value * (weights[isPositive[row] ?? 0] ?? 0));
  return { ifRaised: weigh(ifRaised), ifSilent: weigh(ifSilent) };
}
