/** An effect over windows with its interval, and the band in which it counts. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';

export interface TimelinePoint {
  readonly label: string;
  readonly effect: number;
  readonly low: number;
  readonly high: number;
  readonly tone: 'drift' | 'cannot-tell' | 'stable';
}

export interface TimelineChart {
  /** One per window; undefined where there is no verdict. */
  readonly points: readonly (TimelinePoint | undefined)[];
  /** Labels of the first and the last window, whether they have a verdict or not. */
  readonly ends: readonly [first: string, last: string];
  /** From here on an effect counts. */
  readonly smallest: number;
  /** Number of the window that is looked at. */
  readonly chosen: number;
  readonly choose: (window: number) => void;
  readonly format: (effect: number) => string;
  readonly description: string;
}

const width = 340;
const height = 190;
const left = 40;
const bottom = 22;
const top = 8;
/** Of a line of text. */
const textHeight = 12;

export function timelineChart({
  points,
  ends: [first, last],
  smallest,
  chosen,
  choose,
  format,
  description,
}: TimelineChart): TemplateResult {
  const most = Math.max(smallest * 1.5, ...points.map((point) => (point?.high ?? 0) * 1.05));
  const step = (width - left) / points.length;
  const across = (index: number): number => round(left + (index + 0.5) * step);
  const up = (effect: number): number => round(top + (height - top - bottom) * (1 - effect / most));
  // The smallest effect that counts may lie so low that its label would cover that of 0.
  const smallestText = Math.min(up(smallest) + 3, height - bottom - textHeight);
  return html`<svg
    class="timeline"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    <rect class="timeline-band" x=${left} y=${top} width=${width - left} height=${Math.max(0, up(smallest) - top)} />
    <path class="timeline-line" d="M${left} ${up(smallest)}H${width}" />
    ${points.map((point, index) =>
      point === undefined
        ? nothing
        : svg`<g class="timeline-point timeline-${point.tone} ${index === chosen ? 'timeline-chosen' : ''}" @click=${() => choose(index)}>
            <rect class="timeline-hit" x=${round(left + index * step)} y=${top} width=${round(step)} height=${height - top - bottom} />
            <path class="timeline-interval" d="M${across(index)} ${up(point.low)}V${up(point.high)}" />
            ${point.tone === 'drift' ? svg`<path d="M${across(index)} ${up(point.effect) - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z" />` : svg`<circle cx=${across(index)} cy=${up(point.effect)} r="3.5" />`}
          </g>`,
    )}
    <path class="overlay-base" d="M${left} ${height - bottom}H${width}" />
    <g class="overlay-text" aria-hidden="true">
      <text x=${left - 5} y=${top + 8} text-anchor="end">${format(most)}</text>
      <text x=${left - 5} y=${smallestText} text-anchor="end">${format(smallest)}</text>
      <text x=${left - 5} y=${height - bottom} text-anchor="end">0</text>
      <text x=${left} y=${height - 6}>${toVisibleText(first)}</text>
      <text x=${width} y=${height - 6} text-anchor="end">${toVisibleText(last)}</text>
    </g>
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
