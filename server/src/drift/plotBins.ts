/** Bins for plots: equal widths, edges that people read easily. */
import type { ColumnKind } from '../../../schemas/profile.ts';
import { displayValue } from './displayValue.ts';

export interface PlotBin {
  readonly low: string;
  readonly high: string;
  readonly count: number;
}

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const days = [1, 2, 7, 14, 28, 91, 182, 364];
const clockWidths = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
];
/** The first Monday of 1970, in days, at which widths of whole weeks begin. */
const firstMonday = 4;

/**
 * Draws values with their rows into bins.
 *
 * @param values finite values or middles of fine bins, any order; at least one
 * @param most most bins, at least 2
 * @returns bins from `min` to `max`, empty ones included; one bin with equal edges when the two are equal
 */
export function drawPlotBins(
  values: readonly (readonly [value: number, rows: number])[],
  min: number,
  max: number,
  kind: ColumnKind,
  most: number,
): readonly PlotBin[] {
  if (min === max) {
    const only = displayValue(min, kind);
    return [{ low: only, high: only, count: values.reduce((sum, [, rows]) => sum + rows, 0) }];
  }
  const { base, width, count } = chooseBins(min, max, kind, most);
  const counts = Array.from({ length: count }, () => 0);
  for (const [value, rows] of values) {
    const index = Math.min(count - 1, Math.max(0, Math.floor((value - base) / width)));
    counts[index] = (counts[index] ?? 0) + rows;
  }
  return counts.map((rows, index) => ({
    low: displayEdge(base + index * width, width, kind),
    high: displayEdge(base + (index + 1) * width, width, kind),
    count: rows,
  }));
}

/** The narrowest of the readable widths with which there are few enough bins. */
function chooseBins(min: number, max: number, kind: ColumnKind, most: number) {
  // Not (max - min) / most, whose difference can overflow.
  for (const width of readableWidths(kind, max / most - min / most)) {
    const weeks = kind === 'date' ? width % 7 === 0 : kind === 'timestamp' && width % (7 * day) === 0;
    const start = weeks ? firstMonday * (kind === 'date' ? 1 : day) : 0;
    const base = start + Math.floor((min - start) / width) * width;
    const count = Math.floor(max / width - base / width) + 1;
    if (count <= most) return { base, width, count };
  }
  // The range is narrower than what doubles can divide.
  return { base: min, width: Math.max(max / most - min / most, Number.MIN_VALUE), count: most };
}

function* readableWidths(kind: ColumnKind, least: number): Generator<number> {
  const natural = kind === 'date' ? days : isClock(kind) ? [...clockWidths, ...days.map((count) => count * day)] : [];
  for (const width of natural) if (width >= least) yield width;
  const unit = kind === 'date' ? 364 : isClock(kind) ? 364 * day : 1;
  const power = Math.floor(Math.log10(least / unit));
  for (const exponent of [power, power + 1]) {
    for (const step of [1, 2, 5]) {
      const width = step * unit * 10 ** exponent;
      const isAllowed = kind === 'float' || width >= 1;
      if (isAllowed && width > 0 && width >= least && Number.isFinite(width)) yield width;
    }
  }
  if (kind === 'integer' && least < 1) yield 1;
}

function isClock(kind: ColumnKind): boolean {
  return kind === 'timestamp' || kind === 'time';
}

/** An edge with as many digits as tell it from its neighbours. */
function displayEdge(edge: number, width: number, kind: ColumnKind): string {
  if (kind !== 'float') return displayValue(edge, kind);
  const digits = edge === 0 ? 1 : Math.ceil(Math.log10(Math.abs(edge) / width)) + 2;
  return String(Number(edge.toPrecision(Math.min(17, Math.max(3, digits)))));
}
