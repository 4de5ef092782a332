/** Finds ranges of cells by what lies in them, in notebooks with any number of ranges. */
import type { CellRange } from '../read/notebook.ts';

export interface RangeIndex<Item> {
  /** The item whose range holds a place; undefined when none does. */
  at(cell: number, offset: number): Item | undefined;
  /** The items whose ranges lie in a range. */
  inside(range: CellRange): readonly Item[];
}

/** @param items whose ranges do not overlap */
export function indexRanges<Item extends { readonly at: CellRange }>(items: readonly Item[]): RangeIndex<Item> {
  const cells = new Map<number, readonly Item[]>();
  for (const [cell, own] of Map.groupBy(items, ({ at }) => at.cell)) {
    cells.set(
      cell,
      own.toSorted((left, right) => left.at.start - right.at.start),
    );
  }
  /** How many ranges begin at or before an offset. */
  const countBefore = (own: readonly Item[], offset: number): number => {
    let [low, high] = [0, own.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((own[middle]?.at.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    at: (cell, offset) => {
      const own = cells.get(cell) ?? [];
      const found = own[countBefore(own, offset) - 1];
      return found !== undefined && offset < found.at.end ? found : undefined;
    },
    inside: ({ cell, start, end }) => {
      const own = cells.get(cell) ?? [];
      const found: Item[] = [];
      for (let index = countBefore(own, start - 1); index < own.length; index += 1) {
        const item = own[index];
        if (item === undefined || item.at.start >= end) break;
        if (item.at.end <= end) found.push(item);
      }
      return found;
    },
  };
}

/** Numbers of lines, from 1, of offsets in a text. */
export function indexLines(text: string): (offset: number) => number {
  const starts = [0];
  for (let next = text.indexOf('\n'); next >= 0; next = text.indexOf('\n', next + 1)) starts.push(next + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
