/** Curves on two axes, with marks on them. */
import type { SVGTemplateResult, TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { Extent } from './scale.ts';
import { niceTicks, toPosition } from './scale.ts';

export type Point = readonly [x: number, y: number];

export interface Axis {
  readonly label: string;
  readonly extent: Extent;
  readonly format: (value: number) => string;
}

export interface Curve {
  readonly points: readonly Point[];
  /**
   * `main` is the one that is looked at, `other` the one that it is compared with, `reference` what guessing gives,
   * `edge` one end of how far single rows lie around `main`.
   */
  readonly kind: 'main' | 'other' | 'reference' | 'edge';
  /** Whether each point is marked, as where each stands for rows of its own. */
  readonly hasDots?: boolean;
}

/** A point that stands out, or a line across where it has no height. */
export interface Mark {
  readonly x: number;
  readonly y: number | undefined;
  readonly kind: 'chosen' | 'stated' | 'limit';
}

export interface LineChart {
  readonly x: Axis;
  readonly y: Axis;
  readonly curves: readonly Curve[];
  readonly marks?: readonly Mark[];
  /** What the chart says, in words. */
  readonly description: string;
}

const width = 320;
const height = 240;
const left = 58;
const bottom = 34;
const top = 8;
const right = 10;
const plotWidth = width - left - right;
const plotHeight = height - top - bottom;
const mostTicks = 6;

export function lineChart({ x, y, curves, marks = [], description }: LineChart): TemplateResult {
  const across = (value: number): number => left + toPosition(value, x.extent, plotWidth);
  const up = (value: number): number => top + plotHeight - toPosition(value, y.extent, plotHeight);
  return html`<svg
    class="line-chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    ${grid(x, y, across, up)}
    ${curves.map(({ points, kind, hasDots = false }) => {
      const path = points.map(
        ([at, value], index) => `${index === 0 ? 'M' : 'L'}${round(across(at))} ${round(up(value))}`,
      );
      return svg`<path class="line-chart-curve curve-${kind}" d=${path.join('')} />
        ${hasDots ? points.map(([at, value]) => svg`<circle class="line-chart-dot curve-${kind}" cx=${round(across(at))} cy=${round(up(value))} r="2.5" />`) : nothing}`;
    })}
    ${marks.map(({ x: at, y: value, kind }) =>
      value === undefined
        ? svg`<path class="line-chart-rule mark-${kind}" d="M${round(across(at))} ${top}v${plotHeight}" />`
        : svg`<circle class="line-chart-mark mark-${kind}" cx=${round(across(at))} cy=${round(up(value))} r="5" />`,
    )}
  </svg>`;
}

function grid(x: Axis, y: Axis, across: (value: number) => number, up: (value: number) => number): SVGTemplateResult {
  return svg`<g class="line-chart-grid">
      ${niceTicks(y.extent, mostTicks).map((value) => svg`<path d="M${left} ${round(up(value))}h${plotWidth}" />`)}
    </g>
    <g class="line-chart-ticks" aria-hidden="true">
      ${niceTicks(y.extent, mostTicks).map((value) => svg`<text x=${left - 6} y=${round(up(value)) + 3.5} text-anchor="end">${y.format(value)}</text>`)}
      ${niceTicks(x.extent, mostTicks).map(
        (value) =>
          svg`<text x=${round(across(value))} y=${height - bottom + 14} text-anchor=${value === x.extent.high ? 'end' : 'middle'}>${x.format(value)}</text>`,
      )}
      <text class="line-chart-label" transform="translate(10 ${top + plotHeight / 2}) rotate(-90)" text-anchor="middle">${y.label}</text>
      <text class="line-chart-label" x=${left + plotWidth / 2} y=${height - 4} text-anchor="middle">${x.label}</text>
    </g>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
