/** Intervals of metrics that follow from counts. */
import { resampleCounts } from '../../statistics/binomial.ts';
import { computeWilsonInterval } from '../../statistics/proportion.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import type { Confusion } from '../classification/confusion.ts';
import type { Interval, MetricValue } from '../metricValue.ts';
import { percentileInterval } from './percentileInterval.ts';
import type { Resampling } from './percentileInterval.ts';

/** Interval of a share of independent trials, such as a recall given its positives. */
export function shareInterval(successes: number, trials: number, confidence: number): Interval | undefined {
  const interval = computeWilsonInterval(successes, trials, confidence);
  return interval.kind === 'undefined'
    ? undefined
    : { low: interval.low, high: interval.high, confidence, method: 'Wilson' };
}

/**
 * Interval of any metric of a confusion matrix.
 *
 * Drawing cells is the same as drawing rows, and takes time for the cells alone.
 */
export function confusionInterval(
  confusion: Confusion,
  metric: (confusion: Confusion) => MetricValue,
  resampling: Resampling,
): Interval | undefined {
  return countsInterval(
    confusion.counts,
    (counts) => metric({ classes: confusion.classes, counts }),
    'the confusion matrix',
    resampling,
  );
}

/** Interval of any metric of a table of counts. */
export function countsInterval(
  counts: Float64Array,
  metric: (counts: Float64Array) => MetricValue,
  what: string,
  resampling: Resampling,
): Interval | undefined {
  const random = createRandomStream(resampling.seed);
  const draws = Array.from({ length: resampling.resamples }, () => {
    const value = metric(resampleCounts(random, counts));
    return value.state === 'known' ? value.value : undefined;
  });
  return percentileInterval(draws, what, resampling);
}
