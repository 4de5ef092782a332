/** How scores spread over rows of each class, and what a share of the rows finds, from the counts of a run. Pure. */
import type { Operating } from '../../../schemas/evaluationPanel.ts';

export interface ScoreBin {
  readonly low: number;
  readonly high: number;
  /** Shares of all rows of their class. */
  readonly positives: number;
  readonly negatives: number;
}

const mostBins = 20;

/**
 * Rows between two recorded thresholds are spread evenly between them, where these lie nearer to each other than a bin
 * is wide; else they have the score of the lower one.
 *
 * @returns bins of equal width from the lowest recorded threshold to the highest, of which the first holds all lower
 *   scores and the last all higher ones; empty where a class has no row or all scores are equal
 */
export function scoreBins({ points, positives, negatives }: Operating): readonly ScoreBin[] {
  const sorted = points.toSorted((left, right) => left.threshold - right.threshold);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (positives === 0 || negatives === 0 || first === undefined || last === undefined) return [];
  const { threshold: low } = first;
  const width = (last.threshold - low) / mostBins;
  if (width <= 0) return [];
  const counts = { truePositives: new Float64Array(mostBins), falsePositives: new Float64Array(mostBins) };
  for (const side of ['truePositives', 'falsePositives'] as const) {
    const bins = counts[side];
    bins[0] = (side === 'truePositives' ? positives : negatives) - first[side];
    for (const [at, point] of sorted.entries()) {
      const next = sorted[at + 1];
      const rows = point[side] - (next?.[side] ?? 0);
      const from = (point.threshold - low) / width;
      const gap = next === undefined ? 0 : (next.threshold - point.threshold) / width;
      spread(bins, rows, from, gap < 1 ? gap : 0);
    }
  }
  return Array.from({ length: mostBins }, (_, bin) => ({
    low: low + bin * width,
    high: low + (bin + 1) * width,
    positives: (counts.truePositives[bin] ?? 0) / positives,
    negatives: (counts.falsePositives[bin] ?? 0) / negatives,
  }));
}

/** A threshold that lies on an end of a bin belongs to the upper one, whatever dividing made of it. */
const rounding = 1e-9;

/** @param from in bins; `gap` is less than one bin, so at most two share the rows */
function spread(bins: Float64Array, rows: number, from: number, gap: number): void {
  const bin = Math.min(bins.length - 1, Math.floor(from + rounding));
  const beyond = bin + 1 < bins.length && gap > 0 ? Math.max(0, from + gap - (bin + 1)) / gap : 0;
  bins[bin] = (bins[bin] ?? 0) + rows * (1 - beyond);
  if (beyond > 0) bins[bin + 1] = (bins[bin + 1] ?? 0) + rows * beyond;
}

/** Share of all rows that are raised → share of the positive ones among them, at each recorded threshold. */
export function gains({ points, positives, negatives }: Operating): readonly (readonly [number, number])[] {
  const rows = positives + negatives;
  if (positives === 0) return [];
  const reached = points
    .map(({ truePositives, falsePositives }): readonly [number, number] => [
      (truePositives + falsePositives) / rows,
      truePositives / positives,
    ])
    .toSorted(([left, leftFound], [right, rightFound]) => left - right || leftFound - rightFound);
  return [[0, 0], ...reached, [1, 1]];
}
