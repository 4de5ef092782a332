/** Pairs of columns whose relation changed. */
import { normalProbability, normalQuantile } from '../../statistics/normal.ts';
import type { NamedColumn } from './domainClassifier.ts';

export interface CorrelationChange {
  readonly first: string;
  readonly second: string;
  /** Rank correlations of Spearman. */
  readonly reference: number;
  readonly current: number;
  /** Of the window less that of the reference. */
  readonly change: number;
  /** Probability of at least this change when nothing changed, for this pair alone. */
  readonly p: number;
  /** Half-width of the 95 % interval of the change; on the scale of Fisher’s z, which is the wider one. */
  readonly half: number;
}

const fewestRows = 4;

/**
 * Compares the rank correlation of every pair of columns.
 *
 * @param columns of numbers; rows with NaN in either column of a pair are left out of that pair
 * @returns by the size of the change, the largest first; without pairs of fewer than 4 rows on a side, or with a column
 *   that is constant there
 * @source Fisher's z of rank correlations with the variance (1 + ρ²/2) / (n − 3), Bonett and Wright 2000, Psychometrika
 *   65, 23-28; correlations equal those of scipy.stats.spearmanr
 */
export function compareCorrelations(columns: readonly NamedColumn[]): readonly CorrelationChange[] {
  const changes = columns.flatMap((first, place) =>
    columns.slice(place + 1).flatMap((second) => compareCorrelation(first, second)),
  );
  return changes.sort(
    (a, b) =>
      Math.abs(b.change) - Math.abs(a.change) || compareNames(`${a.first} ${a.second}`, `${b.first} ${b.second}`),
  );
}

function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareCorrelation(first: NamedColumn, second: NamedColumn): readonly CorrelationChange[] {
  const [before, after] = [
    correlateRanks(first.reference, second.reference),
    correlateRanks(first.current, second.current),
  ];
  if (before === undefined || after === undefined) return [];
  const score = (value: number): number => Math.atanh(Math.max(-1 + 1e-12, Math.min(1 - 1e-12, value)));
  const variance = ({ value, rows }: RankCorrelation): number => (1 + value ** 2 / 2) / (rows - 3);
  const error = Math.sqrt(variance(before) + variance(after));
  const z = (score(after.value) - score(before.value)) / error;
  return [
    {
      first: first.name,
      second: second.name,
      reference: before.value,
      current: after.value,
      change: after.value - before.value,
      p: 2 * normalProbability(-Math.abs(z)),
      half: normalQuantile(0.975) * error,
    },
  ];
}

interface RankCorrelation {
  readonly value: number;
  readonly rows: number;
}

function correlateRanks(x: Float64Array, y: Float64Array): RankCorrelation | undefined {
  const known = [...x.keys()].filter((row) => !Number.isNaN(x[row] ?? 0) && !Number.isNaN(y[row] ?? 0));
  if (known.length < fewestRows) return undefined;
  const [a, b] = [x, y].map((column) => rankRows(Float64Array.from(known, (row) => column[row] ?? 0)));
  const middle = (known.length + 1) / 2;
  let [both, left, right] = [0, 0, 0];
  for (const row of known.keys()) {
    const [u, v] = [(a?.[row] ?? 0) - middle, (b?.[row] ?? 0) - middle];
    both += u * v;
    left += u * u;
    right += v * v;
  }
  return left * right === 0 ? undefined : { value: both / Math.sqrt(left * right), rows: known.length };
}

/** Ranks from 1 on; ties share the mean of theirs. */
function rankRows(values: Float64Array): Float64Array {
  const order = [...values.keys()].sort((i, j) => (values[i] ?? 0) - (values[j] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length;) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (const row of order.slice(start, end)) ranks[row] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}
