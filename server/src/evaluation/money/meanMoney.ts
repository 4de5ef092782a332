/** Money of one answer on average, with its interval. */
import { normalQuantile } from '../../statistics/normal.ts';
import { sumSquaredDistances, sumStable } from '../../statistics/stableSum.ts';
import { countsInterval } from '../intervals/countIntervals.ts';
import { meanInterval } from '../intervals/meanInterval.ts';
import type { Resampling } from '../intervals/percentileInterval.ts';
import { rowsInterval } from '../intervals/rowBootstrap.ts';
import { pickFlags, pickFloats } from '../pickPlaces.ts';
import { knownMetric, undefinedMetric, withInterval } from '../metricValue.ts';
import type { Interval, MetricValue } from '../metricValue.ts';

/** The mean with its interval; undefined without rows. */
export function meanMoney(values: Float64Array, resampling: Resampling): MetricValue {
  if (values.length === 0) return undefinedMetric('there are no rows');
  const mean = knownMetric(sumStable(values) / values.length, values.length);
  const levels = levelsOf(values);
  return withInterval(mean, levels === undefined ? meanInterval(values, resampling) : drawLevels(levels, resampling));
}

/** So many different amounts, such as those of four outcomes, are drawn as counts. */
const mostLevels = 16;

/** How often each amount occurs; undefined when there are many. */
function levelsOf(values: Float64Array): ReadonlyMap<number, number> | undefined {
  const counts = new Map<number, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
    if (counts.size > mostLevels) return undefined;
  }
  return counts.size > 1 ? counts : undefined;
}

/** Drawing counts is the same as drawing rows, and takes time for the amounts alone. */
function drawLevels(levels: ReadonlyMap<number, number>, resampling: Resampling): Interval | undefined {
  const amounts = [...levels.keys()];
  return countsInterval(
    Float64Array.from(levels.values()),
    (counts) => {
      let rows = 0;
      let sum = 0;
      counts.forEach((count, at) => {
        rows += count;
        sum += count * (amounts[at] ?? 0);
      });
      return knownMetric(sum / rows, rows);
    },
    'the outcomes',
    resampling,
  );
}

/** Above so many rows a mean of each class is normal for all that an interval can show. */
const mostDrawnRows = 5000;

/**
 * The mean that rows would have if positives were as common as in production.
 *
 * @param isPositive 1 or 0 by row
 * @returns undefined when a class has no rows
 * @source π · mean of positives + (1 − π) · mean of negatives
 */
export function moneyAtPrevalence(
  values: Float64Array,
  isPositive: Uint8Array,
  prevalence: number,
  resampling: Resampling,
): MetricValue {
  const means = classMeans(values, isPositive);
  if (means === undefined) {
    return undefinedMetric(values.length === 0 ? 'there are no rows' : 'only one of both classes occurs');
  }
  const weigh = ({ positives, negatives }: ClassMeans): number =>
    prevalence * positives.mean + (1 - prevalence) * negatives.mean;
  const value = knownMetric(weigh(means), values.length);
  if (values.length <= mostDrawnRows) {
    const interval = rowsInterval(
      values.length,
      (drawn) => {
        const ofDraw = classMeans(pickFloats(values, drawn), pickFlags(isPositive, drawn));
        return ofDraw === undefined
          ? undefinedMetric('a class was not drawn')
          : knownMetric(weigh(ofDraw), drawn.length);
      },
      resampling,
    );
    return withInterval(value, interval);
  }
  return withInterval(value, normalInterval(weigh(means), means, prevalence, resampling));
}

function normalInterval(
  center: number,
  { positives, negatives }: ClassMeans,
  prevalence: number,
  { confidence }: Resampling,
): Interval | undefined {
  if (positives.rows < 2 || negatives.rows < 2) return undefined;
  const variance = (share: number, { squares, rows }: ClassMean): number => (share ** 2 * squares) / (rows - 1) / rows;
  const half =
    normalQuantile((1 + confidence) / 2) *
    Math.sqrt(variance(prevalence, positives) + variance(1 - prevalence, negatives));
  return { low: center - half, high: center + half, confidence, method: 'normal, by class' };
}

interface ClassMean {
  readonly rows: number;
  readonly mean: number;
  /** Sum of the squared distances from the mean. */
  readonly squares: number;
}

interface ClassMeans {
  readonly positives: ClassMean;
  readonly negatives: ClassMean;
}

function classMeans(values: Float64Array, isPositive: Uint8Array): ClassMeans | undefined {
  const positives = meanOf(valuesOf(values, isPositive, 1));
  const negatives = meanOf(valuesOf(values, isPositive, 0));
  return positives === undefined || negatives === undefined ? undefined : { positives, negatives };
}

/** The values of the rows with a flag, in their order. */
function valuesOf(values: Float64Array, flags: Uint8Array, wanted: 0 | 1): Float64Array {
  const picked = new Float64Array(values.length);
  let count = 0;
  for (let row = 0; row < values.length; row++) if (flags[row] === wanted) picked[count++] = values[row] ?? NaN;
  return picked.subarray(0, count);
}

function meanOf(values: Float64Array): ClassMean | undefined {
  const rows = values.length;
  if (rows === 0) return undefined;
  const mean = sumStable(values) / rows;
  return { rows, mean, squares: sumSquaredDistances(values, mean) };
}
