/** How numbers spread: bars of equal width, each as tall as its share of the tallest. */
import type { TemplateResult } from 'lit-html';
import { html } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { Bin } from './drawBars.ts';
import { drawBars } from './drawBars.ts';

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
