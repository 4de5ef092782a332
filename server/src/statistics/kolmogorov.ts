/** The distribution of the Kolmogorov-Smirnov statistic, for one sample and for two. */
import { logFactorial, logFactorialError } from './gamma.ts';

function refuse(distance: number, rows: number): void {
  if (!(distance >= 0 && distance <= 1) || !Number.isInteger(rows) || rows < 1) {
    throw new RangeError(`A distance of ${distance} over ${rows} rows has no probability.`);
  }
}

/** From here on a tail is nothing that a double can hold. */
const noTail = 370;
/** Beyond so many rows the terms change so slowly that every nth of them gives the sum. */
const mostSummed = 4000;
const sampled = 1000;

/**
 * Probability that the empirical distribution of rows lies at least `distance` from the true one somewhere.
 *
 * @param distance in [0, 1]
 * @param rows whole number, at least 1
 * @returns a probability, exact in relative terms far into the tail
 * @throws {RangeError} outside these ranges: a bug in the caller
 * @source the choice among methods of Simard and L'Ecuyer 2011, Journal of Statistical Software 39, 11; equals
 *   scipy.stats.kstwo.sf(distance, rows)
 */
export function kolmogorovTail(distance: number, rows: number): number {
  refuse(distance, rows);
  const steps = rows * distance;
  if (distance >= 1) return 0;
  if (steps <= 0.5) return 1;
  if (steps <= 1) return 1 - Math.exp(logFactorial(rows) - rows * Math.log(rows) + rows * Math.log(2 * steps - 1));
  if (steps >= rows - 1) return 2 * (1 - distance) ** rows;
  const squared = steps * distance;
  if (distance < 0.5 && squared < (rows <= 140 ? 4 : 2.2)) {
    const isMatrixFast = rows <= 140 || (rows <= 100_000 && rows * distance ** 1.5 <= 1.4);
    return Math.min(1, Math.max(0, 1 - (isMatrixFast ? durbin(distance, rows) : pelzGood(distance, rows))));
  }
  if (squared >= noTail) return 0;
  return Math.min(1, 2 * smirnovTail(distance, rows));
}

/**
 * One-sided tail, a sum of positive terms that are binomial probabilities.
 *
 * They vanish with all their derivatives at both ends, so the trapezoidal rule gives the sum of many of them to the last
 * digits.
 *
 * @source Birnbaum and Tingey 1951, Ann. Math. Statist. 22, 592-596
 */
function smirnovTail(distance: number, rows: number): number {
  const last = rows * (1 - distance);
  const stride = rows <= mostSummed ? 1 : last / sampled;
  let sum = rows <= mostSummed ? Math.exp(rows * Math.log1p(-distance)) / distance : 0;
  for (let j = stride; j < last; j += stride) {
    if (j >= rows) break;
    sum += (stride * binomialDensity(j, rows, distance)) / (distance + j / rows);
  }
  return Math.min(1, distance * sum);
}

/**
 * Probability of j of n trials, each with probability j/n + distance, for any real j between 0 and n.
 *
 * @source the saddle-point form of Loader 2000, Fast and Accurate Computation of Binomial Probabilities
 */
function binomialDensity(j: number, n: number, distance: number): number {
  const shift = n * distance;
  const rest = n - j;
  if (rest <= shift) return 0;
  const log =
    logFactorialError(n) -
    logFactorialError(j) -
    logFactorialError(rest) -
    deviance(j, j + shift, -shift) -
    deviance(rest, rest - shift, shift);
  return Math.exp(log) * Math.sqrt(n / (2 * Math.PI * j * rest));
}

/** x ln(x / mean) + mean − x, with the difference x − mean given, since it has more digits than both. */
function deviance(x: number, mean: number, difference: number): number {
  const v = difference / (x + mean);
  if (Math.abs(v) > 0.1) return x * Math.log(x / mean) - difference;
  let sum = difference * v;
  let term = 2 * x * v;
  for (let k = 3; k < 1000; k += 2) {
    term *= v * v;
    const next = sum + term / k;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** Exact probability of less than a distance. @source Marsaglia, Tsang and Wang 2003, JSS 8, 18 */
function durbin(distance: number, rows: number): number {
  const steps = rows * distance;
  const k = Math.ceil(steps);
  const h = k - steps;
  const size = 2 * k - 1;
  const factorials = Array.from({ length: size + 1 }, (_, n) => Math.exp(-logFactorial(n)));
  const first = Array.from({ length: size }, (_, row) => (1 - h ** (row + 1)) * (factorials[row + 1] ?? 0));
  first[size - 1] = (1 + Math.max(2 * h - 1, 0) ** size - 2 * h ** size) * (factorials[size] ?? 0);
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 1; column < size; column++) {
      matrix[row * size + column] = row + 1 >= column ? (factorials[row - column + 1] ?? 0) : 0;
    }
  }
  for (let row = 0; row < size; row++) matrix[row * size] = first[row] ?? 0;
  for (let column = 0; column < size; column++) matrix[(size - 1) * size + column] = first[size - 1 - column] ?? 0;
  const { value, exponent } = powerEntry(matrix, size, rows, k - 1);
  return Math.exp(Math.log(value) + exponent * Math.LN2 + logFactorial(rows) - rows * Math.log(rows));
}

const scaleBits = 128;

/** One diagonal entry of a power of a matrix, as value · 2^exponent. */
function powerEntry(
  matrix: Float64Array,
  size: number,
  power: number,
  entry: number,
): { readonly value: number; readonly exponent: number } {
  let base = { values: matrix, exponent: 0 };
  let result: typeof base | undefined;
  for (let left = power; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = result === undefined ? base : multiply(result, base, size, entry);
    if (left > 1) base = multiply(base, base, size, entry);
  }
  return { value: result?.values[entry * size + entry] ?? 1, exponent: result?.exponent ?? 0 };
}

interface Scaled {
  readonly values: Float64Array;
  readonly exponent: number;
}

function multiply(a: Scaled, b: Scaled, size: number, entry: number): Scaled {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let inner = 0; inner < size; inner++) {
      const factor = a.values[row * size + inner] ?? 0;
      if (factor === 0) continue;
      for (let column = 0; column < size; column++) {
        product[row * size + column] =
          (product[row * size + column] ?? 0) + factor * (b.values[inner * size + column] ?? 0);
      }
    }
  }
  const exponent = a.exponent + b.exponent;
  const middle = product[entry * size + entry] ?? 0;
  if (middle > 2 ** scaleBits) {
    return { values: product.map((value) => value * 2 ** -scaleBits), exponent: exponent + scaleBits };
  }
  return { values: product, exponent };
}

/** Probability of at most a distance, to terms of order n^(−3/2). @source Pelz and Good 1976, JRSS B 38, 152-156 */
function pelzGood(distance: number, rows: number): number {
  const z = Math.sqrt(rows) * distance;
  const [z2, z4, z6] = [z ** 2, z ** 4, z ** 6];
  const pi2 = Math.PI ** 2;
  const terms: [number, number, number, number] = [0, 0, 0, 0];
  for (let k = Math.ceil((16 * z) / Math.PI); k >= 1; k--) {
    const m2 = (2 * k - 1) ** 2;
    const weight = Math.exp((-pi2 * m2) / (8 * z2));
    terms[0] += weight;
    terms[1] += weight * (-z2 + (pi2 / 4) * m2);
    terms[2] +=
      weight * (6 * z6 + 2 * z4 + ((2 * z4 - 5 * z2) * pi2 * m2) / 4 + (pi2 ** 2 * (1 - 2 * z2) * m2 ** 2) / 16);
    terms[3] +=
      weight *
      (-30 * z6 -
        90 * z ** 8 +
        (pi2 * (135 * z4 - 96 * z6) * m2) / 4 +
        (pi2 ** 2 * (212 * z4 - 60 * z2) * m2 ** 2) / 16 +
        (pi2 ** 3 * (5 - 30 * z2) * m2 ** 3) / 64);
  }
  let second = 0;
  let third = 0;
  for (let k = Math.ceil((16 * z) / Math.PI); k >= 1; k--) {
    const weight = k ** 2 * Math.exp((-pi2 * k ** 2) / (2 * z2));
    second += weight;
    third += weight * (3 * z2 - pi2 * k ** 2);
  }
  const root = Math.sqrt(2 * Math.PI);
  return (
    (terms[0] * root) / z +
    (terms[1] * root) / (6 * z4) / rows ** 0.5 +
    ((terms[2] * root) / (72 * z ** 7) - (second * pi2 * root) / (36 * z ** 3)) / rows +
    ((terms[3] * root) / (6480 * z ** 10) + (third * pi2 * root) / (216 * z6)) / rows ** 1.5
  );
}

/**
 * Probability that two samples of one distribution without ties lie at least `distance` apart somewhere, exactly.
 *
 * @param distance in [0, 1], a whole number over the least common multiple of the sizes; rounded to that
 * @param first rows of one sample, at least 1
 * @param second rows of the other, at least 1
 * @returns a probability, exact in relative terms; too large, never too small, when there are ties
 * @source lattice paths that leave the band, counted backwards; equals scipy.stats.ks_2samp(method="exact"); costs
 *   first · second · distance steps
 */
export function kolmogorovPairTail(distance: number, first: number, second: number): number {
  refuse(distance, first);
  refuse(distance, second);
  const [short, long] = first <= second ? [first, second] : [second, first];
  const divisor = greatestDivisor(short, long);
  const [stepOfShort, stepOfLong] = [long / divisor, short / divisor];
  const band = Math.round(distance * stepOfShort * short);
  if (band === 0) return 1;
  // leave[i] is the probability of leaving the band from i short and j long steps on; outside of it, that is 1.
  const leave = new Float64Array(short + 2).fill(1);
  for (let j = long; j >= 0; j--) {
    const low = Math.max(0, Math.floor((j * stepOfLong - band) / stepOfShort) + 1);
    const high = Math.min(short, Math.ceil((j * stepOfLong + band) / stepOfShort) - 1);
    leave[high + 1] = 1;
    const longLeft = long - j;
    for (let i = high; i >= low; i--) {
      const shortLeft = short - i;
      const all = shortLeft + longLeft;
      leave[i] = all === 0 ? 0 : (shortLeft * (leave[i + 1] ?? 0) + longLeft * (leave[i] ?? 0)) / all;
    }
  }
  return band > stepOfShort * short ? 0 : Math.min(1, leave[0] ?? 1);
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
