/** A metric over runs, with intervals, and its target and limit as lines across. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import type { Verdict } from '../ui/verdict.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { fitExtent, niceTicks, toPosition } from './scale.ts';

export interface HistoryPoint {
  /** Place among all runs that are drawn, from 0. */
  readonly at: number;
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
  readonly verdict: Verdict;
  readonly title: string;
}

export interface HistoryChart {
  /** Runs across, whether each has a value or not. */
  readonly runs: number;
  /** One line for each model and split; the second and further ones are dashed. */
  readonly lines: readonly (readonly HistoryPoint[])[];
  readonly goals: readonly { readonly kind: 'target' | 'limit'; readonly value: number; readonly label: string }[];
  /** What stands below the first and the last run. */
  readonly ends: readonly [first: string, last: string];
  readonly format: (value: number) => string;
  readonly description: string;
}

const width = 860;
const height = 240;
const left = 64;
const right = 12;
const top = 14;
const bottom = 26;
const plotWidth = width - left - right;
const plotHeight = height - top - bottom;
const mostTicks = 5;
/** Runs beyond which dots would touch. */
const mostDots = 120;
/** A label stands this far from its line, so that those of two lines that lie close do not meet. */
const above = -5;
const below = 12;

export function historyChart({ runs, lines, goals, ends, format, description }: HistoryChart): TemplateResult {
  const points = lines.flat();
  const heights = points.flatMap(({ value, low = value, high = value }) => [value, low, high]);
  const extent = fitExtent([...heights, ...goals.map(({ value }) => value)], undefined) ?? { low: 0, high: 1 };
  const up = (value: number): number => round(top + plotHeight - toPosition(value, extent, plotHeight));
  const across = (at: number): number => round(left + ((at + 0.5) * plotWidth) / runs);
  const size = runs > mostDots ? 2 : 3.5;
  const highest = Math.max(...goals.map(({ value }) => value));
  return html`<svg class="history" viewBox="0 0 ${width} ${height}" role="img" aria-label=${toVisibleText(description)}>
    <g class="line-chart-grid">
      ${niceTicks(extent, mostTicks).map((value) => svg`<path d="M${left} ${up(value)}h${plotWidth}" />`)}
    </g>
    <g class="line-chart-ticks" aria-hidden="true">
      ${niceTicks(extent, mostTicks).map((value) => svg`<text x=${left - 6} y=${up(value) + 3.5} text-anchor="end">${format(value)}</text>`)}
      <text x=${left} y=${height - 8}>${toVisibleText(ends[0])}</text>
      ${runs < 2 ? nothing : svg`<text x=${width - right} y=${height - 8} text-anchor="end">${toVisibleText(ends[1])}</text>`}
    </g>
    ${goals.map(({ kind, value }) => svg`<path class="history-goal history-${kind}" d="M${left} ${up(value)}h${plotWidth}" />`)}
    ${lines.map((line, index) => {
      const path = line.map(({ at, value }, place) => `${place === 0 ? 'M' : 'L'}${across(at)} ${up(value)}`);
      return svg`<path class="history-line ${index === 0 ? '' : 'history-other'}" d=${path.join('')} />`;
    })}
    ${points.map(
      ({ at, value, low, high, verdict, title }) => svg`<g class="history-point history-${verdict}">
        <title>${toVisibleText(title)}</title>
        ${low === undefined || high === undefined ? nothing : svg`<path class="history-interval" d="M${across(at)} ${up(low)}V${up(high)}" />`}
        ${verdict === 'limit-missed' ? svg`<path d="M${across(at)} ${round(up(value) - size - 1)}l${size + 1} ${size + 1}l${-size - 1} ${size + 1}l${-size - 1} ${-size - 1}z" />` : svg`<circle cx=${across(at)} cy=${up(value)} r=${size} />`}
      </g>`,
    )}
    ${goals.map(
      ({ value, label }) =>
        svg`<text class="history-label" x=${width - right} y=${up(value) + (value === highest ? above : below)} text-anchor="end">${toVisibleText(label)}</text>`,
    )}
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
