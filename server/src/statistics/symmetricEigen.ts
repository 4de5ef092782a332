/** Eigenvalues and eigenvectors of symmetric matrices. */

export interface SymmetricEigen {
  /** Descending. */
  readonly values: Float64Array;
  /** Row i is the unit vector of value i. */
  readonly vectors: readonly Float64Array[];
}

const mostSweeps = 60;

/**
 * Diagonalises a symmetric matrix.
 *
 * @param matrix rows of a symmetric matrix; only read
 * @returns values in descending order with their vectors; the sign of a vector makes its largest part positive
 * @source the cyclic Jacobi method, Golub and Van Loan, Matrix Computations, 8.5; costs about 10 · size³ steps
 */
export function diagonalise(matrix: readonly Float64Array[]): SymmetricEigen {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  const v = matrix.map((_, row) => Float64Array.from({ length: size }, (_, column) => Number(row === column)));
  const at = (rows: readonly Float64Array[], i: number, j: number): number => rows[i]?.[j] ?? 0;
  const put = (rows: readonly Float64Array[], i: number, j: number, value: number): void => {
    const row = rows[i];
    if (row !== undefined) row[j] = value;
  };
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let [off, all] = [0, 0];
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const square = at(a, i, j) ** 2;
        all += square;
        if (i !== j) off += square;
      }
    }
    if (off <= all * Number.EPSILON ** 2) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) {
        const between = at(a, p, q);
        if (between === 0) continue;
        const theta = (at(a, q, q) - at(a, p, p)) / (2 * between);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        const s = t * c;
        for (let k = 0; k < size; k++) {
          const [left, right] = [at(a, k, p), at(a, k, q)];
          put(a, k, p, c * left - s * right);
          put(a, k, q, s * left + c * right);
        }
        for (let k = 0; k < size; k++) {
          const [left, right] = [at(a, p, k), at(a, q, k)];
          put(a, p, k, c * left - s * right);
          put(a, q, k, s * left + c * right);
          const [one, other] = [at(v, p, k), at(v, q, k)];
          put(v, p, k, c * one - s * other);
          put(v, q, k, s * one + c * other);
        }
      }
    }
  }
  const order = a.map((_, place) => place).sort((i, j) => at(a, j, j) - at(a, i, i) || i - j);
  return {
    values: Float64Array.from(order, (place) => at(a, place, place)),
    vectors: order.map((place) => turnUp(v[place] ?? new Float64Array(size))),
  };
}

function turnUp(vector: Float64Array): Float64Array {
  const largest = vector.reduce((most, part) => (Math.abs(part) > Math.abs(most) * (1 + 1e-12) ? part : most), 0);
  return largest < 0 ? vector.map((part) => -part) : vector;
}
