/** Two distributions over the same bars: the reference as filled steps, what is compared as an outline over it. */
import type { TemplateResult } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';

export interface OverlayChart {
  readonly labels: readonly string[];
  /** Shares per bar. */
  readonly reference: readonly number[];
  readonly current: readonly number[];
  /** Whether bars are ranges in their order; categories are drawn as rows instead. */
  readonly isNumeric: boolean;
  readonly format: (share: number) => string;
  readonly description: string;
}

const width = 340;
const height = 190;
const bottom = 22;
const left = 40;
const rowHeight = 18;
const labelWidth = 96;
/** Categories that are drawn; the table has all. */
const mostRows = 12;

export function overlayChart(chart: OverlayChart): TemplateResult {
  return chart.isNumeric ? drawSteps(chart) : drawRows(chart);
}

function drawSteps({ labels, reference, current, format, description }: OverlayChart): TemplateResult {
  const most = Math.max(...reference, ...current, 1e-9);
  const step = (width - left) / labels.length;
  const up = (share: number): number => round((height - bottom) * (1 - (share / most) * 0.96));
  const steps = (shares: readonly number[]): string =>
    shares
      .map((share, index) => `${index === 0 ? 'M' : 'L'}${round(left + index * step)} ${up(share)}h${round(step)}`)
      .join('');
  const base = height - bottom;
  const [first, last] = [labels[0]?.split(' to ')[0] ?? '', labels.at(-1)?.split(' to ').at(-1) ?? ''];
  return html`<svg class="overlay" viewBox="0 0 ${width} ${height}" role="img" aria-label=${toVisibleText(description)}>
    <path class="overlay-reference" d="${steps(reference)}V${base}H${left}z" />
    <path class="overlay-current" d=${steps(current)} />
    <path class="overlay-base" d="M${left} ${base}H${width}" />
    <g class="overlay-text" aria-hidden="true">
      <text x=${left - 5} y=${up(most) + 4} text-anchor="end">${format(most)}</text>
      <text x=${left - 5} y=${base} text-anchor="end">0</text>
      <text x=${left} y=${height - 6}>${toVisibleText(first)}</text>
      <text x=${width} y=${height - 6} text-anchor="end">${toVisibleText(last)}</text>
    </g>
  </svg>`;
}

function drawRows({ labels, reference, current, format, description }: OverlayChart): TemplateResult {
  const rows = labels
    .slice(0, mostRows)
    .map((label, index) => ({ label, left: reference[index] ?? 0, right: current[index] ?? 0 }));
  const most = Math.max(...rows.flatMap((row) => [row.left, row.right]), 1e-9);
  const scale = (width - labelWidth - 44) / most;
  const tall = rows.length * rowHeight + 4;
  return html`<svg class="overlay" viewBox="0 0 ${width} ${tall}" role="img" aria-label=${toVisibleText(description)}>
    ${rows.map(
      (row, index) =>
        svg`<g transform="translate(0 ${index * rowHeight})">
          <text class="overlay-label" x=${labelWidth - 6} y="12" text-anchor="end">${toVisibleText(cut(row.label))}</text>
          <rect class="overlay-reference" x=${labelWidth} y="2" width=${round(row.left * scale)} height="6" />
          <rect class="overlay-current-bar" x=${labelWidth} y="8" width=${round(row.right * scale)} height="6" />
          <text class="overlay-label" x=${round(labelWidth + Math.max(row.left, row.right) * scale) + 4} y="12">${format(row.right)}</text>
        </g>`,
    )}
  </svg>`;
}

function cut(label: string): string {
  const characters = Array.from(label);
  return characters.length <= 14 ? label : `${characters.slice(0, 13).join('')}…`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
