/** A value against its target and its limit, on one small axis. */
import type { SVGTemplateResult, TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html, svg } from '../ui/html.ts';
import { toVisibleText } from '../ui/visibleText.ts';
import type { Extent } from './scale.ts';
import { fitExtent, toPosition } from './scale.ts';
import { t } from '../ui/texts.ts';

export interface BulletChart {
  /** All numbers in one unit; each undefined when not known. */
  readonly value: number | undefined;
  readonly target: number | undefined;
  readonly limit: number | undefined;
  readonly interval: Extent | undefined;
  readonly natural: Extent | undefined;
  readonly direction: 'maximize' | 'minimize' | 'unknown';
  readonly verdict: 'target-met' | 'limit-held' | 'limit-missed' | 'not-known';
  /** What the chart says, in words. */
  readonly description: string;
}

const width = 160;
const height = 18;
const middle = height / 2;

/** Nothing when no number is known: an empty axis says nothing. */
export function bulletChart(chart: BulletChart): TemplateResult | typeof nothing {
  const { value, target, limit, interval } = chart;
  const points = [value, target, limit, interval?.low, interval?.high].filter((point) => point !== undefined);
  const extent = fitExtent(points, chart.natural);
  if (extent === undefined) return nothing;
  const at = (point: number): number => toPosition(point, extent, width);
  return html`<svg
    class="bullet"
    viewBox="-6 0 ${width + 12} ${height}"
    role="img"
    aria-label=${toVisibleText(chart.description)}
  >
    <rect class="bullet-track" x="0" y=${middle - 4} width=${width} height="8" rx="1" />
    ${zones(chart, at)}
    ${limit === undefined ? nothing : svg`<path class="bullet-limit" d="M${at(limit)} ${middle - 7}v14" />`}
    ${target === undefined ? nothing : svg`<path class="bullet-target" d="M${at(target)} ${middle - 7}v14m-3 -14h6m-6 14h6" />`}
    ${
      interval === undefined
        ? nothing
        : svg`<path class="bullet-interval" d="M${at(interval.low)} ${middle}H${at(interval.high)}M${at(interval.low)} ${middle - 3}v6M${at(interval.high)} ${middle - 3}v6" />`
    }
    ${value === undefined ? nothing : svg`<circle class="bullet-value verdict-${chart.verdict}" cx=${at(value)} cy=${middle} r="4" />`}
  </svg>`;
}

/** What is acceptable and what is aimed for, as shades; they need a direction. */
function zones(chart: BulletChart, at: (point: number) => number): SVGTemplateResult | typeof nothing {
  const { limit, target, direction } = chart;
  if (direction === 'unknown') return nothing;
  const band = (edge: number | undefined, name: string) => {
    if (edge === undefined) return nothing;
    const [from, to] = direction === 'maximize' ? [at(edge), width] : [0, at(edge)];
    return svg`<rect class="bullet-zone bullet-zone-${name}" x=${from} y=${middle - 4} width=${to - from} height="8" />`;
  };
  return svg`${band(limit, 'acceptable')}${band(target, 'aimed')}`;
}

/** What the marks of the charts above it mean; their words stand in each chart's description. */
export function bulletLegend(): TemplateResult {
  const key = (mark: SVGTemplateResult, word: string) =>
    html`<li><svg class="bullet-key" viewBox="0 0 12 14">${mark}</svg>${word}</li>`;
  return html`<ul class="legend" aria-hidden="true">
    ${key(svg`<circle class="bullet-value" cx="6" cy="7" r="4" />`, t('value, with its interval'))}
    ${key(svg`<path class="bullet-target" d="M6 0v14m-3 -14h6m-6 14h6" />`, t('target'))}
    ${key(svg`<path class="bullet-limit" d="M6 0v14" />`, t('limit'))}
    ${key(svg`<rect class="bullet-zone-acceptable" y="3" width="12" height="8" />`, t('acceptable'))}
    ${key(
      svg`<rect class="bullet-zone-acceptable" y="3" width="12" height="8" /><rect class="bullet-zone-aimed" y="3" width="12" height="8" />`,
      t('aimed for'),
    )}
  </ul>`;
}
