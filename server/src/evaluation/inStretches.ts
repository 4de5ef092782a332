/** Long loops in stretches. */

const stretch = 1 << 13;

/**
 * Goes through `count` rows a few thousand at a time.
 *
 * A loop that is a function of its own and is called again and again is compiled for good; one that is entered once and
 * runs through all rows is interpreted first, and compiled anew, each time.
 *
 * @param each called with the first row and the one behind the last
 */
export function inStretches(count: number, each: (from: number, until: number) => void): void {
  for (let from = 0; from < count; from += stretch) each(from, Math.min(count, from + stretch));
}
