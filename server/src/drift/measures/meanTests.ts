/** Tests of two means. */
import { studentTail } from '../../statistics/student.ts';
import type { NumericCells } from '../columnPair.ts';
import type { TestValue } from './testValue.ts';
import { computeMoments } from './wasserstein.ts';

/**
 * Student’s t test, or Welch’s, two-sided; positive when the reference lies higher.
 *
 * @returns undefined with one row on a side, or when both sides are constant
 * @source equals scipy.stats.ttest_ind(reference, current, equal_var)
 */
export function computeMeanTest(cells: NumericCells, variances: 'equal' | 'own'): TestValue | undefined {
  const left = computeMoments(cells.values, cells.reference);
  const right = computeMoments(cells.values, cells.current);
  if (left === undefined || right === undefined || left.rows < 2 || right.rows < 2) return undefined;
  const [a, b] = [left, right].map(({ rows, deviation }) => ({ rows, squares: deviation ** 2 * rows }));
  if (a === undefined || b === undefined || a.squares + b.squares === 0) return undefined;
  const { variance, degrees } = variances === 'equal' ? pool(a, b) : join(a, b);
  const value = (left.meanOverMiddle - right.meanOverMiddle) / Math.sqrt(variance);
  return { value, p: studentTail(value, degrees) };
}

interface Squares {
  readonly rows: number;
  /** Σ (x − mean)². */
  readonly squares: number;
}

interface MeanVariance {
  readonly variance: number;
  readonly degrees: number;
}

function pool(a: Squares, b: Squares): MeanVariance {
  const degrees = a.rows + b.rows - 2;
  return { variance: ((a.squares + b.squares) / degrees) * (1 / a.rows + 1 / b.rows), degrees };
}

function join(a: Squares, b: Squares): MeanVariance {
  const of = ({ rows, squares }: Squares): number => squares / (rows - 1) / rows;
  const variance = of(a) + of(b);
  return { variance, degrees: variance ** 2 / (of(a) ** 2 / (a.rows - 1) + of(b) ** 2 / (b.rows - 1)) };
}
