/** What is gained or lost, as a bar from zero with its interval, on an axis that its neighbours share. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { Extent } from './scale.ts';
import { toPosition } from './scale.ts';

export interface GainChart {
  /** All numbers in one unit. */
  readonly value: number;
  readonly interval: Extent | undefined;
  /** Of the axis; holds the value, its interval and zero. */
  readonly extent: Extent;
  /** What the chart says, in words. */
  readonly description: string;
}

const width = 160;
const height = 18;
const middle = height / 2;

export function gainChart({ value, interval, extent, description }: GainChart): TemplateResult {
  const at = (point: number): number => toPosition(point, extent, width);
  const [from, to] = [Math.min(at(0), at(value)), Math.max(at(0), at(value))];
  return html`<svg
    class="bullet"
    viewBox="-6 0 ${width + 12} ${height}"
    role="img"
    aria-label=${toVisibleText(description)}
  >
    <rect class="bullet-track" x="0" y=${middle - 4} width=${width} height="8" rx="1" />
    <rect class="gain-bar ${value < 0 ? 'is-loss' : ''}" x=${from} y=${middle - 4} width=${to - from} height="8" />
    <path class="gain-zero" d="M${at(0)} ${middle - 7}v14" />
    ${
      interval === undefined
        ? nothing
        : svg`<path class="bullet-interval" d="M${at(interval.low)} ${middle}H${at(interval.high)}M${at(interval.low)} ${middle - 3}v6M${at(interval.high)} ${middle - 3}v6" />`
    }
  </svg>`;
}
