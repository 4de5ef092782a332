/** How far a changed column explains another share of positives: the reference, weighted as the window spreads. */
import { pairColumns } from '../columnPair.ts';
import { scale } from '../exactNumber.ts';
import { computeBeyond } from '../measures/presence.ts';
import { categoriesOf, numbersOf, type CountedColumn } from './countedColumn.ts';

export interface ExplainedPrevalence {
  /** Change of the share of positives, in [-1, 1]. */
  readonly change: number;
  /**
   * Half-width of its 95 % interval, from both samplings; 0 only where all known values stand for the same share of
   * positives, so that the reference tells nothing of what a change of this column means.
   */
  readonly half: number;
  /**
   * Share of rows of the window of which nothing is known: with a category that the reference never had, or beyond its
   * smallest and largest number. 0 where rare categories of the reference are not listed one by one, because they may
   * be these.
   */
  readonly unknown: number;
}

/** Bins in which the share of positives of a number is looked up. */
const mostBins = 40;
/** Normal quantile of 95 %, two-sided. */
const quantile = 1.959963984540054;

/**
 * The change of the share of positives if only this column had changed: Σ (q − p) · r over its values, where p and q are
 * the shares of a value in the reference and in the window, and r the share of positives with it in the reference.
 *
 * Categories that the reference never had are left out, numbers beyond it count with its outermost ones; both are said
 * as unknown. What several columns explain overlaps, so the changes of columns do not add up.
 *
 * @param positives the rows of the reference that are of the positive class
 * @returns undefined when there is nothing to weight
 */
export function explainPrevalence(
  reference: CountedColumn,
  positives: CountedColumn,
  current: CountedColumn,
): ExplainedPrevalence | undefined {
  const cells =
    reference.spread.shape === 'numeric'
      ? binNumbers([reference, positives, current])
      : joinCategories([reference, positives, current]);
  const known = cells.filter(({ reference: rows }) => rows > 0);
  const before = sumBy(known, (cell) => cell.reference);
  const after = sumBy(known, (cell) => cell.current);
  if (before === 0 || after === 0) return undefined;
  const rateOf = ({ reference: rows, positives: found }: Cell): number => found / rows;
  const meanBefore = sumBy(known, (cell) => cell.positives) / before;
  const meanAfter = sumBy(known, (cell) => cell.current * rateOf(cell)) / after;
  const square = (weight: (cell: Cell) => number): number => sumBy(known, (cell) => weight(cell) * rateOf(cell) ** 2);
  const variance =
    Math.max(0, square((cell) => cell.current) / after - meanAfter ** 2) / after +
    Math.max(0, square((cell) => cell.reference) / before - meanBefore ** 2) / before;
  const half = quantile * Math.sqrt(variance);
  return { change: meanAfter - meanBefore, half, unknown: findUnknown(reference, current, after) };
}

/** @param after rows of the window whose value, or bin, the reference has */
function findUnknown(reference: CountedColumn, current: CountedColumn, after: number): number {
  const { spread } = reference;
  if (spread.shape === 'numeric') {
    const { cells } = pairColumns(reference, current);
    return cells.kind === 'numeric' ? computeBeyond(cells) : 0;
  }
  const isListed = spread.shape === 'boolean' || (spread.shape === 'categories' && spread.other === undefined);
  return isListed ? 1 - after / countRows(current) : 0;
}

interface Cell {
  readonly reference: number;
  readonly positives: number;
  readonly current: number;
}

type Sides = readonly [reference: CountedColumn, positives: CountedColumn, current: CountedColumn];

function sumBy(cells: readonly Cell[], weight: (cell: Cell) => number): number {
  return cells.reduce((sum, cell) => sum + weight(cell), 0);
}

/** Rows of a column of categories that have a value. */
function countRows(column: CountedColumn): number {
  return [...categoriesOf(column).values()].reduce((sum, rows) => sum + rows, 0);
}

function joinCategories(sides: Sides): readonly Cell[] {
  const [reference, positives, current] = sides.map(categoriesOf);
  return [...(reference ?? [])].map(([value, rows]) => ({
    reference: rows,
    positives: positives?.get(value) ?? 0,
    current: current?.get(value) ?? 0,
  }));
}

function binNumbers(sides: Sides): readonly Cell[] {
  const width = widestBins(sides);
  const [values = [], ...others] = sides.map((side) => toBins(numbersOf(side), width));
  const edges = findEdges(values);
  const counts = [values, ...others].map((side) => countBetween(side, edges));
  return edges.map((_, bin) => ({
    reference: counts[0]?.[bin] ?? 0,
    positives: counts[1]?.[bin] ?? 0,
    current: counts[2]?.[bin] ?? 0,
  }));
}

type Counted = readonly (readonly [value: number, rows: number])[];

/** Exponent of the widest bins of all sides; undefined where each lists its values. */
function widestBins(sides: Sides): number | undefined {
  const exponents = sides.flatMap(({ spread }) => {
    const counts = spread.shape === 'numeric' ? spread.finite?.counts : undefined;
    return counts?.kind === 'dyadic' ? [counts.exponent] : [];
  });
  return exponents.length === 0 ? undefined : Math.max(...exponents);
}

/** Finer counts in the same bins as the others, so that a value and the middle of its bin fall on one side of an edge. */
function toBins(counted: Counted, exponent: number | undefined): Counted {
  if (exponent === undefined) return counted;
  const bins = new Map<number, number>();
  for (const [value, rows] of counted) {
    const middle = scale(Math.floor(scale(value, -exponent)) + 0.5, exponent);
    bins.set(middle, (bins.get(middle) ?? 0) + rows);
  }
  return [...bins];
}

/** Lower edges of bins that hold about as many rows each; a value with many rows has a bin of its own. */
function findEdges(values: Counted): readonly number[] {
  const target = values.reduce((sum, [, rows]) => sum + rows, 0) / mostBins;
  const edges: number[] = [];
  let filled = Number.POSITIVE_INFINITY;
  for (const [value, rows] of values) {
    if (filled + rows / 2 >= target) {
      edges.push(value);
      filled = 0;
    }
    filled += rows;
  }
  return edges;
}

function countBetween(values: Counted, edges: readonly number[]): readonly number[] {
  const counts = edges.map(() => 0);
  let bin = 0;
  for (const [value, rows] of values) {
    while (bin + 1 < edges.length && value >= (edges[bin + 1] ?? 0)) bin += 1;
    // What lies below the reference counts with its lowest values.
    counts[bin] = (counts[bin] ?? 0) + rows;
  }
  return counts;
}
