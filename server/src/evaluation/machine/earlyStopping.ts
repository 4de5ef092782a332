/** How many queries a percentile of latency needs before it may be believed. */
import { binomialTail } from '../../statistics/binomialTail.ts';
import { normalQuantile } from '../../statistics/normal.ts';

/** How sure a percentile must be, as MLPerf wants it. */
export const sureness = 0.99;

/**
 * Queries within a bound that are needed when some lie over it, so that the percentile lies within, too.
 *
 * @param over queries over the bound, at least 0
 * @param percentile share strictly between 0 and 1, such as 0.99
 * @returns the least h with BinomCDF(over; h + over, 1 − percentile) ≤ 1 − confidence
 * @source early stopping of MLPerf LoadGen, mlcommons/inference `early_stopping.cc`
 */
export function neededWithin(over: number, percentile: number, confidence = sureness): number {
  const isEnough = (within: number): boolean => binomialTail(over, within + over, 1 - percentile) <= 1 - confidence;
  let high = 1;
  while (!isEnough(high)) high *= 2;
  let low = 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isEnough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Queries that may lie over the percentile of the sample so that the next faster one is a sure upper estimate.
 *
 * @param queries at least 0
 * @returns the largest t ≥ 1 with h(t) + t ≤ queries; undefined when there are too few queries for any
 */
export function allowedOver(queries: number, percentile: number, confidence = sureness): number | undefined {
  const isAllowed = (over: number): boolean => binomialTail(over, queries, 1 - percentile) <= 1 - confidence;
  if (queries < 1 || !isAllowed(1)) return undefined;
  let low = 1;
  let high = queries;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isAllowed(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/**
 * Queries after which a percentile is known to a twentieth of what lies beyond it.
 *
 * @source MLPerf inference rules, "number of queries": n = z² p (1 − p) / m², m = (1 − p) / 20, at 99 %
 */
export function queriesForMargin(percentile: number, confidence = sureness): number {
  const z = normalQuantile((1 + confidence) / 2);
  const margin = (1 - percentile) / 20;
  return Math.round((z * z * percentile * (1 - percentile)) / (margin * margin));
}
