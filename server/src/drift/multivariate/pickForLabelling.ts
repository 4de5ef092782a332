/** Which rows of a window are worth a label. */
import type { QueuedRow } from '../../../../schemas/driftQueue.ts';
import { fitReconstruction } from './reconstruction.ts';
import { encodeColumns, rowCount, type EncodedColumn, type SampledRows } from './sampledRows.ts';

export interface PickWishes {
  /** How many rows at most. */
  readonly count: number;
  /** The score of each row of the window, and the threshold; absent where no answers are watched. */
  readonly scores?: { readonly name: string; readonly threshold: number } | undefined;
}

/** In standard deviations of the reference. */
const leastAnomaly = 1e-9;

type Picked = Pick<QueuedRow, 'reason' | 'measure'> & { readonly row: number };

/**
 * Picks rows in turns, so that each reason has its share: uncertain ones, whose score lies closest to the threshold;
 * anomalous ones, which lie farthest from the directions along which the reference varies; and representative ones,
 * which cover the window, each as far as possible from those picked before.
 *
 * @param rows of the window; a row is picked once
 * @returns in the order of picking; empty without rows on a side
 * @source farthest-first cover by Gonzalez 1985, Theoretical Computer Science 38, 293-306
 */
export function pickForLabelling(
  basis: SampledRows,
  rows: SampledRows,
  { count, scores }: PickWishes,
): readonly Picked[] {
  if (rowCount(basis) === 0 || rowCount(rows) === 0) return [];
  const columns = encodeColumns(basis, rows, 'frequency').filter(({ name }) => name !== scores?.name);
  const queues = [uncertainRows(rows, scores), anomalousRows(columns), coveringRows(columns, rowCount(rows), count)];
  const picked = new Map<number, Picked>();
  const places = queues.map((queue) => queue[Symbol.iterator]());
  let open = places.length;
  while (picked.size < count && open > 0) {
    open = 0;
    for (const queue of places) {
      let next = queue.next();
      while (next.done !== true && picked.has(next.value.row)) next = queue.next();
      if (next.done === true || picked.size >= count) continue;
      picked.set(next.value.row, next.value);
      open += 1;
    }
  }
  return [...picked.values()];
}

function uncertainRows(rows: SampledRows, scores: PickWishes['scores']): readonly Picked[] {
  const column = rows.find(({ name }) => name === scores?.name);
  if (scores === undefined || column?.kind !== 'numbers') return [];
  return sortRows(
    'uncertain',
    column.values.map((score) => -Math.abs(score - scores.threshold)),
  ).map((one) => ({
    ...one,
    measure: -one.measure,
  }));
}

function anomalousRows(columns: readonly EncodedColumn[]): readonly Picked[] {
  if (columns.length === 0) return [];
  const { measure } = fitReconstruction(columns.map(({ reference }) => reference));
  const rows = sortRows('anomalous', measure(columns.map(({ current }) => current)));
  // What is left of a row that lies along the directions is rounding, and says nothing.
  return rows.filter((row) => row.measure > leastAnomaly);
}

/** The greatest first; rows without a value are left out. */
function sortRows(reason: Picked['reason'], values: Float64Array): readonly Picked[] {
  return [...values]
    .map((measure, row) => ({ reason, measure, row }))
    .filter(({ measure }) => !Number.isNaN(measure))
    .sort((a, b) => b.measure - a.measure || a.row - b.row);
}

function coveringRows(columns: readonly EncodedColumn[], rows: number, count: number): readonly Picked[] {
  const points = columns.map(({ reference, current }) => {
    const known = reference.filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    const deviation = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, known.length));
    return current.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / (deviation || 1)));
  });
  const middle = points.map((column) => column.reduce((sum, value) => sum + value, 0) / rows);
  const farTo = (at: (column: number) => number) =>
    Float64Array.from({ length: rows }, (_, row) =>
      Math.sqrt(points.reduce((sum, column, place) => sum + ((column[row] ?? 0) - at(place)) ** 2, 0)),
    );
  const fromMiddle = farTo((column) => middle[column] ?? 0);
  let next = fromMiddle.indexOf(Math.min(...fromMiddle));
  const nearest = new Float64Array(rows).fill(Infinity);
  const picked: Picked[] = [];
  while (picked.length < Math.min(count, rows)) {
    const own = next;
    picked.push({ reason: 'representative', measure: fromMiddle[own] ?? 0, row: own });
    const distances = farTo((column) => points[column]?.[own] ?? 0);
    for (const [row, distance] of distances.entries()) nearest[row] = Math.min(nearest[row] ?? 0, distance);
    const farthest = nearest.reduce((best, distance, row) => (distance > (nearest[best] ?? 0) ? row : best), 0);
    // Rows that equal one that was picked cover nothing more.
    if ((nearest[farthest] ?? 0) === 0) break;
    next = farthest;
  }
  return picked;
}
