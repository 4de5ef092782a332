/** When a machine has warmed up, and whether it stays as it then is. */

/** Queries of a block whose medians are compared. */
const blockSize = 20;
const fewestQueries = 10;
const blockTolerance = 0.05;
const driftTolerance = 0.1;
const fewestForDrift = 30;

export interface WarmUp {
  /**
   * Takes the latency of one more query.
   *
   * @returns whether measuring may begin
   */
  readonly take: (seconds: number) => boolean;
  readonly queries: () => number;
  /** Whether it became steady, rather than ran out of time. */
  readonly isSteady: () => boolean;
}

/**
 * Warms up until the medians of two blocks of twenty differ by less than 5 %, at least ten queries long.
 *
 * @param limitSeconds after so much measured time it ends, steady or not
 */
export function createWarmUp(limitSeconds: number): WarmUp {
  const latencies: number[] = [];
  let total = 0;
  let isSteady = false;
  return {
    take: (seconds) => {
      latencies.push(seconds);
      total += seconds;
      const { length } = latencies;
      if (length % blockSize === 0 && length >= 2 * blockSize) {
        const before = medianOf(latencies.slice(length - 2 * blockSize, length - blockSize));
        const after = medianOf(latencies.slice(length - blockSize));
        isSteady = Math.abs(after - before) < blockTolerance * before;
      }
      // A query slower than the limit alone is not asked ten times.
      return isSteady || (total >= limitSeconds && (length >= fewestQueries || total >= 2 * limitSeconds));
    },
    queries: () => latencies.length,
    isSteady: () => isSteady,
  };
}

/**
 * How much slower the last third of a measurement was than the first.
 *
 * @param latencies in the order in which they were measured
 * @returns ratio of medians minus 1; undefined for fewer than thirty queries
 */
export function driftOf(latencies: Float64Array): number | undefined {
  if (latencies.length < fewestForDrift) return undefined;
  const third = Math.floor(latencies.length / 3);
  const first = medianOf([...latencies.subarray(0, third)]);
  const last = medianOf([...latencies.subarray(latencies.length - third)]);
  return first > 0 ? last / first - 1 : undefined;
}

/** Whether a measurement stayed as it began; too few queries to tell are not steady. */
export function isSteadyDrift(drift: number | undefined): boolean {
  return drift !== undefined && Math.abs(drift) <= driftTolerance;
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
