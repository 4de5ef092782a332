/** Detectors by the bounds of Hoeffding and McDiarmid. */
import { createDetector, extendMean, noMean, type Detector, type RunningMean } from './detector.ts';

export interface HddmOptions {
  /** Probabilities of an alarm, and of a warning, without a change. */
  readonly drift: number;
  readonly warning: number;
  /** Whether a fall of the errors is an alarm, too. */
  readonly isTwoSided: boolean;
}

const defaults: HddmOptions = { drift: 0.001, warning: 0.005, isTwoSided: false };

export interface HddmAState {
  readonly all: RunningMean;
  /** The stretch from the start after which the mean was surely lowest, and highest. */
  readonly lowest: RunningMean;
  readonly highest: RunningMean;
}

/**
 * Alarms when the mean of all values lies above that of the best stretch by more than chance allows.
 *
 * @source Frías-Blanco et al. 2015, IEEE TKDE 27, 810-823, A-test; equals river.drift.binary.HDDMA
 */
export function createHddmA(options: Partial<HddmOptions> = {}, saved?: HddmAState): Detector<HddmAState> {
  const { drift, warning, isTwoSided } = { ...defaults, ...options };
  const bound = ({ count }: RunningMean): number => Math.sqrt(Math.log(1 / drift) / (2 * count));
  const isApart = (stretch: RunningMean, all: RunningMean, confidence: number, sign: 1 | -1): boolean => {
    if (stretch.count === all.count) return false;
    const share = ((all.count - stretch.count) / stretch.count) * (1 / all.count);
    return sign * (all.mean - stretch.mean) >= Math.sqrt((share / 2) * Math.log(2 / confidence));
  };
  return createDetector<HddmAState>(
    { all: noMean, lowest: noMean, highest: noMean },
    (before, x) => {
      const all = extendMean(before.all, x);
      let lowest = before.lowest.count === 0 ? all : before.lowest;
      let highest = before.highest.count === 0 ? all : before.highest;
      if (lowest.mean + bound(lowest) >= all.mean + bound(all)) lowest = all;
      if (highest.mean - bound(highest) <= all.mean - bound(all)) highest = all;
      const says = (confidence: number): boolean =>
        isApart(lowest, all, confidence, 1) || (isTwoSided && isApart(highest, all, confidence, -1));
      return { state: { all, lowest, highest }, signal: says(drift) ? 'drift' : says(warning) ? 'warning' : 'none' };
    },
    saved,
  );
}

/** An exponentially weighted mean, and the sum of its squared weights that bounds how far chance carries it. */
interface WeightedMean {
  readonly isStarted: boolean;
  readonly mean: number;
  readonly weights: number;
}

const noWeighted: WeightedMean = { isStarted: false, mean: 0, weights: 1 };

export interface HddmWState {
  readonly all: WeightedMean;
  readonly low: WeightedMean;
  readonly afterLow: WeightedMean;
  readonly lowCut: number | undefined;
  readonly high: WeightedMean;
  readonly afterHigh: WeightedMean;
  readonly highCut: number | undefined;
}

export interface HddmWOptions extends HddmOptions {
  /** Weight of the newest value. */
  readonly lambda: number;
}

/**
 * The same on weighted means, which see sudden changes sooner.
 *
 * @source Frías-Blanco et al. 2015, IEEE TKDE 27, 810-823, W-test; equals river.drift.binary.HDDMW
 */
export function createHddmW(options: Partial<HddmWOptions> = {}, saved?: HddmWState): Detector<HddmWState> {
  const { drift, warning, isTwoSided, lambda } = { ...defaults, lambda: 0.05, ...options };
  const extend = ({ isStarted, mean, weights }: WeightedMean, x: number): WeightedMean => ({
    isStarted: true,
    mean: isStarted ? lambda * x + (1 - lambda) * mean : x,
    weights: lambda * lambda + (1 - lambda) ** 2 * weights,
  });
  const bound = (weights: number, confidence: number): number => Math.sqrt((weights * Math.log(1 / confidence)) / 2);
  const isHigher = (before: WeightedMean, after: WeightedMean, confidence: number): boolean =>
    before.isStarted && after.isStarted && after.mean - before.mean > bound(before.weights + after.weights, confidence);
  return createDetector<HddmWState>(
    {
      all: noWeighted,
      low: noWeighted,
      afterLow: noWeighted,
      lowCut: undefined,
      high: noWeighted,
      afterHigh: noWeighted,
      highCut: undefined,
    },
    (before, x) => {
      const all = extend(before.all, x);
      const reach = bound(all.weights, drift);
      const isLower = before.lowCut === undefined || all.mean + reach < before.lowCut;
      const isTop = before.highCut === undefined || all.mean - reach > before.highCut;
      const state: HddmWState = {
        all,
        low: isLower ? all : before.low,
        afterLow: isLower ? noWeighted : extend(before.afterLow, x),
        lowCut: isLower ? all.mean + reach : before.lowCut,
        high: isTop ? all : before.high,
        afterHigh: isTop ? noWeighted : extend(before.afterHigh, x),
        highCut: isTop ? all.mean - reach : before.highCut,
      };
      const says = (confidence: number): boolean =>
        isHigher(state.low, state.afterLow, confidence) ||
        (isTwoSided && isHigher(state.afterHigh, state.high, confidence));
      return { state, signal: says(drift) ? 'drift' : says(warning) ? 'warning' : 'none' };
    },
    saved,
  );
}
