/** Finds what stands around places of cells, of which a long one has thousands. */
import { firstIndex } from './firstIndex.ts';
import type { CellRange } from './notebook.ts';

/**
 * A function that gives the first item whose range holds a place; undefined where none does.
 *
 * It is fast where the items of a cell stand one behind the other, as statements do.
 */
export function createFindAround<Item>(
  items: readonly Item[],
  rangeOf: (item: Item) => CellRange,
): (at: CellRange) => Item | undefined {
  const cells = new Map<number, { readonly own: readonly Item[]; readonly areApart: boolean }>();
  for (const [cell, own] of Map.groupBy(items, (item) => rangeOf(item).cell)) {
    let end = 0;
    const areApart = own.every((item) => {
      const range = rangeOf(item);
      const isBehind = end <= range.start;
      end = range.end;
      return isBehind;
    });
    cells.set(cell, { own, areApart });
  }
  return ({ cell, start, end }) => {
    const { own = [], areApart = false } = cells.get(cell) ?? {};
    const holds = (item: Item): boolean => rangeOf(item).start <= start && end <= rangeOf(item).end;
    if (!areApart) return own.find(holds);
    const found = own[firstIndex(own, (item) => rangeOf(item).end >= end)];
    return found !== undefined && holds(found) ? found : undefined;
  };
}
