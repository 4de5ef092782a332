/** Checking a random sample instead of every answer: how many are enough, and how exact the share of errors is then. */
import { computeSampleSize } from '../statistics/proportion.ts';

export interface CheckSample {
  /** Answers that are checked per month. */
  readonly size: number;
  /** Half of the 95 % interval of the share of errors, whatever that share is. */
  readonly error: number;
}

/** Widest half of the 95 % interval of a sampled share of errors, best first. */
const sampleErrors = [0.01, 0.03, 0.05] as const;

/**
 * Formula 30: the most exact monthly sample that is less than half of what is checked today.
 *
 * @param monthly answers that are checked per month today
 * @returns undefined because even the least exact sample is no relief
 */
export function planCheckSample(monthly: number): CheckSample | undefined {
  // The interval is widest for a share of one half, so that any share of errors is known at least so well.
  return sampleErrors
    .map((error) => ({ error, size: computeSampleSize(0.5, error, 0.95) }))
    .find(({ size }) => size < monthly / 2);
}
