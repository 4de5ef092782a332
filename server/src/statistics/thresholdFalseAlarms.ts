/**
 * How often a distance with a fixed threshold raises an alarm although nothing has changed (formula 24).
 *
 * Without drift every distance of two samples shrinks with s = 1/n + 1/m, so a fixed threshold means something else for
 * every window size. Distances of shares follow a chi-square variable with bins − 1 degrees of freedom: the index is
 * about s·χ², the Kullback-Leibler divergence s·χ²/2, and the squares of the Jensen-Shannon and Hellinger distances
 * s·χ²/8. The Wasserstein distance over the standard deviation is about √s times the area below the absolute value of a
 * Brownian bridge over a normal column.
 *
 * @source Yurdakul 2018, Statistical Properties of Population Stability Index, Western Michigan University, for the
 *   index; the others by the same expansion to second order; 60,000 simulated bridges for the area
 */
import { chiSquareTail, chiSquareTailQuantile } from './chiSquare.ts';

/** Distances whose false alarms are known. */
export type ThresholdMethod = 'psi' | 'kl_div' | 'jensenshannon' | 'hellinger' | 'wasserstein';

/** Sizes of the two samples that are compared. */
export interface SampleSizes {
  /** Rows of the reference, at least 1; may be infinite. */
  readonly referenceRows: number;
  /** Rows of the window, at least 1. */
  readonly windowRows: number;
}

/** How the distance of two samples without drift is spread: threshold² or threshold over the scale has a known tail. */
interface Spread {
  /** What the tail is taken of, from a threshold and the scale of the samples. */
  readonly standardise: (threshold: number, scale: number) => number;
  /** The threshold that this is the standardised form of. */
  readonly restore: (value: number, scale: number) => number;
  /** The scale at which a threshold is this standardised value. */
  readonly scaleFor: (threshold: number, value: number) => number;
}

/** Distances that are a multiple of s·χ². */
const linear = (factor: number): Spread => ({
  standardise: (threshold, scale) => (factor * threshold) / scale,
  restore: (value, scale) => (value * scale) / factor,
  scaleFor: (threshold, value) => (factor * threshold) / value,
});
/** Distances whose square is a multiple of s·χ². */
const square = (factor: number): Spread => ({
  standardise: (threshold, scale) => (factor * threshold ** 2) / scale,
  restore: (value, scale) => Math.sqrt((value * scale) / factor),
  scaleFor: (threshold, value) => (factor * threshold ** 2) / value,
});

const spreads: Readonly<Record<ThresholdMethod, Spread>> = {
  psi: linear(1),
  kl_div: linear(2),
  jensenshannon: square(8),
  hellinger: square(8),
  wasserstein: {
    standardise: (threshold, scale) => threshold / Math.sqrt(scale),
    restore: (value, scale) => value * Math.sqrt(scale),
    scaleFor: (threshold, value) => (threshold / value) ** 2,
  },
};

/** The usual deciles of the index; the other distances of shares sort by Sturges’ rule over both samples. */
const deciles = 10;

/** Bins into which the rows are sorted; with an endless reference those of the window alone, which alarm least. */
function binsOf(method: ThresholdMethod, { referenceRows, windowRows }: SampleSizes): number {
  if (method === 'psi') return deciles;
  const rows = Number.isFinite(referenceRows) ? referenceRows + windowRows : windowRows;
  return Math.max(2, Math.ceil(Math.log2(rows) + 1));
}

function scaleOf({ referenceRows, windowRows }: SampleSizes): number {
  if (!(referenceRows >= 1 && windowRows >= 1)) {
    throw new RangeError(`${referenceRows} and ${windowRows} rows cannot be compared.`);
  }
  return 1 / referenceRows + 1 / windowRows;
}

/**
 * @param threshold of the distance, at least 0
 * @returns the probability of an alarm without drift, in [0, 1]
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 */
export function computeThresholdFalseAlarm(method: ThresholdMethod, threshold: number, sizes: SampleSizes): number {
  const value = spreads[method].standardise(threshold, scaleOf(sizes));
  return method === 'wasserstein' ? areaTail(value) : chiSquareTail(value, binsOf(method, sizes) - 1);
}

/**
 * @param falseAlarm probability strictly between 0 and 1
 * @returns the threshold of the distance that alarms with this probability when nothing has changed
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 */
export function computeHonestThreshold(method: ThresholdMethod, falseAlarm: number, sizes: SampleSizes): number {
  return spreads[method].restore(quantileOf(method, falseAlarm, sizes), scaleOf(sizes));
}

/**
 * The rows of a window from which a threshold alarms no more often than it may.
 *
 * @returns a whole number; undefined when the reference is too small for any window
 * @throws {RangeError} outside these ranges: a bug in the caller, never user data
 */
export function computeEnoughRows(
  method: ThresholdMethod,
  threshold: number,
  falseAlarm: number,
  sizes: SampleSizes,
): number | undefined {
  const most = spreads[method].scaleFor(threshold, quantileOf(method, falseAlarm, sizes));
  const room = most - 1 / sizes.referenceRows;
  return room > 0 ? Math.ceil(1 / room) : undefined;
}

function quantileOf(method: ThresholdMethod, falseAlarm: number, sizes: SampleSizes): number {
  return method === 'wasserstein'
    ? areaQuantile(falseAlarm)
    : chiSquareTailQuantile(falseAlarm, binsOf(method, sizes) - 1);
}

/** Chance that the area below the absolute value of a Brownian bridge over a normal column is at least so large. */
const areas: readonly (readonly [area: number, chance: number])[] = [
  [0.4, 1],
  [0.6, 0.994],
  [0.8, 0.907],
  [1, 0.709],
  [1.2, 0.497],
  [1.4, 0.325],
  [1.6, 0.203],
  [1.8, 0.124],
  [2, 0.0743],
  [2.2, 0.043],
  [2.4, 0.0245],
  [2.6, 0.0132],
  [2.8, 0.0071],
  [3, 0.00337],
  [3.2, 0.0016],
];

/** 0 beyond the table, where fewer than one of 600 windows comes. */
function areaTail(area: number): number {
  const [last] = areas.at(-1) ?? [0];
  return area > last ? 0 : interpolate(areas, area);
}

function areaQuantile(chance: number): number {
  return interpolate(areas.map(([area, tail]) => [tail, area] as const).reverse(), chance);
}

/** Between the points of a table whose places rise; the first and the last value beyond them. */
function interpolate(points: readonly (readonly [at: number, value: number])[], at: number): number {
  const next = points.findIndex(([place]) => place >= at);
  const [right, left] = [points[next], points[next - 1]];
  if (right === undefined) return points.at(-1)?.[1] ?? 0;
  if (left === undefined) return right[1];
  return left[1] + ((right[1] - left[1]) * (at - left[0])) / (right[0] - left[0]);
}
