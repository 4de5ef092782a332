/** Whether groups of blocks, such as weeks of days, lie further apart than blocks explain that are independent. */
import { createRandomStream, type RandomStream } from '../../statistics/seededRandom.ts';
import type { ColumnPair } from '../columnPair.ts';
import { sumCounts } from './measuredCells.ts';

/** Fewer groups do not tell how far they lie apart. */
const fewestGroups = 6;
const mostCells = 64;
const firstDeals = 199;
const mostDeals = 1_999;
/** With so many deals that come as far, more of them change nothing. */
const enoughHits = 20;

/**
 * Deals the blocks out anew among the groups, which is exact where blocks are independent of each other. Days of the
 * week that differ make weeks more alike than that, and are not found.
 *
 * @param pairs the whole reference beside each of its blocks
 * @param groups the group of each block; −1 for none
 * @returns probability of groups that lie at least so far apart; undefined with fewer than six of them
 */
export function compareGroups(
  pairs: readonly ColumnPair[],
  groups: readonly number[],
  seed: number,
): number | undefined {
  const places = [...groups.keys()].filter((place) => (groups[place] ?? -1) >= 0);
  const numbers = new Map(
    [...new Set(places.map((place) => groups[place] ?? -1))].map((group, index) => [group, index]),
  );
  if (numbers.size < fewestGroups) return undefined;
  const tables = readTables(places.flatMap((place) => pairs[place] ?? []));
  if (tables === undefined) return undefined;
  const groupOf = places.map((place) => numbers.get(groups[place] ?? -1) ?? 0);
  const observed = measureApart(tables, groupOf, numbers.size);
  const random = createRandomStream(seed);
  const order = [...tables.blocks];
  let [hits, deals] = [0, 0];
  while (deals < firstDeals || (hits < enoughHits && deals < mostDeals)) {
    shuffle(random, order);
    if (measureApart({ ...tables, blocks: order }, groupOf, numbers.size) >= observed) hits += 1;
    deals += 1;
  }
  return (1 + hits) / (1 + deals);
}

interface Tables {
  /** Rows of each block by cell; all have the same cells. */
  readonly blocks: readonly Float64Array[];
  readonly isOrdered: boolean;
}

function readTables(pairs: readonly ColumnPair[]): Tables | undefined {
  const [first] = pairs;
  if (first === undefined || first.cells.kind === 'apart') return undefined;
  const { kind, reference } = first.cells;
  const places =
    reference.length <= mostCells
      ? [...reference.keys()]
      : kind === 'numeric'
        ? joinInOrder(reference)
        : joinRarest(reference);
  const blocks = pairs.flatMap(({ cells }) => {
    if (cells.kind !== kind || cells.current.length !== places.length) return [];
    const joined = new Float64Array(Math.min(mostCells, places.length));
    for (const [cell, rows] of cells.current.entries())
      joined[places[cell] ?? 0] = (joined[places[cell] ?? 0] ?? 0) + rows;
    return [joined];
  });
  return blocks.length === pairs.length ? { blocks, isOrdered: kind === 'numeric' } : undefined;
}

/** Neighbouring cells, each group of them with about as many rows. */
function joinInOrder(counts: Float64Array): readonly number[] {
  const all = sumCounts(counts);
  let below = 0;
  return Array.from(counts, (count) => {
    const place = Math.min(mostCells - 1, Math.floor(((below + count / 2) / all) * mostCells));
    below += count;
    return place;
  });
}

/** The most frequent cells, and all others as one. */
function joinRarest(counts: Float64Array): readonly number[] {
  const places = new Array<number>(counts.length).fill(mostCells - 1);
  const frequent = [...counts.keys()].sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0)).slice(0, mostCells - 1);
  for (const [place, cell] of frequent.entries()) places[cell] = place;
  return places;
}

/** Sum, over the groups, of their rows times the square of how far they lie from all of them. */
function measureApart({ blocks, isOrdered }: Tables, groupOf: readonly number[], groups: number): number {
  const cells = blocks[0]?.length ?? 0;
  const sums = Array.from({ length: groups }, () => new Float64Array(cells));
  const all = new Float64Array(cells);
  for (const [index, block] of blocks.entries()) {
    const own = sums[groupOf[index] ?? 0] ?? all;
    for (let cell = 0; cell < cells; cell++) {
      const rows = block[cell] ?? 0;
      own[cell] = (own[cell] ?? 0) + rows;
      all[cell] = (all[cell] ?? 0) + rows;
    }
  }
  const total = sumCounts(all);
  return sums.reduce((sum, own) => {
    const rows = sumCounts(own);
    let [gap, distance] = [0, 0];
    for (let cell = 0; cell < cells; cell++) {
      const share = (all[cell] ?? 0) / total;
      gap = (own[cell] ?? 0) / Math.max(1, rows) - share + (isOrdered ? gap : 0);
      distance += Math.abs(gap) * (isOrdered ? share : 1);
    }
    return sum + rows * distance * distance;
  }, 0);
}

function shuffle(random: RandomStream, values: Float64Array[]): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.nextBelow(last + 1);
    const [a, b] = [values[last], values[other]];
    if (a === undefined || b === undefined) continue;
    values[last] = b;
    values[other] = a;
  }
}
