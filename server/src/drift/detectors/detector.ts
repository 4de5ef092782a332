/** Detectors of change in a stream of losses, or of errors as 0 and 1, in the order in which labels arrive. */

/** What a detector says after a value. */
export type DetectorSignal = 'none' | 'warning' | 'drift';

/** A detector; its state is plain data, so that a stream can be continued another day. */
export interface Detector<State> {
  /** @param x a finite loss; 1 and 0 for detectors of errors */
  readonly update: (x: number) => DetectorSignal;
  readonly save: () => State;
}

/** The running mean of a stream. */
export interface RunningMean {
  readonly count: number;
  readonly mean: number;
}

export const noMean: RunningMean = { count: 0, mean: 0 };

export function extendMean({ count, mean }: RunningMean, x: number): RunningMean {
  return { count: count + 1, mean: mean + (x - mean) / (count + 1) };
}

/**
 * Makes a detector of a step that only depends on a state.
 *
 * After an alarm it starts anew with the next value.
 */
export function createDetector<State>(
  start: State,
  step: (state: State, x: number) => { readonly state: State; readonly signal: DetectorSignal },
  saved: State | undefined,
): Detector<State> {
  let state = saved ?? start;
  let isOver = false;
  return {
    update: (x) => {
      const next = step(isOver ? start : state, x);
      isOver = next.signal === 'drift';
      state = next.state;
      return next.signal;
    },
    save: () => (isOver ? start : state),
  };
}
