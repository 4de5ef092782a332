/** Bins of equal width as numpy chooses them, for the tools that build on it. */
import { sumStable } from '../../statistics/stableSum.ts';

/** Values that are counted, lowest first; places where nothing is counted are passed over. */
interface CountedValues {
  readonly values: Float64Array;
  readonly counts: Float64Array;
}

/** Sturges: range / (log2 n + 1). @source numpy.histogram_bin_edges(bins="sturges"); whole numbers get bins of at least 1 */
export function findSturgesEdges(counted: CountedValues, isInteger: boolean): Float64Array {
  const { low, high, rows } = describe(counted);
  return spreadEdges(low, high, (high - low) / (Math.log2(rows) + 1), isInteger);
}

/** Doane: Sturges, narrower for skewed values. @source numpy.histogram_bin_edges(bins="doane") of floats */
export function findDoaneEdges(counted: CountedValues): Float64Array {
  const { low, high, rows } = describe(counted);
  const { values, counts } = counted;
  if (rows <= 2) return spreadEdges(low, high, 0, false);
  const mean = sumStable(values.map((value, cell) => value * (counts[cell] ?? 0))) / rows;
  const deviation = Math.sqrt(sumStable(values.map((value, cell) => (value - mean) ** 2 * (counts[cell] ?? 0))) / rows);
  if (!(deviation > 0)) return spreadEdges(low, high, 0, false);
  const skewness =
    sumStable(values.map((value, cell) => ((value - mean) / deviation) ** 3 * (counts[cell] ?? 0))) / rows;
  const error = Math.sqrt((6 * (rows - 2)) / ((rows + 1) * (rows + 3)));
  const width = (high - low) / (1 + Math.log2(rows) + Math.log2(1 + Math.abs(skewness) / error));
  return spreadEdges(low, high, width, false);
}

/** Edges of bins of equal width. @source numpy.linspace */
export function listEdges(low: number, high: number, bins: number): Float64Array {
  const step = (high - low) / bins;
  return Float64Array.from({ length: bins + 1 }, (_, place) => (place === bins ? high : place * step + low));
}

/**
 * Rows between edges; each bin holds its lower edge, the last one both. Rows outside are left out.
 *
 * @source numpy.histogram(values, edges)
 */
export function countBetween({ values, counts }: CountedValues, edges: Float64Array): Float64Array {
  const bins = new Float64Array(Math.max(0, edges.length - 1));
  let bin = -1;
  for (const [cell, value] of values.entries()) {
    while (bin + 1 < edges.length && value >= (edges[bin + 1] ?? 0)) bin += 1;
    if (bin < 0) continue;
    const isLast = bin === bins.length && value === edges.at(-1);
    const place = isLast ? bin - 1 : bin;
    if (place < bins.length) bins[place] = (bins[place] ?? 0) + (counts[cell] ?? 0);
  }
  return bins;
}

function describe({ values, counts }: CountedValues): { readonly low: number; readonly high: number; rows: number } {
  const isCounted = (_: number, cell: number): boolean => (counts[cell] ?? 0) > 0;
  const used = values.filter(isCounted);
  return { low: used[0] ?? 0, high: used.at(-1) ?? 0, rows: sumStable(counts) };
}

function spreadEdges(low: number, high: number, width: number, isInteger: boolean): Float64Array {
  const least = isInteger && width > 0 ? Math.max(1, width) : width;
  const bins = least > 0 ? Math.ceil((high - low) / least) : 1;
  return low === high ? listEdges(low - 0.5, high + 0.5, bins) : listEdges(low, high, bins);
}
