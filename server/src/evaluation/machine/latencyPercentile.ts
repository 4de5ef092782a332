/** A percentile of measured latencies: its value, how sure it is, and whether there were enough queries for it. */
import { binomialTail } from '../../statistics/binomialTail.ts';
import type { Interval } from '../metricValue.ts';
import { allowedOver, neededWithin } from './earlyStopping.ts';

/** Whether there were enough queries to believe a percentile. */
export type Validity =
  | { readonly kind: 'valid' }
  /** `because` is a sentence without a full stop, such as `300 queries: p99 is not valid; 459 needed if …`. */
  | { readonly kind: 'too-few'; readonly because: string };

export interface LatencyPercentile {
  /** Share, such as 0.99. */
  readonly percentile: number;
  /** Seconds. */
  readonly value: number;
  readonly interval: Interval | undefined;
  /** Below it the true percentile lies with 99 % confidence, in seconds; undefined with too few queries. */
  readonly surelyBelow: number | undefined;
  readonly validity: Validity;
}

/** The bound that a percentile is held to. */
export interface LatencyBound {
  readonly seconds: number;
  /** As the spec writes it, such as `20 ms`. */
  readonly text: string;
}

/**
 * @param sorted seconds, ascending; not empty
 * @param percentile share strictly between 0 and 1
 * @source the percentile is sorted[⌊n·p⌋], counted from 0, as MLPerf LoadGen takes it
 */
export function percentileOf(sorted: Float64Array, percentile: number): number {
  // A share such as 0.29 times 100 is a little below 29.
  const place = Math.floor(sorted.length * percentile + 1e-9);
  return sorted[Math.min(sorted.length - 1, place)] ?? Number.NaN;
}

/**
 * @param sorted seconds, ascending; not empty
 * @param bound the limit, or the target where there is no limit; undefined without either
 * @param confidence of the interval
 */
export function latencyPercentile(
  sorted: Float64Array,
  percentile: number,
  bound: LatencyBound | undefined,
  confidence: number,
): LatencyPercentile {
  const over = allowedOver(sorted.length, percentile);
  return {
    percentile,
    value: percentileOf(sorted, percentile),
    interval: orderInterval(sorted, percentile, confidence),
    surelyBelow: over === undefined ? undefined : sorted[sorted.length - over],
    validity: bound === undefined ? validityAlone(sorted, percentile) : validityAgainst(sorted, percentile, bound),
  };
}

function nameOf(percentile: number): string {
  return `p${Number((percentile * 100).toPrecision(6))}`;
}

function validityAlone(sorted: Float64Array, percentile: number): Validity {
  const needed = neededWithin(1, percentile) + 1;
  if (sorted.length >= needed) return { kind: 'valid' };
  return {
    kind: 'too-few',
    because: `${counted(sorted.length)}: ${nameOf(percentile)} is not valid; ${needed.toLocaleString('en')} needed`,
  };
}

/** A percentile that lies over its bound is believed as soon as it can be told apart from the slowest query. */
function validityAgainst(sorted: Float64Array, percentile: number, { seconds, text }: LatencyBound): Validity {
  const over = sorted.length - countUpTo(sorted, seconds);
  const needed = neededWithin(over, percentile) + over;
  if (sorted.length >= needed) return { kind: 'valid' };
  const isSlow = percentileOf(sorted, percentile) > seconds;
  if (isSlow && binomialTail(sorted.length - over, sorted.length, percentile) <= 0.01) return { kind: 'valid' };
  const among =
    over === 0 ? `none is over ${text}` : `no more than the ${over.toLocaleString('en')} seen are over ${text}`;
  return {
    kind: 'too-few',
    because: `${counted(sorted.length)}: ${nameOf(percentile)} is not valid; ${needed.toLocaleString('en')} needed if ${among}`,
  };
}

function counted(queries: number): string {
  return `${queries.toLocaleString('en')} ${queries === 1 ? 'query' : 'queries'}`;
}

function countUpTo(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Between which two measured latencies the true percentile lies, whatever their distribution.
 *
 * @returns undefined when there are too few queries for either end
 * @source order statistics; Conover 1999, Practical Nonparametric Statistics, 3.2
 */
function orderInterval(sorted: Float64Array, percentile: number, confidence: number): Interval | undefined {
  const queries = sorted.length;
  const tail = (1 - confidence) / 2;
  // Of `queries` latencies, a binomial number lies below the true percentile.
  const low = leastCount(queries, (count) => binomialTail(count, queries, percentile) > tail);
  const high = leastCount(queries, (count) => binomialTail(count, queries, percentile) >= 1 - tail);
  if (low === 0 || high >= queries) return undefined;
  return {
    low: sorted[low - 1] ?? 0,
    high: sorted[high] ?? 0,
    confidence,
    method: 'order statistics',
  };
}

/** The least count in [0, queries] for which a condition holds that, once true, stays true. */
function leastCount(queries: number, holds: (count: number) => boolean): number {
  let low = 0;
  let high = queries;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
