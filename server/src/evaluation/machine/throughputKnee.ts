/** Where larger batches stop paying. */

export interface BatchThroughput {
  readonly batch: number;
  /** Rows a second. */
  readonly perSecond: number;
}

/** Share of the best throughput from which a larger batch is not worth its latency. */
const enough = 0.9;

/** The smallest batch that reaches 90 % of the best throughput; undefined without any. */
export function findKnee(table: readonly BatchThroughput[]): number | undefined {
  const best = Math.max(...table.map(({ perSecond }) => perSecond));
  return table.toSorted((left, right) => left.batch - right.batch).find(({ perSecond }) => perSecond >= enough * best)
    ?.batch;
}
