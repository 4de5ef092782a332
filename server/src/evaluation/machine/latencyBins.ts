/** How latencies spread, in bins of equal width. */

export interface LatencyBins {
  /** Seconds: where the first bin begins. */
  readonly from: number;
  /** Seconds; more than 0. */
  readonly width: number;
  readonly counts: readonly number[];
  /** Queries slower than the last bin. */
  readonly above: number;
}

const most = 40;
/** What lies beyond is the tail, which would squeeze everything else into one bin. */
const shown = 0.995;

/** @param sorted seconds, ascending; not empty */
export function binLatencies(sorted: Float64Array): LatencyBins {
  const from = sorted[0] ?? 0;
  const until = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * shown))] ?? from;
  // All equal: one bin, a hundredth of the value wide.
  if (!(until > from)) {
    const within = sorted.findLastIndex((one) => one <= until) + 1;
    return { from, width: from > 0 ? from / 100 : 1e-9, counts: [within], above: sorted.length - within };
  }
  const counts = Array.from({ length: most }, () => 0);
  const width = (until - from) / most;
  let above = 0;
  for (const one of sorted) {
    if (one > until) above += 1;
    else {
      const bin = Math.min(most - 1, Math.floor((one - from) / width));
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
  }
  return { from, width, counts, above };
}
