/**
 * The numbers and alarms of whylogs, recomputed.
 *
 * @source whylogs 1.6.4, whylogs/viz/drift/column_drift_algorithms.py.
 *   whylogs keeps a sketch of about 1,000 values, so beyond as many rows its numbers scatter around these.
 */
import type { DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import { chiSquareTail } from '../../statistics/chiSquare.ts';
import { kolmogorovTail } from '../../statistics/kolmogorov.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import type { CategoryCells, ColumnPair, NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { findObstacle, nameOutcome, type ToolOutcome } from './toolOutcome.ts';

const quantiles = 100;
/** p-values below this are drift, those up to 0.15 possible drift. */
const alarm = 0.05;

export type WhylogsMethod = 'ks' | 'chi-square';

/** Numbers are compared by distance of their distribution functions, everything else by counts. */
export function chooseWhylogs({ cells }: ColumnPair): WhylogsMethod {
  return cells.kind === 'numeric' ? 'ks' : 'chi-square';
}

export function computeWhylogs(method: WhylogsMethod, pair: ColumnPair): DriftToolResult {
  const differs =
    method === 'ks'
      ? 'It looks at 100 quantiles of each side only, and counts any certain change as drift, however small.'
      : 'It takes the reference for certain, rounds expected counts down, and a new category for proof.';
  return nameOutcome('whylogs', method, compute(method, pair), pair, differs);
}

function compute(method: WhylogsMethod, pair: ColumnPair): ToolOutcome {
  const { cells } = pair;
  const obstacle = findObstacle(pair);
  if (obstacle !== undefined || cells.kind === 'apart') return obstacle ?? 'There is nothing to compare.';
  if (method === 'ks') return cells.kind === 'numeric' ? toAlarm(testQuantiles(cells)) : 'It needs numbers.';
  return cells.kind === 'categories' ? toAlarm(testCounts(cells)) : 'It needs categories.';
}

function toAlarm(p: number): ToolOutcome {
  return { value: p, threshold: alarm, isAlarm: p < alarm };
}

/** The largest distance at 100 quantiles of either side, each side counted up to, not including, the quantile. */
function testQuantiles({ values, reference, current }: NumericCells): number {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const [marksLeft, marksRight] = [markQuantiles(reference, left), markQuantiles(current, right)];
  let [below, beside, distance] = [0, 0, 0];
  for (let cell = 0; cell < values.length; cell++) {
    if (marksLeft.has(cell) || marksRight.has(cell)) {
      distance = Math.max(distance, Math.abs(below / left - beside / right));
    }
    below += reference[cell] ?? 0;
    beside += current[cell] ?? 0;
  }
  return kolmogorovTail(Math.min(1, distance), Math.max(1, roundHalfEven((left * right) / (left + right))));
}

/** Cells that hold one of the 100 evenly spread quantiles, the smallest and the largest value among them. */
function markQuantiles(counts: Float64Array, rows: number): ReadonlySet<number> {
  const marks = new Set<number>();
  let cell = 0;
  let upTo = counts[0] ?? 0;
  for (let part = 0; part < quantiles; part++) {
    const row = Math.min(rows - 1, Math.floor((part / (quantiles - 1)) * rows));
    while (upTo <= row && cell < counts.length - 1) {
      cell += 1;
      upTo += counts[cell] ?? 0;
    }
    marks.add(cell);
  }
  return marks;
}

/** As numpy rounds. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function testCounts({ reference, current }: CategoryCells): number {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const terms: number[] = [];
  for (const [cell, count] of current.entries()) {
    const expected = Math.floor(((reference[cell] ?? 0) / left) * right);
    if (expected === 0) return 0;
    terms.push((count - expected) ** 2 / expected);
  }
  const different = current.reduce((sum, count) => sum + Number(count > 0), 0);
  return chiSquareTail(sumStable(terms), Math.max(1, different - 1));
}
