/** Sum, mean and deviation of values with their rows, without rounding on the way. */
import { bitLength, fromDyadic, toDyadic, type Value } from './exactNumber.ts';

export interface Moments {
  readonly sum: Value;
  readonly sumOfSquares: Value;
  readonly mean: number;
  /** Standard deviation, divided by n. */
  readonly deviation: number;
}

/**
 * Computes the moments of values with their rows. Each is the exact result, rounded once; the order does not matter.
 *
 * @param counts pairs of finite value and rows > 0; at least one
 * @param isInteger whether every value is a whole number and the sums shall be, of any size; else they are doubles,
 *   which can be infinite
 */
export function computeMoments(
  counts: readonly (readonly [value: Value, rows: number])[],
  isInteger: boolean,
): Moments {
  const parts = counts.map(([value, rows]) => ({ ...toDyadic(value), rows: BigInt(rows) }));
  const exponent = parts.reduce((least, part) => (part.mantissa === 0n ? least : Math.min(least, part.exponent)), 0);
  let [n, sum, squares] = [0n, 0n, 0n];
  for (const part of parts) {
    const mantissa = part.mantissa << BigInt(Math.max(0, part.exponent - exponent));
    n += part.rows;
    sum += mantissa * part.rows;
    squares += mantissa * mantissa * part.rows;
  }
  if (n === 0n) throw new RangeError('There are no moments of nothing.');
  const extra = 128n;
  // n² times the variance, in units of 2^(2 · exponent).
  const spread = n * squares - sum * sum;
  const root = squareRoot(spread << (2n * extra));
  return {
    sum: isInteger ? wholeOf(sum, exponent) : fromDyadic({ mantissa: sum, exponent }),
    sumOfSquares: isInteger
      ? wholeOf(squares, 2 * exponent)
      : fromDyadic({ mantissa: squares, exponent: 2 * exponent }),
    mean: fromDyadic({ mantissa: (sum << extra) / n, exponent: exponent - Number(extra) }),
    deviation: fromDyadic({ mantissa: root / n, exponent: exponent - Number(extra) }),
  };
}

function wholeOf(mantissa: bigint, exponent: number): bigint {
  return exponent >= 0 ? mantissa << BigInt(exponent) : mantissa >> BigInt(-exponent);
}

/** Largest whole number whose square is not above a whole number >= 0, by Newton's method. */
function squareRoot(square: bigint): bigint {
  if (square < 2n) return square;
  let root = 1n << BigInt(Math.ceil(bitLength(square) / 2));
  for (;;) {
    const next = (root + square / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
