/**
 * The numbers of TensorFlow Data Validation, recomputed from its definitions. It has no alarm of its own.
 *
 * @source tensorflow_data_validation/anomalies/metrics.cc: histograms of both sides are cut at the edges of both, rows
 *   of a bucket are spread evenly over its parts. The tool fills its buckets from a sketch, ours are exact.
 */
import type { DriftToolResult } from '../../../../schemas/driftVerdict.ts';
import type { ColumnPair, NumericCells } from '../columnPair.ts';
import { computeJensenShannon, computeLargestDifference } from '../measures/shareDistances.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { countBetween, listEdges } from './numpyBins.ts';
import { findObstacle, nameOutcome, type ToolOutcome } from './toolOutcome.ts';

const buckets = 10;

export type TfdvMethod = 'jensen_shannon_divergence' | 'infinity_norm' | 'normalized_abs_difference';

/** The comparator that its guide gives to numbers, and the one that it gives to categories. */
export function chooseTfdv({ cells }: ColumnPair): TfdvMethod {
  return cells.kind === 'numeric' ? 'jensen_shannon_divergence' : 'infinity_norm';
}

export function computeTfdv(method: TfdvMethod, pair: ColumnPair): DriftToolResult {
  const differs =
    method === 'jensen_shannon_divergence'
      ? 'A divergence to base 2, not a distance, on ten buckets a side; it has no alarm threshold of its own.'
      : 'The largest difference of one share; it has no alarm threshold of its own.';
  return nameOutcome('tfdv', method, compute(method, pair), pair, differs);
}

function compute(method: TfdvMethod, pair: ColumnPair): ToolOutcome {
  const { cells } = pair;
  const obstacle = findObstacle(pair);
  if (obstacle !== undefined || cells.kind === 'apart') return obstacle ?? 'There is nothing to compare.';
  if (method === 'jensen_shannon_divergence') {
    const bins = cells.kind === 'numeric' ? alignBuckets(cells, pair) : cells;
    return { value: computeJensenShannon(bins) / Math.LN2 };
  }
  if (cells.kind === 'numeric') return 'It needs categories.';
  if (method === 'infinity_norm') return { value: computeLargestDifference(cells) };
  const rows = sumCounts(cells.reference) + sumCounts(cells.current);
  const gaps = cells.reference.map((count, cell) => Math.abs(count - (cells.current[cell] ?? 0)));
  return { value: gaps.reduce((most, gap) => Math.max(most, gap), 0) / rows };
}

/** Both histograms on the edges of both, then rows that stand apart: single values, infinities, and NaN, which never match. */
function alignBuckets(cells: NumericCells, { rows }: ColumnPair): { reference: Float64Array; current: Float64Array } {
  const sides = [cells.reference, cells.current].map((counts) => findBuckets(cells.values, counts));
  const edges = [...new Set(sides.flatMap((side) => (side.point === undefined ? [...side.edges] : [])))].sort(
    (a, b) => a - b,
  );
  const points = [...new Set(sides.flatMap(({ point }) => (point === undefined ? [] : [point])))];
  const infinite = [rows.reference, rows.current].map((side) => side.positiveInfinity + side.negativeInfinity);
  const nan = [rows.reference.nan, rows.current.nan];
  const [reference = new Float64Array(), current = new Float64Array()] = sides.map((side, place) => {
    const apart = [0, 1].flatMap((other) =>
      [infinite, nan].map((counts) => (other === place ? (counts[other] ?? 0) : 0)),
    );
    return Float64Array.from([
      ...(side.point === undefined
        ? spreadRows(side, edges)
        : new Array<number>(Math.max(0, edges.length - 1)).fill(0)),
      ...points.map((point) => (point === side.point ? side.rows : 0)),
      ...apart,
    ]);
  });
  return { reference, current };
}

interface Buckets {
  readonly edges: Float64Array;
  readonly counts: Float64Array;
  readonly rows: number;
  /** The only value, whose bucket has no width. */
  readonly point: number | undefined;
}

function findBuckets(values: Float64Array, counts: Float64Array): Buckets {
  const used = values.filter((_, cell) => (counts[cell] ?? 0) > 0);
  const [low, high] = [used[0] ?? 0, used.at(-1) ?? 0];
  const edges = listEdges(low, high, buckets);
  const rows = sumCounts(counts);
  if (low === high) return { edges, counts: Float64Array.of(rows), rows, point: low };
  return { edges, counts: countBetween({ values, counts }, edges), rows, point: undefined };
}

function spreadRows({ edges: own, counts }: Buckets, edges: readonly number[]): readonly number[] {
  let bucket = 0;
  return edges.slice(0, -1).map((low, place) => {
    const high = edges[place + 1] ?? low;
    while (bucket < counts.length && (own[bucket + 1] ?? 0) <= low) bucket += 1;
    const [from = 0, to = 0] = [own[bucket], own[bucket + 1]];
    if (bucket >= counts.length || high <= from) return 0;
    return ((counts[bucket] ?? 0) * (high - low)) / (to - from);
  });
}
