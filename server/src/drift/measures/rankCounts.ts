/** Probabilities of ranks by counting every order of a few rows. */
import { logFactorial } from '../../statistics/gamma.ts';

/**
 * Probability that the U of Mann and Whitney is at least a value.
 *
 * @param least whole number
 * @source the coefficients of Π (1 − x^(second + i)) / (1 − x^i), i ≤ first; equals scipy.stats.mannwhitneyu(exact)
 */
export function computeRankSumTail(least: number, first: number, second: number): number {
  const [few, many] = [Math.min(first, second), Math.max(first, second)];
  const pairs = first * second;
  // The distribution is symmetric, so the shorter end is counted.
  if (2 * least < pairs) return 1 - computeRankSumTail(pairs - least + 1, first, second);
  const most = pairs - least;
  if (most < 0) return 0;
  const orders = new Float64Array(most + 1);
  orders[0] = 1;
  for (let i = 1; i <= few; i++) {
    for (let sum = most; sum >= many + i; sum--) orders[sum] = (orders[sum] ?? 0) - (orders[sum - many - i] ?? 0);
    for (let sum = i; sum <= most; sum++) orders[sum] = (orders[sum] ?? 0) + (orders[sum - i] ?? 0);
  }
  const all = Math.exp(logFactorial(few + many) - logFactorial(few) - logFactorial(many));
  return Math.min(1, orders.reduce((sum, count) => sum + count, 0) / all);
}

/**
 * Probability of at least a Cramér-von-Mises sum, over all orders of the rows.
 *
 * @param sum second · Σ(…)² + first · Σ(…)² of the ranks, as `computeCramerVonMises` adds them
 * @source Xiao, Gordon and Yakovlev 2006, JSS 17, 8; equals scipy.stats.cramervonmises_2samp(method="exact")
 */
export function computePathTail(sum: number, first: number, second: number): number {
  const common = (first * second) / greatestDivisor(first, second);
  const [across, up] = [common / first, common / second];
  const pairs = first * second;
  const least = Math.floor(
    (common ** 2 * (first + second) * (6 * sum - pairs * (4 * pairs - 1))) / (6 * pairs ** 2) + 1e-9,
  );
  // Lattice paths from one corner to the other, by the sum of squared distances from the diagonal.
  let column: ReadonlyMap<number, number>[] = [];
  for (let v = 0; v <= second; v++) {
    const next: ReadonlyMap<number, number>[] = [];
    for (let u = 0; u <= first; u++) {
      const gap = (across * u - up * v) ** 2;
      const paths = new Map<number, number>();
      const extend = (before: ReadonlyMap<number, number> | undefined): void => {
        for (const [total, count] of before ?? []) paths.set(total + gap, (paths.get(total + gap) ?? 0) + count);
      };
      if (u === 0 && v === 0) paths.set(0, 1);
      extend(column[u]);
      extend(next[u - 1]);
      next.push(paths);
    }
    column = next;
  }
  let [all, far] = [0, 0];
  for (const [total, count] of column[first] ?? []) {
    all += count;
    if (total >= least) far += count;
  }
  return far / all;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
