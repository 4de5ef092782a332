/** What is there on one side and not on the other: missing rows, new and vanished values, the range. */
import { computeFisherTail } from '../../statistics/hypergeometric.ts';
import type { CategoryCells, ColumnPair, NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import type { TestValue } from './testValue.ts';

/** Share of missing rows of the window less that of the reference, with the exact probability of Fisher. */
export function computeMissingChange({ rows: { reference, current } }: ColumnPair): TestValue {
  return {
    value: current.missing / current.rows - reference.missing / reference.rows,
    p: computeFisherTail(
      current.missing,
      current.rows - current.missing,
      reference.missing,
      reference.rows - reference.missing,
    ),
  };
}

/** Share of the rows of one side that lie in cells where the other side has none. */
export function computeUnshared(rows: Float64Array, others: Float64Array): number {
  return sumCounts(rows.filter((_, cell) => (others[cell] ?? 0) === 0)) / sumCounts(rows);
}

/** Share of the rows of the window beyond the smallest and largest value of the reference. */
export function computeBeyond({ reference, current }: NumericCells): number {
  const [first, last] = findEnds(reference);
  return 1 - sumCounts(current.subarray(first, last + 1)) / sumCounts(current);
}

/** Width of the range of the window over that of the reference; infinite when the reference is constant. */
export function computeRangeRatio({ values, reference, current }: NumericCells): number {
  const width = (counts: Float64Array): number => {
    const [first, last] = findEnds(counts);
    return (values[last] ?? 0) - (values[first] ?? 0);
  };
  return width(current) / width(reference);
}

/** Number of different values of the window over that of the reference. */
export function computeCardinalityRatio({ reference, current }: NumericCells | CategoryCells): number {
  const count = (counts: Float64Array): number => counts.reduce((sum, rows) => sum + Number(rows > 0), 0);
  return count(current) / count(reference);
}

function findEnds(counts: Float64Array): readonly [first: number, last: number] {
  return [counts.findIndex((count) => count > 0), counts.findLastIndex((count) => count > 0)];
}
