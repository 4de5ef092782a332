/** Which projects are being compared now, so that whoever looks at one can stop it. */

export interface RunningComparisons {
  readonly isRunning: (mainUri: string) => boolean;
  /** Runs a comparison; its signal is aborted when the project is cancelled. */
  readonly run: <Result>(mainUri: string, compare: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
  /** Stops all that is compared of the project. @returns whether there was anything */
  readonly cancel: (mainUri: string) => boolean;
}

/** @param onChange called with the project whenever one of its comparisons begins or has ended */
export function createRunningComparisons(onChange: (mainUri: string) => void): RunningComparisons {
  const running = new Map<string, ReadonlySet<AbortController>>();
  const of = (mainUri: string): ReadonlySet<AbortController> => running.get(mainUri) ?? new Set();
  return {
    isRunning: (mainUri) => running.has(mainUri),
    run: async (mainUri, compare) => {
      const controller = new AbortController();
      running.set(mainUri, new Set([...of(mainUri), controller]));
      onChange(mainUri);
      try {
        return await compare(controller.signal);
      } finally {
        const others = [...of(mainUri)].filter((one) => one !== controller);
        if (others.length === 0) running.delete(mainUri);
        else running.set(mainUri, new Set(others));
        onChange(mainUri);
      }
    },
    cancel: (mainUri) => {
      for (const controller of of(mainUri)) controller.abort();
      return running.has(mainUri);
    },
  };
}
