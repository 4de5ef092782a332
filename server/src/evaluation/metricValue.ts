/** What computing a metric gives: a number with what it rests on, or the reason why there is none. */

/** A range that holds the true value with a stated confidence. */
export interface Interval {
  readonly low: number;
  readonly high: number;
  /** Share strictly between 0 and 1, such as 0.95. */
  readonly confidence: number;
  /** How it was computed, for display: `Wilson`, `bootstrap of the confusion matrix, seed 0`. */
  readonly method: string;
}

export interface KnownMetric {
  readonly state: 'known';
  /** Finite. */
  readonly value: number;
  /** What it is a mean or share of: rows, positives, alerts. */
  readonly n: number;
  readonly interval?: Interval;
  /** Sentences that belong to the value, such as that a class was left out of a mean. */
  readonly notes?: readonly string[];
}

export interface UndefinedMetric {
  readonly state: 'undefined';
  /** The end of "undefined because …", without a full stop. */
  readonly because: string;
}

export type MetricValue = KnownMetric | UndefinedMetric;

/** @param value finite; anything else is a bug of the caller and becomes undefined */
export function knownMetric(value: number, n: number, notes: readonly string[] = []): MetricValue {
  if (!Number.isFinite(value)) return undefinedMetric('the numbers are too large or too small to compute with');
  return { state: 'known', value, n, ...(notes.length === 0 ? {} : { notes }) };
}

export function undefinedMetric(because: string): UndefinedMetric {
  return { state: 'undefined', because };
}

/** The value with its interval; an undefined one stays as it is. */
export function withInterval(value: MetricValue, interval: Interval | undefined): MetricValue {
  return value.state === 'undefined' || interval === undefined ? value : { ...value, interval };
}
