/** A metric over windows: estimated without labels, and realised where labels have come, never in one line. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { t } from '../ui/texts.ts';
import { niceTicks } from './scale.ts';

/** A value, with its interval where there is one. */
export interface EstimatedValue {
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface EstimatePoint {
  readonly label: string;
  readonly estimated: EstimatedValue | null;
  readonly realised: EstimatedValue | null;
}

export interface EstimateChart {
  readonly points: readonly EstimatePoint[];
  /** Realised in the reference; null when it is undefined there. */
  readonly reference: number | null;
  readonly format: (value: number) => string;
  readonly description: string;
}

const width = 340;
const height = 170;
const left = 44;
const bottom = 22;
const top = 8;
/** Numbers beside the axis, at most. */
const mostTicks = 4;
/** By how much the two marks of a window stand apart. */
const apart = 4;

export function estimateChart({ points, reference, format, description }: EstimateChart): TemplateResult {
  const values = points.flatMap(({ estimated, realised }) => [estimated, realised]).filter((one) => one !== null);
  const ends = [
    ...values.flatMap(({ value, low, high }) => [value, low ?? value, high ?? value]),
    ...(reference === null ? [] : [reference]),
  ];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const room = (most - least || Math.abs(most) || 1) * 0.12;
  // No share is above 1, so the axis of a metric that is one does not go there.
  const [floor, ceiling] = [
    least < 0 ? least - room : Math.max(0, least - room),
    most <= 1 ? Math.min(1, most + room) : most + room,
  ];
  const ticks = niceTicks({ low: floor, high: ceiling }, mostTicks);
  const step = (width - left) / points.length;
  const across = (index: number): number => left + (index + 0.5) * step;
  const up = (value: number): number =>
    round(top + (height - top - bottom) * (1 - (value - floor) / (ceiling - floor)));
  const interval = (x: number, { value, low, high }: EstimatedValue) =>
    svg`<path class="timeline-interval" d="M${round(x)} ${up(low ?? value)}V${up(high ?? value)}" />`;
  const base = height - bottom;
  return html`<svg
    class="timeline"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    ${ticks.map((tick) => svg`<path class="overlay-base" d="M${left - 3} ${up(tick)}H${left}" />`)}
    ${reference === null ? nothing : svg`<path class="estimate-reference" d="M${left} ${up(reference)}H${width}" />`}
    ${points.map(({ label, estimated, realised }, index) => {
      const [before, after] = [across(index) - apart, across(index) + apart];
      return svg`<g>
        ${estimated === null ? nothing : svg`<g class="estimate-estimated">${interval(before, estimated)}<circle cx=${round(before)} cy=${up(estimated.value)} r="3.5" /></g>`}
        ${realised === null ? nothing : svg`<g class="estimate-realised">${interval(after, realised)}<path d="M${round(after)} ${up(realised.value) - 4.5}l4.5 4.5l-4.5 4.5l-4.5 -4.5z" /></g>`}
        <title>${toVisibleText(t('{0}: estimated {1}, realised {2}', label, estimated === null ? 'not known' : format(estimated.value), realised === null ? 'not known' : format(realised.value)))}</title>
      </g>`;
    })}
    <path class="overlay-base" d="M${left} ${base}H${width}" />
    <g class="overlay-text" aria-hidden="true">
      ${ticks.map((tick) => svg`<text x=${left - 5} y=${up(tick) + 3} text-anchor="end">${format(tick)}</text>`)}
      <text x=${left} y=${height - 6}>${toVisibleText(points[0]?.label ?? '')}</text>
      <text x=${width} y=${height - 6} text-anchor="end">
        ${toVisibleText(points.length < 2 ? '' : (points.at(-1)?.label ?? ''))}
      </text>
    </g>
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
