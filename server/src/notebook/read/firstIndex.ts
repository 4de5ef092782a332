/**
 * The first index from which on a test holds, found in about as many steps as the length has digits in base two.
 *
 * @param items in an order in which the test fails up to some item and holds from there on
 * @returns the length of the list when it holds for none
 */
export function firstIndex<Item>(items: readonly Item[], holds: (item: Item) => boolean): number {
  let low = 0;
  for (let high = items.length; low < high;) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item === undefined || holds(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}
