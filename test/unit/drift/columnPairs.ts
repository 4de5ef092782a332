/** Columns side by side, from plain values. */
import {
  countValues,
  pairValues,
  type CategoryCells,
  type ColumnPair,
  type NumericCells,
  type RowCounts,
} from '../../../server/src/drift/columnPair.ts';
import { createRandomStream } from '../../../server/src/statistics/seededRandom.ts';
import { normalQuantile } from '../../../server/src/statistics/normal.ts';

export function numericCells(reference: Iterable<number>, current: Iterable<number>): NumericCells {
  return pairValues(countValues(reference), countValues(current), false);
}

export function categoryCells(reference: Readonly<Record<string, number>>, current: typeof reference): CategoryCells {
  const labels = [...new Set([...Object.keys(reference), ...Object.keys(current)])].sort();
  return {
    kind: 'categories',
    labels,
    hasOther: false,
    reference: Float64Array.from(labels, (label) => reference[label] ?? 0),
    current: Float64Array.from(labels, (label) => current[label] ?? 0),
  };
}

export function columnOf(
  cells: ColumnPair['cells'],
  rows: Partial<Record<'reference' | 'current', Partial<RowCounts>>> = {},
): ColumnPair {
  const sum = (side: 'reference' | 'current') =>
    cells.kind === 'apart' ? 0 : cells[side].reduce((all, count) => all + count, 0);
  const side = (name: 'reference' | 'current'): RowCounts => ({
    rows: sum(name),
    missing: 0,
    nan: 0,
    positiveInfinity: 0,
    negativeInfinity: 0,
    ...rows[name],
  });
  return { name: 'x', rows: { reference: side('reference'), current: side('current') }, cells };
}

interface DrawnColumn {
  readonly isInteger: boolean;
  readonly reference: readonly number[];
  readonly current: readonly number[];
  readonly missing: readonly [number, number];
}

/** The column that a tool was given, with its missing rows. */
export function pairOf({ isInteger, reference, current, missing: [left, right] }: DrawnColumn): ColumnPair {
  return columnOf(pairValues(countValues(reference), countValues(current), isInteger), {
    reference: { rows: reference.length + left, missing: left },
    current: { rows: current.length + right, missing: right },
  });
}

/** Normal values, the same for the same seed. */
export function drawNormal(seed: number, rows: number, shift = 0): readonly number[] {
  const random = createRandomStream(seed);
  return Array.from({ length: rows }, () => shift + normalQuantile(random.nextFraction() + 2 ** -54));
}
