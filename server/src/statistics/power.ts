/** How many rows a window needs before a change of a given size would be seen. */
import { normalQuantile } from './normal.ts';

/** What a test may miss and may invent. */
export interface TestErrors {
  /** Probability of an alarm although nothing has changed, strictly between 0 and 1. */
  readonly falseAlarm: number;
  /** Probability of an alarm when the change is there, strictly between 0 and 1. */
  readonly power: number;
}

function refuseRange(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`A ${name} of ${value} is not between 0 and 1.`);
}

/**
 * The least window in which a two-sided comparison of means sees a shift.
 *
 * @param shift in standard deviations of one row, above 0
 * @param referenceRows rows that the window is compared with, at least 1; may be infinite
 * @returns a whole number of rows, at least 1; undefined because no window is enough for so small a reference
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source the two-sample z test: 1/n + 1/m = (shift / (z(1 − α/2) + z(power)))²
 */
export function computeShiftWindow(
  shift: number,
  referenceRows: number,
  { falseAlarm, power }: TestErrors,
): number | undefined {
  refuseRange('false alarm', falseAlarm);
  refuseRange('power', power);
  if (!(shift > 0) || !(referenceRows >= 1)) {
    throw new RangeError(`A shift of ${shift} against ${referenceRows} rows cannot be looked for.`);
  }
  const distance = normalQuantile(1 - falseAlarm / 2) + normalQuantile(power);
  const left = (shift / distance) ** 2 - 1 / referenceRows;
  return left > 0 ? Math.ceil(1 / left) : undefined;
}

/**
 * The least number of trials in which a one-sided test sees that a share has become another one.
 *
 * @param expected share when nothing has changed, in [0, 1]
 * @param worst share that must be seen, in [0, 1], not equal to `expected`
 * @returns a whole number of trials, at least 1: positives for recall, alerts for precision, rows for accuracy
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 * @source the normal approximation of the binomial test, Fleiss, Levin and Paik 2003, Statistical Methods for Rates and
 *   Proportions, formula 2.15 without continuity correction
 */
export function computeShareTrials(expected: number, worst: number, { falseAlarm, power }: TestErrors): number {
  refuseRange('false alarm', falseAlarm);
  refuseRange('power', power);
  if (!(expected >= 0 && expected <= 1 && worst >= 0 && worst <= 1) || expected === worst) {
    throw new RangeError(`A share of ${expected} cannot be told from ${worst}.`);
  }
  const spread =
    normalQuantile(1 - falseAlarm) * Math.sqrt(expected * (1 - expected)) +
    normalQuantile(power) * Math.sqrt(worst * (1 - worst));
  return Math.max(1, Math.ceil((spread / (expected - worst)) ** 2));
}
