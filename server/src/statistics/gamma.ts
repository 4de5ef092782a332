/** The gamma function and its incomplete forms, from which normal and chi-square probabilities follow. */

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
/** From here on the series below is exact to the last digit of a double. */
const seriesStart = 12;

/**
 * Natural logarithm of the gamma function.
 *
 * @param x above 0 and finite
 * @returns ln Γ(x), to about 15 digits of the larger of it and 1
 * @throws {RangeError} outside this range: a bug in the caller, never user data
 * @source Stirling's series after shifting x upwards, Abramowitz and Stegun 1964, 6.1.15 and 6.1.41; equals
 *   scipy.special.gammaln(x)
 */
export function logGamma(x: number): number {
  if (!(x > 0 && x < Number.POSITIVE_INFINITY)) throw new RangeError(`ln Γ(${x}) is not computed.`);
  let shifted = x;
  let product = 1;
  while (shifted < seriesStart) {
    product *= shifted;
    shifted += 1;
  }
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted) - Math.log(product);
}

/** From here on the first terms of the series are all that a double holds. */
const shortStart = 1000;

/**
 * What ln Γ(x) has beyond (x − 1/2) ln x − x + ln(2π)/2, for x from `seriesStart` on: Σ B(2k) x^(1−2k) / (2k(2k−1)),
 * with the Bernoulli numbers B.
 */
function stirlingSeries(x: number): number {
  const inverse = 1 / x;
  const y = inverse * inverse;
  if (x >= shortStart) return (1 / 12 - y * (1 / 360 - y / 1260)) * inverse;
  const far = -1 / 1680 + y * (1 / 1188 + y * (-691 / 360360 + y * (1 / 156 + y * (-3617 / 122400))));
  return (1 / 12 + y * (-1 / 360 + y * (1 / 1260 + y * far))) * inverse;
}

/**
 * ln Γ(x + step) − ln Γ(x), also where both are so large that their difference would have no digits left.
 *
 * @param x above 0 and finite
 * @param step at least 0
 */
export function logGammaDrop(x: number, step: number): number {
  if (x < seriesStart) return logGamma(x + step) - logGamma(x);
  const end = x + step;
  return (x - 0.5) * Math.log1p(step / x) + step * (Math.log(end) - 1) + stirlingSeries(end) - stirlingSeries(x);
}

/** x^shape e^−x / Γ(shape). */
function gammaScale(shape: number, x: number): number {
  if (shape < seriesStart) return Math.exp(shape * Math.log(x) - x - logGamma(shape));
  // The large terms of the exponent cancel in symbols, not in numbers.
  const excess = (x - shape) / shape;
  const exponent = shape * (Math.log1p(excess) - excess) - stirlingSeries(shape);
  return Math.exp(exponent) * Math.sqrt(shape / (2 * Math.PI));
}

/** Terms that either expansion may take; about √shape are needed, so shapes up to 10¹⁰ are covered. */
const mostTerms = 1_000_000;

/**
 * Regularised upper incomplete gamma function Q(shape, x) = Γ(shape, x) / Γ(shape).
 *
 * @param shape above 0 and finite
 * @param x at least 0; may be infinite
 * @returns a probability in [0, 1]
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source series and Lentz's continued fraction, Abramowitz and Stegun 1964, 6.5.29 and 6.5.31; equals
 *   scipy.special.gammaincc(shape, x)
 */
export function upperGamma(shape: number, x: number): number {
  if (!(shape > 0 && shape < Number.POSITIVE_INFINITY && x >= 0)) {
    throw new RangeError(`Q(${shape}, ${x}) is not computed.`);
  }
  if (x === 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const scale = gammaScale(shape, x);
  return x < shape + 1 ? 1 - scale * lowerSeries(shape, x) : scale * upperFraction(shape, x);
}

/** Σ x^k / (shape(shape+1)…(shape+k)), for x below shape + 1. */
function lowerSeries(shape: number, x: number): number {
  let term = 1 / shape;
  let sum = term;
  for (let k = 1; k < mostTerms; k++) {
    term *= x / (shape + k);
    sum += term;
    if (term < sum * Number.EPSILON) return sum;
  }
  return sum;
}

/** The continued fraction of Γ(shape, x) e^x x^−shape, for x of at least shape + 1. */
function upperFraction(shape: number, x: number): number {
  // Lentz's method divides by running values that must not vanish.
  const tiny = Number.MIN_VALUE / Number.EPSILON;
  let odd = x + 1 - shape;
  let ratio = 1 / tiny;
  let inverse = 1 / odd;
  let fraction = inverse;
  for (let k = 1; k < mostTerms; k++) {
    const numerator = -k * (k - shape);
    odd += 2;
    inverse = numerator * inverse + odd;
    inverse = 1 / (Math.abs(inverse) < tiny ? tiny : inverse);
    ratio = odd + numerator / ratio;
    if (Math.abs(ratio) < tiny) ratio = tiny;
    const change = inverse * ratio;
    fraction *= change;
    if (Math.abs(change - 1) < Number.EPSILON) return fraction;
  }
  return fraction;
}

const tabulatedNumbers = 4096;
const tabulated = Float64Array.from({ length: tabulatedNumbers }, (_, n) => logGamma(n + 1));

/**
 * ln n!, from a table for small n.
 *
 * @param n whole number, at least 0
 */
export function logFactorial(n: number): number {
  // Reading beyond the end of an array takes as long as what follows.
  if (n < tabulatedNumbers) return tabulated[n] ?? 0;
  const shifted = n + 1;
  return (shifted - 0.5) * Math.log(shifted) - shifted + halfLogTwoPi + stirlingSeries(shifted);
}

/**
 * What ln n! has beyond Stirling's formula n ln n − n + ln(2πn)/2.
 *
 * @param n any number above 0
 */
export function logFactorialError(n: number): number {
  return n >= seriesStart ? stirlingSeries(n) : logGamma(n + 1) - (n + 0.5) * Math.log(n) + n - halfLogTwoPi;
}
