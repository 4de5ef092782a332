/** Sums of many numbers without a growing rounding error. */

/**
 * Sums numbers with a running compensation, so that the error does not grow with their count.
 *
 * @param values finite numbers, in any order; none gives 0
 * @returns the sum; infinite or NaN when a value is, or when the sum overflows
 * @source Neumaier 1974, ZAMM 54, 39-51; within one rounding of Python's math.fsum unless the sum cancels extremely
 */
export function sumStable(values: Iterable<number>): number {
  if (values instanceof Float64Array) return sumArray(values);
  let sum = 0;
  let compensation = 0;
  for (const value of values) {
    const next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  // Infinities and overflows make the compensation NaN, and the plain sum is then the answer.
  return Number.isFinite(sum) ? sum + compensation : sum;
}

/** The sum of the squares of how far numbers are from a center, as {@link sumStable}, and without an array of them. */
export function sumSquaredDistances(values: Float64Array, center: number): number {
  return sumArray(values, center);
}

/** The same without an iterator, which costs more than the sum itself over millions of numbers. */
function sumArray(values: Float64Array, center?: number): number {
  let sum = 0;
  let compensation = 0;
  for (let at = 0; at < values.length; at++) {
    const given = values[at] ?? 0;
    const value = center === undefined ? given : (given - center) ** 2;
    const next = sum + value;
    compensation += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return Number.isFinite(sum) ? sum + compensation : sum;
}
