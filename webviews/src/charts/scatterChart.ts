/** Points on two axes, with lines across that they are held against. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { Axis } from './lineChart.ts';
import { niceTicks, toPosition } from './scale.ts';

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  /** `passes` and `misses` a limit; the one that stands out is ringed. */
  readonly kind: 'passes' | 'misses';
  readonly isRinged: boolean;
  /** On the edge that no other point beats, joined by a line. */
  readonly isEdge: boolean;
  readonly title: string;
}

export interface ScatterLine {
  readonly y: number;
  readonly label: string;
}

const width = 420;
const height = 260;
const left = 58;
const bottom = 36;
const top = 10;
const right = 12;
const plotWidth = width - left - right;
const plotHeight = height - top - bottom;
const mostTicks = 5;

export function scatterChart(
  x: Axis,
  y: Axis,
  points: readonly ScatterPoint[],
  lines: readonly ScatterLine[],
  description: string,
): TemplateResult {
  const across = (value: number): number => round(left + toPosition(value, x.extent, plotWidth));
  const up = (value: number): number => round(top + plotHeight - toPosition(value, y.extent, plotHeight));
  const edge = points.filter(({ isEdge }) => isEdge).toSorted((one, other) => one.x - other.x);
  return html`<svg
    class="line-chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    <g class="line-chart-grid">
      ${niceTicks(y.extent, mostTicks).map((value) => svg`<path d="M${left} ${up(value)}h${plotWidth}" />`)}
    </g>
    <g class="line-chart-ticks" aria-hidden="true">
      ${niceTicks(y.extent, mostTicks).map((value) => svg`<text x=${left - 6} y=${up(value) + 3.5} text-anchor="end">${y.format(value)}</text>`)}
      ${niceTicks(x.extent, mostTicks).map((value) => svg`<text x=${across(value)} y=${height - bottom + 14} text-anchor="middle">${x.format(value)}</text>`)}
      <text x=${left + plotWidth / 2} y=${height - 4} text-anchor="middle">${x.label}</text>
    </g>
    ${lines.map(
      ({ y: at, label }) => svg`<path class="line-chart-rule" d="M${left} ${up(at)}h${plotWidth}" />
        <text class="scatter-line-label" x=${left + plotWidth} y=${up(at) - 4} text-anchor="end" aria-hidden="true">${label}</text>`,
    )}
    ${
      edge.length < 2
        ? nothing
        : svg`<path class="line-chart-curve curve-reference" d=${edge.map((point, index) => `${index === 0 ? 'M' : 'L'}${across(point.x)} ${up(point.y)}`).join('')} />`
    }
    ${points.map(
      ({ x: at, y: value, kind, isRinged, title }) => svg`<g>
        <title>${toVisibleText(title)}</title>
        ${isRinged ? svg`<circle class="scatter-ring" cx=${across(at)} cy=${up(value)} r="9" />` : nothing}
        <circle class="scatter-point scatter-${kind}" cx=${across(at)} cy=${up(value)} r="4.5" />
      </g>`,
    )}
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
