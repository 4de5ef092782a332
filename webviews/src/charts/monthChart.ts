/** Months of money: bars for what was spent, a line for the plan, and a band for what is expected. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import { niceTicks, toPosition } from './scale.ts';

export interface MonthBar {
  /** Such as `2026-04`. */
  readonly month: string;
  readonly planned?: number | undefined;
  readonly actual?: number | undefined;
  readonly forecast?: { readonly low: number; readonly likely: number; readonly high: number } | undefined;
}

const width = 640;
const height = 220;
const left = 52;
const bottom = 30;
const top = 8;
const right = 8;
const plotWidth = width - left - right;
const plotHeight = height - top - bottom;
const mostTicks = 5;
const mostLabels = 12;

/** @param format an amount for the axis */
export function monthChart(
  months: readonly MonthBar[],
  format: (amount: number) => string,
  description: string,
): TemplateResult {
  const amounts = months.flatMap(({ planned = 0, actual = 0, forecast }) => [planned, actual, forecast?.high ?? 0]);
  const lows = months.flatMap(({ actual = 0, forecast }) => [actual, forecast?.low ?? 0]);
  const extent = { low: Math.min(0, ...lows), high: Math.max(1, ...amounts) * 1.05 };
  const up = (amount: number): number => round(top + plotHeight - toPosition(amount, extent, plotHeight));
  const step = plotWidth / Math.max(1, months.length);
  const at = (index: number): number => left + index * step;
  const every = Math.ceil(months.length / mostLabels);
  const bar = (index: number, amount: number, kind: string) =>
    svg`<rect class="month-${kind}" x=${round(at(index) + step * 0.18)} width=${round(step * 0.64)} y=${Math.min(up(amount), up(0))} height=${round(Math.abs(up(amount) - up(0)))} />`;
  return html`<svg
    class="month-chart"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    <g class="line-chart-grid">
      ${niceTicks(extent, mostTicks).map((amount) => svg`<path d="M${left} ${up(amount)}h${plotWidth}" />`)}
    </g>
    <g class="line-chart-ticks" aria-hidden="true">
      ${niceTicks(extent, mostTicks).map((amount) => svg`<text x=${left - 6} y=${up(amount) + 3.5} text-anchor="end">${format(amount)}</text>`)}
      ${months.map(({ month }, index) =>
        index % every === 0
          ? svg`<text x=${round(at(index) + step / 2)} y=${height - bottom + 14} text-anchor="middle">${month.slice(2)}</text>`
          : nothing,
      )}
    </g>
    ${months.map(({ actual, forecast }, index) => [
      actual === undefined ? nothing : bar(index, actual, 'actual'),
      forecast === undefined
        ? nothing
        : [
            bar(index, forecast.likely, 'forecast'),
            svg`<path class="month-band" d="M${round(at(index) + step / 2)} ${up(forecast.low)}V${up(forecast.high)}" />`,
          ],
    ])}
    ${months.map(({ planned }, index) =>
      planned === undefined
        ? nothing
        : svg`<path class="month-plan" d="M${round(at(index) + step * 0.06)} ${up(planned)}h${round(step * 0.88)}" />`,
    )}
  </svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
