/**
 * How often the population stability index raises an alarm although nothing has changed (formula 24).
 *
 * Without drift the index is about (1/n + 1/m) times a chi-square variable with bins − 1 degrees of freedom, so a fixed
 * threshold means something else for every window size.
 *
 * @source Yurdakul 2018, Statistical Properties of Population Stability Index, Western Michigan University
 */
import { chiSquareTail, chiSquareTailQuantile } from './chiSquare.ts';

/** Sizes of the two samples that are compared, and the bins into which their values are sorted. */
export interface PsiSetting {
  /** Rows of the reference, at least 1. */
  readonly referenceRows: number;
  /** Rows of the window, at least 1. */
  readonly windowRows: number;
  /** At least 2. */
  readonly bins: number;
}

function scaleOf({ referenceRows, windowRows, bins }: PsiSetting): number {
  if (!(referenceRows >= 1 && windowRows >= 1 && bins >= 2)) {
    throw new RangeError(`${referenceRows} and ${windowRows} rows in ${bins} bins cannot be compared.`);
  }
  return 1 / referenceRows + 1 / windowRows;
}

/**
 * @param threshold of the index, at least 0
 * @returns the probability of an alarm without drift, in [0, 1]
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 */
export function computePsiFalseAlarm(threshold: number, setting: PsiSetting): number {
  return chiSquareTail(threshold / scaleOf(setting), setting.bins - 1);
}

/**
 * @param falseAlarm probability strictly between 0 and 1
 * @returns the threshold of the index that alarms with this probability when nothing has changed
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 */
export function computePsiThreshold(falseAlarm: number, setting: PsiSetting): number {
  return scaleOf(setting) * chiSquareTailQuantile(falseAlarm, setting.bins - 1);
}
