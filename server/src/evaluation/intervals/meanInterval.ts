/** Intervals of means of losses, and of what a monotone function makes of them. */
import { normalProbability, normalQuantile } from '../../statistics/normal.ts';
import { createRandomStream } from '../../statistics/seededRandom.ts';
import { sumSquaredDistances, sumStable } from '../../statistics/stableSum.ts';
import type { Interval } from '../metricValue.ts';
import { quantileOf } from './percentileInterval.ts';
import type { Resampling } from './percentileInterval.ts';

/** Above so many rows the mean is normal for all that an interval can show. */
const mostDrawnRows = 5000;

/**
 * Interval of a mean.
 *
 * @param values independent, such as the losses of rows
 * @returns undefined for fewer than two values
 * @source up to 5,000 rows the bias-corrected accelerated bootstrap, Efron 1987, JASA 82, 171-185, with the exact
 *   acceleration of a mean; above, the central limit theorem
 */
export function meanInterval(values: Float64Array, resampling: Resampling): Interval | undefined {
  const rows = values.length;
  if (rows < 2 || resampling.resamples === 0) return undefined;
  const mean = sumStable(values) / rows;
  const squares = sumSquaredDistances(values, mean);
  const { confidence } = resampling;
  if (squares === 0) return { low: mean, high: mean, confidence, method: 'every row has the same value' };
  if (rows > mostDrawnRows) {
    const half = normalQuantile((1 + confidence) / 2) * Math.sqrt(squares / (rows - 1) / rows);
    return { low: mean - half, high: mean + half, confidence, method: 'normal' };
  }
  const cubes = sumStable(values.map((value) => (value - mean) ** 3));
  return acceleratedInterval(drawMeans(values, resampling), mean, cubes / (6 * squares ** 1.5), resampling);
}

function drawMeans(values: Float64Array, { seed, resamples }: Resampling): Float64Array {
  const random = createRandomStream(seed);
  return Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let draw = 0; draw < values.length; draw++) sum += values[random.nextBelow(values.length)] ?? 0;
    return sum / values.length;
  }).sort();
}

/** @param draws rising */
function acceleratedInterval(
  draws: Float64Array,
  mean: number,
  acceleration: number,
  { seed, confidence }: Resampling,
): Interval {
  // A draw that equals the mean counts half, as in scipy, so that the share is never 0 or 1 for coarse values.
  const below = draws.reduce((sum, draw) => sum + (draw < mean ? 1 : draw === mean ? 0.5 : 0), 0);
  const share = Math.min(1 - 0.5 / draws.length, Math.max(0.5 / draws.length, below / draws.length));
  const bias = normalQuantile(share);
  const corrected = (probability: number): number => {
    const shifted = bias + normalQuantile(probability);
    return normalProbability(bias + shifted / (1 - acceleration * shifted));
  };
  const tail = (1 - confidence) / 2;
  return {
    low: quantileOf(draws, corrected(tail)),
    high: quantileOf(draws, corrected(1 - tail)),
    confidence,
    method: `BCa bootstrap of the rows, ${draws.length} draws, seed ${seed}`,
  };
}

/**
 * The interval of a rising function of what the interval is of, such as the root of a mean square.
 *
 * @param rising defined on the whole interval
 */
export function mapInterval(interval: Interval | undefined, rising: (value: number) => number): Interval | undefined {
  return interval === undefined ? undefined : { ...interval, low: rising(interval.low), high: rising(interval.high) };
}
