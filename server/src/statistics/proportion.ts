/** Sampling error of shares, and the sample that an accuracy needs. */
import { normalQuantile } from './normal.ts';

export type ProportionInterval =
  | { readonly kind: 'known'; readonly low: number; readonly high: number }
  | { readonly kind: 'undefined'; readonly because: 'no trials' };

/** @returns z such that a standard normal variable lies in [−z, z] with the given probability */
function criticalValue(confidence: number): number {
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`A confidence of ${confidence} is no share.`);
  return normalQuantile((1 + confidence) / 2);
}

function refuseCounts(successes: number, trials: number): void {
  if (!Number.isInteger(successes) || !Number.isInteger(trials) || successes < 0 || successes > trials) {
    throw new RangeError(`${successes} of ${trials} is no proportion.`);
  }
}

/**
 * Wilson score interval of a proportion.
 *
 * @param successes whole number, 0 <= successes <= trials
 * @param trials whole number of independent trials: positives for recall, alerts for precision, rows for accuracy
 * @param confidence share strictly between 0 and 1, such as 0.95; not a percentage
 * @returns shares in [0, 1]; undefined because "no trials" when trials is 0
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source Wilson 1927, JASA 22, 209-212; equals scipy binomtest(k, n).proportion_ci(c, "wilson")
 */
export function computeWilsonInterval(successes: number, trials: number, confidence: number): ProportionInterval {
  refuseCounts(successes, trials);
  const z = criticalValue(confidence);
  if (trials === 0) return { kind: 'undefined', because: 'no trials' };
  const share = successes / trials;
  const centre = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half = wilsonHalfWidth(share, trials, z);
  return {
    kind: 'known',
    // At the ends the formula is exact, and rounding must not leave the range of shares.
    low: successes === 0 ? 0 : Math.max(0, centre - half),
    high: successes === trials ? 1 : Math.min(1, centre + half),
  };
}

function wilsonHalfWidth(share: number, trials: number, z: number): number {
  const square = z * z;
  const spread = (share * (1 - share)) / trials + square / (4 * trials * trials);
  return (z * Math.sqrt(spread)) / (1 + square / trials);
}

/** More rows than this are no sample. */
const largestSample = 2 ** 53;

/**
 * The least number of trials whose Wilson interval is at most `tolerance` wide on either side.
 *
 * @param share expected proportion, in [0, 1]
 * @param tolerance half-width, above 0
 * @param confidence share strictly between 0 and 1
 * @returns a whole number, at least 1; divide it by the prevalence for the rows that a recall needs
 * @throws {RangeError} outside these ranges, or when more than 2^53 trials would be needed
 * @source the half-width of Wilson 1927 falls with the number of trials, so it is bisected
 */
export function computeSampleSize(share: number, tolerance: number, confidence: number): number {
  refuseGoal(share, tolerance);
  const z = criticalValue(confidence);
  let enough = 1;
  while (wilsonHalfWidth(share, enough, z) > tolerance) {
    enough *= 2;
    if (enough > largestSample) throw new RangeError(`No sample reaches a tolerance of ${tolerance}.`);
  }
  let tooFew = Math.floor(enough / 2);
  while (enough - tooFew > 1) {
    const middle = tooFew + Math.floor((enough - tooFew) / 2);
    if (wilsonHalfWidth(share, middle, z) > tolerance) tooFew = middle;
    else enough = middle;
  }
  return enough;
}

/**
 * Whether a sample shows a share to a tolerance: the same as asking whether it has `computeSampleSize` trials, without
 * searching for that number.
 *
 * @param share expected proportion, in [0, 1]
 * @param trials whole number, at least 1
 * @param tolerance half-width, above 0
 * @param confidence share strictly between 0 and 1
 * @throws {RangeError} outside these ranges
 * @source Wilson 1927, whose half-width falls with the number of trials
 */
export function reachesTolerance(share: number, trials: number, tolerance: number, confidence: number): boolean {
  refuseGoal(share, tolerance);
  return wilsonHalfWidth(share, trials, criticalValue(confidence)) <= tolerance;
}

function refuseGoal(share: number, tolerance: number): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${share} is no share.`);
  if (!(tolerance > 0)) throw new RangeError(`A tolerance of ${tolerance} is not above 0.`);
}

/**
 * The trials without a single event that show, at 95 % confidence, that events are rarer than a rate.
 *
 * @param rate share above 0 and at most 1
 * @returns a whole number
 * @throws {RangeError} outside this range: a bug in the caller, never user data
 * @source the rule of three, Hanley and Lippman-Hand 1983, JAMA 249, 1743-1745
 */
export function computeEventFreeSampleSize(rate: number): number {
  if (!(rate > 0 && rate <= 1)) throw new RangeError(`${rate} is no rate.`);
  // 3 / 0.01 is a little more than 300 in binary, which must not cost one more trial.
  return Math.ceil((3 / rate) * (1 - Number.EPSILON));
}
