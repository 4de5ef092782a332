/** A difference with its interval against zero, each on a scale of its own. */
import type { TemplateResult } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';

export interface IntervalChart {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly tone: 'good' | 'bad' | 'open';
  /** For the screen reader. */
  readonly description: string;
}

const width = 160;
const height = 22;
const margin = 6;

export function intervalChart({ value, low, high, tone, description }: IntervalChart): TemplateResult {
  const reach = Math.max(Math.abs(low), Math.abs(high), Math.abs(value)) || 1;
  const place = (number: number): number =>
    Math.round((width / 2 + (number / reach) * (width / 2 - margin)) * 100) / 100;
  const middle = height / 2;
  return html`<svg
    class="interval-chart interval-${tone}"
    viewBox="0 0 ${width} ${height}"
    width=${width}
    height=${height}
    role="img"
    aria-label=${toVisibleText(description)}
  >
    ${svg`<path class="interval-zero" d="M${width / 2} 1V${height - 1}" />
      <path class="interval-range" d="M${place(low)} ${middle}H${place(high)}M${place(low)} ${middle - 4}v8M${place(high)} ${middle - 4}v8" />
      <circle class="interval-value" cx=${place(value)} cy=${middle} r="3.5" />`}
  </svg>`;
}
