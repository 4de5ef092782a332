/** Tests of the ranks of all rows together. */
import { cramerVonMisesTail } from '../../statistics/cramerVonMises.ts';
import { normalProbability } from '../../statistics/normal.ts';
import { sumStable } from '../../statistics/stableSum.ts';
import type { NumericCells } from '../columnPair.ts';
import { sumCounts } from '../verdict/measuredCells.ts';
import { computePathTail, computeRankSumTail } from './rankCounts.ts';
import type { TestValue } from './testValue.ts';

/** With fewer rows on the smaller side, and no ties, the ranks are counted out. */
const mostCounted = 8;

/**
 * Mann-Whitney U of the reference, two-sided.
 *
 * @returns undefined when all values are equal
 * @source equals scipy.stats.mannwhitneyu(reference, current): exact up to 8 rows on a side without ties, else the
 *   normal limit with its corrections for ties and for continuity
 */
export function computeMannWhitney(cells: NumericCells): TestValue | undefined {
  const ranks = rank(cells);
  const { value, pairs } = ranks;
  const p = computeRankTail(cells, ranks, Math.max(value, pairs - value));
  return p === undefined ? undefined : { value, p: Math.min(1, 2 * p) };
}

/**
 * Probability of the rank sum when the window may only lie higher than the reference.
 *
 * @source equals scipy.stats.mannwhitneyu(reference, current, alternative="less").pvalue
 */
export function computeMannWhitneyBelow(cells: NumericCells): number | undefined {
  const ranks = rank(cells);
  return computeRankTail(cells, ranks, ranks.pairs - ranks.value);
}

interface Ranks {
  /** U of the reference. */
  readonly value: number;
  readonly pairs: number;
}

function rank({ reference, current }: NumericCells): Ranks {
  let below = 0;
  const wins = reference.map((count, cell) => {
    const other = current[cell] ?? 0;
    const won = count * (below + other / 2);
    below += other;
    return won;
  });
  return { value: sumStable(wins), pairs: sumCounts(reference) * below };
}

/** Probability of at least a U, one-sided; undefined when all values are equal. */
function computeRankTail({ reference, current }: NumericCells, { pairs }: Ranks, at: number): number | undefined {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const rows = left + right;
  if (rows === reference.length && Math.min(left, right) <= mostCounted) return computeRankSumTail(at, left, right);
  const ties = sumStable(
    reference.map((count, cell) => {
      const both = count + (current[cell] ?? 0);
      return both ** 3 - both;
    }),
  );
  const deviation = Math.sqrt((pairs / 12) * (rows + 1 - ties / (rows * (rows - 1))));
  return deviation > 0 ? normalProbability(-(at - pairs / 2 - 0.5) / deviation) : undefined;
}

/** With fewer rows on the larger side all orders are counted out. */
const mostOrdered = 20;

/**
 * The two-sample Cramér-von-Mises test, with middle ranks for ties.
 *
 * @source Anderson 1962, Ann. Math. Statist. 33, 1148-1159; equals scipy.stats.cramervonmises_2samp: exact up to 20
 *   rows a side, else the limit
 */
export function computeCramerVonMises({ reference, current }: NumericCells): TestValue {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const rows = left + right;
  let [below, beside] = [0, 0];
  const terms = reference.map((count, cell) => {
    const other = current[cell] ?? 0;
    const rank = below + beside + (count + other + 1) / 2;
    const term = left * squareGaps(rank, below, count) + right * squareGaps(rank, beside, other);
    below += count;
    beside += other;
    return term;
  });
  const sum = sumStable(terms);
  const pairs = left * right;
  const value = sum / (pairs * rows) - (4 * pairs - 1) / (6 * rows);
  if (Math.max(left, right) <= mostOrdered) return { value, p: computePathTail(sum, left, right) };
  const expected = (1 + 1 / rows) / 6;
  const variance =
    ((rows + 1) * (4 * pairs * rows - 3 * (left ** 2 + right ** 2) - 2 * pairs)) / (180 * rows ** 2 * pairs);
  return { value, p: cramerVonMisesTail(Math.max(0, 1 / 6 + (value - expected) / Math.sqrt(45 * variance))) };
}

/** Σ (rank − i)² over the places i that the rows of a cell take within their side. */
function squareGaps(rank: number, before: number, count: number): number {
  return count * (rank - before - (count + 1) / 2) ** 2 + (count * (count * count - 1)) / 12;
}

/** The table of Scholz and Stephens for two samples, as the logarithm of the probability over the statistic. */
const andersonCurve = [0.01819809457411147, -1.0082265644652515, -1.077770279820484] as const;
const andersonEnds = { low: 0.325, high: 6.546, most: 0.25, least: 0.001 } as const;
/** Beyond so many rows a sum over all of them has its limit. */
const mostSummed = 2_000_000;

/**
 * The Anderson-Darling test of two samples, with middle ranks; the value is standardised.
 *
 * @returns undefined when all values are equal or there are fewer than 4 rows; the probability lies between 0.001 and
 *   0.25, where the table ends
 * @source Scholz and Stephens 1987, JASA 82, 918-924; equals scipy.stats.anderson_ksamp(variant="midrank")
 */
export function computeAndersonDarling({ reference, current }: NumericCells): TestValue | undefined {
  const [left, right] = [sumCounts(reference), sumCounts(current)];
  const rows = left + right;
  if (reference.length < 2 || rows < 4) return undefined;
  let [below, beside] = [0, 0];
  const terms = reference.map((count, cell) => {
    const other = current[cell] ?? 0;
    const both = count + other;
    const middle = below + beside + both / 2;
    const spread = middle * (rows - middle) - (rows * both) / 4;
    const inner = (place: number, size: number): number => (rows * place - middle * size) ** 2 / spread / size;
    const term = (both / rows) * (inner(below + count / 2, left) + inner(beside + other / 2, right));
    below += count;
    beside += other;
    return term;
  });
  const raw = (sumStable(terms) * (rows - 1)) / rows;
  const value = (raw - 1) / Math.sqrt(computeAndersonVariance(left, right));
  return { value, p: readAndersonTable(value) };
}

function readAndersonTable(value: number): number {
  if (value < andersonEnds.low) return andersonEnds.most;
  if (value > andersonEnds.high) return andersonEnds.least;
  const [square, linear, constant] = andersonCurve;
  return Math.exp((square * value + linear) * value + constant);
}

function computeAndersonVariance(left: number, right: number): number {
  const n = left + right;
  const k = 2;
  const inverse = 1 / left + 1 / right;
  const { h, g } = sumHarmonics(n);
  const a = (4 * g - 6) * (k - 1) + (10 - 6 * g) * inverse;
  const b = (2 * g - 4) * k ** 2 + 8 * h * k + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6;
  const c = (6 * h + 2 * g - 2) * k ** 2 + (4 * h - 4 * g + 6) * k + (2 * h - 6) * inverse + 4 * h;
  const d = (2 * h + 6) * k ** 2 - 4 * h * k;
  return (a * n ** 3 + b * n ** 2 + c * n + d) / ((n - 1) * (n - 2) * (n - 3));
}

/** h = Σ 1/i below n, and g = Σ Σ 1/((n − i) j) over i < j < n, which tends to π²/6. */
function sumHarmonics(n: number): { readonly h: number; readonly g: number } {
  if (n > mostSummed) {
    const h = Math.log(n) + 0.5772156649015329 - 1 / (2 * n);
    return { h, g: Math.PI ** 2 / 6 - (h + 1) / n };
  }
  let [sum, g] = [0, 0];
  for (let j = 2; j < n; j++) {
    sum += 1 / (n - j + 1);
    g += sum / j;
  }
  return { h: sum + 1, g };
}
