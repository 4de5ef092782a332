/** How numbers spread: bars of equal width, each as tall as its share of the tallest. */
import type { TemplateResult } from 'lit-html';
import { html } from 'lit-html';
import { toVisibleText } from '../ui/plainText.ts';

export interface Bin {
  readonly low: string;
  readonly high: string;
  /** Rows in the bin, zero or more. */
  readonly count: number;
}

interface HistogramOptions {
  /** Size in CSS pixels of the drawing, which may be scaled. */
  readonly width: number;
  readonly height: number;
  readonly description: string;
}

/** One path for all bars, so that hundreds of columns stay light. */
export function histogram(bins: readonly Bin[], { width, height, description }: HistogramOptions): TemplateResult {
  return html`<svg
    class="histogram"
    viewBox="0 0 ${width} ${height}"
    preserveAspectRatio="none"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    <path class="histogram-bars" d=${drawBars(bins, width, height)} />
    <path class="histogram-base" d="M0 ${height - 0.5}H${width}" />
  </svg>`;
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
