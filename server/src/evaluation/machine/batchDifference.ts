/** Whether rows get the same answers alone and among others. */

/** Largest difference that rounding may make, relative to the largest answer. */
export const batchTolerance = 1e-4;

/**
 * The largest difference between two lists of answers.
 *
 * @param alone answers of rows that were asked one by one
 * @param together answers of the same rows, asked at once; of the same length
 * @returns relative to the largest finite answer; Infinity where one is no number and the other is
 */
export function batchDifference(alone: ArrayLike<number>, together: ArrayLike<number>): number {
  let scale = 0;
  let largest = 0;
  for (let at = 0; at < alone.length; at++) {
    const [one, other] = [alone[at] ?? Number.NaN, together[at] ?? Number.NaN];
    if (Object.is(one, other) || one === other) {
      if (Number.isFinite(one)) scale = Math.max(scale, Math.abs(one));
      continue;
    }
    const difference = Math.abs(one - other);
    if (!Number.isFinite(difference)) return Number.POSITIVE_INFINITY;
    scale = Math.max(scale, Math.abs(one), Math.abs(other));
    largest = Math.max(largest, difference);
  }
  return largest === 0 ? 0 : largest / scale;
}
