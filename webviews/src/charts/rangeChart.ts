/** A number over windows with its interval, and the range that is normal. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';

export interface RangePoint {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly tone: 'drift' | 'cannot-tell' | 'stable';
}

export interface RangeChart {
  /** One per window; undefined where there is no number. */
  readonly points: readonly (RangePoint | undefined)[];
  /** Ends of what is normal; null where there is none. */
  readonly normal: { readonly low: number | null; readonly high: number | null };
  /** The largest number that there can be, such as 1 of shares; the axis ends there. */
  readonly largest?: number;
  /** Names of the first and the last window, with or without a number. */
  readonly ends: readonly [string, string];
  readonly format: (value: number) => string;
  readonly description: string;
}

const width = 340;
const height = 170;
/** Room for `100.0 %`. */
const left = 52;
const bottom = 22;
const top = 8;

export function rangeChart({
  points,
  normal,
  largest = Infinity,
  ends: windowEnds,
  format,
  description,
}: RangeChart): TemplateResult {
  const known = points.filter((point) => point !== undefined);
  const ends = [...known.flatMap(({ low, high }) => [low, high]), normal.low, normal.high].filter(
    (end) => end !== null,
  );
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = (most - least || Math.abs(most) || 1) * 0.12;
  const [floor, ceiling] = [
    least < 0 ? least - room : Math.max(0, least - room),
    Math.min(most + room, Math.max(largest, most)),
  ];
  const step = (width - left) / points.length;
  // Many windows are a line of small points instead of one thick bar.
  const radius = round(Math.min(3.5, Math.max(1.5, step / 2)));
  const across = (index: number): number => round(left + (index + 0.5) * step);
  const up = (value: number): number =>
    round(top + (height - top - bottom) * (1 - (value - floor) / (ceiling - floor)));
  const base = height - bottom;
  return html`<svg
    class="timeline"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    ${normal.high === null ? nothing : band(top, up(normal.high))}
    ${normal.low === null ? nothing : band(up(normal.low), base)}
    ${[normal.low, normal.high].map((bound) => (bound === null ? nothing : svg`<path class="timeline-line" d="M${left} ${up(bound)}H${width}" />`))}
    ${points.map((point, index) =>
      point === undefined
        ? nothing
        : svg`<g class="timeline-point timeline-${point.tone}">
            <path class="timeline-interval" d="M${across(index)} ${up(point.low)}V${up(point.high)}" />
            ${point.tone === 'drift' ? svg`<path d="M${across(index)} ${up(point.value) - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z" />` : svg`<circle cx=${across(index)} cy=${up(point.value)} r=${radius} />`}
            <title>${toVisibleText(`${point.label}: ${format(point.value)}`)}</title>
          </g>`,
    )}
    <path class="overlay-base" d="M${left} ${base}H${width}" />
    <g class="overlay-text" aria-hidden="true">
      ${[normal.low, normal.high].map((bound) => (bound === null ? nothing : svg`<text x=${left - 5} y=${up(bound) + 3} text-anchor="end">${format(bound)}</text>`))}
      <text x=${left} y=${height - 6}>${toVisibleText(windowEnds[0])}</text>
      <text x=${width} y=${height - 6} text-anchor="end">${toVisibleText(windowEnds[1])}</text>
    </g>
  </svg>`;
}

/** Where an alarm is raised. */
function band(from: number, to: number) {
  return svg`<rect class="timeline-band" x=${left} y=${from} width=${width - left} height=${Math.max(0, to - from)} />`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
