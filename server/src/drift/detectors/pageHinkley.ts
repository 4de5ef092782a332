/** The test of Page and Hinkley. */
import { createDetector, extendMean, noMean, type Detector, type RunningMean } from './detector.ts';

export interface PageHinkleyState {
  readonly values: RunningMean;
  readonly up: number;
  readonly leastUp: number | undefined;
  readonly down: number;
  readonly mostDown: number;
}

export interface PageHinkleyOptions {
  readonly fewest: number;
  /** Change that does not count. */
  readonly delta: number;
  /** How far the sum may go from its extreme. */
  readonly threshold: number;
  /** How slowly the sums forget. */
  readonly alpha: number;
}

const defaults: PageHinkleyOptions = { fewest: 30, delta: 0.005, threshold: 50, alpha: 1 - 0.0001 };

/**
 * Alarms when the mean rises or falls.
 *
 * @source Page 1954, Biometrika 41, 100-115; equals river.drift.PageHinkley in its two-sided form
 */
export function createPageHinkley(
  options: Partial<PageHinkleyOptions> = {},
  saved?: PageHinkleyState,
): Detector<PageHinkleyState> {
  const { fewest, delta, threshold, alpha } = { ...defaults, ...options };
  return createDetector<PageHinkleyState>(
    { values: noMean, up: 0, leastUp: undefined, down: 0, mostDown: -1 },
    (before, x) => {
      const values = extendMean(before.values, x);
      const off = x - values.mean;
      const up = alpha * before.up + off - delta;
      const down = alpha * before.down + off + delta;
      const leastUp = Math.min(before.leastUp ?? up, up);
      const mostDown = Math.max(before.mostDown, down);
      const isFar = up - leastUp > threshold || mostDown - down > threshold;
      return {
        state: { values, up, leastUp, down, mostDown },
        signal: values.count >= fewest && isFar ? 'drift' : 'none',
      };
    },
    saved,
  );
}
