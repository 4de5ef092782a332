/** Asks a model the same kind of question again and again, and takes the time of each. */
import type { Tensor } from 'onnxruntime-node';
import { createWarmUp } from '../../evaluation/machine/warmUp.ts';
import type { OpenModel } from '../openModel.ts';

type Feeds = Readonly<Record<string, Tensor>>;

export interface QueryCounts {
  asked: number;
  failed: number;
}

export interface TimedQueries {
  /** Seconds of each query that was answered, in the order in which they were asked; not empty. */
  readonly latencies: Float64Array;
  readonly warmUp: { readonly queries: number; readonly isSteady: boolean };
  /** Seconds from the first to the last of them, with what lies in between. */
  readonly seconds: number;
}

/** Queries that are kept; a model that answers faster has enough of them. */
const mostQueries = 2_000_000;
/** After so many refused queries in a row, the next one is refused, too. */
const mostFailures = 20;
const warmUpShare = 0.2;
const yieldMs = 100;

/** Asks one query; @returns seconds, or undefined when the model refused */
type Ask = () => Promise<number | undefined>;

/**
 * Single stream, as MLPerf calls it: the next query is asked when the last was answered.
 *
 * @param feeds what is asked, one after the other, and again from the beginning
 * @param seconds how long measuring may take, with its warm-up; one query is always asked
 * @param counts is added to
 * @param between called a few times a second, never while a query runs
 * @throws {ModelProblem} of the first query, when none is answered
 */
export async function timeQueries(
  model: OpenModel,
  feeds: readonly Feeds[],
  seconds: number,
  counts: QueryCounts,
  between: () => void,
): Promise<TimedQueries> {
  const ask = asker(model, feeds, counts, between);
  const warmUp = createWarmUp(seconds * warmUpShare);
  const end = performance.now() + seconds * 1000;
  for (let isWarm = false; !isWarm && (performance.now() < end || warmUp.queries() === 0);) {
    const latency = await ask();
    if (latency !== undefined) isWarm = warmUp.take(latency);
  }
  const begin = performance.now();
  let latencies = new Float64Array(4096);
  let length = 0;
  while (length === 0 || (performance.now() < end && length < mostQueries)) {
    const latency = await ask();
    if (latency === undefined) continue;
    if (length === latencies.length) {
      const larger = new Float64Array(2 * length);
      larger.set(latencies);
      latencies = larger;
    }
    latencies[length] = latency;
    length += 1;
  }
  return {
    latencies: latencies.subarray(0, length),
    warmUp: { queries: warmUp.queries(), isSteady: warmUp.isSteady() },
    seconds: (performance.now() - begin) / 1000,
  };
}

function asker(model: OpenModel, feeds: readonly Feeds[], counts: QueryCounts, between: () => void): Ask {
  let at = 0;
  let failures = 0;
  let last = Number.NEGATIVE_INFINITY;
  return async () => {
    if (performance.now() - last > yieldMs) {
      between();
      last = performance.now();
    }
    const feed = feeds[at % feeds.length] ?? {};
    at += 1;
    counts.asked += 1;
    const start = process.hrtime.bigint();
    try {
      await model.run(feed);
    } catch (error) {
      counts.failed += 1;
      failures += 1;
      if (counts.failed === counts.asked || failures === mostFailures) throw error;
      return undefined;
    }
    failures = 0;
    return Number(process.hrtime.bigint() - start) / 1e9;
  };
}
