/** The maximum mean discrepancy of rows of numbers, such as embeddings. */
import { createRandomStream, type RandomStream } from '../../statistics/seededRandom.ts';

export interface RowDiscrepancy {
  /** The unbiased squared discrepancy; about 0, and below it as often as above, when nothing changed. */
  readonly value: number;
  /** By a pooled permutation test. */
  readonly p: number;
  /** Rows of each side that were used. */
  readonly rows: { readonly reference: number; readonly current: number };
}

/** Kernels take time and memory with the square of the rows. */
const mostRows = 500;
const permutations = 199;

/**
 * @param reference rows of equal length without NaN
 * @param current as long
 * @returns undefined with one row on a side, or when half of all pairs of rows are equal
 * @source Gretton et al. 2012, JMLR 13, 723-773, equation 3; kernel exp(−d² / (2σ²)), σ the median distance of all pairs
 */
export function compareRows(
  reference: readonly Float64Array[],
  current: readonly Float64Array[],
  seed = 20261102,
): RowDiscrepancy | undefined {
  const random = createRandomStream(seed);
  const [left, right] = [chooseRows(random, reference), chooseRows(random, current)];
  const [m, n] = [left.length, right.length];
  if (m < 2 || n < 2) return undefined;
  const rows = [...left, ...right];
  const squares = rows.map((one) => Float64Array.from(rows, (other) => squaredDistance(one, other)));
  const pairs = Float64Array.from(squares.flatMap((row, place) => [...row.subarray(place + 1)])).sort();
  const median = Math.sqrt(pairs[Math.floor((pairs.length - 1) / 2)] ?? 0);
  if (median === 0) return undefined;
  const kernel = squares.map((row) => row.map((square) => Math.exp(-square / (2 * median ** 2))));
  const measure = (isCurrent: Uint8Array): number => {
    let [within, beside, between] = [0, 0, 0];
    for (let i = 0; i < rows.length; i++) {
      const row = kernel[i] ?? new Float64Array();
      for (let j = 0; j < i; j++) {
        const value = row[j] ?? 0;
        if (isCurrent[i] !== isCurrent[j]) between += value;
        else if (isCurrent[i] === 1) beside += value;
        else within += value;
      }
    }
    return (2 * within) / (m * (m - 1)) + (2 * beside) / (n * (n - 1)) - (2 * between) / (m * n);
  };
  const sides = Uint8Array.from(rows, (_, row) => Number(row >= m));
  const value = measure(sides);
  let hits = 0;
  for (let round = 0; round < permutations; round++) {
    for (let place = sides.length - 1; place > 0; place--) {
      const other = random.nextBelow(place + 1);
      [sides[place], sides[other]] = [sides[other] ?? 0, sides[place] ?? 0];
    }
    if (measure(sides) >= value - Math.abs(value) * 1e-12) hits += 1;
  }
  return { value, p: (hits + 1) / (permutations + 1), rows: { reference: m, current: n } };
}

function chooseRows(random: RandomStream, rows: readonly Float64Array[]): readonly Float64Array[] {
  if (rows.length <= mostRows) return rows;
  const left = [...rows.keys()];
  return Array.from({ length: mostRows }, () => {
    const [row = 0] = left.splice(random.nextBelow(left.length), 1);
    return rows[row] ?? new Float64Array();
  });
}

function squaredDistance(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < one.length; place++) sum += ((one[place] ?? 0) - (other[place] ?? 0)) ** 2;
  return sum;
}
