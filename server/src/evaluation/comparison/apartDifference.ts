/** The difference of two values that were measured on different rows, from the interval of each. */

interface Measured {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Interval of second minus first.
 *
 * Where both were measured on the same rows it is too wide, never too narrow, as long as they do not err on different
 * ones.
 *
 * @returns [low, high] with the confidence of the given intervals, which is the same for both
 * @source Newcombe 1998, Statistics in Medicine 17, 873-890, method 10; for any measure Zou and Donner 2008, Statistics
 *   in Medicine 27, 1693-1702
 */
export function apartDifference(first: Measured, second: Measured): readonly [number, number] {
  const difference = second.value - first.value;
  const below = Math.hypot(second.value - second.low, first.high - first.value);
  const above = Math.hypot(second.high - second.value, first.value - first.low);
  return [difference - below, difference + above];
}
