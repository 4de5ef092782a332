/** Student's t distribution, from the incomplete beta function. */
import { logGamma, logGammaDrop } from './gamma.ts';

/**
 * Probability that the size of a t variable is at least that of a value.
 *
 * @param value any number; may be infinite
 * @param degrees of freedom, above 0
 * @returns a probability in [0, 1], exact in relative terms far into the tail
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source I(degrees / (degrees + t²); degrees / 2, 1 / 2), Abramowitz and Stegun 1964, 26.7.1; equals
 *   2 · scipy.stats.t.sf(|value|, degrees)
 */
export function studentTail(value: number, degrees: number): number {
  if (Number.isNaN(value) || !(degrees > 0 && degrees < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`A t of ${value} with ${degrees} degrees has no probability.`);
  }
  const ratio = (value * value) / degrees;
  if (ratio === Number.POSITIVE_INFINITY) return 0;
  if (ratio === 0) return 1;
  const [a, b] = [degrees / 2, 0.5];
  // x = 1 / (1 + ratio), and both of its logarithms keep their digits.
  const [logX, logRest] = [-Math.log1p(ratio), -Math.log1p(1 / ratio)];
  // ln B(a, b) = ln Γ(b) − (ln Γ(a + b) − ln Γ(a)), whose large terms cancel in symbols.
  const scale = Math.exp(a * logX + b * logRest - logGamma(b) + logGammaDrop(a, b));
  const x = 1 / (1 + ratio);
  if (x < (a + 1) / (a + b + 2)) return (scale / a) * betaFraction(x, a, b);
  return 1 - (scale / b) * betaFraction(ratio / (1 + ratio), b, a);
}

/** About √max(a, b) terms are needed. */
const mostTerms = 1_000_000;

/** The continued fraction of the incomplete beta function. @source Abramowitz and Stegun 1964, 26.5.8, by Lentz */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = Number.MIN_VALUE / Number.EPSILON;
  const keep = (value: number): number => (Math.abs(value) < tiny ? tiny : value);
  let ratio = 1;
  let inverse = 1 / keep(1 - ((a + b) * x) / (a + 1));
  let fraction = inverse;
  for (let m = 1; m < mostTerms; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    inverse = 1 / keep(1 + even * inverse);
    ratio = keep(1 + even / ratio);
    fraction *= inverse * ratio;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    inverse = 1 / keep(1 + odd * inverse);
    ratio = keep(1 + odd / ratio);
    const change = inverse * ratio;
    fraction *= change;
    if (Math.abs(change - 1) < Number.EPSILON) return fraction;
  }
  return fraction;
}
