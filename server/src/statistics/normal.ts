/** The standard normal distribution. */
import { upperGamma } from './gamma.ts';

/**
 * Probability that a standard normal variable is at most z.
 *
 * @param z any number; may be infinite
 * @returns a probability in [0, 1], exact in relative terms far below 0
 * @throws {RangeError} on NaN: a bug in the caller, never user data
 * @source Φ(z) = Q(1/2, z²/2) / 2 for z below 0; equals scipy.stats.norm.cdf(z)
 */
export function normalProbability(z: number): number {
  const tail = upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? tail : 1 - tail;
}

/** Coefficients of three rational approximations, constant term first. */
interface Ratio {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

const central: Ratio = {
  above: [
    3.387132872796366608, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125, 45921.953931549871457,
    67265.770927008700853, 33430.575583588128105, 2509.0809287301226727,
  ],
  below: [
    1, 42.313330701600911252, 687.1870074920579083, 5394.1960214247511077, 21213.794301586595867, 39307.89580009271061,
    28729.085735721942674, 5226.495278852854561,
  ],
};
const middle: Ratio = {
  above: [
    1.42343711074968357734, 4.6303378461565452959, 5.7694972214606914055, 3.64784832476320460504,
    1.27045825245236838258, 0.24178072517745061177, 0.0227238449892691845833, 7.7454501427834140764e-4,
  ],
  below: [
    1, 2.05319162663775882187, 1.6763848301838038494, 0.68976733498510000455, 0.14810397642748007459,
    0.0151986665636164571966, 5.475938084995344946e-4, 1.05075007164441684324e-9,
  ],
};
const far: Ratio = {
  above: [
    6.6579046435011037772, 5.4637849111641143699, 1.7848265399172913358, 0.29656057182850489123,
    0.026532189526576123093, 0.0012426609473880784386, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ],
  below: [
    1, 0.59983220655588793769, 0.13692988092273580531, 0.0148753612908506148525, 7.868691311456132591e-4,
    1.8463183175100546818e-5, 1.4215117583164458887e-7, 2.04426310338993978564e-15,
  ],
};

function evaluate({ above, below }: Ratio, x: number): number {
  return polynomial(above, x) / polynomial(below, x);
}

/** Horner's rule, in a plain loop: rules ask for thousands of these while somebody types. */
function polynomial(terms: readonly number[], x: number): number {
  let sum = 0;
  for (let power = terms.length - 1; power >= 0; power -= 1) sum = sum * x + (terms[power] ?? 0);
  return sum;
}

/**
 * The value below which a standard normal variable lies with a given probability.
 *
 * @param probability strictly between 0 and 1
 * @returns z, to about 16 digits
 * @throws {RangeError} outside this range: a bug in the caller, never user data
 * @source algorithm AS 241 (PPND16), Wichura 1988, Applied Statistics 37, 477-484; equals
 *   scipy.stats.norm.ppf(probability)
 */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`A probability of ${probability} is not between 0 and 1.`);
  }
  const offset = probability - 0.5;
  if (Math.abs(offset) <= 0.425) return offset * evaluate(central, 0.180625 - offset * offset);
  const distance = Math.sqrt(-Math.log(Math.min(probability, 1 - probability)));
  const z = distance <= 5 ? evaluate(middle, distance - 1.6) : evaluate(far, distance - 5);
  return offset < 0 ? -z : z;
}
