/** The bars of a histogram as one path, so that hundreds of columns stay light. */

export interface Bin {
  readonly low: string;
  readonly high: string;
  /** Rows in the bin, zero or more. */
  readonly count: number;
}

/**
 * Path of the bars, left to right; a bin with rows is at least one pixel tall, an empty one is not drawn.
 *
 * @param bins counts zero or more; the path is empty when there are no rows
 */
export function drawBars(bins: readonly Bin[], width: number, height: number): string {
  const tallest = Math.max(0, ...bins.map((bin) => bin.count));
  if (tallest === 0) return '';
  const step = width / bins.length;
  const gap = step > 4 ? 1 : 0;
  return bins
    .map((bin, index) => {
      if (bin.count === 0) return '';
      const barHeight = Math.max(1, (bin.count / tallest) * (height - 1));
      return `M${round(index * step)} ${height}v${round(-barHeight)}h${round(step - gap)}v${round(barHeight)}z`;
    })
    .join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
