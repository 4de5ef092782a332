/** The drift detection method, and the early one. */
import { createDetector, extendMean, noMean, type Detector, type RunningMean } from './detector.ts';

export interface DdmState {
  readonly errors: RunningMean;
  /** Share of errors and its standard deviation where their sum was least. */
  readonly least: { readonly share: number; readonly deviation: number } | undefined;
}

export interface DdmOptions {
  readonly warmUp: number;
  /** Standard deviations above the least. */
  readonly warning: number;
  readonly drift: number;
}

const ddmDefaults: DdmOptions = { warmUp: 30, warning: 2, drift: 3 };

/**
 * Alarms when the share of errors rises above its least.
 *
 * @source Gama et al. 2004, Learning with Drift Detection, SBIA; equals river.drift.binary.DDM
 */
export function createDdm(options: Partial<DdmOptions> = {}, saved?: DdmState): Detector<DdmState> {
  const { warmUp, warning, drift } = { ...ddmDefaults, ...options };
  return createDetector<DdmState>(
    { errors: noMean, least: undefined },
    (state, x) => {
      const errors = extendMean(state.errors, x);
      if (errors.count <= warmUp) return { state: { ...state, errors }, signal: 'none' };
      const { mean: share, count } = errors;
      const deviation = Math.sqrt(Math.max(0, (share * (1 - share)) / count));
      const level = share + deviation;
      const before = state.least;
      const least = before === undefined || level <= before.share + before.deviation ? { share, deviation } : before;
      const isAbove = (times: number): boolean => level > least.share + times * least.deviation;
      return { state: { errors, least }, signal: isAbove(drift) ? 'drift' : isAbove(warning) ? 'warning' : 'none' };
    },
    saved,
  );
}

export interface EddmState {
  readonly rows: number;
  readonly lastError: number;
  /** Distances between errors. */
  readonly distances: RunningMean;
  /** Σ (distance − mean)². */
  readonly squares: number;
  readonly largest: number;
  readonly isWarned: boolean;
}

export interface EddmOptions {
  readonly warmUp: number;
  /** Share of the largest level below which it warns, and below which it alarms. */
  readonly warning: number;
  readonly drift: number;
}

const eddmDefaults: EddmOptions = { warmUp: 30, warning: 0.95, drift: 0.9 };

/**
 * Alarms when errors come closer together; it says something new on errors only.
 *
 * @source Baena-García et al. 2006, Early Drift Detection Method; equals river.drift.binary.EDDM
 */
export function createEddm(options: Partial<EddmOptions> = {}, saved?: EddmState): Detector<EddmState> {
  const { warmUp, warning, drift } = { ...eddmDefaults, ...options };
  const start: EddmState = { rows: 0, lastError: 0, distances: noMean, squares: 0, largest: -1, isWarned: false };
  return createDetector<EddmState>(
    start,
    (before, x) => {
      const rows = before.rows + 1;
      const stay = before.isWarned ? 'warning' : 'none';
      if (x !== 1) return { state: { ...before, rows }, signal: stay };
      const distance = rows - before.lastError;
      const distances = extendMean(before.distances, distance);
      const squares = before.squares + (distance - before.distances.mean) * (distance - distances.mean);
      const state: EddmState = { ...before, rows, lastError: rows, distances, squares };
      if (rows <= warmUp) return { state, signal: stay };
      const deviation = distances.count > 1 ? Math.sqrt(squares / (distances.count - 1)) : 0;
      const level = distances.mean + 2 * deviation;
      if (level > before.largest) return { state: { ...state, largest: level }, signal: stay };
      if (distances.count <= warmUp) return { state, signal: stay };
      const share = level / before.largest;
      if (share < drift) return { state, signal: 'drift' };
      const isWarned = share < warning;
      return { state: { ...state, isWarned }, signal: isWarned ? 'warning' : 'none' };
    },
    saved,
  );
}
