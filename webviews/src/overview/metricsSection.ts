/** Metrics by kind: value, target, limit, and how they lie to each other. */
import type { TemplateResult } from 'lit-html';
import { nothing } from 'lit-html';
import { html } from '../ui/html.ts';
import type { Figure, Metric, OverviewProject } from '../../../schemas/overview.ts';
import { bulletChart, bulletLegend } from '../charts/bulletChart.ts';
import { figureView, sourceText } from '../ui/figure.ts';
import { matchesFilter } from '../ui/matchesFilter.ts';
import { icon } from '../ui/icon.ts';
import { plainText } from '../ui/plainText.ts';
import type { TableColumn } from '../ui/table.ts';
import { table } from '../ui/table.ts';
import { verdictView, verdictWords } from '../ui/verdict.ts';
import type { OverviewContext } from './memory.ts';
import { emptyContent, section } from '../ui/section.ts';

const kinds = [
  { kind: 'business', heading: 'Business' },
  { kind: 'model', heading: 'Model' },
  { kind: 'infrastructure', heading: 'Infrastructure' },
] as const satisfies readonly { readonly kind: Metric['kind']; readonly heading: string }[];

export function metricsSection(model: OverviewProject, context: OverviewContext): TemplateResult {
  const shown = model.metrics.filter((metric) =>
    matchesFilter(context.memory.filter, metric.id, metric.name, metric.measures),
  );
  return section({
    id: 'metrics',
    title: 'Metrics',
    aside: shown.length < model.metrics.length ? `${shown.length} of ${model.metrics.length}` : nothing,
    content: metricsContent(model, shown, context),
  });
}

function metricsContent(model: OverviewProject, shown: readonly Metric[], context: OverviewContext): TemplateResult {
  if (model.metrics.length === 0) {
    return emptyContent(
      'No metric is declared yet.',
      'Say what “good” means before the first experiment: under metrics, add one business metric with a target and a limit.',
    );
  }
  if (shown.length === 0) return emptyContent('No metric matches the filter.');
  return html`${table({
    label: 'Metrics',
    columns: metricColumns(context),
    groups: kinds.map(({ kind, heading }) => ({ heading, rows: shown.filter((metric) => metric.kind === kind) })),
    key: (metric) => metric.id,
  })}
  ${bulletLegend()}`;
}

function metricColumns(context: OverviewContext): readonly TableColumn<Metric>[] {
  const open = context.actions?.openLocation;
  return [
    {
      header: 'Metric',
      isRowHeader: true,
      className: 'metric-name',
      cell: (metric) =>
        html`${sourceText(metric.name, metric.definedAt, open)}${directionMark(metric.direction)}
          <span class="sub">${plainText(metric.measures)}</span>`,
    },
    {
      header: 'Last value',
      align: 'end',
      className: 'metric-value',
      cell: (metric) => html`${figureView(metric.value, open)}${measuredLine(metric)}`,
    },
    { header: 'Target', align: 'end', cell: (metric) => figureView(metric.target, open) },
    { header: 'Limit', align: 'end', cell: (metric) => figureView(metric.limit, open) },
    { header: 'Comparison', className: 'metric-chart', cell: metricChart },
    { header: 'State', className: 'metric-state', cell: (metric) => verdictView(metric.verdict) },
  ];
}

function directionMark(direction: Metric['direction']): TemplateResult | typeof nothing {
  switch (direction) {
    case 'maximize':
      return html`<span class="direction" title="More is better"
        >${icon('up')}<span class="visually-hidden">More is better.</span></span
      >`;
    case 'minimize':
      return html`<span class="direction" title="Less is better"
        >${icon('down')}<span class="visually-hidden">Less is better.</span></span
      >`;
    case 'unknown':
      return nothing;
  }
}

function measuredLine({ interval, measured }: Metric): TemplateResult | typeof nothing {
  if (interval === undefined && measured === undefined) return nothing;
  return html`${interval === undefined ? nothing : html`<span class="sub">${plainText(interval.text)}</span>`}
  ${measured === undefined ? nothing : html`<span class="sub">${plainText(measured.age)}</span>`}
  ${
    measured?.outdated === undefined
      ? nothing
      : html`<span class="sub outdated">${icon('warning')} outdated because ${plainText(measured.outdated)}</span>`
  }`;
}

function metricChart(metric: Metric): TemplateResult | typeof nothing {
  return bulletChart({
    value: numberOf(metric.value),
    target: numberOf(metric.target),
    limit: numberOf(metric.limit),
    interval: metric.interval,
    natural: metric.scale,
    direction: metric.direction,
    verdict: metric.verdict,
    description: describeMetric(metric),
  });
}

/** The chart in words: what a reader who cannot see it needs, and nothing that the row does not know. */
export function describeMetric(metric: Metric): string {
  const words = [
    `Value ${textOf(metric.value)}`,
    ...(metric.interval === undefined ? [] : [`interval ${metric.interval.text}`]),
    `target ${textOf(metric.target)}`,
    `limit ${textOf(metric.limit)}`,
  ];
  return `${words.join(', ')}. ${verdictWords(metric.verdict)}.`;
}

function textOf(figure: Figure): string {
  return figure.state === 'known' ? figure.text : 'not known';
}

function numberOf(figure: Figure): number | undefined {
  return figure.state === 'known' ? figure.number : undefined;
}
