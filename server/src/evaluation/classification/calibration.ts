/** How far scores and what then happens lie apart. */
import { computeWilsonInterval } from '../../statistics/proportion.ts';
import { knownMetric, undefinedMetric } from '../metricValue.ts';
import type { MetricValue } from '../metricValue.ts';

/** Rows whose score lies in (above, upTo]; the first bin holds 0, too. */
export interface ReliabilityBin {
  readonly above: number;
  readonly upTo: number;
  readonly rows: number;
  readonly positives: number;
  /** Undefined in an empty bin, as are the others. */
  readonly meanScore: number | undefined;
  readonly share: number | undefined;
  /** Wilson interval of the share, 95 %. */
  readonly shareInterval: { readonly low: number; readonly high: number } | undefined;
}

/**
 * Bins of equal width over the scores of a yes-or-no question.
 *
 * @param scores in [0, 1], by row
 * @param isPositive 1 or 0, by row
 * @param bins at least 1
 * @source the bins of scikit-learn calibration_curve with strategy="uniform"
 */
export function reliabilityBins(scores: Float64Array, isPositive: Uint8Array, bins: number): readonly ReliabilityBin[] {
  // The edges are those of numpy.linspace, whose last bits decide where a score on an edge goes.
  const edges = Float64Array.from({ length: bins + 1 }, (_, index) => (index === bins ? 1 : index * (1 / bins)));
  const rows = new Float64Array(bins);
  const positives = new Float64Array(bins);
  const sums = new Float64Array(bins);
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? 0;
    const bin = binOf(score, edges);
    rows[bin] = (rows[bin] ?? 0) + 1;
    sums[bin] = (sums[bin] ?? 0) + score;
    // Added rather than asked for: which rows are positive no processor can guess.
    positives[bin] = (positives[bin] ?? 0) + (isPositive[row] ?? 0);
  }
  return Array.from(rows, (count, bin) => {
    const found = positives[bin] ?? 0;
    const interval = computeWilsonInterval(found, count, 0.95);
    return {
      above: edges[bin] ?? 0,
      upTo: edges[bin + 1] ?? 1,
      rows: count,
      positives: found,
      meanScore: count === 0 ? undefined : (sums[bin] ?? 0) / count,
      share: count === 0 ? undefined : found / count,
      shareInterval: interval.kind === 'known' ? { low: interval.low, high: interval.high } : undefined,
    };
  });
}

function binOf(score: number, edges: Float64Array): number {
  const bins = edges.length - 1;
  let bin = Math.min(bins - 1, Math.max(0, Math.ceil(score * bins) - 1));
  while (bin > 0 && score <= (edges[bin] ?? 0)) bin -= 1;
  while (bin < bins - 1 && score > (edges[bin + 1] ?? 1)) bin += 1;
  return bin;
}

/**
 * Expected calibration error: the distance of mean score and share of positives, averaged over bins by their rows.
 *
 * It is biased upwards on few rows, so the number of bins belongs to the value.
 *
 * @source Naeini, Cooper and Hauskrecht 2015, AAAI 29, 2901-2907
 */
export function expectedCalibrationError(bins: readonly ReliabilityBin[]): MetricValue {
  const rows = bins.reduce((sum, bin) => sum + bin.rows, 0);
  if (rows === 0) return undefinedMetric('there is no row');
  return knownMetric(
    bins.reduce((sum, bin) => sum + (bin.rows / rows) * gapOf(bin), 0),
    rows,
    [`With ${bins.length} bins of equal width.`],
  );
}

function gapOf({ meanScore, share }: ReliabilityBin): number {
  return meanScore === undefined || share === undefined ? 0 : Math.abs(meanScore - share);
}
